using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Something that happened on an account, as the hub tells it and <c>GET /events</c> repeats it.</summary>
public sealed record LiveEventView(
    string Id,
    LiveEventType Type,
    string Account,
    string Transfer,
    PostingKind Kind,
    long Amount,
    long? Balance,
    string CounterpartyName,
    string CounterpartyPhone,
    string? Note,
    DateTimeOffset At,
    string Cursor)
{
    /// <summary>The outside's view of an event.</summary>
    public static LiveEventView Of(LiveEvent happening) => new(
        happening.Id,
        happening.Type,
        happening.Account.Number,
        happening.Transfer.ToString(),
        happening.Kind,
        happening.Amount,
        happening.Balance,
        happening.CounterpartyName,
        happening.CounterpartyPhone,
        happening.Note,
        happening.At,
        happening.Cursor);
}

/// <summary>Events after a cursor, oldest first. They overlap with what came before: drop ids already seen.</summary>
public sealed record EventsView(IReadOnlyList<LiveEventView> Events, string? Cursor, bool More);
