using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Partners;

namespace Postmobile.Api.Partners;

/// <summary>A shop's own systems are told of what happens: endpoints, their messages, replay. For the shop's owner, or a key with the scope webhooks.</summary>
public static class WebhookEndpoints
{
    private const int MessagesMax = 100;

    private static readonly string[] Own = ["unknown_shop", "not_shop_staff"];
    private static readonly string[] One = [.. Own, "unknown_webhook"];

    /// <summary>Maps <c>/shops/{shop}/webhooks</c>.</summary>
    public static WebApplication MapWebhooks(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup("/api/v1/shops/{shop}/webhooks").TakesKeys(ShopScopes.Webhooks).RequireRateLimiting(RateLimits.Money).WithTags("Webhooks");
        group.MapGet("", List).WithName("listWebhooks").WithSummary("The shop's endpoints.").Refuses(Own);
        group.MapPost("", Add).WithName("createWebhook").WithSummary("Adds an endpoint. Its secret (whsec_…) is in this answer and never again.")
            .Refuses([.. Own, "webhook_url", "webhook_events", "webhook_description", "webhook_limit"]);
        group.MapGet("/{id}", Find).WithName("getWebhook").WithSummary("One endpoint.").Refuses(One);
        group.MapPut("/{id}", Change).WithName("editWebhook").WithSummary("Changes address, events and description.").Refuses([.. One, "webhook_url", "webhook_events", "webhook_description"]);
        group.MapDelete("/{id}", Remove).WithName("deleteWebhook").WithSummary("Deletes it; what waits for it is not sent.").Refuses(One);
        group.MapPost("/{id}/enable", (string shop, string id, ClaimsPrincipal user, IGrainFactory grains) => Act(shop, id, user, grains, hook => hook.SetEnabled(true)))
            .WithName("enableWebhook").WithSummary("Goes on with what waits.").Refuses(One);
        group.MapPost("/{id}/pause", (string shop, string id, ClaimsPrincipal user, IGrainFactory grains) => Act(shop, id, user, grains, hook => hook.SetEnabled(false)))
            .WithName("pauseWebhook").WithSummary("Lets messages wait, 1,000 at most.").Refuses(One);
        group.MapPost("/{id}/secret", (string shop, string id, ClaimsPrincipal user, IGrainFactory grains) => Act(shop, id, user, grains, hook => hook.Rotate()))
            .WithName("rotateWebhookSecret").WithSummary("A new secret; for a day each message bears both signatures.").Refuses(One);
        group.MapPost("/{id}/test", Test).WithName("testWebhook").WithSummary("Sends the event webhook.test.").Refuses(One);
        group.MapGet("/{id}/messages", Messages).WithName("listWebhookMessages").WithSummary("The last messages with every try, newest first.").Refuses([.. One, "invalid_field"]);
        group.MapPost("/{id}/messages/{message}/replay", Replay).WithName("replayWebhookMessage").WithSummary("Sends a message again, under its old id.").Refuses([.. One, "unknown_message"]);
        return app;
    }

    private static async Task<Results<Ok<WebhooksView>, ProblemResult>> List(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        await RefuseStranger(shop, user, grains) is { } refusal
            ? refusal
            : TypedResults.Ok(new WebhooksView([.. (await grains.GetGrain<IWebhooksGrain>(shop).List()).Select(hook => WebhookView.Of(hook))]));

    private static async Task<Results<Created<WebhookView>, ProblemResult>> Add(string shop, WebhookBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await RefuseStranger(shop, user, grains) is { } refusal)
        {
            return refusal;
        }

        WebhookOutcome outcome = await grains.GetGrain<IWebhooksGrain>(shop).Add(body.Read(), user.Actor());
        return outcome.Webhook is { } hook
            ? TypedResults.Created($"/api/v1/shops/{shop}/webhooks/{hook.Id}", WebhookView.Of(hook, outcome.Secret))
            : Problem.Refuse(CodeOf(outcome.Refusal!.Value));
    }

    private static Task<Results<Ok<WebhookView>, ProblemResult>> Find(string shop, string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Act(shop, id, user, grains, async hook => new WebhookOutcome(await hook.Look(), null, null));

    private static Task<Results<Ok<WebhookView>, ProblemResult>> Change(string shop, string id, WebhookBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Act(shop, id, user, grains, hook => hook.Change(body.Read()));

    private static async Task<Results<NoContent, ProblemResult>> Remove(string shop, string id, ClaimsPrincipal user, IGrainFactory grains)
    {
        (IWebhookGrain? hook, ProblemResult? refusal) = await OwnHook(shop, id, user, grains);
        if (hook is null)
        {
            return refusal!;
        }

        WebhookId.TryParse(id, out WebhookId webhook);
        await grains.GetGrain<IWebhooksGrain>(shop).Remove(webhook);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Accepted<TestView>, ProblemResult>> Test(string shop, string id, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time)
    {
        (IWebhookGrain? hook, ProblemResult? refusal) = await OwnHook(shop, id, user, grains);
        if (hook is null)
        {
            return refusal!;
        }

        WebhookEvent test = TestOf(shop, time.GetUtcNow());
        await hook.Tell(test);
        return TypedResults.Accepted($"/api/v1/shops/{shop}/webhooks/{id}/messages", new TestView(test.Id));
    }

    private static async Task<Results<Ok<WebhookMessagesView>, ProblemResult>> Messages(string shop, string id, ClaimsPrincipal user, IGrainFactory grains, int limit = 20)
    {
        if (limit is < 1 or > MessagesMax)
        {
            return Problem.InvalidField("limit");
        }

        (IWebhookGrain? hook, ProblemResult? refusal) = await OwnHook(shop, id, user, grains);
        return hook is null ? refusal! : TypedResults.Ok(new WebhookMessagesView([.. (await hook.Messages(limit)).Select(WebhookMessageView.Of)]));
    }

    private static async Task<Results<Accepted, ProblemResult>> Replay(string shop, string id, string message, ClaimsPrincipal user, IGrainFactory grains)
    {
        (IWebhookGrain? hook, ProblemResult? refusal) = await OwnHook(shop, id, user, grains);
        return hook is null ? refusal!
            : await hook.Replay(message) is { } no ? Problem.Refuse(CodeOf(no))
            : TypedResults.Accepted($"/api/v1/shops/{shop}/webhooks/{id}/messages");
    }

    private static async Task<Results<Ok<WebhookView>, ProblemResult>> Act(
        string shop, string id, ClaimsPrincipal user, IGrainFactory grains, Func<IWebhookGrain, Task<WebhookOutcome>> act)
    {
        (IWebhookGrain? hook, ProblemResult? refusal) = await OwnHook(shop, id, user, grains);
        if (hook is null)
        {
            return refusal!;
        }

        WebhookOutcome outcome = await act(hook);
        return outcome.Webhook is { } done ? TypedResults.Ok(WebhookView.Of(done, outcome.Secret)) : Problem.Refuse(CodeOf(outcome.Refusal ?? WebhookRefusal.Unknown));
    }

    /// <summary>An endpoint of a shop that is the caller's own; what is another's is unknown.</summary>
    private static async Task<(IWebhookGrain? Hook, ProblemResult? Refusal)> OwnHook(string shop, string id, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await RefuseStranger(shop, user, grains) is { } refusal)
        {
            return (null, refusal);
        }

        IWebhookGrain? hook = WebhookId.TryParse(id, out WebhookId webhook) ? grains.GetGrain<IWebhookGrain>(webhook.Value) : null;
        return hook is not null && await hook.Look() is { } known && known.Owner == shop ? (hook, null) : (null, Problem.Refuse("unknown_webhook"));
    }

    private static async Task<ProblemResult?> RefuseStranger(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        !ShopId.TryParse(shop, out _) || await grains.GetGrain<IShopGrain>(shop).Look() is not { } known ? Problem.Refuse("unknown_shop")
        : known.Employs(user.Actor()) || user.Key()?.Shop == known.Id ? null
        : Problem.Refuse("not_shop_staff");

    /// <summary>A test of a shop's endpoint.</summary>
    internal static WebhookEvent TestOf(string shop, DateTimeOffset now) =>
        new() { Id = "msg_" + Guid.CreateVersion7(now).ToString("N"), Type = WebhookEvents.Test, At = now, Data = $$"""{"shop":"{{shop}}"}""" };

    internal static string CodeOf(WebhookRefusal refusal) => refusal switch
    {
        WebhookRefusal.Unknown => "unknown_webhook",
        WebhookRefusal.Url => "webhook_url",
        WebhookRefusal.Events => "webhook_events",
        WebhookRefusal.Description => "webhook_description",
        WebhookRefusal.Limit => "webhook_limit",
        WebhookRefusal.UnknownMessage => "unknown_message",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
