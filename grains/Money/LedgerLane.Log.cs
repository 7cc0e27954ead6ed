using Microsoft.Extensions.Logging;

namespace Postmobile.Money;

internal sealed partial class LedgerLane
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Lane {Lane} sifts a batch of {Count} transfers: one of its numbers or transfers is in the ledger already.")]
    private static partial void LogSifting(ILogger logger, int lane, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lane {Lane} was not admitted to the ledger ({Admission}); nothing was written, and it begins again as a new writer.")]
    private static partial void LogNotAdmitted(ILogger logger, int lane, Admission admission);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lane {Lane} lost its connection with {Count} transfers on the way; it finds out what became of them before it goes on.")]
    private static partial void LogInDoubt(ILogger logger, Exception failure, int lane, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lane {Lane} could not tell the payees of {Count} posted transfers; they read their credits again.")]
    private static partial void LogUndelivered(ILogger logger, Exception failure, int lane, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lane {Lane} cannot reach the ledger's database.")]
    private static partial void LogUnreachable(ILogger logger, Exception failure, int lane);
}
