using Microsoft.Extensions.Logging;

namespace Postmobile.Identity;

/// <summary>No gateway is configured: nothing can be sent, and the log says so.</summary>
public sealed partial class NoSmsGateway(ILogger<NoSmsGateway> logger) : ISmsGateway
{
    /// <inheritdoc />
    public Task<IReadOnlyList<SmsMessage>> Send(IReadOnlyList<SmsMessage> messages, CancellationToken cancellation)
    {
        LogNoGateway(messages.Count);
        return Task.FromResult(messages);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No SMS gateway is configured (Sms:Url): {Count} messages wait.")]
    private partial void LogNoGateway(int count);
}
