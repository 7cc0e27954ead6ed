using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>How a message to followers is put together and counted (3GPP TS 23.038, 23.040).</summary>
internal static class MailingText
{
    /// <summary>The most that a shop may say.</summary>
    public const int Max = 160;

    // Six bytes of a long message's segments tell telephones how they belong together: seven septets each.
    private const int Single = 160, Part = 153;
    private const string Escaped = "\f^{}\\[~]|€";

    /// <summary>What the shop wrote, in letters that an SMS has; null when it is empty, too long, or in another script.</summary>
    public static string? Read(string? text)
    {
        string written = (text ?? "").ReplaceLineEndings("\n").Trim(), plain = UssdScreen.Plain(written);
        return plain.Length > 0 && GsmAlphabet.Fits(plain) && Septets(plain) <= Max && plain.Count(letter => letter == '?') == written.Count(letter => letter == '?') ? plain : null;
    }

    /// <summary>How long a text is: characters of the extension count twice.</summary>
    public static int Septets(string text) => text.Length + text.Count(letter => Escaped.Contains(letter, StringComparison.Ordinal));

    /// <summary>How many SMS it is.</summary>
    public static int Segments(string text)
    {
        int length = Septets(text);
        return length <= Single ? 1 : (length + Part - 1) / Part;
    }

    /// <summary>The shop's words and the link.</summary>
    public static string WithLink(string text, string address, long number) => $"{text}\n{address}{ShareLinks.Mailing(number)}";

    /// <summary>And the ways to say no, which every message has: a link, and the keyword where people can write back.</summary>
    public static string WithEnd(string text, string address, string token, ShopId shop, string inbound) =>
        $"{text}\nSTOP: {address}/x/{token}{(inbound.Length > 0 ? $" ou STOP {shop.Value[2..]} au {inbound}" : "")}";

    /// <summary>What a message costs that goes to so many.</summary>
    public static MailingQuote Quote(MailingTerms terms, long number, ShopId shop, FollowCount count, ReachOptions options, string inbound)
    {
        (long sms, long emails) = terms.Channel switch
        {
            MailingChannel.Sms => (count.Reachable, 0L),
            MailingChannel.Email => (0L, count.EmailReachable),
            _ => (count.SmsAlone, count.EmailReachable),
        };
        string whole = terms.BySms ? WithEnd(WithLink(terms.Text, options.Address, number), options.Address, new string('x', Follows.TokenLength), shop, inbound) : "";
        return new MailingQuote(whole, Septets(whole), terms.BySms ? Segments(whole) : 0, sms + emails, options.MessagePrice) { Emails = emails, EmailPrice = options.EmailPrice };
    }
}
