using Microsoft.Extensions.Logging;

namespace Postmobile.Silo.Hosting;

/// <summary>A front end that starts before the first silo waits for it, and says so.</summary>
internal sealed partial class ConnectionPatience(TimeProvider clock, ILogger<ConnectionPatience> logger) : IClientConnectionRetryFilter
{
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaiting(exception.Message);
        await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo can be reached yet ({Reason}); the front end tries again every second.")]
    private partial void LogWaiting(string reason);
}
