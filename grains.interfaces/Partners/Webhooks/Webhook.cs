using System.Diagnostics.CodeAnalysis;

namespace Postmobile.Partners;

/// <summary>Names one endpoint that is told of events: <c>w-</c> and a time-ordered GUID.</summary>
[GenerateSerializer, Immutable, Alias("partners.webhook-id")]
public readonly record struct WebhookId([property: Id(0)] string Value)
{
    /// <summary>A new id.</summary>
    public static WebhookId New(TimeProvider time) => new("w-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WebhookId id)
    {
        bool valid = text is { Length: 34 } && text.StartsWith("w-", StringComparison.Ordinal) && Guid.TryParseExact(text[2..], "N", out _);
        id = valid ? new WebhookId(text!) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

/// <summary>What an owner says of an endpoint.</summary>
[GenerateSerializer, Immutable, Alias("partners.webhook-wish")]
public sealed record WebhookWish
{
    /// <summary>Where to post: https, without a name or password in it; 2,000 characters at most.</summary>
    [Id(0)] public required string Url { get; init; }

    /// <summary>Which events: names of <see cref="WebhookEvents.All"/>, or <c>*</c> for all of them.</summary>
    [Id(1)] public required IReadOnlyList<string> Events { get; init; }

    /// <summary>What the owner calls it; 100 characters at most.</summary>
    [Id(2)] public string Description { get; init; } = "";
}

/// <summary>How an endpoint stands.</summary>
public enum WebhookStatus
{
    /// <summary>It is told.</summary>
    Enabled,

    /// <summary>The owner has switched it off.</summary>
    Paused,

    /// <summary>It answered 410: it does not want to be told any more.</summary>
    Gone,

    /// <summary>It did not take a message in any of the attempts, or too many wait for it.</summary>
    Failing,

    /// <summary>Deleted.</summary>
    Deleted,
}

/// <summary>An endpoint as its owner sees it. Its secret is shown once, when it is made.</summary>
[GenerateSerializer, Immutable, Alias("partners.webhook-view")]
public sealed record Webhook
{
    /// <summary>Its id.</summary>
    [Id(0)] public required WebhookId Id { get; init; }

    /// <summary>Whose: a shop's id.</summary>
    [Id(1)] public required string Owner { get; init; }

    /// <summary>What the owner wants.</summary>
    [Id(2)] public required WebhookWish Wish { get; init; }

    /// <summary>How it stands.</summary>
    [Id(3)] public required WebhookStatus Status { get; init; }

    /// <summary>Since when.</summary>
    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many messages wait for it.</summary>
    [Id(5)] public required int Waiting { get; init; }
}

/// <summary>Something that happened, for programs outside.</summary>
[GenerateSerializer, Immutable, Alias("partners.webhook-event")]
public sealed record WebhookEvent
{
    /// <summary>Names it for ever, the same at each attempt (<c>webhook-id</c>): receivers drop what they have seen.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>One of <see cref="WebhookEvents.All"/>.</summary>
    [Id(1)] public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>What happened to what: a JSON object of less than 16 kB.</summary>
    [Id(3)] public required string Data { get; init; }
}

/// <summary>The events that exist. A name is never reused for another meaning.</summary>
public static class WebhookEvents
{
    /// <summary>Sent when the owner asks for a test.</summary>
    public const string Test = "webhook.test";

    /// <summary>All names, in the order of an order's life.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "order.placed", "order.paid", "order.accepted", "order.packed", "order.handed_over", "order.in_transit", "order.delivered", "order.completed",
        "order.cancelled", "order.refused", "order.expired", "order.disputed", "order.decided", "order.returning", "order.returned", "order.refunded", "stock.low", Test,
    ];
}

/// <summary>Why an endpoint was not changed.</summary>
public enum WebhookRefusal
{
    /// <summary><c>unknown_webhook</c>: there is none, or it is another's.</summary>
    Unknown,

    /// <summary><c>webhook_url</c>: no https address, or one with a password in it.</summary>
    Url,

    /// <summary><c>webhook_events</c>: none, or one that does not exist.</summary>
    Events,

    /// <summary><c>webhook_description</c>: too long.</summary>
    Description,

    /// <summary><c>webhook_limit</c>: the owner has as many as one may have.</summary>
    Limit,

    /// <summary><c>unknown_message</c>: no such message was ever for this endpoint.</summary>
    UnknownMessage,
}

/// <summary>What came of it: the endpoint, with its secret where one was just made; or why not.</summary>
[GenerateSerializer, Immutable, Alias("partners.webhook-outcome")]
public readonly record struct WebhookOutcome([property: Id(0)] Webhook? Webhook, [property: Id(1)] string? Secret, [property: Id(2)] WebhookRefusal? Refusal)
{
    /// <summary>A refusal.</summary>
    public static implicit operator WebhookOutcome(WebhookRefusal refusal) => new(null, null, refusal);
}

/// <summary>One message that was for an endpoint, and what came of it so far.</summary>
[GenerateSerializer, Immutable, Alias("partners.webhook-message")]
public sealed record WebhookMessage
{
    /// <summary>The event.</summary>
    [Id(0)] public required WebhookEvent Event { get; init; }

    /// <summary>Each try, oldest first.</summary>
    [Id(1)] public required IReadOnlyList<WebhookAttempt> Attempts { get; init; }

    /// <summary>Whether the receiver has taken it.</summary>
    public bool Delivered => Attempts.Any(attempt => attempt.Taken);
}

/// <summary>One try.</summary>
/// <param name="Number">From 1; a replay goes on counting.</param>
/// <param name="At">When it was made.</param>
/// <param name="Status">The status of HTTP; 0 when there was no answer.</param>
/// <param name="Failure">Why there was none, in a word; or the beginning of the answer.</param>
/// <param name="Milliseconds">How long it took.</param>
[GenerateSerializer, Immutable, Alias("partners.webhook-attempt")]
public sealed record WebhookAttempt(
    [property: Id(0)] int Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] int Status,
    [property: Id(3)] string Failure,
    [property: Id(4)] int Milliseconds)
{
    /// <summary>Only 2xx counts.</summary>
    public bool Taken => Status is >= 200 and < 300;

    /// <summary>When the receiver wants to be asked again (Retry-After); null when it did not say.</summary>
    [Id(5)] public DateTimeOffset? NotBefore { get; init; }
}
