namespace Postmobile.Identity;

/// <summary>The words of mails from the house itself.</summary>
internal static class MailTexts
{
    /// <summary>The code that confirms an address.</summary>
    public static Letter Code(string language, OneTimeCode code) => new(Subject.In(language), Text(code.Digits).In(language));

    private static readonly Words Subject = new(
        "Votre code Postmobile", "Code na yo ya Postmobile", "Code na nge ya Postmobile", "Your Postmobile code");

    private static Words Text(string digits) => new(
        $"""
        Votre code est {digits}. Il est valable 10 minutes.

        Tapez-le sur la page où vous avez donné cette adresse. Si ce n'est pas vous, ne faites rien : rien ne sera envoyé ici.
        """,
        $"""
        Code na yo ezali {digits}. Ebongi miniti 10.

        Koma yango na lokasa oyo opesaki adrese oyo. Soki ezali yo te, sala eloko te: eloko ekoya awa te.
        """,
        $"""
        Code na nge kele {digits}. Yau ta sala miniti 10.

        Sonika yau na lutiti yina nge pesaka adrese yai. Kana nge ve, sala kima ve: kima ta kwisa awa ve.
        """,
        $"""
        Your code is {digits}. It is good for 10 minutes.

        Type it on the page where you gave this address. If this was not you, do nothing: nothing will be sent here.
        """);
}
