namespace Postmobile.Money;

/// <summary>How the ledger runs and what the post allows. Bound from the section <c>Money</c>.</summary>
public sealed class MoneyOptions
{
    /// <summary>Writers of this silo; accounts hash to them. One batch is on its way per lane.</summary>
    public int Lanes { get; set; } = 2;

    /// <summary>Postings in one batch at the most.</summary>
    public int BatchMax { get; set; } = 2_000;

    /// <summary>How long a period stays open.</summary>
    public TimeSpan PeriodLength { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a caller waits for the fate of a payment before hearing <c>outcome_unknown</c>.</summary>
    public TimeSpan OutcomePatience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long after a period was closed everybody must have heard of it; images in memory are then compared with it.</summary>
    public TimeSpan HeardAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a payee keeps room for money that was announced and did not come.</summary>
    public TimeSpan PermitLife { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Limits by tier. A tier that is not listed has none.</summary>
    public Dictionary<short, TierLimits> Tiers { get; set; } = new()
    {
        [1] = new TierLimits { Operation = 200_000, Day = 300_000, Month = 1_000_000, Balance = 500_000, StepUpFrom = 50_000 },
        [2] = new TierLimits { Operation = 1_000_000, Day = 2_000_000, Month = 10_000_000, Balance = 5_000_000, StepUpFrom = 200_000 },
        [3] = new TierLimits { Operation = 5_000_000, Day = 10_000_000, Month = 50_000_000, Balance = 20_000_000, StepUpFrom = 500_000 },
    };

    /// <summary>Which kinds of posting count towards the daily and monthly limits.</summary>
    public PostingKind[] Counted { get; set; } = [PostingKind.Transfer, PostingKind.RequestPaid, PostingKind.Mandate, PostingKind.CashOut, PostingKind.Hold];
}

/// <summary>The limits of a tier in minor units; null is no limit.</summary>
public sealed class TierLimits
{
    /// <summary>The most in one operation.</summary>
    public long? Operation { get; set; }

    /// <summary>The most that goes out in a day of Brazzaville.</summary>
    public long? Day { get; set; }

    /// <summary>The most that goes out in a month of Brazzaville.</summary>
    public long? Month { get; set; }

    /// <summary>The most that the account may hold.</summary>
    public long? Balance { get; set; }

    /// <summary>From this amount on a transfer needs a fresh proof of the PIN.</summary>
    public long? StepUpFrom { get; set; }

    internal static readonly TierLimits None = new();
}
