using System.Diagnostics.CodeAnalysis;

namespace Postmobile.Commerce;

/// <summary>By what a link came to somebody. The letter of each stands in the link.</summary>
public enum ShareChannel
{
    /// <summary>WhatsApp.</summary>
    WhatsApp,

    /// <summary>Facebook.</summary>
    Facebook,

    /// <summary>An SMS.</summary>
    Sms,

    /// <summary>Copied and pasted somewhere.</summary>
    Copy,

    /// <summary>Whatever the telephone's own list of ways offered.</summary>
    Phone,
}

/// <summary>What a short link leads to.</summary>
/// <param name="Id">A product's, shop's or mailing's id; or <c>ref-</c> and a referral code.</param>
/// <param name="Channel">By what it came.</param>
public readonly record struct ShareLink(string Id, ShareChannel Channel);

/// <summary>
/// Short links, <c>/s/{code}</c>. The code says itself what it means (kind, number to the base of 36, channel), so that sharing costs no
/// write and nothing can be lost; what is counted is the visit, by link, channel and day.
/// </summary>
public static class ShareLinks
{
    private const string Path = "/s/", Digits = "0123456789abcdefghijklmnopqrstuvwxyz", Channels = "wfscn";
    private const int MailingLength = 6, CodeMax = 16;

    /// <summary>The link to a product.</summary>
    public static string Of(ProductId product, ShareChannel channel) => $"{Path}p{Short(product.Value)}{Channels[(int)channel]}";

    /// <summary>The link to a shop.</summary>
    public static string Of(ShopId shop, ShareChannel channel) => $"{Path}b{Short(shop.Value)}{Channels[(int)channel]}";

    /// <summary>The link in a mailing: always as long, so that its price is known before its number.</summary>
    public static string Mailing(long number) => $"{Path}m{Write(number).PadLeft(MailingLength, '0')}{Channels[(int)ShareChannel.Sms]}";

    /// <summary>The link by which one person invites another.</summary>
    public static string Referral(string code, ShareChannel channel) => $"{Path}r{code.ToLowerInvariant()}{Channels[(int)channel]}";

    /// <summary>What a code means; false when it is none of ours.</summary>
    public static bool TryRead([NotNullWhen(true)] string? code, out ShareLink link)
    {
        link = default;
        if (code is not { Length: >= 3 and <= CodeMax } || Channels.IndexOf(code[^1], StringComparison.Ordinal) is var channel && channel < 0)
        {
            return false;
        }

        string inner = code[1..^1];
        string? id = code[0] switch
        {
            'r' => Referrals.Read(inner) is { } referral ? Referrals.LinkId(referral) : null,
            'p' when Number(inner) is { } number => ProductId.Of(number).Value,
            'b' when Number(inner) is { } number => ShopId.Of(number).Value,
            'm' when Number(inner) is { } number => Mailings.Key(number),
            _ => null,
        };
        link = new ShareLink(id ?? "", (ShareChannel)channel);
        return id is not null;
    }

    private static string Short(string id) => Write(long.Parse(id.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));

    private static string Write(long number)
    {
        string text = "";
        do
        {
            (number, long digit) = Math.DivRem(number, Digits.Length);
            text = Digits[(int)digit] + text;
        }
        while (number > 0);
        return text;
    }

    private static long? Number(string text)
    {
        long number = 0;
        foreach (char letter in text)
        {
            int digit = Digits.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0 || number > long.MaxValue / 64)
            {
                return null;
            }

            number = (number * Digits.Length) + digit;
        }

        return number > 0 ? number : null;
    }
}

/// <summary>A link was followed so often on one day.</summary>
[GenerateSerializer, Immutable, Alias("commerce.link-visits")]
public sealed record LinkVisits([property: Id(0)] string Link, [property: Id(1)] DateOnly Day, [property: Id(2)] ShareChannel Channel, [property: Id(3)] long Visits);

/// <summary>Counts visits by short links. Key 0.</summary>
[Alias("commerce.links"), GrainInterfaceType("commerce.links")]
public interface ILinksGrain : IGrainWithIntegerKey
{
    /// <summary>Adds to the counts.</summary>
    [Alias("followed")]
    Task Followed(IReadOnlyList<LinkVisits> visits);

    /// <summary>Visits of a shop's links and those of its products since a day, by channel.</summary>
    [Alias("of-shop")]
    Task<IReadOnlyDictionary<ShareChannel, long>> OfShop(ShopId shop, DateOnly since);

    /// <summary>Visits of one link since a day, by channel.</summary>
    [Alias("of")]
    Task<IReadOnlyDictionary<ShareChannel, long>> Of(string link, DateOnly since);
}

/// <summary>Keeps the pictures that links show where they are shared, so that each is drawn once for what it shows. Key 0.</summary>
[Alias("commerce.share-cards"), GrainInterfaceType("commerce.share-cards")]
public interface IShareCardsGrain : IGrainWithIntegerKey
{
    /// <summary>The picture, if it was drawn for just this.</summary>
    /// <param name="id">The product or shop.</param>
    /// <param name="digest">Of all that it shows.</param>
    [Alias("find")]
    Task<byte[]?> Find(string id, string digest);

    /// <summary>Keeps it, in the place of an older one.</summary>
    [Alias("keep")]
    Task Keep(string id, string digest, byte[] jpeg);
}

/// <summary>The address of the picture of a product or shop.</summary>
public static class ShareCards
{
    /// <summary>Width in pixels.</summary>
    public const int Width = 1_200;

    /// <summary>Height in pixels.</summary>
    public const int Height = 630;

    /// <summary>What it weighs at the most, in bytes.</summary>
    public const int Max = 60 * 1024;

    /// <summary>Its path. The version changes it when what it shows changes, since others keep it.</summary>
    public static string PathOf(string id, string version) => $"/partage/{id}.jpg?v={version}";
}

/// <summary>Removes pictures that were taken in and that no product and no shop has used.</summary>
[Alias("commerce.image-sweep-grain"), GrainInterfaceType("commerce.image-sweep-grain")]
public interface IImageSweepGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that it is woken. Again changes nothing.</summary>
    [Alias("begin")]
    Task Begin();

    /// <summary>Removes what has not been used by now.</summary>
    /// <returns>How many pictures.</returns>
    [Alias("sweep")]
    Task<int> Sweep();
}

/// <summary>The key of the one sweep.</summary>
public static class ImageSweeps
{
    /// <summary>The key.</summary>
    public const string Key = "sweep";
}
