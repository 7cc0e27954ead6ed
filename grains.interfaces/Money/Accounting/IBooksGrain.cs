namespace Postmobile.Money;

/// <summary>The books as accountants read them: by the numbers of the chart of accounts and by days of Brazzaville. Key 0.</summary>
[Alias("money.books"), GrainInterfaceType("money.books")]
public interface IBooksGrain : IGrainWithIntegerKey
{
    /// <summary>The chart of accounts, by number.</summary>
    [Alias("chart")]
    Task<IReadOnlyList<ChartAccount>> Chart();

    /// <summary>The trial balance of one day: what each account of the chart opened with, moved and closed with.</summary>
    [Alias("day")]
    Task<DayBooks> Day(DateOnly day);
}

/// <summary>The journal of one day while somebody reads it. The key is the reader's own, so that each has a reading of its own.</summary>
[Alias("money.journal"), GrainInterfaceType("money.journal")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>Every entry of a day of Brazzaville, in the order of the ledger's periods and of time.</summary>
    [Alias("read")]
    IAsyncEnumerable<JournalLine> Read(DateOnly day);
}

/// <summary>One account of the chart. A row without a kind is a heading.</summary>
[GenerateSerializer, Immutable, Alias("money.chart-account")]
public sealed record ChartAccount(
    [property: Id(0)] string Number,
    [property: Id(1)] string NameFr,
    [property: Id(2)] string NameEn,
    [property: Id(3)] AccountKind? Kind)
{
    /// <summary>The number of an account that the chart does not have: to be sorted out, and found in every balance until it is.</summary>
    public const string Unsorted = "4719";
}

/// <summary>The trial balance of one day.</summary>
/// <param name="Day">Which.</param>
/// <param name="Over">Whether the day has ended; until then the figures still move.</param>
/// <param name="Postings">How many entries the day has.</param>
/// <param name="Lines">By number and currency.</param>
[GenerateSerializer, Immutable, Alias("money.day-books")]
public sealed record DayBooks(
    [property: Id(0)] DateOnly Day,
    [property: Id(1)] bool Over,
    [property: Id(2)] long Postings,
    [property: Id(3)] IReadOnlyList<DayBooksLine> Lines)
{
    /// <summary>Whether in each currency the openings add up to zero, and the day's debits equal its credits.</summary>
    public bool Balanced => Lines.GroupBy(line => line.Currency).All(lines => lines.Sum(line => line.Opening) == 0 && lines.Sum(line => line.Debits) == lines.Sum(line => line.Credits));
}

/// <summary>One account of the chart on one day. Balances are debits less credits: positive is a debit balance.</summary>
[GenerateSerializer, Immutable, Alias("money.day-books-line")]
public sealed record DayBooksLine(
    [property: Id(0)] string Number,
    [property: Id(1)] string NameFr,
    [property: Id(2)] string NameEn,
    [property: Id(3)] Currency Currency,
    [property: Id(4)] long Opening,
    [property: Id(5)] long Debits,
    [property: Id(6)] long Credits)
{
    /// <summary>The balance at the end of the day.</summary>
    public long Closing => Opening + Debits - Credits;
}

/// <summary>One entry of the journal: one amount, from the account that is debited to the one that is credited.</summary>
[GenerateSerializer, Immutable, Alias("money.journal-line")]
public sealed record JournalLine(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] TransferId Transfer,
    [property: Id(2)] short Leg,
    [property: Id(3)] PostingKind Kind,
    [property: Id(4)] string Debit,
    [property: Id(5)] AccountId DebitAccount,
    [property: Id(6)] string Credit,
    [property: Id(7)] AccountId CreditAccount,
    [property: Id(8)] long Amount,
    [property: Id(9)] Currency Currency,
    [property: Id(10)] string? Memo);
