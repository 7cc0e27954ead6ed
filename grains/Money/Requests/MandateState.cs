namespace Postmobile.Money;

/// <summary>One period that is over, as it lies in the document.</summary>
public sealed record CollectionState(int Period, CollectionResult Result, long Amount, long AtMs, string? Transfer = null, string? Failure = null);

/// <summary>What lies in the document of one mandate. Times are milliseconds since 1970 UTC; days are those of Brazzaville.</summary>
public sealed record MandateState
{
    /// <summary>How many periods are shown.</summary>
    public const int PastMax = 24;

    /// <summary>Null until it is proposed.</summary>
    public MandateStatus? Status { get; init; }

    /// <summary>Who collects.</summary>
    public SideState? Payee { get; init; }

    /// <summary>A merchant's account collects.</summary>
    public bool Merchant { get; init; }

    /// <summary>Who pays.</summary>
    public SideState? Payer { get; init; }

    /// <summary>The same each time; null when it varies.</summary>
    public long? Amount { get; init; }

    /// <summary>The most in one period that was proposed.</summary>
    public long Proposed { get; init; }

    /// <summary>The most in one period that the payer agreed to.</summary>
    public long? Ceiling { get; init; }

    /// <summary>How often.</summary>
    public MandatePeriod Period { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly Start { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? End { get; init; }

    /// <summary>How many times.</summary>
    public int? Times { get; init; }

    /// <summary>What for.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was proposed.</summary>
    public long ProposedAtMs { get; init; }

    /// <summary>Until when the payer may answer.</summary>
    public long AnswerByMs { get; init; }

    /// <summary>The period that comes next, counted from 0.</summary>
    public int Next { get; init; }

    /// <summary>How far it is.</summary>
    public CollectionStep Step { get; init; }

    /// <summary>How much it will be; null when the payee has not said yet.</summary>
    public long? NextAmount { get; init; }

    /// <summary>When it is tried next.</summary>
    public long NextAtMs { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; init; }

    /// <summary>The ledger's last refusal.</summary>
    public string? Failure { get; init; }

    /// <summary>What the period will have been when what was tried is annulled.</summary>
    public CollectionResult? Then { get; init; }

    /// <summary>How often it has collected.</summary>
    public int TimesPaid { get; init; }

    /// <summary>How much in all.</summary>
    public long TotalPaid { get; init; }

    /// <summary>The last periods, newest first.</summary>
    public IReadOnlyList<CollectionState> Past { get; init; } = [];

    internal MandateWish? Wish() => Payee is null || Payer is null ? null : new MandateWish
    {
        Payee = Payee.View(), Merchant = Merchant, Payer = Payer.View(), Amount = Amount, Ceiling = Proposed, Period = Period, Start = Start, End = End, Times = Times, Reason = Reason,
    };

    internal Mandate? View(string id)
    {
        if (Status is not { } status || Wish() is not { } wish)
        {
            return null;
        }

        bool goesOn = status is MandateStatus.Proposed or MandateStatus.Active or MandateStatus.Paused;
        return new Mandate
        {
            Id = id,
            Wish = wish,
            Status = status,
            ProposedAt = DateTimeOffset.FromUnixTimeMilliseconds(ProposedAtMs),
            AnswerBy = DateTimeOffset.FromUnixTimeMilliseconds(AnswerByMs),
            Ceiling = Ceiling,
            Step = Step,
            NextDue = goesOn ? MandateCalendar.Due(this, Next) : null,
            NextAt = status is MandateStatus.Active && Step is CollectionStep.Announced or CollectionStep.Refused ? DateTimeOffset.FromUnixTimeMilliseconds(NextAtMs) : null,
            NextAmount = goesOn ? NextAmount ?? Amount : null,
            TimesPaid = TimesPaid,
            TotalPaid = TotalPaid,
            Past = [.. Past.Select(one => new Collection
            {
                Period = one.Period, Due = MandateCalendar.Due(this, one.Period), Result = one.Result, Amount = one.Amount,
                At = DateTimeOffset.FromUnixTimeMilliseconds(one.AtMs), Transfer = TransferId.TryParse(one.Transfer, out TransferId transfer) ? transfer : null, Failure = one.Failure,
            })],
        };
    }
}

/// <summary>When a mandate's periods fall due: pure.</summary>
internal static class MandateCalendar
{
    /// <summary>How long before a collection the payer hears of it.</summary>
    public static readonly TimeSpan NoticeAhead = TimeSpan.FromDays(1);

    // Not at midnight: who lacks the money can still bring some to an agent in the same day.
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(9);

    /// <summary>The day on which a period falls due.</summary>
    public static DateOnly Due(MandateState state, int period) => state.Period switch
    {
        MandatePeriod.Day => state.Start.AddDays(period),
        MandatePeriod.Week => state.Start.AddDays(7 * period),
        MandatePeriod.Month => state.Start.AddMonths(period),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The moment at which it is collected.</summary>
    public static DateTimeOffset Moment(MandateState state, int period) => BrazzavilleCalendar.Start(Due(state, period)) + s_hour;

    /// <summary>When the payer is told of it.</summary>
    public static DateTimeOffset Notice(MandateState state, int period) => Moment(state, period) - NoticeAhead;

    /// <summary>Whether there is such a period.</summary>
    public static bool Has(MandateState state, int period) => state.End is not { } end || Due(state, period) <= end;

    /// <summary>How long after a refusal it is tried again: some times in the period, the first before long.</summary>
    public static TimeSpan Pause(MandatePeriod period) => period switch
    {
        MandatePeriod.Day => TimeSpan.FromHours(4),
        MandatePeriod.Week => TimeSpan.FromDays(1),
        MandatePeriod.Month => TimeSpan.FromDays(2),
        _ => throw new ArgumentOutOfRangeException(nameof(period)),
    };
}
