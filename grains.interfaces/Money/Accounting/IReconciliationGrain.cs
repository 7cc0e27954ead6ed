using System.Security.Cryptography;
using System.Text;

namespace Postmobile.Money;

/// <summary>
/// One comparison of the trust account in our books with the bank's statement of it. What is found by itself is matched by
/// reference and amount; the rest by hand, with a note; whatever stands alone needs a word before two accountants close it.
/// Key: <see cref="Reconciliations.Key"/>.
/// </summary>
[Alias("money.reconciliation"), GrainInterfaceType("money.reconciliation")]
public interface IReconciliationGrain : IGrainWithStringKey
{
    /// <summary>Begins, with the bank's statement. The same upload again answers as it stands.</summary>
    /// <returns>It; or reconciliation_period, reconciliation_size, idempotency_conflict.</returns>
    [Alias("begin")]
    Task<ReconciliationOutcome> Begin(BankUpload upload);

    /// <summary>Takes a corrected statement; the earlier version is kept. Matches made by hand stay where their lines are the same.</summary>
    /// <returns>It; or not_found, reconciliation_not_open, reconciliation_period, reconciliation_size.</returns>
    [Alias("replace")]
    Task<ReconciliationOutcome> Replace(BankUpload upload);

    /// <summary>Says that lines are the same money.</summary>
    /// <returns>It; or not_found, reconciliation_not_open, reconciliation_line, reconciliation_note.</returns>
    [Alias("match")]
    Task<ReconciliationOutcome> Match(string by, IReadOnlyList<int> bank, IReadOnlyList<string> book, string note);

    /// <summary>Takes a match apart.</summary>
    /// <returns>It; or not_found, reconciliation_not_open, reconciliation_line.</returns>
    [Alias("unmatch")]
    Task<ReconciliationOutcome> Unmatch(string by, int match);

    /// <summary>Says why lines stand on one side only (or the balances differed before).</summary>
    /// <returns>It; or not_found, reconciliation_not_open, reconciliation_line, reconciliation_note.</returns>
    [Alias("explain")]
    Task<ReconciliationOutcome> Explain(string by, IReadOnlyList<string> lines, string note);

    /// <summary>Proposes to close. Proposing again succeeds.</summary>
    /// <returns>It; or not_found, reconciliation_not_open, reconciliation_unexplained.</returns>
    [Alias("propose")]
    Task<ReconciliationOutcome> Propose(string by);

    /// <summary>Closes for good, as another accountant than the one who proposed.</summary>
    /// <returns>It; or not_found, reconciliation_not_proposed, same_operator.</returns>
    [Alias("approve")]
    Task<ReconciliationOutcome> Approve(string by);

    /// <summary>Back to work; whoever proposed may withdraw so.</summary>
    /// <returns>It; or not_found, reconciliation_not_proposed, reconciliation_note.</returns>
    [Alias("reopen")]
    Task<ReconciliationOutcome> Reopen(string by, string? reason);

    /// <summary>As it stands; null when there is none.</summary>
    [Alias("look")]
    Task<Reconciliation?> Look();

    /// <summary>An earlier version as it was left; null when there is none of that number.</summary>
    [Alias("version")]
    Task<Reconciliation?> Version(int number);
}

/// <summary>The reconciliations, for accountants' lists. Key 0.</summary>
[Alias("money.reconciliations"), GrainInterfaceType("money.reconciliations")]
public interface IReconciliationsGrain : IGrainWithIntegerKey
{
    /// <summary>A page, the latest period first.</summary>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cursor">Where the page before ended, or null.</param>
    [Alias("list")]
    Task<ReconciliationPage> List(int limit, string? cursor);
}

/// <summary>Some reconciliations, the latest period first.</summary>
[GenerateSerializer, Immutable, Alias("money.reconciliation-page")]
public sealed record ReconciliationPage(
    [property: Id(0)] IReadOnlyList<Reconciliation> Reconciliations,
    [property: Id(1)] string? NextCursor);

/// <summary>Names of reconciliations.</summary>
public static class Reconciliations
{
    /// <summary>The part of the name of the topic that accountants follow.</summary>
    public const string Topic = "reconciliations";

    /// <summary>The key of the reconciliation that this accountant means by this idempotency key.</summary>
    public static string Key(string accountant, string idempotencyKey) =>
        "rc-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(accountant + "\n" + idempotencyKey)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such a key.</summary>
    public static bool IsKey(string text) => text.Length == 35 && text.StartsWith("rc-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789abcdef");
}
