using System.Globalization;

namespace Postmobile.Identity;

/// <summary>The words of every SMS, in the four languages. Short, and within the GSM alphabet wherever the language allows.</summary>
public static class SmsTexts
{
    /// <summary>The languages that have words, the default first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["fr", "ln", "ktu", "en"];

    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = " ", NumberDecimalDigits = 0 };

    /// <summary>The code that confirms a new account.</summary>
    public static string Code(string language, OneTimeCode code) => Pick(
        language,
        $"Postmobile : votre code est {code.Digits}, valable 10 minutes. Ne le donnez à personne, y compris à la poste.",
        $"Postmobile: code na yo ezali {code.Digits}, ebongi miniti 10. Kopesa yango na moto te, ata na posita.",
        $"Postmobile: code na nge kele {code.Digits}, yau ta sala miniti 10. Kupesa yau na muntu ve, ata na posita.",
        $"Postmobile: your code is {code.Digits}, good for 10 minutes. Give it to nobody, not even at the post office.");

    /// <summary>To the owner of a number with which somebody wanted to register, or that somebody wanted to take over.</summary>
    public static string NumberWanted(string language) => Pick(
        language,
        "Postmobile : quelqu'un a voulu utiliser votre numéro, qui a déjà un compte. Si c'est vous, connectez-vous. Sinon, ne faites rien : rien n'a changé.",
        "Postmobile: moto moko alingaki kosalela nimero na yo, oyo ezali na konti. Soki ezali yo, kota. Soki te, sala eloko te: eloko ebongwani te.",
        "Postmobile: muntu mosi zolaka kusadila nimero na nge, yau kele na konti. Kana nge muntu, kota. Kana ve, sala kima ve: kima mosi sobaka ve.",
        "Postmobile: somebody tried to use your number, which already has an account. If it was you, sign in. If not, do nothing: nothing has changed.");

    /// <summary>To the owner of a number with which somebody wanted to buy without an account.</summary>
    public static string AccountThere(string language) => Pick(
        language,
        "Shopiposte : ce numéro a déjà un compte. Connectez-vous pour commander. Si ce n'est pas vous, ne faites rien : rien n'a changé.",
        "Shopiposte: nimero oyo ezali na konti. Kota mpo na kosomba. Soki ezali yo te, sala eloko te: eloko ebongwani te.",
        "Shopiposte: nimero yai kele na konti. Kota samu na kusumba. Kana nge ve, sala kima ve: kima mosi sobaka ve.",
        "Shopiposte: this number has an account. Sign in to order. If it was not you, do nothing: nothing has changed.");

    /// <summary>To the old number.</summary>
    public static string NumberLeft(string language, PhoneNumber fresh) => Pick(
        language,
        $"Postmobile : votre portefeuille a quitté ce numéro pour {fresh.Masked}. Si ce n'est pas vous, faites-le bloquer à la poste tout de suite.",
        $"Postmobile: konti na yo elongwe na nimero oyo mpo na {fresh.Masked}. Soki ezali yo te, kende na posita mpo bakanga yango sikoyo.",
        $"Postmobile: konti na nge katukaka na nimero yai samu na {fresh.Masked}. Kana nge ve, kwenda na posita na kukanga yau ntangu yai.",
        $"Postmobile: your wallet has left this number for {fresh.Masked}. If this was not you, have it blocked at a post office now.");

    /// <summary>To the new number.</summary>
    public static string NumberJoined(string language) => Pick(
        language,
        "Postmobile : votre portefeuille est maintenant rattaché à ce numéro.",
        "Postmobile: konti na yo ekangami sikoyo na nimero oyo.",
        "Postmobile: konti na nge me kangama ntangu yai na nimero yai.",
        "Postmobile: your wallet is now tied to this number.");

    /// <summary>The PIN is another.</summary>
    public static string PinChanged(string language) => Pick(
        language,
        "Postmobile : votre code PIN a été changé. Si ce n'est pas vous, bloquez votre portefeuille tout de suite.",
        "Postmobile: code PIN na yo ebongwani. Soki ezali yo te, kanga konti na yo sikoyo.",
        "Postmobile: code PIN na nge me soba. Kana nge ve, kanga konti na nge ntangu yai.",
        "Postmobile: your PIN was changed. If this was not you, block your wallet now.");

    /// <summary>A device that was never seen has signed in.</summary>
    public static string NewDevice(string language, string device) => Pick(
        language,
        $"Postmobile : connexion depuis un nouvel appareil ({device}). Si ce n'est pas vous, bloquez votre portefeuille tout de suite.",
        $"Postmobile: bakoti na telefone ya sika ({device}). Soki ezali yo te, kanga konti na yo sikoyo.",
        $"Postmobile: bau me kota na telefone ya mpa ({device}). Kana nge ve, kanga konti na nge ntangu yai.",
        $"Postmobile: signed in from a new device ({device}). If this was not you, block your wallet now.");

    /// <summary>The wallet is blocked.</summary>
    public static string Blocked(string language) => Pick(
        language,
        "Postmobile : votre portefeuille est bloqué. Rien ne peut en sortir. Pour le débloquer, présentez-vous à la poste.",
        "Postmobile: konti na yo ekangami. Mbongo ekoki kobima te. Mpo na kofungola yango, kende na posita.",
        "Postmobile: konti na nge me kangama. Mbongo lenda basika ve. Samu na kukangula yau, kwenda na posita.",
        "Postmobile: your wallet is blocked. Nothing can leave it. To unblock it, come to a post office.");

    /// <summary>The block is lifted.</summary>
    public static string Unblocked(string language) => Pick(
        language,
        "Postmobile : votre portefeuille est débloqué.",
        "Postmobile: konti na yo efungwami.",
        "Postmobile: konti na nge me kangula.",
        "Postmobile: your wallet is unblocked.");

    /// <summary>The wallet was closed by its owner.</summary>
    public static string Closed(string language) => Pick(
        language,
        "Postmobile : votre portefeuille est fermé, comme vous l'avez demandé. Ce numéro est libre.",
        "Postmobile: konti na yo ekangami libela ndenge osengi. Nimero oyo ezali lisusu ya moto te.",
        "Postmobile: konti na nge me kangama kimakulu mutindu nge lomba. Nimero yai kele diaka ya muntu ve.",
        "Postmobile: your wallet is closed, as you asked. This number is free.");

    /// <summary>Money left the account.</summary>
    public static string Debited(string language, long total, string payee, long charges, long balance) => Pick(
        language,
        $"Postmobile : {Francs(total)} payés à {payee}, frais {Francs(charges)} compris. Solde : {Francs(balance)}.",
        $"Postmobile: ofuti {Francs(total)} epai ya {payee}, mbongo ya mosala {Francs(charges)} na kati. Etikali: {Francs(balance)}.",
        $"Postmobile: nge me futa {Francs(total)} na {payee}, mbongo ya kisalu {Francs(charges)} na kati. Me bikala: {Francs(balance)}.",
        $"Postmobile: {Francs(total)} paid to {payee}, fee {Francs(charges)} included. Balance: {Francs(balance)}.");

    private static string Francs(long amount) => amount.ToString("N0", Grouped) + " FCFA";

    private static string Pick(string language, string fr, string ln, string ktu, string en) => language switch
    {
        "ln" => ln,
        "ktu" => ktu,
        "en" => en,
        _ => fr,
    };
}
