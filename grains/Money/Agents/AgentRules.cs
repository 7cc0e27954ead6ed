using System.Globalization;

namespace Postmobile.Money;

/// <summary>The rules of counters: pure, state in and state out.</summary>
internal static class AgentRules
{
    private const int TextMax = 140, KeysMax = 64, PastMax = 62;

    /// <summary>What the ledger says of a float.</summary>
    public readonly record struct Seen(long CashIns, long CashOuts, long Float, DateTimeOffset? LastAt);

    public readonly record struct Decision(AgentState? Next, AgentRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(AgentState next) => new(next, null);

        public static implicit operator Decision(AgentRefusal refusal) => new(null, refusal);
    }

    /// <summary>Looks again. Alarms rise and fall here.</summary>
    public static AgentState Look(AgentState state, Seen seen, DateTimeOffset now)
    {
        AgentState next = state with
        {
            InSeen = seen.CashIns,
            OutSeen = seen.CashOuts,
            FloatSeen = seen.Float,
            LastOperationMs = seen.LastAt?.ToUnixTimeMilliseconds(),
            SeenAtMs = now.ToUnixTimeMilliseconds(),
        };
        return next with
        {
            FloatShort = next.Settings is { } floats && next.FloatSeen < floats.FloatMin,
            CashShort = next.Settings is { } cash && next.Shift is not null && next.Cash < cash.CashMin,
        };
    }

    public static Decision Arrange(AgentState state, AgentSettings settings, string supervisor)
    {
        if (!IsPlain(settings.Name, 2, 60) || !IsPlain(settings.Landmark, 0, TextMax) || settings.FloatMin < 0 || settings.CashMin < 0)
        {
            return AgentRefusal.MemoInvalid;
        }

        if (Congo.Find(settings.Town) is not { } town
            || settings.Latitude is null != settings.Longitude is null
            || (settings is { Latitude: { } north, Longitude: { } east } && !Congo.Contains(north, east)))
        {
            return AgentRefusal.AgentPlaceInvalid;
        }

        return new[] { settings.Hours.Weekdays, settings.Hours.Saturday, settings.Hours.Sunday }.All(IsHours)
            ? state with { Settings = settings with { Town = town.Name }, Supervisor = supervisor }
            : AgentRefusal.AgentHoursInvalid;
    }

    public static Decision OpenTill(AgentState state, string key, long counted, DateTimeOffset now)
    {
        if (state.Keys.Contains(key))
        {
            return Decision.Nothing;
        }

        return counted < 0 ? AgentRefusal.AmountNotPositive
            : state.Shift is not null ? AgentRefusal.TillOpen
            : Count(Remember(state, key), counted) with
            {
                Shift = new TillShift { OpenedAt = now, Opening = counted, OpeningDifference = state.Cash is { } expected ? counted - expected : 0 },
            };
    }

    public static Decision MoveCash(AgentState state, string key, long amount, string? reason)
    {
        if (state.Keys.Contains(key))
        {
            return Decision.Nothing;
        }

        return amount is 0 or < -PaymentRules.AmountMax or > PaymentRules.AmountMax ? AgentRefusal.AmountNotPositive
            : !IsPlain(reason ?? "", 0, TextMax) ? AgentRefusal.MemoInvalid
            : state.Shift is null ? AgentRefusal.TillClosed
            : Remember(state, key) with { Moves = state.Moves + amount };
    }

    public static Decision CloseTill(AgentState state, string key, long counted, string? explanation, DateTimeOffset now)
    {
        if (state.Keys.Contains(key))
        {
            return Decision.Nothing;
        }

        if (counted < 0)
        {
            return AgentRefusal.AmountNotPositive;
        }

        if (state.Shift is null)
        {
            return AgentRefusal.TillClosed;
        }

        TillShift shift = Run(state) with { ClosedAt = now, Counted = counted };
        shift = shift with { Difference = counted - shift.Expected, Explanation = string.IsNullOrWhiteSpace(explanation) ? null : explanation.Trim() };
        return shift is { Difference: not 0, Explanation: null } ? AgentRefusal.TillExplanationNeeded
            : !IsPlain(shift.Explanation ?? "", 0, TextMax) ? AgentRefusal.MemoInvalid
            : Count(Remember(state, key), counted) with { Shift = null, CashShort = false, Past = [.. state.Past.Prepend(shift).Take(PastMax)] };
    }

    /// <summary>The open till up to now. Since it was opened everything is counted from its opening on.</summary>
    public static TillShift Run(AgentState state) => state.Shift! with
    {
        CashIn = state.InSeen - state.InBase,
        CashOut = state.OutSeen - state.OutBase,
        Moved = state.Moves,
        Expected = state.Cash ?? 0,
    };

    /// <summary>The band that a sum of cash lies in.</summary>
    public static CashBand Band(long? cash) => cash switch
    {
        null => CashBand.Unknown,
        < 25_000 => CashBand.Low,
        < 100_000 => CashBand.Some,
        < 500_000 => CashBand.Good,
        _ => CashBand.Plenty,
    };

    /// <summary>Whether every sum in a band is enough. Only bands are compared: to ask often tells nothing more.</summary>
    public static bool IsEnough(CashBand band, long amount) => amount <= band switch
    {
        CashBand.Some => 25_000,
        CashBand.Good => 100_000,
        CashBand.Plenty => 500_000,
        _ => 0,
    };

    /// <summary>Whether a counter is open at a moment.</summary>
    public static bool IsOpen(CounterHours hours, DateTimeOffset now)
    {
        DateTimeOffset here = now.ToOffset(TimeSpan.FromHours(1));
        string day = here.DayOfWeek switch { DayOfWeek.Saturday => hours.Saturday, DayOfWeek.Sunday => hours.Sunday, _ => hours.Weekdays };
        return TryReadHours(day, out TimeOnly from, out TimeOnly to) && TimeOnly.FromDateTime(here.DateTime) is var time && time >= from && time < to;
    }

    private static bool IsHours(string text) => text.Length == 0 || TryReadHours(text, out _, out _);

    private static bool TryReadHours(string text, out TimeOnly from, out TimeOnly to)
    {
        to = default;
        string[] parts = text.Split('-');
        return TimeOnly.TryParseExact(parts[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out from)
            && parts.Length == 2
            && TimeOnly.TryParseExact(parts[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out to)
            && from < to;
    }

    private static AgentState Count(AgentState state, long counted) =>
        state with { CashBase = counted, InBase = state.InSeen, OutBase = state.OutSeen, Moves = 0 };

    private static AgentState Remember(AgentState state, string key) => state with { Keys = [.. state.Keys.Append(key).TakeLast(KeysMax)] };

    private static bool IsPlain(string? text, int least, int most) => text is not null && text.Trim().Length >= least && text.Length <= most && !text.Any(char.IsControl);
}
