using Microsoft.Extensions.Logging;

namespace Postmobile.Money;

internal sealed partial class AccountGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether transfer {Transfer} is in the ledger could not be read.")]
    private static partial void LogUnread(ILogger logger, Exception failure, TransferId transfer);
}
