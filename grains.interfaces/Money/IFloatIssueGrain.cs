using System.Security.Cryptography;
using System.Text;

namespace Postmobile.Money;

/// <summary>
/// One issue of e-money to an agent against the trust account, decided by two different operators. Key: <see cref="FloatIssues.Key"/>.
/// </summary>
[Alias("money.float-issue"), GrainInterfaceType("money.float-issue")]
public interface IFloatIssueGrain : IGrainWithStringKey
{
    /// <summary>Proposes. The same proposal again answers with the first.</summary>
    /// <returns>The issue; or amount_not_positive, unknown_agent, currency_mismatch, memo_invalid, idempotency_conflict.</returns>
    [Alias("propose")]
    Task<FloatIssueOutcome> Propose(FloatProposal proposal);

    /// <summary>Approves. The approval is durable when this answers; the money follows at once, and after any crash.</summary>
    /// <returns>The issue; or not_found, same_operator, already_decided. The same operator approving again succeeds.</returns>
    [Alias("approve")]
    Task<FloatIssueOutcome> Approve(string byOperator);

    /// <summary>Rejects; whoever proposed may withdraw so.</summary>
    /// <returns>The issue; or not_found, already_decided, memo_invalid. The same operator rejecting again succeeds.</returns>
    [Alias("reject")]
    Task<FloatIssueOutcome> Reject(string byOperator, string? reason);

    /// <summary>Between the issue and itself only: the ledger has answered.</summary>
    [Alias("settle")]
    Task Settle(TransferOutcome outcome);

    /// <summary>The issue as it stands; null when nothing was proposed.</summary>
    [Alias("look")]
    Task<FloatIssue?> Look();
}

/// <summary>The issues of e-money, for operators' lists. Key 0.</summary>
[Alias("money.float-issues"), GrainInterfaceType("money.float-issues")]
public interface IFloatIssuesGrain : IGrainWithIntegerKey
{
    /// <summary>A page, newest first.</summary>
    /// <param name="status">Only these, or null for all.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cursor">Where the page before ended, or null.</param>
    [Alias("list")]
    Task<FloatIssuePage> List(FloatIssueStatus? status, int limit, string? cursor);
}

/// <summary>Names of issues.</summary>
public static class FloatIssues
{
    /// <summary>The key of the issue that this operator means by this idempotency key.</summary>
    public static string Key(string operatorId, string idempotencyKey) =>
        "fi-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(operatorId + "\n" + idempotencyKey)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such a key, so that no grain wakes for a text that never was one.</summary>
    public static bool IsKey(string text) => text.Length == 35 && text.StartsWith("fi-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789abcdef");
}
