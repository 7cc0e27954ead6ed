using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Who may ask, answer and decide about a recall, and what follows: pure, state in and state out.</summary>
internal static class RecallRules
{
    /// <summary>What a decision came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(RecallState? Next, MistakeRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(RecallState next) => new(next, null);

        public static implicit operator Decision(MistakeRefusal refusal) => new(null, refusal);
    }

    /// <summary>What is wrong with recalling a transfer for which this receipt was given, or null.</summary>
    public static MistakeRefusal? Check(RecallRequest request, Receipt receipt, AccountView? payer, AccountView? payee, DateTimeOffset now, RecallOptions options) =>
        payer?.Profile.Owner != request.By.Value ? MistakeRefusal.NotFound
        : receipt.Kind is not (PostingKind.Transfer or PostingKind.RequestPaid) ? MistakeRefusal.RecallNotPossible
        : payer is not { Kind: AccountKind.Wallet } || payee is not { Kind: AccountKind.Wallet, Closed: false } ? MistakeRefusal.RecallNotPossible
        : receipt.At <= now - options.Window ? MistakeRefusal.RecallTooLate
        : MistakeRules.IsPlain(request.Words) ? null
        : MistakeRefusal.MemoInvalid;

    /// <summary>Somebody asks who was answered before: the same request again, or another for the same transfer.</summary>
    public static MistakeRefusal? Again(RecallState state, RecallRequest request) =>
        state.Payer != request.By.Value ? MistakeRefusal.NotFound
        : state.RequestKey != request.Key ? MistakeRefusal.RecallExists
        : state.Words != request.Words ? MistakeRefusal.IdempotencyConflict
        : null;

    /// <summary>The recall begins.</summary>
    public static RecallState Begin(RecallRequest request, Receipt receipt, AccountView payee, DateTimeOffset now, RecallOptions options) =>
        new RecallState
        {
            Status = RecallStatus.Holding,
            RequestKey = request.Key,
            Payer = request.By.Value,
            Payee = payee.Profile.Owner,
            PayerWallet = receipt.Id.Payer.Value,
            PayeeWallet = receipt.Payee.Value,
            PayerName = receipt.PayerName,
            PayeeName = receipt.PayeeName,
            Amount = receipt.Amount,
            Currency = receipt.Currency,
            Words = request.Words,
            AskedAtMs = now.ToUnixTimeMilliseconds(),
            AnswerByMs = (now + options.AnswerWithin).ToUnixTimeMilliseconds(),
        }.Then(now, request.By.Value, "asked", request.Words);

    /// <summary>This much was set aside.</summary>
    public static Decision Held(RecallState state, AccountId hold, long amount, string? failure, DateTimeOffset now) =>
        state.Status is not RecallStatus.Holding ? Decision.Nothing
        : amount > 0
            ? (state with { Status = RecallStatus.Asked, HoldAccount = hold.Value, Held = amount }).Then(now, "", "held", amount.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : (state with { Status = RecallStatus.NothingLeft, Failure = failure }).Then(now, "", "nothing-left", failure);

    /// <summary>The payee agrees, also after having contested, as long as nobody has decided.</summary>
    public static Decision Consent(RecallState state, CustomerId by, DateTimeOffset now) =>
        state.Status is null || state.Payee != by.Value ? MistakeRefusal.NotFound
        : state.Status is RecallStatus.Asked or RecallStatus.Contested or RecallStatus.Unanswered
            ? (state with { Status = RecallStatus.Returning, Round = state.Round + 1 }).Then(now, by.Value, "consented")
        : state.Status is RecallStatus.Returning or RecallStatus.Returned && state.DecidedBy is null ? Decision.Nothing
        : MistakeRefusal.RecallNotOpen;

    /// <summary>The payee says that the money is theirs.</summary>
    public static Decision Contest(RecallState state, CustomerId by, string? words, DateTimeOffset now) =>
        state.Status is null || state.Payee != by.Value ? MistakeRefusal.NotFound
        : state.Status is RecallStatus.Contested && state.Answer == words ? Decision.Nothing
        : state.Status is not (RecallStatus.Asked or RecallStatus.Unanswered) ? MistakeRefusal.RecallNotOpen
        : MistakeRules.Demand(words) is { } wrong ? wrong
        : (state with { Status = RecallStatus.Contested, Answer = words }).Then(now, by.Value, "contested", words);

    /// <summary>An operator decides.</summary>
    public static Decision Decide(RecallState state, CustomerId by, bool giveBack, string? reason, DateTimeOffset now)
    {
        if (state.Status is not { } status)
        {
            return MistakeRefusal.NotFound;
        }

        if (by.Value == state.Payer || by.Value == state.Payee)
        {
            return MistakeRefusal.PartyToCase;
        }

        if (status is not (RecallStatus.Contested or RecallStatus.Unanswered or RecallStatus.Stuck))
        {
            bool same = state.DecidedBy == by.Value && giveBack == status is RecallStatus.Returning or RecallStatus.Returned;
            return same ? Decision.Nothing : state.DecidedBy is null ? MistakeRefusal.RecallNotOpen : MistakeRefusal.AlreadyDecided;
        }

        return MistakeRules.Demand(reason) is { } wrong ? wrong : (state with
        {
            Status = giveBack ? RecallStatus.Returning : RecallStatus.Releasing,
            Round = state.Round + 1,
            DecidedBy = by.Value,
            Reason = reason,
            Failure = null,
        }).Then(now, by.Value, giveBack ? "decided-return" : "decided-release", reason);
    }

    /// <summary>The payee has not answered in time.</summary>
    public static RecallState Expire(RecallState state, DateTimeOffset now) =>
        state.Status is RecallStatus.Asked && now.ToUnixTimeMilliseconds() >= state.AnswerByMs
            ? (state with { Status = RecallStatus.Unanswered }).Then(now, "", "unanswered")
            : state;

    /// <summary>The ledger's definite answer to the order of a round.</summary>
    public static Decision Settle(RecallState state, int round, TransferOutcome outcome, DateTimeOffset now) =>
        round != state.Round || state.Status is not (RecallStatus.Returning or RecallStatus.Releasing) ? Decision.Nothing
        : outcome.Receipt is not { } receipt ? (state with { Status = RecallStatus.Stuck, Failure = outcome.Refusal?.StableCode }).Then(now, "", "stuck", outcome.Refusal?.StableCode)
        : state.Status is RecallStatus.Returning ? (state with { Status = RecallStatus.Returned, GivenBack = receipt.Id.ToString() }).Then(now, "", "returned")
        : (state with { Status = RecallStatus.Released }).Then(now, "", "released");
}
