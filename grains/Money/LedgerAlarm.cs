using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Postmobile.Money;

/// <summary>
/// Raised when what a silo believes of an account is not what the ledger says, which must not happen. The meter
/// <c>Postmobile.Ledger</c> counts; the log names the account.
/// </summary>
internal sealed partial class LedgerAlarm(ILogger<LedgerAlarm> log)
{
    private static readonly Meter s_meter = new("Postmobile.Ledger");

    private static readonly Counter<long> s_differences = s_meter.CreateCounter<long>(
        "postmobile.ledger.differences", "{account}", "Accounts whose image in memory was not what the ledger says, by the side on which it erred.");

    private int _behind;
    private int _ahead;

    /// <summary>How often an image was behind, in this silo.</summary>
    public int Behind => _behind;

    /// <summary>How often an image was ahead, in this silo.</summary>
    public int Ahead => _ahead;

    /// <summary>An image had counted more credits than the ledger has.</summary>
    public void Surplus(AccountId account, long surplus)
    {
        Count(ImageDifference.Ahead);
        LogSurplus(log, account, surplus);
    }

    /// <summary>An image was not what a closed period left.</summary>
    public void Differs(AccountId account, int period, ImageDifference difference)
    {
        Count(difference);
        LogDiffers(log, account, difference, period);
    }

    private void Count(ImageDifference difference)
    {
        Interlocked.Increment(ref difference == ImageDifference.Behind ? ref _behind : ref _ahead);
        s_differences.Add(1, new KeyValuePair<string, object?>("side", difference == ImageDifference.Behind ? "behind" : "ahead"));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Account {Account} had counted {Surplus} more than the ledger has credited to it; it has been read again.")]
    private static partial void LogSurplus(ILogger logger, AccountId account, long surplus);

    [LoggerMessage(Level = LogLevel.Error, Message = "Account {Account} is {Difference} in memory against period {Period} of the ledger; it is read again.")]
    private static partial void LogDiffers(ILogger logger, AccountId account, ImageDifference difference, int period);
}
