using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What the two sides of a recall are told by SMS as it goes on.</summary>
internal static class RecallWords
{
    /// <summary>For the payer; null when nothing is new to them.</summary>
    public static Words? ToPayer(RecallState state) => state.Status switch
    {
        RecallStatus.Asked => new(
            $"Rappel de votre envoi : {Sum(state.Held)} sur {Sum(state.Amount)} sont mis de cote chez {state.PayeeName}. Nous lui demandons son accord.",
            $"Kozongisa mbongo: {Sum(state.Held)} na kati ya {Sum(state.Amount)} ebombami epai ya {state.PayeeName}. Tozali kotuna ye ndingisa.",
            $"Kuvutula mbongo: {Sum(state.Held)} na kati ya {Sum(state.Amount)} me bumbama na {state.PayeeName}. Beto ke yula yandi nswa.",
            $"Recall of your transfer: {Sum(state.Held)} of {Sum(state.Amount)} are set aside at {state.PayeeName}. We are asking for their consent."),
        RecallStatus.NothingLeft => new(
            $"Rappel de votre envoi a {state.PayeeName} : il n'y avait plus rien a mettre de cote. Ecrivez-nous depuis le recu pour de l'aide.",
            $"Kozongisa mbongo ya {state.PayeeName}: eloko etikalaki te. Komela biso na recu mpo na lisalisi.",
            $"Kuvutula mbongo ya {state.PayeeName}: kima bikanaka ve. Sonikila beto na recu sambu na lusadisu.",
            $"Recall of your transfer to {state.PayeeName}: nothing was left to set aside. Write to us from the receipt for help."),
        RecallStatus.Contested => new(
            $"{state.PayeeName} conteste votre rappel. La poste va decider.",
            $"{state.PayeeName} aboyi kozongisa mbongo. Poste ekokata likambo.",
            $"{state.PayeeName} me buya kuvutula mbongo. Poste ta zenga diambu.",
            $"{state.PayeeName} contests your recall. The post will decide."),
        RecallStatus.Returned => new(
            $"{Sum(state.Held)} sont revenus dans votre portefeuille apres votre rappel.",
            $"{Sum(state.Held)} ezongi na portefeuille na yo nsima ya bosengi na yo.",
            $"{Sum(state.Held)} me vutuka na portefeuille na nge na nima ya lombo na nge.",
            $"{Sum(state.Held)} are back in your wallet after your recall."),
        RecallStatus.Released => new(
            $"Votre rappel est refuse : {state.PayeeName} garde l'argent. Motif : {state.Reason}",
            $"Bosengi na yo eboyami: {state.PayeeName} abateli mbongo. Ntina: {state.Reason}",
            $"Lombo na nge me buyama: {state.PayeeName} me bumba mbongo. Kikuma: {state.Reason}",
            $"Your recall is refused: {state.PayeeName} keeps the money. Reason: {state.Reason}"),
        _ => null,
    };

    /// <summary>For the payee; null when nothing is new to them.</summary>
    public static Words? ToPayee(RecallState state) => state.Status switch
    {
        RecallStatus.Asked => new(
            $"{state.PayerName} dit vous avoir envoye {Sum(state.Amount)} par erreur. {Sum(state.Held)} sont mis de cote. Repondez dans Postmobile, page Rappels.",
            $"{state.PayerName} alobi atindeli yo {Sum(state.Amount)} na libunga. {Sum(state.Held)} ebombami. Yanola na Postmobile, lokasa ya Kozongisa.",
            $"{state.PayerName} me tuba yandi fidisilaka nge {Sum(state.Amount)} na kifu. {Sum(state.Held)} me bumbama. Vutula na Postmobile, lukaya ya Kuvutula.",
            $"{state.PayerName} says {Sum(state.Amount)} were sent to you by mistake. {Sum(state.Held)} are set aside. Answer in Postmobile, page Recalls."),
        RecallStatus.Unanswered => new(
            $"Vous n'avez pas repondu au rappel de {state.PayerName}. La poste va decider.",
            $"Oyanoli bosengi ya {state.PayerName} te. Poste ekokata likambo.",
            $"Nge me vutula mvutu na lombo ya {state.PayerName} ve. Poste ta zenga diambu.",
            $"You have not answered the recall of {state.PayerName}. The post will decide."),
        RecallStatus.Returned => new(
            $"{Sum(state.Held)} ont ete rendus a {state.PayerName}.",
            $"{Sum(state.Held)} ezongisami epai ya {state.PayerName}.",
            $"{Sum(state.Held)} me vutulama na {state.PayerName}.",
            $"{Sum(state.Held)} were given back to {state.PayerName}."),
        RecallStatus.Released => new(
            $"Vous gardez {Sum(state.Held)} : ils sont de nouveau dans votre portefeuille.",
            $"Obateli {Sum(state.Held)}: ezongi na portefeuille na yo.",
            $"Nge me bumba {Sum(state.Held)}: yau me vutuka na portefeuille na nge.",
            $"You keep {Sum(state.Held)}: they are in your wallet again."),
        _ => null,
    };

    private static string Sum(long amount) => amount.ToString("#,0", Grouped) + " F";

    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = " " };
}
