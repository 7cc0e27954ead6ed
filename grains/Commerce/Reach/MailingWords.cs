using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a shop hears of its mailing by SMS.</summary>
internal static class MailingWords
{
    public static Words Refused(string shop) => new(
        $"Shopiposte : la poste n'envoie pas le message de {shop}. La raison est sur la page de vos messages.",
        $"Shopiposte: poste ekotinda te nsango ya {shop}. Ntina ezali na lokasa ya bansango na yo.",
        $"Shopiposte: poste ta tinda ve nsangu ya {shop}. Kikuma kele na lutiti ya bansangu na nge.",
        $"Shopiposte: the post does not send the message of {shop}. The reason is on the page of your messages.");

    public static Words Halted(string shop, string code) => code is "insufficient_funds"
        ? new Words(
            $"Shopiposte : le message de {shop} attend, les recettes ne suffisent pas. Il partira de lui-même.",
            $"Shopiposte: nsango ya {shop} ezali kozela, mbongo ya magazini ekoki te. Ekokende yango moko.",
            $"Shopiposte: nsangu ya {shop} ke vingila, mbongo ya magazini me fwana ve. Yau ta kwenda yau mosi.",
            $"Shopiposte: the message of {shop} waits, the takings do not suffice. It will leave by itself.")
        : new Words(
            $"Shopiposte : le message de {shop} attend, le compte des recettes ne peut pas payer.",
            $"Shopiposte: nsango ya {shop} ezali kozela, konte ya mbongo ekoki kofuta te.",
            $"Shopiposte: nsangu ya {shop} ke vingila, konte ya mbongo lenda futa ve.",
            $"Shopiposte: the message of {shop} waits, the account of the takings cannot pay.");
}
