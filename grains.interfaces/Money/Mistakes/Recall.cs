using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Where a recall stands.</summary>
public enum RecallStatus
{
    /// <summary>What is still there is being set aside.</summary>
    Holding,

    /// <summary>Nothing was left to set aside. The end.</summary>
    NothingLeft,

    /// <summary>The money is set aside; the payee is asked.</summary>
    Asked,

    /// <summary>The payee says that the money is theirs; an operator decides.</summary>
    Contested,

    /// <summary>The payee did not answer in time; an operator decides.</summary>
    Unanswered,

    /// <summary>The ledger refused to give back what is set aside; <see cref="Recall.Failure"/> says why, and an operator decides again.</summary>
    Stuck,

    /// <summary>The money is on its way back to the payer.</summary>
    Returning,

    /// <summary>The money is on its way back to the payee's wallet.</summary>
    Releasing,

    /// <summary>The payer has back what was set aside. The end.</summary>
    Returned,

    /// <summary>The payee keeps it. The end.</summary>
    Released,
}

/// <summary>A payer asks for a transfer back.</summary>
[GenerateSerializer, Immutable, Alias("money.recall-request")]
public sealed record RecallRequest
{
    /// <summary>Who asks; must be the payer.</summary>
    [Id(0)] public required CustomerId By { get; init; }

    /// <summary>The idempotency key.</summary>
    [Id(1)] public required string Key { get; init; }

    /// <summary>What happened, in the payer's words; the payee reads it.</summary>
    [Id(2)] public string? Words { get; init; }
}

/// <summary>One recall of a transfer to a wrong number.</summary>
[GenerateSerializer, Immutable, Alias("money.recall-view")]
public sealed record Recall
{
    /// <summary>Its id, <c>rc-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The transfer.</summary>
    [Id(1)] public required TransferId Transfer { get; init; }

    /// <summary>Who asks.</summary>
    [Id(2)] public required CustomerId Payer { get; init; }

    /// <summary>Who got the money.</summary>
    [Id(3)] public required CustomerId Payee { get; init; }

    /// <summary>The payer's name in full: the payee saw it on the receipt.</summary>
    [Id(4)] public required string PayerName { get; init; }

    /// <summary>The payee's name, masked.</summary>
    [Id(5)] public required string PayeeName { get; init; }

    /// <summary>What was sent.</summary>
    [Id(6)] public required long Amount { get; init; }

    /// <summary>What was still there and is set aside.</summary>
    [Id(7)] public required long Held { get; init; }

    /// <summary>The currency.</summary>
    [Id(8)] public required Currency Currency { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(9)] public required RecallStatus Status { get; init; }

    /// <summary>The payer's words.</summary>
    [Id(10)] public string? Words { get; init; }

    /// <summary>The payee's words.</summary>
    [Id(11)] public string? Answer { get; init; }

    /// <summary>When it was asked for.</summary>
    [Id(12)] public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when the payee may answer.</summary>
    [Id(13)] public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>The operator who decided.</summary>
    [Id(14)] public string? DecidedBy { get; init; }

    /// <summary>The operator's reason.</summary>
    [Id(15)] public string? Reason { get; init; }

    /// <summary>The ledger's refusal by its stable code.</summary>
    [Id(16)] public string? Failure { get; init; }

    /// <summary>The transfer that gave the money back.</summary>
    [Id(17)] public TransferId? GivenBack { get; init; }

    /// <summary>All that happened, oldest first.</summary>
    [Id(18)] public required IReadOnlyList<CaseStep> Trail { get; init; }

    /// <summary>Whether money may still move because of it.</summary>
    public bool Open => Status is not (RecallStatus.NothingLeft or RecallStatus.Returned or RecallStatus.Released);

    /// <summary>Whether an operator is to decide.</summary>
    public bool ForOperator => Status is RecallStatus.Contested or RecallStatus.Unanswered or RecallStatus.Stuck;
}

/// <summary>What came of asking, answering or deciding.</summary>
[GenerateSerializer, Immutable, Alias("money.recall-outcome")]
public readonly record struct RecallOutcome
{
    /// <summary>The recall as it stands.</summary>
    [Id(0)] public Recall? Recall { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public MistakeRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator RecallOutcome(MistakeRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>Some recalls, newest first.</summary>
[GenerateSerializer, Immutable, Alias("money.recall-page")]
public sealed record RecallPage(
    [property: Id(0)] IReadOnlyList<Recall> Recalls,
    [property: Id(1)] string? NextCursor);

/// <summary>One recall of one transfer. Key: <see cref="Recalls.Key"/>, so that a transfer is recalled once.</summary>
[Alias("money.recall"), GrainInterfaceType("money.recall")]
public interface IRecallGrain : IGrainWithStringKey
{
    /// <summary>Asks for the transfer back. What is still there is set aside at once.</summary>
    /// <returns>The recall; or not_found, recall_not_possible, recall_too_late, recall_exists, recall_limit, already_reversed, memo_invalid.</returns>
    [Alias("ask")]
    Task<RecallOutcome> Ask(RecallRequest request);

    /// <summary>The payee agrees: what is set aside goes back. Again succeeds.</summary>
    /// <returns>The recall; or not_found, recall_not_open.</returns>
    [Alias("consent")]
    Task<RecallOutcome> Consent(CustomerId by);

    /// <summary>The payee says that the money is theirs.</summary>
    /// <returns>The recall; or not_found, recall_not_open, words_missing, memo_invalid.</returns>
    [Alias("contest")]
    Task<RecallOutcome> Contest(CustomerId by, string? words);

    /// <summary>An operator decides what was contested or not answered.</summary>
    /// <returns>The recall; or not_found, recall_not_open, party_to_case, words_missing, memo_invalid, already_decided.</returns>
    [Alias("decide")]
    Task<RecallOutcome> Decide(CustomerId byOperator, bool giveBack, string? reason);

    /// <summary>The recall as it stands; null when nobody asked.</summary>
    [Orleans.Concurrency.AlwaysInterleave, Alias("look")]
    Task<Recall?> Look();

    /// <summary>Between the recall and itself only: this much was set aside there, or nothing and why.</summary>
    [Alias("held")]
    Task Held(AccountId hold, long amount, string? failure);

    /// <summary>Between the recall and itself only: the ledger has given back or released, or refused.</summary>
    [Alias("settle")]
    Task Settle(int round, TransferOutcome outcome);
}

/// <summary>The recalls, for lists. Key 0.</summary>
[Alias("money.recalls"), GrainInterfaceType("money.recalls")]
public interface IRecallsGrain : IGrainWithIntegerKey
{
    /// <summary>Those that a person asked for or is asked about, newest first; at most 100.</summary>
    [Alias("of")]
    Task<IReadOnlyList<Recall>> Of(CustomerId person);

    /// <summary>A page of all, or only of those that wait for an operator; newest first.</summary>
    [Alias("list")]
    Task<RecallPage> List(bool waitingOnly, int limit, string? cursor);
}

/// <summary>How many recalls a person has asked for this month. Key: <see cref="Recalls.AllowanceKey"/>.</summary>
[Alias("money.recall-allowance"), GrainInterfaceType("money.recall-allowance")]
public interface IRecallAllowanceGrain : IGrainWithStringKey
{
    /// <summary>Takes one for this transfer; again for the same transfer takes none.</summary>
    /// <returns>Whether there was one left.</returns>
    [Alias("take")]
    Task<bool> Take(string recall);
}

/// <summary>Names of recalls.</summary>
public static class Recalls
{
    private const string Prefix = "rc-";

    /// <summary>The key of the one recall that a transfer can have.</summary>
    public static string Key(TransferId transfer) => Prefix + transfer;

    /// <summary>The key of a person's allowance.</summary>
    public static string AllowanceKey(CustomerId person) => "ra-" + person;

    /// <summary>The transfer that a key names; false for a text that is no such key.</summary>
    public static bool TryRead(string? key, out TransferId transfer)
    {
        transfer = default;
        return key?.StartsWith(Prefix, StringComparison.Ordinal) == true && TransferId.TryParse(key[Prefix.Length..], out transfer);
    }
}
