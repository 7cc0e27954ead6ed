using System.Text.Json.Nodes;
using Postmobile.Partners;

namespace Postmobile.Api.Partners;

/// <summary>What an owner wants of an endpoint.</summary>
/// <param name="Url">Where to post: an https address.</param>
/// <param name="Events">Names of events, or <c>*</c>.</param>
/// <param name="Description">What the owner calls it.</param>
public sealed record WebhookBody(string Url, IReadOnlyList<string> Events, string? Description)
{
    internal WebhookWish Read() => new() { Url = Url.Trim(), Events = [.. Events.Distinct(StringComparer.Ordinal)], Description = Description?.Trim() ?? "" };
}

/// <summary>Endpoints.</summary>
public sealed record WebhooksView(IReadOnlyList<WebhookView> Webhooks);

/// <summary>One endpoint.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is posted to.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Description">What its owner calls it.</param>
/// <param name="Status">enabled, paused, gone (it answered 410) or failing (nothing was taken for three days).</param>
/// <param name="Waiting">How many messages wait for it.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="Secret">The secret with which messages are signed; only in the answer that made it.</param>
public sealed record WebhookView(
    string Id, string Url, IReadOnlyList<string> Events, string Description, string Status, int Waiting, DateTimeOffset CreatedAt, string? Secret)
{
    internal static WebhookView Of(Webhook hook, string? secret = null) => new(
        hook.Id.Value, hook.Wish.Url, hook.Wish.Events, hook.Wish.Description, hook.Status.ToString().ToLowerInvariant(), hook.Waiting, hook.CreatedAt, secret);
}

/// <summary>The test that was sent.</summary>
/// <param name="Message">Its id, as in the header <c>webhook-id</c>.</param>
public sealed record TestView(string Message);

/// <summary>Messages.</summary>
public sealed record WebhookMessagesView(IReadOnlyList<WebhookMessageView> Messages);

/// <summary>One message and what came of it.</summary>
/// <param name="Id">As in the header <c>webhook-id</c>.</param>
/// <param name="Type">What kind of event.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">What it says.</param>
/// <param name="Delivered">Whether the receiver has taken it.</param>
/// <param name="Attempts">Each try.</param>
public sealed record WebhookMessageView(string Id, string Type, DateTimeOffset At, JsonNode? Data, bool Delivered, IReadOnlyList<WebhookAttemptView> Attempts)
{
    internal static WebhookMessageView Of(WebhookMessage message) => new(
        message.Event.Id, message.Event.Type, message.Event.At, JsonNode.Parse(message.Event.Data), message.Delivered,
        [.. message.Attempts.Select(attempt => new WebhookAttemptView(attempt.Number, attempt.At, attempt.Status, attempt.Failure, attempt.Milliseconds))]);
}

/// <summary>One try.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When.</param>
/// <param name="Status">HTTP's status; 0 without an answer.</param>
/// <param name="Failure">Why there was no answer, or how the answer began.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record WebhookAttemptView(int Number, DateTimeOffset At, int Status, string Failure, int Milliseconds);
