using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// How a shop's e-mail is put together: one column, tables and inline styles alone, because mail programs know little else; pictures are
/// linked and have words in their place. Its end, with the way to say no, is added for each person.
/// </summary>
internal static class MailingLetter
{
    // Of the characters that have no meaning: no text of a shop holds them.
    private const string EndMark = "\uE001";

    private const string Cell = "padding:12px 16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#1d2a24;";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The e-mail, but for its end.</summary>
    /// <param name="shop">The shop's name.</param>
    /// <param name="terms">What it says.</param>
    /// <param name="show">What it shows.</param>
    /// <param name="address">Where links and pictures lead; empty: within this house, to look at.</param>
    /// <param name="number">The mailing's number, for its link.</param>
    public static Letter Write(string shop, MailingTerms terms, MailingShow show, string address, long number)
    {
        string link = address + ShareLinks.Mailing(number);
        return new Letter(terms.Subject, Text(shop, terms, show, address, link), Page(shop, terms, show, address, link));
    }

    /// <summary>The e-mail for one person: with the words, in their language, of who sends it, and both ways to say no.</summary>
    public static Letter Sign(Letter letter, string language, string address, string token)
    {
        string stop = $"{address}/x/{token}";
        string why = Why.In(language), label = Stop.In(language);
        return letter with
        {
            Text = letter.Text.Replace(EndMark, $"{why}\n{label} : {stop}", StringComparison.Ordinal),
            Html = letter.Html!.Replace(EndMark, $"{Html.Encode(why)} <a href=\"{Html.Encode(stop)}\" style=\"color:#0b6b3a;\">{Html.Encode(label)}</a>", StringComparison.Ordinal),
            Unsubscribe = stop + "/un-clic",
        };
    }

    private static readonly Words Why = new(
        "Vous recevez ce courriel parce que vous l'avez accepté. La poste l'envoie ; la boutique ne voit pas votre adresse.",
        "Ozwi email oyo mpo ondimaki yango. Poste etindi yango ; butike emonaka adrese na yo te.",
        "Nge me baka email yai samu nge ndimaka yau. Poste me tinda yau ; magazini ke mona adrese na nge ve.",
        "You get this e-mail because you agreed to it. The post sends it; the shop does not see your address.");

    private static readonly Words Stop = new("Ne plus recevoir ces courriels", "Koboya ba email oyo", "Kubuya ba email yai", "Stop these e-mails");

    private static string Text(string shop, MailingTerms terms, MailingShow show, string address, string link)
    {
        var text = new StringBuilder().Append(shop).Append("\n\n").Append(terms.Body).Append("\n\n");
        foreach (MailingItem item in show.Items)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {item.Title} : {Price(item)}\n  {address}{item.Path}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{(show.Items.Count > 0 ? $"{PricesOf(show)}\n\n" : "")}{link}\n\n-- \n{EndMark}\n").ToString();
    }

    private static string Page(string shop, MailingTerms terms, MailingShow show, string address, string link)
    {
        var page = new StringBuilder(
            "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
            .Append(Html.Encode(terms.Subject)).Append("</title></head><body style=\"margin:0;padding:0;background:#f2f4f3;\">")
            .Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background:#f2f4f3;\"><tr><td align=\"center\">")
            .Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:560px;background:#ffffff;\">");
        if (terms.Picture is { } picture)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:0;\">{Picture(address, picture, shop, "width:100%;height:auto;")}</td></tr>");
        }

        page.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"{Cell}font-size:20px;font-weight:bold;\">{Html.Encode(shop)}</td></tr><tr><td style=\"{Cell}\">");
        foreach (string paragraph in terms.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            page.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:0 0 12px;word-break:break-word;\">{string.Join("<br>", paragraph.Split('\n').Select(Html.Encode))}</p>");
        }

        page.Append("</td></tr>");
        foreach (MailingItem item in show.Items)
        {
            page.Append(Row(item, address));
        }

        return page.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"{Cell}\"><a href=\"{Html.Encode(link)}\" style=\"display:inline-block;padding:12px 20px;background:#0b6b3a;color:#ffffff;text-decoration:none;font-weight:bold;\">Voir la boutique</a></td></tr>")
            .Append(CultureInfo.InvariantCulture, $"<tr><td style=\"{Cell}font-size:13px;color:#56645d;border-top:1px solid #d9dfdc;\">{(show.Items.Count > 0 ? PricesOf(show) + "<br>" : "")}{EndMark}</td></tr>")
            .Append("</table></td></tr></table></body></html>").ToString();
    }

    private static string Row(MailingItem item, string address)
    {
        string to = Html.Encode(address + item.Path);
        string picture = item.Image is { } image ? $"<td width=\"96\" valign=\"top\" style=\"padding:0 12px 0 0;\"><a href=\"{to}\">{Picture(address, image, item.Title, "width:96px;height:auto;")}</a></td>" : "";
        return $"<tr><td style=\"{Cell}\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr>{picture}<td valign=\"top\" style=\"{Cell}padding:0;word-break:break-word;\">"
            + $"<a href=\"{to}\" style=\"color:#0b6b3a;font-weight:bold;text-decoration:none;\">{Html.Encode(item.Title)}</a><br>{Price(item)}</td></tr></table></td></tr>";
    }

    // WebP is not known to every mail program: JPEG is.
    private static string Picture(string address, string image, string words, string style) =>
        $"<img src=\"{Html.Encode(address)}/images/{Html.Encode(image)}.jpg\" alt=\"{Html.Encode(words)}\" style=\"display:block;border:0;{style}\">";

    private static string Price(MailingItem item) => (item.From ? "dès " : "") + UssdScreen.Francs(item.Price);

    private static string PricesOf(MailingShow show) => string.Create(CultureInfo.InvariantCulture, $"Prix du {show.At.ToOffset(TimeSpan.FromHours(1)):dd/MM/yyyy}.");
}
