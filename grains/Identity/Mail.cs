namespace Postmobile.Identity;

/// <summary>One e-mail, ready to go. Its text can hold a code and its address is a person's: neither is ever logged.</summary>
/// <param name="Id">The same at each attempt; the Message-ID follows from it.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Letter">What it says.</param>
public sealed record MailMessage(string Id, EmailAddress To, Letter Letter)
{
    /// <inheritdoc />
    public override string ToString() => $"mail {Id}";
}

/// <summary>Where e-mail leaves the house.</summary>
public interface IMailGateway
{
    /// <summary>Whether it can send at all.</summary>
    bool IsOn { get; }

    /// <summary>Hands one over. What is <see cref="MailFate.NotTaken"/> is tried again by the caller.</summary>
    Task<MailFate> Send(MailMessage message, CancellationToken cancellation);
}

/// <summary>Settings of e-mail, section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary><c>smtp</c>, <c>dev</c> (a table that people can read; Development only) or <c>none</c>. Empty means smtp where <see cref="Host"/> is set, else dev in Development, else none.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>The mail server that takes our mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary><c>starttls</c>, <c>tls</c> (from the first byte) or <c>none</c>.</summary>
    public string Security { get; set; } = "starttls";

    /// <summary>Our name there; empty when it asks for none.</summary>
    public string User { get; set; } = "";

    /// <summary>The password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The address that mail comes from.</summary>
    public string Sender { get; set; } = "";

    /// <summary>The name that it comes from.</summary>
    public string SenderName { get; set; } = "Shopiposte";

    /// <summary>Connections to the mail server at the same time, of one silo.</summary>
    public int AtOnce { get; set; } = 4;

    /// <summary>How long one mail may take.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>What can be sent to an address by SMTP.</summary>
    internal bool IsSound => Security is "starttls" or "tls" or "none" && Port is > 0 and < 65_536 && AtOnce is > 0 and <= 50
        && (User.Length == 0 || Security != "none") && (Host.Length == 0 || EmailAddress.TryParse(Sender, out _));
}
