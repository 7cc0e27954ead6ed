using Microsoft.Extensions.Logging;

namespace Postmobile.Documents;

public abstract partial class DurableGrain<TState>
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A write of {GrainId} failed or its outcome is unknown; the grain forgets what it has in memory and reads again.")]
    private static partial void LogLost(ILogger logger, Exception failure, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The message {Kind} #{Id} of {GrainId} was not delivered at try {Attempt}; it stays in the outbox.")]
    private static partial void LogNotDelivered(ILogger logger, Exception failure, string kind, long id, GrainId grainId, int attempt);
}
