using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What follows from what in a mailing: pure.</summary>
internal static class MailingRules
{
    /// <summary>A message that the gateway does not take is tried so often.</summary>
    public const int TriesMax = 6;

    private const int ReasonMax = 300;

    /// <summary>After this the takings are asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Takings that have not paid by then never will.</summary>
    public static readonly TimeSpan LongestHalt = TimeSpan.FromDays(7);

    private static readonly TimeSpan s_offset = TimeSpan.FromHours(1);

    public readonly record struct Decision(MailingState? Next, MailingRefusal? Refusal = null)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(MailingState next) => new(next);

        public static implicit operator Decision(MailingRefusal refusal) => new(null, refusal);
    }

    public static Decision Submit(MailingState state, Shop shop, MailingTerms terms, MailingShow? show, MailingQuote quote, long agreed, CustomerId by, DateTimeOffset now)
    {
        if (state.Terms is { } already)
        {
            return state.Shop == shop.Id.Value && already == terms ? Decision.Nothing : MailingRefusal.IdempotencyConflict;
        }

        return shop.Account.Value <= 0 ? MailingRefusal.NoTakings
            : quote.Recipients == 0 ? MailingRefusal.Nobody
            : quote.Cost != agreed ? MailingRefusal.QuoteChanged
            : new MailingState
            {
                Shop = shop.Id.Value,
                ShopName = shop.Name,
                Account = shop.Account.Value,
                By = by.Value,
                Terms = terms,
                Show = show,
                Quote = quote,
                Status = MailingStatus.Submitted,
                SubmittedAtMs = now.ToUnixTimeMilliseconds(),
            };
    }

    public static Decision Cancel(MailingState state) => state switch
    {
        { Terms: null } => MailingRefusal.NotFound,
        { Status: MailingStatus.Cancelled } => Decision.Nothing,
        { Status: MailingStatus.Submitted } or { Status: MailingStatus.Approved, Holding: false } => state with { Status = MailingStatus.Cancelled, Halt = null },
        _ => MailingRefusal.State,
    };

    public static Decision Approve(MailingState state, Shop? shop, CustomerId by, DateTimeOffset now) => state switch
    {
        { Terms: null } => MailingRefusal.NotFound,
        _ when IsOwn(shop, by) => MailingRefusal.OwnCase,
        { Status: MailingStatus.Approved or MailingStatus.Sending or MailingStatus.Closing or MailingStatus.Done } => Decision.Nothing,
        { Status: MailingStatus.Submitted } => state with { Status = MailingStatus.Approved, ApprovedAtMs = now.ToUnixTimeMilliseconds(), NextMs = now.ToUnixTimeMilliseconds() },
        _ => MailingRefusal.State,
    };

    public static Decision Refuse(MailingState state, Shop? shop, CustomerId by, string? reason) => state switch
    {
        { Terms: null } => MailingRefusal.NotFound,
        _ when IsOwn(shop, by) => MailingRefusal.OwnCase,
        _ when reason?.Trim() is not { Length: >= 3 and <= ReasonMax } => MailingRefusal.ReasonNeeded,
        { Status: MailingStatus.Refused } => Decision.Nothing,
        { Status: MailingStatus.Submitted } => state with { Status = MailingStatus.Refused, Reason = reason!.Trim() },
        _ => MailingRefusal.State,
    };

    /// <summary>So many were chosen, never more than was agreed: the money is to be set aside, or the takings cannot pay now.</summary>
    public static MailingState Choose(MailingState state, MailingCount chosen, AccountView? takings, DateTimeOffset now)
    {
        long amount = state.Quote!.CostOf(chosen.Sms, chosen.Emails);
        string? halt = takings is null || takings.Closed ? "account_closed"
            : takings.Freeze.HasFlag(Freeze.Debits) ? "account_frozen"
            : takings.Available < amount ? "insufficient_funds" : null;
        return chosen.All == 0 ? state with { Status = MailingStatus.Done, Chosen = 0 }
            : halt is not null ? Halted(state, halt, now)
            : state with { Chosen = chosen.All, ChosenEmails = chosen.Emails, Amount = amount, Holding = true, Holds = state.Holds + 1, Halt = null };
    }

    public static MailingState Halted(MailingState state, string code, DateTimeOffset now) =>
        now - DateTimeOffset.FromUnixTimeMilliseconds(state.ApprovedAtMs) > LongestHalt
            ? state with { Status = MailingStatus.Cancelled, Halt = code, Holding = false }
            : state with { Halt = code, NextMs = (now + Patience).ToUnixTimeMilliseconds(), Holding = false };

    /// <summary>The ledger has answered about setting aside.</summary>
    public static MailingState Held(MailingState state, TransferOutcome outcome, DateTimeOffset now) => state is not { Status: MailingStatus.Approved, Holding: true } ? state
        : outcome.Receipt is { } receipt
            ? state with { Status = MailingStatus.Sending, Holding = false, Hold = receipt.Payee.Value, NextMs = now.ToUnixTimeMilliseconds() }
            : Halted(state, outcome.Refusal!.StableCode, now);

    /// <summary>A wave is over.</summary>
    /// <param name="state">The mailing.</param>
    /// <param name="waiting">How many have no answer yet.</param>
    /// <param name="sent">How many were sent, all waves together.</param>
    /// <param name="next">When the next wave may go.</param>
    public static MailingState Waved(MailingState state, long waiting, MailingCount sent, DateTimeOffset next) => waiting > 0
        ? state with { NextMs = next.ToUnixTimeMilliseconds() }
        : state with { Status = MailingStatus.Closing, Paid = state.Quote!.CostOf(sent.Sms, sent.Emails) };

    /// <summary>The ledger has paid what was sent and given back the rest.</summary>
    public static MailingState Charged(MailingState state) => state.Status is MailingStatus.Closing ? state with { Status = MailingStatus.Done } : state;

    /// <summary>The first moment from now on at which one may write to people.</summary>
    public static DateTimeOffset Decent(DateTimeOffset now, int from, int to)
    {
        DateTimeOffset local = now.ToOffset(s_offset);
        DateTimeOffset day = new(local.Date, s_offset);
        return local.Hour < from ? day.AddHours(from) : local.Hour >= to ? day.AddDays(1).AddHours(from) : now;
    }

    public static DateTimeOffset? NextWake(MailingState state) => state is { Status: MailingStatus.Approved, Holding: false } or { Status: MailingStatus.Sending }
        ? DateTimeOffset.FromUnixTimeMilliseconds(state.NextMs) : null;

    public static Mailing? View(MailingState state, string id) => state is not { Terms: { } terms, Quote: { } quote } ? null : new Mailing
    {
        Id = id,
        Shop = new ShopId(state.Shop),
        ShopName = state.ShopName,
        Terms = terms,
        Quote = quote,
        Status = state.Status,
        Reason = state.Reason,
        Halt = state.Halt,
        NextAt = NextWake(state),
        SetAside = state.Status is MailingStatus.Sending or MailingStatus.Closing ? state.Amount : 0,
        Paid = state.Status is MailingStatus.Done ? state.Paid : 0,
        SubmittedAt = DateTimeOffset.FromUnixTimeMilliseconds(state.SubmittedAtMs),
        Chosen = state.Chosen,
    };

    private static bool IsOwn(Shop? shop, CustomerId by) => shop?.Staff.Any(member => member.Person == by) ?? false;
}

/// <summary>So many messages, by the way they go.</summary>
internal readonly record struct MailingCount(long Sms, long Emails)
{
    /// <summary>Both together.</summary>
    public long All => Sms + Emails;
}
