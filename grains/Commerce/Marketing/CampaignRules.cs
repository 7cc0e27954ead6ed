using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What follows from what in a campaign: pure, state in and state out.</summary>
internal static class CampaignRules
{
    public const int NameMax = 60, ProductsMax = 50, PlacesMax = 20, WordMax = 60, CrowdMax = 30;
    public const long BidMax = 100_000, BudgetMax = 100_000_000;

    /// <summary>After this the takings are asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Clicks are charged after so long at the latest, also when the silo died that would have done it each minute.</summary>
    public static readonly TimeSpan ChargeWithin = TimeSpan.FromMinutes(15);

    public readonly record struct Decision(CampaignState? Next, CampaignRefusal? Refusal = null, string? Field = null)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(CampaignState next) => new(next);

        public static implicit operator Decision(CampaignRefusal refusal) => new(null, refusal);

        public static Decision Wrong(string field) => new(null, CampaignRefusal.InvalidField, field);
    }

    /// <summary>The field that cannot be accepted, or null.</summary>
    public static string? Fault(CampaignTerms terms, DateTimeOffset now)
    {
        return terms switch
        {
            { Name: var name } when string.IsNullOrWhiteSpace(name) || name.Length > NameMax || name.Any(char.IsControl) => "name",
            { Products.Count: < 1 or > ProductsMax } => "products",
            { Bid: < Ads.PriceFloor or > BidMax } => "bid",
            _ when terms.DailyBudget < terms.Bid || terms.DailyBudget > BudgetMax => "dailyBudget",
            { EndsAt: { } end } when end <= terms.StartsAt || end <= now => "endsAt",
            { Words.Count: > PlacesMax } => "words",
            _ when terms.Words.Any(word => word.Length > WordMax || AdWords.Of(word).Count == 0) => "words",
            { Categories.Count: > PlacesMax } => "categories",
            _ when terms.Categories.Any(code => code.Length is 0 or > 80) => "categories",
            { Words.Count: 0, Categories.Count: 0 } => "words",
            _ => null,
        };
    }

    public static Decision Create(CampaignState state, Shop shop, CampaignTerms terms, DateTimeOffset now)
    {
        if (state.Terms is { } already)
        {
            return (state.Made ?? already).SameAs(terms) ? Decision.Nothing : CampaignRefusal.IdempotencyConflict;
        }

        if (shop.Account.Value <= 0)
        {
            return CampaignRefusal.NoTakings;
        }

        return Fault(terms, now) is { } field ? Decision.Wrong(field) : new CampaignState
        {
            Shop = shop.Id.Value, Account = shop.Account.Value, Owner = shop.Owner.Value, Terms = terms, Made = terms, CreatedAtMs = now.ToUnixTimeMilliseconds(), Version = 1,
        };
    }

    public static Decision Change(CampaignState state, ShopId shop, CampaignTerms terms, long? version, DateTimeOffset now)
    {
        if (state.Terms is not { } old || state.Shop != shop.Value)
        {
            return CampaignRefusal.NotFound;
        }

        if (old.SameAs(terms))
        {
            return Decision.Nothing;
        }

        if (state.Status is CampaignStatus.Ended)
        {
            return CampaignRefusal.Ended;
        }

        return version is { } read && read != state.Version ? CampaignRefusal.Changed
            : Fault(terms, now) is { } field ? Decision.Wrong(field)
            : Tick(state with { Terms = terms, WaitUntilMs = 0, Version = state.Version + 1 }, now);
    }

    public static Decision Act(CampaignState state, ShopId shop, CampaignAct act, DateTimeOffset now)
    {
        if (state.Terms is null || state.Shop != shop.Value)
        {
            return CampaignRefusal.NotFound;
        }

        CampaignStatus wanted = act switch
        {
            CampaignAct.Pause => CampaignStatus.Paused,
            CampaignAct.Resume => CampaignStatus.Running,
            CampaignAct.End => CampaignStatus.Ended,
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
        return state.Status == wanted ? Decision.Nothing
            : state.Status is CampaignStatus.Ended ? CampaignRefusal.Ended
            : Tick(state with { Status = wanted, Halt = null, WaitUntilMs = 0, Version = state.Version + 1 }, now);
    }

    /// <summary>What a click comes to. It is paid from the purse alone, so it counts only while the purse can pay.</summary>
    /// <param name="state">The campaign.</param>
    /// <param name="click">The click.</param>
    /// <param name="spent">What this purse's clicks have cost, those still being written included.</param>
    /// <param name="before">When this viewer's last click on this product was counted.</param>
    /// <param name="fromSource">How many clicks of this hour came from the same address.</param>
    /// <param name="now">The moment.</param>
    public static ClickVerdict Click(CampaignState state, AdClick click, long spent, DateTimeOffset? before, int fromSource, DateTimeOffset now)
    {
        if (state is not { Status: CampaignStatus.Running, Terms: { } terms, Purse: { Status: PurseStatus.Open } purse }
            || !terms.Products.Contains(click.Product) || purse.Day != DayOf(now) || now < terms.StartsAt || now >= terms.EndsAt)
        {
            return ClickVerdict.NotShowing;
        }

        if (now - click.ShownAt > Ads.Window || click.ShownAt > now + TimeSpan.FromMinutes(1))
        {
            return ClickVerdict.Expired;
        }

        if (before is { } last && now - last <= Ads.Memory)
        {
            return ClickVerdict.Again;
        }

        return fromSource >= CrowdMax ? ClickVerdict.Crowd
            : Price(state, click) > Left(state, spent) ? ClickVerdict.BudgetSpent
            : ClickVerdict.Counted;
    }

    /// <summary>What a click costs: what the auction said, but never more than the bid as it is now.</summary>
    public static long Price(CampaignState state, AdClick click) => Math.Clamp(click.Price, Ads.PriceFloor, Math.Max(Ads.PriceFloor, state.Terms!.Bid));

    /// <summary>What may still be spent from this purse: what it holds, and never more than is left of the day's budget as it is now.</summary>
    public static long Left(CampaignState state, long spent) => state.Purse is not { } purse ? 0
        : Math.Min(purse.Amount, state.Terms!.DailyBudget - (state.Day == purse.Day ? state.SpentBefore : 0)) - spent;

    /// <summary>No click can be paid from this purse any more.</summary>
    public static CampaignState Exhaust(CampaignState state, long spent) =>
        state.Purse is { Status: PurseStatus.Open } purse && Left(state, spent) < Ads.PriceFloor ? state with { Purse = purse with { Status = PurseStatus.Closing } } : state;

    /// <summary>What time alone changes: the campaign's end, the day's end.</summary>
    public static CampaignState Tick(CampaignState state, DateTimeOffset now)
    {
        if (state.Terms is not { } terms)
        {
            return state;
        }

        if (state.Status is not CampaignStatus.Ended && now >= terms.EndsAt)
        {
            state = state with { Status = CampaignStatus.Ended, Halt = null };
        }

        if (state.Purse is { Status: PurseStatus.Open } purse && (state.Status is not CampaignStatus.Running || purse.Day != DayOf(now) || now < terms.StartsAt))
        {
            state = state with { Purse = purse with { Status = PurseStatus.Closing } };
        }

        return state.Purse is null && state.Day != DayOf(now) ? state with { Day = DayOf(now), SpentBefore = 0 } : state;
    }

    /// <summary>Whether it is time to set money aside.</summary>
    public static bool MayOpen(CampaignState state, DateTimeOffset now) =>
        state is { Terms: { } terms, Status: CampaignStatus.Running, Purse: null } && now >= terms.StartsAt && !(now >= terms.EndsAt) && now.ToUnixTimeMilliseconds() >= state.WaitUntilMs;

    /// <summary>Money is to be set aside: what is left of the day's budget, or what the takings have of it; or why not.</summary>
    public static CampaignState Open(CampaignState state, AccountView? takings, DateTimeOffset now)
    {
        CampaignTerms terms = state.Terms!;
        long spent = state.Day == DayOf(now) ? state.SpentBefore : 0;
        long wanted = terms.DailyBudget - spent;
        if (wanted < Ads.PriceFloor)
        {
            return state with { Halt = null, WaitUntilMs = BrazzavilleCalendar.Start(BrazzavilleCalendar.Day(now).AddDays(1)).ToUnixTimeMilliseconds() };
        }

        string? refusal = takings is null || takings.Closed ? "account_closed"
            : takings.Freeze.HasFlag(Freeze.Debits) ? "account_frozen"
            : Math.Min(wanted, takings.Available) < Math.Min(terms.Bid, wanted) ? "insufficient_funds" : null;
        return refusal is not null ? Refused(state, refusal, now) : state with
        {
            Halt = null,
            Day = DayOf(now),
            SpentBefore = spent,
            Purses = state.Purses + 1,
            Purse = new CampaignPurse { Number = state.Purses + 1, Day = DayOf(now), Amount = Math.Min(wanted, takings!.Available), Status = PurseStatus.Opening },
        };
    }

    /// <summary>The ledger has answered about setting aside.</summary>
    public static CampaignState Held(CampaignState state, int number, TransferOutcome outcome, DateTimeOffset now) => state.Purse is not { Status: PurseStatus.Opening } purse || purse.Number != number ? state
        : outcome.Receipt is { } receipt
            ? Tick(state with { Purse = purse with { Status = PurseStatus.Open, Hold = receipt.Payee.Value, ChargeByMs = (now + ChargeWithin).ToUnixTimeMilliseconds() } }, now)
            : Refused(state with { Purse = null }, outcome.Refusal!.StableCode, now);

    /// <summary>So many clicks go to the ledger; from a closing purse the rest goes back with them.</summary>
    public static CampaignState Order(CampaignState state, long to, long amount, DateTimeOffset now)
    {
        CampaignPurse purse = state.Purse!;
        bool last = purse.Status is PurseStatus.Closing;
        return last && amount == 0 && purse.Charged == purse.Amount
            ? Done(state)
            : state with { Purse = purse with { Charge = new PurseCharge { To = to, Amount = amount, Last = last }, ChargeByMs = (now + ChargeWithin).ToUnixTimeMilliseconds() } };
    }

    /// <summary>The ledger has paid.</summary>
    public static CampaignState Charged(CampaignState state, int number)
    {
        if (state.Purse is not { Charge: { } charge } purse || purse.Number != number)
        {
            return state;
        }

        CampaignState paid = state with { Purse = purse with { Charge = null, ChargedSeq = Math.Max(purse.ChargedSeq, charge.To), Charged = purse.Charged + charge.Amount } };
        return charge.Last ? Done(paid) : paid;
    }

    /// <summary>When it next needs attention; null: never, or the outbox sees to it.</summary>
    public static DateTimeOffset? NextWake(CampaignState state)
    {
        DateTimeOffset? end = state.Status is CampaignStatus.Ended ? null : state.Terms?.EndsAt;
        return state switch
        {
            { Terms: null } => null,
            { Purse.Status: PurseStatus.Opening } => end,
            { Purse: { Status: PurseStatus.Closing, Charge: null } } => DateTimeOffset.UnixEpoch,
            { Purse.Status: PurseStatus.Closing } => end,
            { Purse: { Status: PurseStatus.Open } purse } => Earliest(end, BrazzavilleCalendar.Start(DateOnly.FromDayNumber(purse.Day + 1)), purse.Charge is null ? At(purse.ChargeByMs) : null),
            { Status: CampaignStatus.Running } => Earliest(end, state.WaitUntilMs > state.Terms!.StartsAt.ToUnixTimeMilliseconds() ? At(state.WaitUntilMs) : state.Terms.StartsAt, null),
            _ => end,
        };
    }

    public static int DayOf(DateTimeOffset moment) => BrazzavilleCalendar.Day(moment).DayNumber;

    /// <summary>The campaign as its shop sees it.</summary>
    public static Campaign? View(CampaignState state, string id, long spent, DateTimeOffset now) => state.Terms is not { } terms ? null : new Campaign
    {
        Id = id,
        Shop = new ShopId(state.Shop),
        Terms = terms,
        Status = state.Status,
        Halt = state.Halt,
        RetryAt = state.Halt is null ? null : At(state.WaitUntilMs),
        Showing = state.Purse is { Status: PurseStatus.Open },
        SpentToday = (state.Day == DayOf(now) ? state.SpentBefore : 0) + (state.Purse?.Day == DayOf(now) ? spent : 0),
        SetAside = state.Purse is { Hold: > 0 } purse ? purse.Amount - purse.Charged : 0,
        CreatedAt = At(state.CreatedAtMs),
        Version = state.Version,
    };

    private static CampaignState Done(CampaignState state)
    {
        CampaignPurse purse = state.Purse!;
        return state with { Purse = null, Day = purse.Day, SpentBefore = (state.Day == purse.Day ? state.SpentBefore : 0) + purse.Charged };
    }

    private static CampaignState Refused(CampaignState state, string code, DateTimeOffset now) =>
        state with { Halt = code, WaitUntilMs = (now + Patience).ToUnixTimeMilliseconds() };

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> moments)
    {
        DateTimeOffset? first = null;
        foreach (DateTimeOffset? moment in moments)
        {
            first = moment is { } one && !(first <= one) ? one : first;
        }

        return first;
    }
}
