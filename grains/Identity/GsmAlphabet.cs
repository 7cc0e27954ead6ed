using System.Collections.Frozen;

namespace Postmobile.Identity;

/// <summary>The default alphabet of GSM (3GPP TS 23.038): a message within it has 160 characters, any other only 70.</summary>
public static class GsmAlphabet
{
    private static readonly FrozenSet<char> Letters = (
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
        + "\f^{}\\[~]|€").ToFrozenSet();

    /// <summary>Whether every character is in it.</summary>
    public static bool Fits(string text) => text.All(Letters.Contains);
}
