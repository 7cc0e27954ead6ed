using System.ComponentModel;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A statement of the bank, as an accountant uploads it.</summary>
public sealed record BankStatementBody(
    [property: Description("The first day.")] DateOnly From,
    [property: Description("The last day, which must be over.")] DateOnly To,
    [property: Description("The bank's balance before the first line, in whole minor units.")] long OpeningBalance,
    [property: Description("CSV: date, label, reference, amount; what came in is positive.")] string Csv);

/// <summary>Lines that are the same money.</summary>
public sealed record MatchBody(IReadOnlyList<int> Bank, IReadOnlyList<string> Book, string Note);

/// <summary>Lines that stand alone, and why: <c>bank:3</c>, <c>book:…</c> or <c>opening</c>.</summary>
public sealed record ExplanationBody(IReadOnlyList<string> Lines, string Note);

/// <summary>A reconciliation in a list.</summary>
public sealed record ReconciliationSummary(
    string Id, DateOnly From, DateOnly To, ReconciliationStatus Status, int Version, long BankClosing, long BookClosing, long Difference, int Matched, int UnmatchedBank, int UnmatchedBook, int Unexplained)
{
    internal static ReconciliationSummary Of(Reconciliation it) => new(
        it.Id, it.From, it.To, it.Status, it.Version, it.BankClosing, it.BookClosing, it.Difference, it.Matches.Count, it.UnmatchedBank.Count(), it.UnmatchedBook.Count(), it.Unexplained.Count());
}

/// <summary>Some reconciliations, the latest period first.</summary>
public sealed record ReconciliationPageView(IReadOnlyList<ReconciliationSummary> Reconciliations, string? NextCursor);

/// <summary>Where the difference comes from: the four parts add up to it.</summary>
public sealed record DifferenceView(long Total, long Before, long BankOnly, long BooksOnly, long Matched);

/// <summary>A reconciliation in full.</summary>
public sealed record ReconciliationDetail(
    string Id,
    DateOnly From,
    DateOnly To,
    ReconciliationStatus Status,
    int Version,
    string UploadedBy,
    DateTimeOffset UploadedAt,
    long BankOpening,
    long BankClosing,
    long BookOpening,
    long BookClosing,
    DifferenceView Difference,
    IReadOnlyList<BankLine> UnmatchedBank,
    IReadOnlyList<BookLine> UnmatchedBook,
    IReadOnlyList<LineMatch> Matches,
    IReadOnlyList<LineExplanation> Explanations,
    IReadOnlyList<string> Unexplained,
    string? ProposedBy,
    string? ClosedBy,
    DateTimeOffset? ClosedAt)
{
    internal static ReconciliationDetail Of(Reconciliation it) => new(
        it.Id, it.From, it.To, it.Status, it.Version, it.UploadedBy, it.UploadedAt, it.BankOpening, it.BankClosing, it.BookOpening, it.BookClosing,
        new DifferenceView(it.Difference, it.DifferenceBefore, it.DifferenceBank, it.DifferenceBook, it.DifferenceMatched),
        [.. it.UnmatchedBank], [.. it.UnmatchedBook], it.Matches, it.Explanations, [.. it.Unexplained], it.ProposedBy, it.ClosedBy, it.ClosedAt);
}

/// <summary>One account of the chart; a heading has no kind.</summary>
public sealed record ChartAccountView(string Number, string NameFr, string NameEn, AccountKind? Kind);

/// <summary>The trial balance of one day; balances are debits less credits.</summary>
public sealed record DayBooksView(DateOnly Day, bool Over, bool Balanced, long Postings, IReadOnlyList<DayBooksLineView> Lines);

/// <summary>One account of the chart on one day.</summary>
public sealed record DayBooksLineView(string Number, string NameFr, string NameEn, Currency Currency, long Opening, long Debits, long Credits, long Closing);
