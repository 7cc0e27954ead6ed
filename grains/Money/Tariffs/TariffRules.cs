namespace Postmobile.Money;

/// <summary>Who may decide what about a version of the tariff, and what follows: pure, state in and state out.</summary>
internal static class TariffRules
{
    public const int TextMax = 140;
    public const int DroppedMax = 50;

    /// <summary>What a decision came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(TariffsState? Next, TariffOutcome Outcome)
    {
        public static implicit operator Decision(TariffRefusal refusal) => new(null, refusal);
    }

    public static Decision Propose(TariffsState state, TariffProposal proposal, DateTimeOffset now, TimeSpan lead)
    {
        string asked = TariffEntry.DigestOf(proposal);
        if (state.Find(proposal.Id) is { } earlier)
        {
            return earlier.Asked == asked
                ? new Decision(null, new TariffOutcome { Version = earlier.Version, Replayed = true })
                : TariffRefusal.IdempotencyConflict;
        }

        if (!IsPlain(proposal.Note))
        {
            return TariffRefusal.MemoInvalid;
        }

        if (TariffLines.Faults(proposal.Lines) is { Count: > 0 } faults)
        {
            return new Decision(null, new TariffOutcome { Refusal = TariffRefusal.TariffLinesInvalid, Errors = faults });
        }

        if (proposal.EffectiveFrom < now + lead)
        {
            return TariffRefusal.TariffDatePast;
        }

        int newest = state.Newest?.Number ?? 0;
        if (proposal.Base is { } known && known != newest)
        {
            return TariffRefusal.TariffStale;
        }

        IReadOnlyList<TariffLine> before = state.Newest?.Lines ?? [];
        TariffLine[] lines = TariffLines.Merge(before, proposal.Scope, proposal.Lines);
        if (lines.Length > TariffLines.LinesMax)
        {
            return new Decision(null, new TariffOutcome { Refusal = TariffRefusal.TariffLinesInvalid, Errors = [new TariffLineError(0, TariffLineFault.TooMany)] });
        }

        if (lines.SequenceEqual(before))
        {
            return TariffRefusal.TariffUnchanged;
        }

        TariffVersion version = new()
        {
            Id = proposal.Id,
            Lines = lines,
            EffectiveFrom = proposal.EffectiveFrom,
            Note = proposal.Note,
            Base = newest,
            Status = TariffStatus.Proposed,
            ProposedBy = proposal.ProposedBy,
            ProposedAt = now,
        };
        return new Decision(Prune(state with { Versions = [.. state.Versions, new TariffEntry(version, asked)] }), new TariffOutcome { Version = version });
    }

    /// <summary>Another operator approves. From when it holds is fixed here, far enough ahead for every silo to know in time.</summary>
    public static Decision Approve(TariffsState state, string id, string byOperator, DateTimeOffset now, TimeSpan lead)
    {
        if (state.Find(id)?.Version is not { } version)
        {
            return TariffRefusal.NotFound;
        }

        if (version.Status != TariffStatus.Proposed)
        {
            return version.Status == TariffStatus.Approved && version.DecidedBy == byOperator
                ? new Decision(null, new TariffOutcome { Version = version, Replayed = true })
                : TariffRefusal.AlreadyDecided;
        }

        int newest = state.Newest?.Number ?? 0;
        return version switch
        {
            _ when version.ProposedBy == byOperator => TariffRefusal.SameOperator,
            _ when version.Base != newest => TariffRefusal.TariffStale,
            { Simulation: null } => TariffRefusal.TariffNotSimulated,
            _ when version.EffectiveFrom < now + lead => TariffRefusal.TariffDatePast,
            _ => Decided(state, version with
            {
                Status = TariffStatus.Approved,
                Number = newest + 1,
                EffectiveFrom = version.EffectiveFrom ?? Whole(now + lead),
                DecidedBy = byOperator,
                DecidedAt = now,
            }),
        };
    }

    /// <summary>Another operator rejects, or the proposer withdraws.</summary>
    public static Decision Reject(TariffsState state, string id, string byOperator, string? reason, DateTimeOffset now)
    {
        if (state.Find(id)?.Version is not { } version)
        {
            return TariffRefusal.NotFound;
        }

        if (version.Status != TariffStatus.Proposed)
        {
            return version.Status != TariffStatus.Approved && version.DecidedBy == byOperator
                ? new Decision(null, new TariffOutcome { Version = version, Replayed = true })
                : TariffRefusal.AlreadyDecided;
        }

        return !IsPlain(reason) ? TariffRefusal.MemoInvalid : Decided(state, version with
        {
            Status = version.ProposedBy == byOperator ? TariffStatus.Withdrawn : TariffStatus.Rejected,
            DecidedBy = byOperator,
            DecidedAt = now,
            Reason = reason,
        });
    }

    /// <summary>A reckoning has ended; one of a version that was decided meanwhile changes nothing.</summary>
    public static TariffsState? Simulated(TariffsState state, string id, TariffSimulation simulation) =>
        state.Find(id)?.Version is { Status: TariffStatus.Proposed } version ? state.With(version with { Simulation = simulation }) : null;

    private static Decision Decided(TariffsState state, TariffVersion version) => new(Prune(state.With(version)), new TariffOutcome { Version = version });

    // What was approved is kept for ever; of what was not, the record of acts keeps that it was.
    private static TariffsState Prune(TariffsState state)
    {
        HashSet<string> old = [.. state.Versions.Select(entry => entry.Version)
            .Where(version => version.Status is TariffStatus.Rejected or TariffStatus.Withdrawn)
            .OrderByDescending(version => version.DecidedAt).Skip(DroppedMax).Select(version => version.Id)];
        return old.Count == 0 ? state : state with { Versions = [.. state.Versions.Where(entry => !old.Contains(entry.Version.Id))] };
    }

    private static DateTimeOffset Whole(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds((moment.ToUnixTimeMilliseconds() + 999) / 1_000);

    private static bool IsPlain(string? text) => text is null || (text.Length <= TextMax && PaymentRules.ValidNote(text));
}
