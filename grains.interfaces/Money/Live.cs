namespace Postmobile.Money;

/// <summary>What can happen on an account while somebody looks.</summary>
public enum LiveEventType
{
    /// <summary>Money came in.</summary>
    PaymentReceived,

    /// <summary>Money went out.</summary>
    PaymentSent,

    /// <summary>The account itself changed: frozen, closed, another tier.</summary>
    AccountChanged,
}

/// <summary>Something that happened on an account. A hint: the ledger is the truth.</summary>
[GenerateSerializer, Immutable, Alias("money.live-event")]
public sealed record LiveEvent
{
    /// <summary>The same each time the same event is told, so that a client can drop repetitions.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What happened.</summary>
    [Id(1)] public required LiveEventType Type { get; init; }

    /// <summary>On which account.</summary>
    [Id(2)] public required AccountId Account { get; init; }

    /// <summary>The transfer.</summary>
    [Id(3)] public required TransferId Transfer { get; init; }

    /// <summary>What the posting was for.</summary>
    [Id(4)] public required PostingKind Kind { get; init; }

    /// <summary>What came in or went out (with charges), always positive.</summary>
    [Id(5)] public required long Amount { get; init; }

    /// <summary>The balance now; null when read back later.</summary>
    [Id(6)] public long? Balance { get; init; }

    /// <summary>The other side's name.</summary>
    [Id(7)] public required string CounterpartyName { get; init; }

    /// <summary>The other side's telephone, masked.</summary>
    [Id(8)] public required string CounterpartyPhone { get; init; }

    /// <summary>The note.</summary>
    [Id(9)] public string? Note { get; init; }

    /// <summary>When the ledger wrote it.</summary>
    [Id(10)] public required DateTimeOffset At { get; init; }

    /// <summary>Hand this to <see cref="IAccountGrain.EventsAfter"/> to get what came later.</summary>
    [Id(11)] public required string Cursor { get; init; }
}

/// <summary>A front end that shows accounts live. One per front end, not one per person.</summary>
[Alias("money.live-observer"), GrainInterfaceType("money.live-observer")]
public interface ILiveObserver : IGrainObserver
{
    /// <summary>Something happened on a watched account.</summary>
    [Orleans.Concurrency.OneWay, Alias("happened")]
    Task Happened(LiveEvent happening);

    /// <summary>Something changed that is watched by its topic.</summary>
    [Orleans.Concurrency.OneWay, Alias("noticed")]
    Task Noticed(string topic, Live.Notice notice);
}
