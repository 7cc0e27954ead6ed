using Postmobile.Identity;

namespace Postmobile.Partners;

/// <summary>
/// One endpoint that is told of events by signed posts, after Standard Webhooks 1.0.0. Keyed by <see cref="WebhookId"/>. What was not
/// taken is tried again for about three days, then the endpoint rests and its owner is told; everything can be replayed.
/// </summary>
[Alias("partners.webhook"), GrainInterfaceType("partners.webhook")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>Makes it. Again changes nothing, and shows no secret.</summary>
    [Alias("create")]
    Task<WebhookOutcome> Create(string owner, WebhookWish wish, CustomerId by);

    /// <summary>The endpoint; null when there is none.</summary>
    [Alias("look")]
    Task<Webhook?> Look();

    /// <summary>Changes address, events, description.</summary>
    /// <returns>The endpoint; or unknown_webhook, webhook_url, webhook_events, webhook_description.</returns>
    [Alias("change")]
    Task<WebhookOutcome> Change(WebhookWish wish);

    /// <summary>Pauses it, or goes on with what waits.</summary>
    [Alias("set-enabled")]
    Task<WebhookOutcome> SetEnabled(bool enabled);

    /// <summary>Makes a new secret; for a day each message bears the signatures of both.</summary>
    [Alias("rotate")]
    Task<WebhookOutcome> Rotate();

    /// <summary>Deletes it: nothing is sent any more.</summary>
    [Alias("delete")]
    Task Delete();

    /// <summary>Something happened. Once per event id; an endpoint that did not ask for its type ignores it.</summary>
    [Alias("tell")]
    Task Tell(WebhookEvent happened);

    /// <summary>The last messages, newest first.</summary>
    [Alias("messages")]
    Task<IReadOnlyList<WebhookMessage>> Messages(int limit);

    /// <summary>Sends a message again, whatever came of it before.</summary>
    /// <returns>Null; or unknown_webhook, unknown_message.</returns>
    [Alias("replay")]
    Task<WebhookRefusal?> Replay(string message);

    /// <summary>Between the endpoint's sender and itself only: what came of a try.</summary>
    [Alias("attempted")]
    Task Attempted(string message, WebhookAttempt attempt);
}

/// <summary>All endpoints of one owner. Keyed by the owner: a shop's id.</summary>
[Alias("partners.webhooks"), GrainInterfaceType("partners.webhooks")]
public interface IWebhooksGrain : IGrainWithStringKey
{
    /// <summary>Makes an endpoint; its secret is in the answer and is never shown again.</summary>
    /// <returns>The endpoint; or webhook_url, webhook_events, webhook_description, webhook_limit.</returns>
    [Alias("add")]
    Task<WebhookOutcome> Add(WebhookWish wish, CustomerId by);

    /// <summary>The owner's endpoints, oldest first.</summary>
    [Alias("list")]
    Task<IReadOnlyList<Webhook>> List();

    /// <summary>Deletes one.</summary>
    /// <returns>Null, or unknown_webhook.</returns>
    [Alias("remove")]
    Task<WebhookRefusal?> Remove(WebhookId id);

    /// <summary>Tells every endpoint that asked for it. Repeat until it succeeds: nothing is told twice.</summary>
    [Alias("publish")]
    Task Publish(WebhookEvent happened);
}
