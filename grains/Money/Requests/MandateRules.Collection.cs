namespace Postmobile.Money;

/// <summary>How the collections go, one period after another.</summary>
internal static partial class MandateRules
{
    // Refusals after which no try can succeed: the mandate ends by itself.
    private static readonly string[] s_final =
        [.. new[] { RefusalCode.AccountClosed, RefusalCode.UnknownAccount, RefusalCode.PayeeClosed, RefusalCode.UnknownPayee, RefusalCode.SameAccount, RefusalCode.CurrencyMismatch, RefusalCode.OperationNotAllowed }
            .Select(code => new Refusal(code).StableCode)];

    /// <summary>When it next needs attention; null when it waits for somebody's act or the ledger's answer.</summary>
    public static DateTimeOffset? NextWake(MandateState state) => (state.Status, state.Step) switch
    {
        (MandateStatus.Proposed, _) => DateTimeOffset.FromUnixTimeMilliseconds(state.AnswerByMs),
        (MandateStatus.Active, CollectionStep.Waiting) => state.Amount is null
            ? MandateCalendar.Moment(state, state.Next + 1)
            : MandateCalendar.Notice(state, state.Next),
        (MandateStatus.Active, CollectionStep.Announced or CollectionStep.Refused) => DateTimeOffset.FromUnixTimeMilliseconds(state.NextAtMs),
        _ => null,
    };

    /// <summary>The time has come for something: one step of it.</summary>
    public static MandateState Advance(MandateState state, DateTimeOffset now)
    {
        long at = now.ToUnixTimeMilliseconds();
        if (state.Status is MandateStatus.Proposed)
        {
            return at >= state.AnswerByMs ? state with { Status = MandateStatus.Withdrawn } : state;
        }

        MandateState current = Pass(state, now);
        if (current.Status is not MandateStatus.Active)
        {
            return current;
        }

        return current.Step switch
        {
            CollectionStep.Waiting when current.Amount is { } amount && MandateCalendar.Notice(current, current.Next) <= now => Announce(current, amount, now),
            CollectionStep.Announced or CollectionStep.Refused when at >= current.NextAtMs => current with { Step = CollectionStep.Ordered, Tries = current.Tries + 1 },
            _ => current,
        };
    }

    /// <summary>The ledger has answered. Whatever became of the mandate meanwhile, what was paid is paid.</summary>
    public static MandateState Settle(MandateState state, int period, TransferOutcome outcome, DateTimeOffset now, RequestOptions options)
    {
        if (period != state.Next || state.Step is CollectionStep.Waiting or CollectionStep.Announced)
        {
            return state;
        }

        if (outcome.Receipt is { } receipt)
        {
            return Paid(state, receipt, now);
        }

        if (state.Step is not CollectionStep.Ordered)
        {
            return state;
        }

        string failure = outcome.Refusal!.StableCode;
        MandateState refused = state with { Failure = failure };
        DateTimeOffset again = now + MandateCalendar.Pause(state.Period);
        if (s_final.Contains(failure))
        {
            return refused with { Status = MandateStatus.Cancelled, Step = CollectionStep.Closing, Then = CollectionResult.Missed };
        }

        return state.Tries < options.CollectionTries && again < MandateCalendar.Moment(state, state.Next + 1)
            ? refused with { Step = CollectionStep.Refused, NextAtMs = again.ToUnixTimeMilliseconds() }
            : refused with { Step = CollectionStep.Closing, Then = CollectionResult.Missed };
    }

    /// <summary>What was tried can never happen any more, or had happened after all.</summary>
    public static MandateState Closed(MandateState state, int period, TransferOutcome outcome, DateTimeOffset now) =>
        period != state.Next || state.Step is not CollectionStep.Closing ? state
        : outcome.Receipt is { } receipt ? Paid(state, receipt, now)
        : Past(state, state.Then ?? CollectionResult.Skipped, now);

    /// <summary>Nothing more of this period: what was tried must be annulled first.</summary>
    private static MandateState Halt(MandateState state) => state.Step switch
    {
        CollectionStep.Ordered or CollectionStep.Refused => state with { Step = CollectionStep.Closing, Then = CollectionResult.Skipped },
        CollectionStep.Closing => state,
        _ => Fresh(state),
    };

    /// <summary>Passes over periods that went by without a collection, because nobody said how much or the service was away.</summary>
    private static MandateState Pass(MandateState state, DateTimeOffset now)
    {
        MandateState current = state;
        while (current is { Status: MandateStatus.Active, Step: CollectionStep.Waiting or CollectionStep.Announced } && MandateCalendar.Moment(current, current.Next + 1) <= now)
        {
            current = current.NextAmount is null && current.Amount is null
                ? Finish(Fresh(current with { Next = current.Next + 1 }))
                : Past(current, CollectionResult.Skipped, now);
        }

        // What was refused and comes to the end of its period is annulled before the next begins.
        return current is { Status: MandateStatus.Active, Step: CollectionStep.Refused } && MandateCalendar.Moment(current, current.Next + 1) <= now
            ? current with { Step = CollectionStep.Closing, Then = CollectionResult.Missed }
            : current;
    }

    // The payer hears a day before. Should the service have been away at that time, the collection waits for them.
    private static MandateState Announce(MandateState state, long amount, DateTimeOffset now) => state with
    {
        Step = CollectionStep.Announced,
        NextAmount = amount,
        NextAtMs = Later(MandateCalendar.Moment(state, state.Next), now + MandateCalendar.NoticeAhead - TimeSpan.FromHours(1)),
    };

    private static MandateState Paid(MandateState state, Receipt receipt, DateTimeOffset now) =>
        Past(state with { TimesPaid = state.TimesPaid + 1, TotalPaid = state.TotalPaid + receipt.Amount, Failure = null }, CollectionResult.Paid, now, receipt.Id.ToString());

    /// <summary>The period is over; the next one comes, if there is one.</summary>
    private static MandateState Past(MandateState state, CollectionResult result, DateTimeOffset now, string? transfer = null)
    {
        var entry = new CollectionState(state.Next, result, state.NextAmount ?? state.Amount ?? 0, now.ToUnixTimeMilliseconds(), transfer, result is CollectionResult.Paid ? null : state.Failure);
        return Finish(Fresh(state with { Next = state.Next + 1, Past = [entry, .. state.Past.Take(MandateState.PastMax - 1)] }));
    }

    private static MandateState Fresh(MandateState state) => state with { Step = CollectionStep.Waiting, NextAmount = null, NextAtMs = 0, Tries = 0, Failure = null, Then = null };

    private static MandateState Finish(MandateState state) =>
        state.Status is MandateStatus.Active or MandateStatus.Paused && (state.TimesPaid >= state.Times || !MandateCalendar.Has(state, state.Next))
            ? state with { Status = MandateStatus.Ended }
            : state;
}
