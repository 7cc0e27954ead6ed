using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What is wrong with a payment.</summary>
public enum HelpMatter
{
    /// <summary>It was not I who paid.</summary>
    NotMe,

    /// <summary>The other side says that nothing came.</summary>
    NotReceived,

    /// <summary>The amount or the fee is wrong.</summary>
    WrongAmount,

    /// <summary>It went to a wrong number.</summary>
    WrongNumber,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>Where a report stands.</summary>
public enum HelpStatus
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>Was answered.</summary>
    Answered,
}

/// <summary>A customer asks for help with a payment.</summary>
[GenerateSerializer, Immutable, Alias("money.help-request")]
public sealed record HelpRequest
{
    /// <summary>Who asks; one of the two sides.</summary>
    [Id(0)] public required CustomerId By { get; init; }

    /// <summary>Which payment.</summary>
    [Id(1)] public required TransferId Transfer { get; init; }

    /// <summary>What is wrong.</summary>
    [Id(2)] public required HelpMatter Matter { get; init; }

    /// <summary>In the customer's words.</summary>
    [Id(3)] public string? Words { get; init; }
}

/// <summary>One report.</summary>
[GenerateSerializer, Immutable, Alias("money.help-report-view")]
public sealed record HelpReport
{
    /// <summary>Its id, <c>hr-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was reported.</summary>
    [Id(1)] public required HelpRequest Request { get; init; }

    /// <summary>The name of who reported.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>The payment's amount.</summary>
    [Id(3)] public required long Amount { get; init; }

    /// <summary>Its currency.</summary>
    [Id(4)] public required Currency Currency { get; init; }

    /// <summary>What the payment was for.</summary>
    [Id(5)] public required PostingKind Kind { get; init; }

    /// <summary>When it was reported.</summary>
    [Id(6)] public required DateTimeOffset At { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(7)] public required HelpStatus Status { get; init; }

    /// <summary>The answer.</summary>
    [Id(8)] public string? Answer { get; init; }

    /// <summary>All that happened, oldest first.</summary>
    [Id(9)] public required IReadOnlyList<CaseStep> Trail { get; init; }
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("money.help-outcome")]
public readonly record struct HelpOutcome
{
    /// <summary>The report as it stands.</summary>
    [Id(0)] public HelpReport? Report { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public MistakeRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator HelpOutcome(MistakeRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>One report of a problem with a payment. Key: <see cref="HelpReports.Key"/>.</summary>
[Alias("money.help-report"), GrainInterfaceType("money.help-report")]
public interface IHelpReportGrain : IGrainWithStringKey
{
    /// <summary>Reports. The same again answers with the first.</summary>
    /// <returns>The report; or not_found (no such payment, or not a side of it), memo_invalid, idempotency_conflict.</returns>
    [Alias("open")]
    Task<HelpOutcome> Open(HelpRequest request);

    /// <summary>Answers; the customer is told. A later answer is added to the trail.</summary>
    /// <returns>The report; or not_found, words_missing, memo_invalid, party_to_case.</returns>
    [Alias("answer")]
    Task<HelpOutcome> Answer(CustomerId bySupport, string? words);

    /// <summary>The report as it stands; null when nothing was reported.</summary>
    [Alias("look")]
    Task<HelpReport?> Look();
}

/// <summary>The reports, for lists. Key 0.</summary>
[Alias("money.help-reports"), GrainInterfaceType("money.help-reports")]
public interface IHelpReportsGrain : IGrainWithIntegerKey
{
    /// <summary>A person's own, newest first; at most 100.</summary>
    [Alias("of")]
    Task<IReadOnlyList<HelpReport>> Of(CustomerId person);

    /// <summary>Those with this status, oldest first; at most 100.</summary>
    [Alias("queue")]
    Task<IReadOnlyList<HelpReport>> Queue(HelpStatus status);
}

/// <summary>Names of reports.</summary>
public static class HelpReports
{
    /// <summary>The key of the report that this person means by this idempotency key.</summary>
    public static string Key(CustomerId person, string idempotencyKey) =>
        "hr-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person + "\n" + idempotencyKey)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such a key.</summary>
    public static bool IsKey(string? text) =>
        text?.Length == 35 && text.StartsWith("hr-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789abcdef");
}
