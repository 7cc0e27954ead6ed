namespace Postmobile.Money;

/// <summary>Which part of a statement is wanted.</summary>
[GenerateSerializer, Immutable, Alias("money.statement-query")]
public sealed record StatementQuery
{
    /// <summary>From this moment on, or from the beginning.</summary>
    [Id(0)] public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment, or until now.</summary>
    [Id(1)] public DateTimeOffset? To { get; init; }

    /// <summary>Lines at the most: 1 to 200.</summary>
    [Id(2)] public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended, or null for the first page. A cursor that is not ours is ignored.</summary>
    [Id(3)] public string? Cursor { get; init; }
}

/// <summary>One page of a statement.</summary>
[GenerateSerializer, Immutable, Alias("money.statement-page")]
public sealed record StatementPage(
    [property: Id(0)] IReadOnlyList<StatementLine> Lines,
    [property: Id(1)] string? NextCursor,
    [property: Id(2)] IReadOnlyList<MonthTotal> Months);

/// <summary>One transfer as one account saw it.</summary>
[GenerateSerializer, Immutable, Alias("money.statement-line")]
public sealed record StatementLine
{
    /// <summary>The transfer.</summary>
    [Id(0)] public required TransferId Transfer { get; init; }

    /// <summary>What it was for.</summary>
    [Id(1)] public required PostingKind Kind { get; init; }

    /// <summary>Positive when it came in, negative when it went out; fee and tax included.</summary>
    [Id(2)] public required long Amount { get; init; }

    /// <summary>Fee and tax within <see cref="Amount"/>.</summary>
    [Id(3)] public required long Charges { get; init; }

    /// <summary>The balance after this line.</summary>
    [Id(4)] public required long Balance { get; init; }

    /// <summary>The other side's name.</summary>
    [Id(5)] public required string CounterpartyName { get; init; }

    /// <summary>The other side's telephone, masked.</summary>
    [Id(6)] public required string CounterpartyPhone { get; init; }

    /// <summary>The note.</summary>
    [Id(7)] public string? Note { get; init; }

    /// <summary>When.</summary>
    [Id(8)] public required DateTimeOffset At { get; init; }
}

/// <summary>What came in and went out in one month of Brazzaville; the last twelve, oldest first, on a first page only.</summary>
[GenerateSerializer, Immutable, Alias("money.month-total")]
public sealed record MonthTotal(
    [property: Id(0)] DateOnly Month,
    [property: Id(1)] long In,
    [property: Id(2)] long Out);
