using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What follows from what in a request: pure, state in and state out.</summary>
internal static class RequestRules
{
    /// <summary>The most that is asked for at once.</summary>
    public const long AmountMax = 1_000_000_000_000;

    public readonly record struct Decision(RequestState? Next, RequestRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(RequestState next) => new(next, null);

        public static implicit operator Decision(RequestRefusal refusal) => new(null, refusal);
    }

    /// <summary>What is wrong with a wish, or null.</summary>
    public static RequestRefusal? Check(RequestWish wish) =>
        wish.Amount is <= 0 or > AmountMax ? RequestRefusal.AmountNotPositive
        : !PaymentRules.ValidNote(wish.Note) ? RequestRefusal.MemoInvalid
        : wish.Requester.Id == wish.Payer.Id || wish.Requester.Account == wish.Payer.Account ? RequestRefusal.RequestOwn
        : null;

    /// <summary>Somebody asks again with the same key.</summary>
    public static RequestRefusal? Again(RequestState state, RequestWish wish) =>
        state.Requester?.Id == wish.Requester.Id.Value && state.Payer?.Id == wish.Payer.Id.Value && state.Amount == wish.Amount && state.Note == wish.Note
            ? null
            : RequestRefusal.IdempotencyConflict;

    /// <summary>It begins.</summary>
    public static RequestState Begin(RequestWish wish, DateTimeOffset now, RequestOptions options) => new()
    {
        Status = RequestStatus.Open,
        Requester = SideState.Of(wish.Requester),
        Payer = SideState.Of(wish.Payer),
        Amount = wish.Amount,
        Note = wish.Note,
        Split = wish.Split,
        AskedAtMs = now.ToUnixTimeMilliseconds(),
        ExpiresAtMs = (now + options.Life).ToUnixTimeMilliseconds(),
    };

    /// <summary>The payer says yes to a total.</summary>
    public static Decision Approve(RequestState state, CustomerId by, Quote? quote, long agreedTotal, DateTimeOffset now) =>
        state.Status is null || state.Payer?.Id != by.Value ? RequestRefusal.NotFound
        : state.Status is RequestStatus.Paying or RequestStatus.Paid ? Decision.Nothing
        : state.Status is not RequestStatus.Open || IsLate(state, now) ? RequestRefusal.RequestOver
        : quote is not null && quote.Total != agreedTotal ? RequestRefusal.QuoteChanged
        : state with { Status = RequestStatus.Paying, AgreedTotal = agreedTotal, Tried = true, Failure = null };

    /// <summary>The payer says no.</summary>
    public static Decision Decline(RequestState state, CustomerId by, DateTimeOffset now) =>
        state.Status is null || state.Payer?.Id != by.Value ? RequestRefusal.NotFound : Stop(state, RequestStatus.Declined, now);

    /// <summary>The requester takes it back.</summary>
    public static Decision Cancel(RequestState state, CustomerId by, DateTimeOffset now) =>
        state.Status is null || state.Requester?.Id != by.Value ? RequestRefusal.NotFound : Stop(state, RequestStatus.Cancelled, now);

    /// <summary>The time has come.</summary>
    public static RequestState Expire(RequestState state, DateTimeOffset now) =>
        state.Status is RequestStatus.Open && IsLate(state, now) ? End(state, RequestStatus.Expired, now) : state;

    /// <summary>The ledger has answered. A refusal opens it again: the payer may have more money tomorrow.</summary>
    public static RequestState Settle(RequestState state, TransferOutcome outcome, DateTimeOffset now) => (state.Status, outcome.Receipt) switch
    {
        (RequestStatus.Paying or RequestStatus.Open or RequestStatus.Closing, { } paid) => Paid(state, paid, now),
        (RequestStatus.Paying, null) => state with { Status = RequestStatus.Open, Failure = outcome.Refusal?.StableCode },
        _ => state,
    };

    /// <summary>What was tried can never happen any more, or had happened after all.</summary>
    public static RequestState Closed(RequestState state, TransferOutcome outcome, DateTimeOffset now) => (state.Status, outcome.Receipt) switch
    {
        (RequestStatus.Closing, { } paid) => Paid(state, paid, now),
        (RequestStatus.Closing, null) => state with { Status = state.Then, Then = null, EndedAtMs = now.ToUnixTimeMilliseconds() },
        _ => state,
    };

    private static Decision Stop(RequestState state, RequestStatus then, DateTimeOffset now) =>
        state.Status == then || (state.Status is RequestStatus.Closing && state.Then == then) ? Decision.Nothing
        : state.Status is RequestStatus.Open ? End(state, then, now)
        : RequestRefusal.RequestOver;

    private static RequestState End(RequestState state, RequestStatus then, DateTimeOffset now) => state.Tried
        ? state with { Status = RequestStatus.Closing, Then = then }
        : state with { Status = then, EndedAtMs = now.ToUnixTimeMilliseconds() };

    private static RequestState Paid(RequestState state, Receipt receipt, DateTimeOffset now) =>
        state with { Status = RequestStatus.Paid, Transfer = receipt.Id.ToString(), Failure = null, Then = null, EndedAtMs = now.ToUnixTimeMilliseconds() };

    private static bool IsLate(RequestState state, DateTimeOffset now) => now.ToUnixTimeMilliseconds() >= state.ExpiresAtMs;
}
