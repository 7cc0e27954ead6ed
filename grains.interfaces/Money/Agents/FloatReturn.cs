using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Where a return of e-money stands.</summary>
public enum FloatReturnStatus
{
    /// <summary>The agent has asked; the e-money is being held.</summary>
    Holding,

    /// <summary>Held; an operator must decide.</summary>
    Asked,

    /// <summary>An operator has paid the agent and approved; the trust account will have the e-money.</summary>
    Approved,

    /// <summary>On its way back to the float.</summary>
    Releasing,

    /// <summary>The e-money is no more.</summary>
    Returned,

    /// <summary>An operator said no, or the agent took it back. The float is whole.</summary>
    Rejected,

    /// <summary>The ledger refused: <see cref="FloatReturn.Failure"/>.</summary>
    Failed,
}

/// <summary>E-money that an agent gives back to the post for cash or a bank transfer.</summary>
[GenerateSerializer, Immutable, Alias("money.float-return-view")]
public sealed record FloatReturn
{
    /// <summary>Its id, <c>fr-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The agent.</summary>
    [Id(1)] public required CashAgent Agent { get; init; }

    /// <summary>How much, in minor units.</summary>
    [Id(2)] public required long Amount { get; init; }

    /// <summary>How the agent wants to be paid.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>When it was asked.</summary>
    [Id(4)] public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(5)] public required FloatReturnStatus Status { get; init; }

    /// <summary>Who decided.</summary>
    [Id(6)] public string? DecidedBy { get; init; }

    /// <summary>The bank's or the cashier's reference, or why not.</summary>
    [Id(7)] public string? Reference { get; init; }

    /// <summary>The ledger's refusal.</summary>
    [Id(8)] public string? Failure { get; init; }
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("money.float-return-outcome")]
public readonly record struct FloatReturnOutcome([property: Id(0)] FloatReturn? Return, [property: Id(1)] AgentRefusal? Refusal, [property: Id(2)] bool Replayed = false);

/// <summary>One return of e-money: the agent asks, an operator who is somebody else approves after having paid. Key: <see cref="FloatReturns.Key"/>.</summary>
[Alias("money.float-return"), GrainInterfaceType("money.float-return")]
public interface IFloatReturnGrain : IGrainWithStringKey
{
    /// <summary>Asks. The e-money is held at once, so that it is still there when the operator has paid.</summary>
    /// <returns>The return, perhaps failed; or amount_not_positive, memo_invalid, idempotency_conflict.</returns>
    [Alias("ask")]
    Task<FloatReturnOutcome> Ask(CashAgent agent, long amount, string? note);

    /// <summary>Approves, with the reference of what the agent was paid.</summary>
    /// <returns>The return; or not_found, same_operator, already_decided, memo_invalid.</returns>
    [Alias("approve")]
    Task<FloatReturnOutcome> Approve(CustomerId by, string? reference);

    /// <summary>An operator rejects, or the agent takes it back.</summary>
    /// <returns>The return; or not_found, already_decided, memo_invalid.</returns>
    [Alias("reject")]
    Task<FloatReturnOutcome> Reject(CustomerId by, string? reason);

    /// <summary>The return as it stands; null when there is none.</summary>
    [Alias("look")]
    Task<FloatReturn?> Look();

    /// <summary>Between the return and itself only: the ledger has answered.</summary>
    [Alias("settle")]
    Task Settle(CashOutStep step, TransferOutcome outcome);
}

/// <summary>All returns. Key 0.</summary>
[Alias("money.float-returns"), GrainInterfaceType("money.float-returns")]
public interface IFloatReturnsGrain : IGrainWithIntegerKey
{
    /// <summary>The newest, of one agent or of all.</summary>
    [Alias("list")]
    Task<IReadOnlyList<FloatReturn>> List(CustomerId? agent, int limit);
}

/// <summary>Names of returns.</summary>
public static class FloatReturns
{
    /// <summary>The key of the return that this agent means by this idempotency key.</summary>
    public static string Key(CustomerId agent, string idempotencyKey) =>
        "fr-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(agent.Value + "\n" + idempotencyKey)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such a key.</summary>
    public static bool IsKey(string text) => text.Length == 35 && text.StartsWith("fr-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789abcdef");
}
