using Microsoft.Extensions.Logging;

namespace Postmobile.Money;

internal sealed partial class BulkGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The work on {Batch} was interrupted; it goes on when the document is woken.")]
    private partial void LogInterrupted(Exception failure, string batch);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The ledger did not say what became of line {Line} of {Batch}; it is asked again.")]
    private partial void LogUnanswered(Exception failure, int line, string batch);

}
