using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>A buyer disputes an order.</summary>
public sealed record DisputeBody(ComplaintReason Reason, string Words, IReadOnlyList<string>? Photos = null);

/// <summary>Something said in a dispute.</summary>
public sealed record DisputeWordsBody(string Words, IReadOnlyList<string>? Photos = null);

/// <summary>The post's decision.</summary>
public sealed record DisputeDecisionBody([property: Description("What the buyer gets, in XAF; the rest is the shop's sale.")] long ToBuyer, string Reason);

/// <summary>One message.</summary>
public sealed record DisputeMessageView(DateTimeOffset At, string Who, string Words, IReadOnlyList<string> Photos);

/// <summary>A dispute.</summary>
public sealed record DisputeView(
    string Id, string Order, string ShopName, DisputeStatus Status, ComplaintReason Reason, DateTimeOffset OpenedAt, DateTimeOffset Until, long? ToBuyer, string Decision, IReadOnlyList<DisputeMessageView> Messages)
{
    internal static DisputeView Of(Dispute one, IReadOnlyList<DisputeMessage> messages) => new(
        one.Id, one.Complaint.Order.Value, one.ShopName, one.Status, one.Complaint.Reason, one.OpenedAt, one.Until, one.ToBuyer, one.Reason,
        [.. messages.Select(message => new DisputeMessageView(message.At, message.Who, message.Words, message.Photos))]);
}

/// <summary>Disputes for the post.</summary>
public sealed record DisputesView(IReadOnlyList<DisputeView> Disputes, string? NextCursor);

/// <summary>Disputes: between buyer and shop, decided by the post.</summary>
internal static class DisputeEndpoints
{
    public static void MapDisputes(this RouteGroupBuilder api)
    {
        RouteGroupBuilder all = api.MapGroup("").RequireAuthorization(Policies.Buyer).RequireRateLimiting(RateLimits.Money).WithTags("Disputes");
        all.MapPost("/orders/{order}/disputes", Open).WithName("createDispute").WithSummary("Disputes an order: from now on its money does not move.")
            .Refuses("unknown_order", "order_state", "order_disputed", "too_late", "reason_missing", "idempotency_key_missing", "idempotency_key_invalid");
        all.MapGet("/disputes/{id}", Find).WithName("getDispute").WithSummary("A dispute with what was said, for its two sides.").Refuses("unknown_case");
        all.MapPost("/disputes/{id}/messages", Say).WithName("sayInDispute").WithSummary("As buyer or shop: says something.")
            .Refuses("unknown_case", "case_state", "reason_missing", "idempotency_key_missing", "idempotency_key_invalid");
        all.MapPost("/disputes/{id}/escalate", Escalate).WithName("escalateDispute").WithSummary("As buyer or shop: the post is to decide.").Refuses("unknown_case", "case_state");
        all.MapPost("/disputes/{id}/withdraw", Withdraw).WithName("withdrawDispute").WithSummary("As the buyer: the order goes on.").Refuses("unknown_case", "case_state");
        RouteGroupBuilder post = api.MapGroup("/operator/disputes").RequireAuthorization(Policies.Operator).WithTags("Operators");
        post.MapGet("", List).WithName("listDisputes").WithSummary("Disputes that wait for the post, or all open ones, oldest first.").Refuses("invalid_field");
        post.MapGet("/{id}", FindAny).WithName("getAnyDispute").WithSummary("One dispute.").Refuses("unknown_case");
        post.MapPost("/{id}/decision", Decide).WithName("decideDispute").WithSummary("Decides; the money moves at once.").Refuses("unknown_case", "case_state", "refund_too_large", "reason_missing");
    }

    /// <summary>A dispute of which this person is one side.</summary>
    public static async Task<Dispute?> DisputeOf(this IGrainFactory grains, string? id, ClaimsPrincipal user) =>
        AfterSaleKeys.Is("dp-", id) && await grains.GetGrain<IDisputeGrain>(id!).Look() is { } one && await grains.PartyTo(one.Complaint.Order.Value, user) is not null ? one : null;

    private static async Task<Results<Created<DisputeView>, ProblemResult>> Open(string order, DisputeBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await grains.Bought(order, user) is not { } bought)
        {
            return Problem.Refuse("unknown_order");
        }

        string id = AfterSaleKeys.Of("dp-", bought.Id, key.Value);
        DisputeOutcome outcome = await grains.GetGrain<IDisputeGrain>(id).Open(new Complaint(bought.Id, user.Buyer(), body.Reason, body.Words, [.. (body.Photos ?? []).Take(6)]));
        return outcome.Refusal is { } refusal
            ? Problem.Refuse(refusal.Code())
            : TypedResults.Created("/api/v1/disputes/" + id, DisputeView.Of(outcome.Dispute!, await grains.GetGrain<IDisputeGrain>(id).Messages()));
    }

    private static async Task<Results<Ok<DisputeView>, ProblemResult>> Find(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.DisputeOf(id, user) is { } one ? TypedResults.Ok(DisputeView.Of(one, await grains.GetGrain<IDisputeGrain>(id).Messages())) : Problem.Refuse("unknown_case");

    private static Task<Results<Ok<DisputeView>, ProblemResult>> Say(string id, DisputeWordsBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(id, grains, one => one.Say(user.Buyer(), false, key.Value, body.Words, [.. (body.Photos ?? []).Take(6)]));

    private static Task<Results<Ok<DisputeView>, ProblemResult>> Escalate(string id, ClaimsPrincipal user, IGrainFactory grains) => Do(id, grains, one => one.Escalate(user.Buyer()));

    private static Task<Results<Ok<DisputeView>, ProblemResult>> Withdraw(string id, ClaimsPrincipal user, IGrainFactory grains) => Do(id, grains, one => one.Withdraw(user.Buyer()));

    private static async Task<Results<Ok<DisputesView>, ProblemResult>> List(IGrainFactory grains, string? cursor, bool waiting = true, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        DisputePage page = await grains.GetGrain<IAfterSaleGrain>(0).Disputes(waiting, limit, cursor);
        return TypedResults.Ok(new DisputesView([.. page.Disputes.Select(one => DisputeView.Of(one, []))], page.NextCursor));
    }

    private static async Task<Results<Ok<DisputeView>, ProblemResult>> FindAny(string id, IGrainFactory grains) =>
        AfterSaleKeys.Is("dp-", id) && await grains.GetGrain<IDisputeGrain>(id).Look() is { } one
            ? TypedResults.Ok(DisputeView.Of(one, await grains.GetGrain<IDisputeGrain>(id).Messages())) : Problem.Refuse("unknown_case");

    private static Task<Results<Ok<DisputeView>, ProblemResult>> Decide(string id, DisputeDecisionBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(id, grains, one => one.Decide(user.Customer(), body.ToBuyer, body.Reason));

    private static async Task<Results<Ok<DisputeView>, ProblemResult>> Do(string id, IGrainFactory grains, Func<IDisputeGrain, Task<DisputeOutcome>> what)
    {
        if (!AfterSaleKeys.Is("dp-", id))
        {
            return Problem.Refuse("unknown_case");
        }

        DisputeOutcome outcome = await what(grains.GetGrain<IDisputeGrain>(id));
        return outcome.Refusal is { } refusal
            ? Problem.Refuse(refusal.Code())
            : TypedResults.Ok(DisputeView.Of(outcome.Dispute!, await grains.GetGrain<IDisputeGrain>(id).Messages()));
    }
}
