using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Postmobile.Identity;

/// <summary>How a mail is written (RFC 5322, RFC 2045, RFC 8058).</summary>
internal static class MailEnvelope
{
    /// <summary>The Message-ID of a mail: the same for each attempt, and of no other mail. It does not show for whom it is.</summary>
    public static string IdOf(string id, string sender) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..40]}@{sender[(sender.LastIndexOf('@') + 1)..]}";

    /// <summary>The mail, addressed.</summary>
    public static MimeMessage Of(MailMessage mail, MailOptions options, DateTimeOffset now)
    {
        var message = new MimeMessage { Subject = mail.Letter.Subject, Date = now, MessageId = IdOf(mail.Id, options.Sender), Body = Body(mail.Letter) };
        message.From.Add(new MailboxAddress(Encoding.UTF8, options.SenderName, options.Sender));
        message.To.Add(new MailboxAddress("", mail.To.Value));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (mail.Letter.Unsubscribe is { } address)
        {
            message.Headers.Add(HeaderId.Precedence, "bulk");
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{address}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return message;
    }

    private static MimeEntity Body(Letter letter)
    {
        var text = new TextPart(TextFormat.Plain) { Text = letter.Text };
        return letter.Html is null ? text : new MultipartAlternative { text, new TextPart(TextFormat.Html) { Text = letter.Html } };
    }
}
