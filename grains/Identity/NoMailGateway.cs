namespace Postmobile.Identity;

/// <summary>No mail server is configured: there is no e-mail, and pages say so.</summary>
public sealed class NoMailGateway : IMailGateway
{
    /// <inheritdoc />
    public bool IsOn => false;

    /// <inheritdoc />
    public Task<MailFate> Send(MailMessage message, CancellationToken cancellation) => Task.FromResult(MailFate.NotTaken);
}
