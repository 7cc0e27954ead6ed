using System.Text.Json.Serialization;

namespace Postmobile.Money;

/// <summary>Where a reconciliation stands.</summary>
public enum ReconciliationStatus
{
    /// <summary>Accountants work on it.</summary>
    Open,

    /// <summary>One accountant has proposed to close it; another must decide. Nothing changes meanwhile.</summary>
    Proposed,

    /// <summary>Closed by two accountants, for good.</summary>
    Closed,
}

/// <summary>One line of the bank's statement. Positive came into the trust account, negative left it.</summary>
[GenerateSerializer, Immutable, Alias("money.bank-line")]
public sealed record BankLine(
    [property: Id(0)] int Number,
    [property: Id(1)] DateOnly Date,
    [property: Id(2)] string Label,
    [property: Id(3)] string Reference,
    [property: Id(4)] long Amount);

/// <summary>One entry of our books on the trust account, with the sign that it should have at the bank.</summary>
/// <param name="Id">The transfer and its leg.</param>
/// <param name="Date">The day in Brazzaville.</param>
/// <param name="Kind">An issue of e-money, a return of it …</param>
/// <param name="Reference">The bank's reference as the operator wrote it down.</param>
/// <param name="Counterparty">Whose account was on the other side.</param>
/// <param name="Amount">Positive: money came to the bank; negative: it left.</param>
[GenerateSerializer, Immutable, Alias("money.book-line")]
public sealed record BookLine(
    [property: Id(0)] string Id,
    [property: Id(1)] DateOnly Date,
    [property: Id(2)] PostingKind Kind,
    [property: Id(3)] string Reference,
    [property: Id(4)] string Counterparty,
    [property: Id(5)] long Amount);

/// <summary>Lines of the bank and of the books that are the same money. By hand it may be several on a side, and differ with a note why.</summary>
[GenerateSerializer, Immutable, Alias("money.line-match")]
public sealed record LineMatch(
    [property: Id(0)] int Number,
    [property: Id(1)] IReadOnlyList<int> Bank,
    [property: Id(2)] IReadOnlyList<string> Book,
    [property: Id(3)] long Difference,
    [property: Id(4)] string? Note,
    [property: Id(5)] string? By)
{
    /// <summary>Found by reference and amount, not by a person.</summary>
    public bool Automatic => By is null;
}

/// <summary>Why a line stands on one side only.</summary>
/// <param name="Line">The line (<see cref="ReconciliationLines"/>).</param>
/// <param name="Note">Why.</param>
/// <param name="By">Who says so.</param>
[GenerateSerializer, Immutable, Alias("money.line-explanation")]
public sealed record LineExplanation(
    [property: Id(0)] string Line,
    [property: Id(1)] string Note,
    [property: Id(2)] string By);

/// <summary>Names of lines in explanations.</summary>
public static class ReconciliationLines
{
    /// <summary>The difference of the two balances before the first line.</summary>
    public const string Opening = "opening";

    /// <summary>A line of the bank.</summary>
    public static string Of(BankLine line) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"bank:{line.Number}");

    /// <summary>An entry of the books.</summary>
    public static string Of(BookLine line) => "book:" + line.Id;
}

/// <summary>A statement of the bank as it was uploaded.</summary>
[GenerateSerializer, Immutable, Alias("money.bank-upload")]
public sealed record BankUpload
{
    /// <summary>The first day.</summary>
    [Id(0)] public required DateOnly From { get; init; }

    /// <summary>The last day, with it.</summary>
    [Id(1)] public required DateOnly To { get; init; }

    /// <summary>The bank's balance before the first line.</summary>
    [Id(2)] public required long Opening { get; init; }

    /// <summary>Its lines; 2,000 at the most.</summary>
    [Id(3)] public required IReadOnlyList<BankLine> Lines { get; init; }

    /// <summary>The accountant.</summary>
    [Id(4)] public required string By { get; init; }
}

/// <summary>A reconciliation as it stands.</summary>
[GenerateSerializer, Immutable, Alias("money.reconciliation-view")]
public sealed record Reconciliation
{
    /// <summary>Its id, <c>rc-…</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The first day.</summary>
    [Id(1)] public required DateOnly From { get; init; }

    /// <summary>The last day, with it.</summary>
    [Id(2)] public required DateOnly To { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)] public required ReconciliationStatus Status { get; init; }

    /// <summary>Which upload this is, from 1; earlier ones are kept.</summary>
    [Id(4)] public required int Version { get; init; }

    /// <summary>Who uploaded this version.</summary>
    [Id(5)] public required string UploadedBy { get; init; }

    /// <summary>When.</summary>
    [Id(6)] public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>The bank's balance before the first line.</summary>
    [Id(7)] public required long BankOpening { get; init; }

    /// <summary>The trust account's balance by our books when the first day began.</summary>
    [Id(8)] public required long BookOpening { get; init; }

    /// <summary>The bank's lines.</summary>
    [Id(9)] public required IReadOnlyList<BankLine> Bank { get; init; }

    /// <summary>Our entries.</summary>
    [Id(10)] public required IReadOnlyList<BookLine> Book { get; init; }

    /// <summary>What was found to be the same money.</summary>
    [Id(11)] public required IReadOnlyList<LineMatch> Matches { get; init; }

    /// <summary>Why the others stand alone.</summary>
    [Id(12)] public required IReadOnlyList<LineExplanation> Explanations { get; init; }

    /// <summary>Who proposed to close it.</summary>
    [Id(13)] public string? ProposedBy { get; init; }

    /// <summary>Who closed it.</summary>
    [Id(14)] public string? ClosedBy { get; init; }

    /// <summary>When.</summary>
    [Id(15)] public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The bank's balance after the last line.</summary>
    public long BankClosing => BankOpening + Bank.Sum(line => line.Amount);

    /// <summary>The trust account's balance by our books when the last day had ended.</summary>
    public long BookClosing => BookOpening + Book.Sum(line => line.Amount);

    /// <summary>The bank's lines that nothing in our books answers to.</summary>
    [JsonIgnore]
    public IEnumerable<BankLine> UnmatchedBank => Bank.ExceptBy(Matches.SelectMany(match => match.Bank), line => line.Number);

    /// <summary>Our entries that the bank does not know.</summary>
    [JsonIgnore]
    public IEnumerable<BookLine> UnmatchedBook => Book.ExceptBy(Matches.SelectMany(match => match.Book), line => line.Id);

    /// <summary>The two balances' difference at the end. It is the sum of the four parts that follow it, always.</summary>
    public long Difference => BankClosing - BookClosing;

    /// <summary>Of it, what was there before the first day.</summary>
    public long DifferenceBefore => BankOpening - BookOpening;

    /// <summary>Of it, what only the bank has.</summary>
    public long DifferenceBank => UnmatchedBank.Sum(line => line.Amount);

    /// <summary>Of it, what only our books have; with the sign that it has in the difference.</summary>
    public long DifferenceBook => -UnmatchedBook.Sum(line => line.Amount);

    /// <summary>Of it, what lines matched by hand differ by.</summary>
    public long DifferenceMatched => Matches.Sum(match => match.Difference);

    /// <summary>The lines that still need a word, so that it can be closed.</summary>
    [JsonIgnore]
    public IEnumerable<string> Unexplained =>
        (DifferenceBefore == 0 ? [] : new[] { ReconciliationLines.Opening })
        .Concat(UnmatchedBank.Select(ReconciliationLines.Of)).Concat(UnmatchedBook.Select(ReconciliationLines.Of))
        .Except(Explanations.Select(explanation => explanation.Line));
}

/// <summary>Why nothing came of it. Each is a definite no.</summary>
public enum ReconciliationRefusal
{
    /// <summary><c>not_found</c>: there is none under this id.</summary>
    NotFound,

    /// <summary><c>idempotency_conflict</c>: the key was used for another upload.</summary>
    IdempotencyConflict,

    /// <summary><c>reconciliation_period</c>: the last day is before the first, or not over yet, or a line is of another day.</summary>
    ReconciliationPeriod,

    /// <summary><c>reconciliation_size</c>: no lines, or more than 2,000 on a side.</summary>
    ReconciliationSize,

    /// <summary><c>reconciliation_line</c>: a line that is not there, or is matched already.</summary>
    ReconciliationLine,

    /// <summary><c>reconciliation_note</c>: a note is needed, 140 characters at the most.</summary>
    ReconciliationNote,

    /// <summary><c>reconciliation_unexplained</c>: lines on one side only have no explanation yet.</summary>
    ReconciliationUnexplained,

    /// <summary><c>reconciliation_not_open</c>: it is proposed for closing, or closed.</summary>
    ReconciliationNotOpen,

    /// <summary><c>reconciliation_not_proposed</c>: nobody has proposed to close it.</summary>
    ReconciliationNotProposed,

    /// <summary><c>same_operator</c>: whoever proposes does not approve.</summary>
    SameOperator,
}

/// <summary>The reconciliation as it stands, or why not.</summary>
[GenerateSerializer, Immutable, Alias("money.reconciliation-outcome")]
public readonly record struct ReconciliationOutcome
{
    /// <summary>As it stands.</summary>
    [Id(0)] public Reconciliation? Reconciliation { get; init; }

    /// <summary>The refusal.</summary>
    [Id(1)] public ReconciliationRefusal? Refusal { get; init; }

    /// <summary>The answer is that of an earlier, equal request.</summary>
    [Id(2)] public bool Replayed { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator ReconciliationOutcome(ReconciliationRefusal refusal) => new() { Refusal = refusal };
}
