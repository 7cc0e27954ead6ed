using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>The words of the SMS about bulk payments, in the four languages.</summary>
internal static class BulkTexts
{
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = " ", NumberDecimalDigits = 0 };

    /// <summary>To a payee.</summary>
    public static Words Received(string payer, long amount, string title) => new(
        $"Postmobile : {payer} vous a versé {Francs(amount)}. {title}.",
        $"Postmobile: {payer} atindeli yo {Francs(amount)}. {title}.",
        $"Postmobile: {payer} me tindila nge {Francs(amount)}. {title}.",
        $"Postmobile: {payer} has paid you {Francs(amount)}. {title}.");

    /// <summary>To whoever could approve.</summary>
    public static Words AwaitsApproval(string by, string title, long total, int payees) => new(
        $"Postmobile : {by} soumet à votre accord le paiement groupé « {title} » : {Francs(total)} à {payees} personnes.",
        $"Postmobile: {by} azali kosenga ndingisa na yo mpo na lifuti ya bato ebele « {title} »: {Francs(total)} na bato {payees}.",
        $"Postmobile: {by} ke lomba nge kundima lufutu ya bantu mingi « {title} »: {Francs(total)} na bantu {payees}.",
        $"Postmobile: {by} asks you to approve the bulk payment \"{title}\": {Francs(total)} to {payees} people.");

    /// <summary>To whoever submitted and whoever approved.</summary>
    public static Words Done(string title, int paid, long amount, int failed) => new(
        $"Postmobile : le paiement groupé « {title} » est terminé. Payées : {paid} lignes, {Francs(amount)}. Non payées : {failed}.",
        $"Postmobile: lifuti ya bato ebele « {title} » esili. Milongo efutami: {paid}, {Francs(amount)}. Efutami te: {failed}.",
        $"Postmobile: lufutu ya bantu mingi « {title} » me mana. Milonga me futama: {paid}, {Francs(amount)}. Me futama ve: {failed}.",
        $"Postmobile: the bulk payment \"{title}\" is over. Paid: {paid} lines, {Francs(amount)}. Not paid: {failed}.");

    /// <summary>To somebody who is asked to act for an account.</summary>
    public static Words Invited(string payer) => new(
        $"Postmobile : {payer} vous propose de préparer ou d'approuver ses paiements groupés. Acceptez ou refusez dans Postmobile, page Paiements groupés.",
        $"Postmobile: {payer} asengi yo kobongisa to kondima mafuti na ye ya bato ebele. Ndima to boya na Postmobile, lokasa Mafuti ya bato ebele.",
        $"Postmobile: {payer} me lomba nge kuyidika to kundima mafutu na yandi ya bantu mingi. Ndima to buya na Postmobile, lukaya Mafutu ya bantu mingi.",
        $"Postmobile: {payer} asks you to prepare or approve its bulk payments. Accept or decline in Postmobile, page Bulk payments.");

    private static string Francs(long amount) => amount.ToString("N0", Grouped) + " FCFA";
}
