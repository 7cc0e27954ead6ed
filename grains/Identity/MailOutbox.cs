namespace Postmobile.Identity;

/// <summary>A mail with a code as it rests in an outbox: the words are sealed with a key that the database has not.</summary>
internal sealed record SealedMail(string To, string Subject, string Box, DateTimeOffset ExpiresAt)
{
    public static SealedMail Of(EmailAddress to, Letter letter, DateTimeOffset expires, IdentityKeys keys) => new(to.Value, letter.Subject, keys.Seal(letter.Text), expires);
}

/// <summary>How documents send e-mail with codes.</summary>
internal static class MailOutbox
{
    /// <summary>The kind of the outbox's item.</summary>
    public const string Kind = "mail";

    /// <summary>Sends, or throws so that it is tried again.</summary>
    /// <returns>What is definite.</returns>
    public static async Task<MailFate> Deliver(SealedMail mail, string id, IMailGateway gateway, IdentityKeys keys)
    {
        var message = new MailMessage(id, new EmailAddress(mail.To), new Letter(mail.Subject, keys.Unseal(mail.Box)));
        MailFate fate = await gateway.Send(message, CancellationToken.None);
        return fate is MailFate.NotTaken ? throw new TimeoutException("The mail server did not take the mail.") : fate;
    }
}
