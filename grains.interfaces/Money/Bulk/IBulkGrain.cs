using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;

namespace Postmobile.Money;

/// <summary>
/// One bulk payment: prepared by one person, approved by another, paid line by line from a sum that was set aside whole.
/// Key: <see cref="BulkPayments.Key"/>. Every act is refused as not_found to whoever is not one of the payer's people.
/// </summary>
[Alias("money.bulk"), GrainInterfaceType("money.bulk")]
public interface IBulkGrain : IGrainWithStringKey
{
    /// <summary>Begins an upload. An upload that broke off begins again; a batch that has its file answers replayed.</summary>
    /// <returns>The name of the upload; or bulk_payer_unknown, memo_invalid, idempotency_conflict.</returns>
    [Alias("begin")]
    Task<BulkOutcome> Begin(BulkOpening opening);

    /// <summary>Begins to replace the file of a checked batch by a corrected one.</summary>
    /// <returns>The name of the upload; or not_found, bulk_not_now.</returns>
    [Alias("reopen")]
    Task<BulkOutcome> Reopen(BulkActor by);

    /// <summary>Adds the file's next lines.</summary>
    /// <returns>Null; or in_progress when another upload began since, bulk_too_many_lines.</returns>
    [Alias("add")]
    Task<BulkRefusal?> Add(string upload, IReadOnlyList<BulkLineInput> lines);

    /// <summary>The file is whole: checks and quotes it.</summary>
    /// <returns>The batch; or in_progress, bulk_no_lines.</returns>
    [Alias("seal")]
    Task<BulkOutcome> Seal(string upload, string digest);

    /// <summary>Submits it for approval.</summary>
    /// <returns>The batch; or not_found, bulk_not_now, bulk_has_problems, bulk_nothing_to_pay.</returns>
    [Alias("submit")]
    Task<BulkOutcome> Submit(BulkActor by, bool withoutProblems);

    /// <summary>Approves, sets the whole sum aside and begins to pay.</summary>
    /// <returns>The batch; or not_found, bulk_not_now, same_operator, quote_changed, or the ledger's refusal to set the sum aside.</returns>
    [Alias("approve")]
    Task<BulkOutcome> Approve(BulkActor by);

    /// <summary>Rejects what was submitted.</summary>
    /// <returns>The batch; or not_found, bulk_not_now, memo_invalid.</returns>
    [Alias("reject")]
    Task<BulkOutcome> Reject(BulkActor by, string? reason);

    /// <summary>Cancels it before it is approved; or, when paused, ends it: what was not paid goes back.</summary>
    /// <returns>The batch; or not_found, bulk_not_now.</returns>
    [Alias("cancel")]
    Task<BulkOutcome> Cancel(BulkActor by);

    /// <summary>Stops paying after the lines that are on their way.</summary>
    /// <returns>The batch; or not_found, bulk_not_now.</returns>
    [Alias("pause")]
    Task<BulkOutcome> Pause(BulkActor by);

    /// <summary>Goes on paying.</summary>
    /// <returns>The batch; or not_found, bulk_not_now.</returns>
    [Alias("resume")]
    Task<BulkOutcome> Resume(BulkActor by);

    /// <summary>Submits the lines that failed for another round; another person approves it.</summary>
    /// <returns>The batch; or not_found, bulk_not_now, bulk_nothing_to_pay.</returns>
    [Alias("retry")]
    Task<BulkOutcome> Retry(BulkActor by);

    /// <summary>The batch, to one of its payer's people; null to anybody else.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<BulkBatch?> Look(BulkActor by);
}

/// <summary>Bulk payments and their lines, for lists and reports. Key 0.</summary>
[Alias("money.bulk-payments"), GrainInterfaceType("money.bulk-payments")]
public interface IBulkPaymentsGrain : IGrainWithIntegerKey
{
    /// <summary>Those of every account for which this person acts, newest first.</summary>
    /// <param name="of">Who looks.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cursor">Where the page before ended, or null.</param>
    [Alias("list")]
    Task<BulkPage> List(BulkActor of, int limit, string? cursor);

    /// <summary>Lines of a batch in the order of the file. The caller has seen to it that the reader may (<see cref="IBulkGrain.Look"/>).</summary>
    /// <param name="batch">The batch's id.</param>
    /// <param name="filter">Which.</param>
    /// <param name="after">Only lines after this one.</param>
    /// <param name="limit">1 to 5,000.</param>
    [Alias("lines")]
    Task<IReadOnlyList<BulkLine>> Lines(string batch, BulkLineFilter filter, int after, int limit);

    /// <summary>The accounts for which this person acts or is asked to.</summary>
    [Alias("payers")]
    Task<IReadOnlyList<BulkPayer>> Payers(Identity.CustomerId customer);
}

/// <summary>Names and bounds of bulk payments.</summary>
public static class BulkPayments
{
    /// <summary>The most lines of one batch.</summary>
    public const int LinesMax = 100_000;

    /// <summary>The longest title.</summary>
    public const int TitleMax = 60;

    private const string Prefix = "bulk-";

    /// <summary>The key of the batch that this person means by this idempotency key.</summary>
    public static string Key(Identity.CustomerId customer, string idempotencyKey) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(customer.Value + "\n" + idempotencyKey)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such a key, so that no grain wakes for a text that never was one.</summary>
    public static bool IsKey(string text) =>
        text.Length == Prefix.Length + 32 && text.StartsWith(Prefix, StringComparison.Ordinal) && !text.AsSpan(Prefix.Length).ContainsAnyExcept("0123456789abcdef");

    /// <summary>The number under which the lines of a batch lie.</summary>
    public static Guid Number(string key) => Guid.ParseExact(key.AsSpan(Prefix.Length), "N");
}
