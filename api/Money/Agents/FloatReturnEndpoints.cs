using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>E-money back to the post: the agent asks, an operator pays the agent and approves.</summary>
public static class FloatReturnEndpoints
{
    private const int Last = 50;

    /// <summary>Maps <c>/agent/float-returns</c> and <c>/operator/float-returns</c>.</summary>
    public static void MapFloatReturns(this RouteGroupBuilder api)
    {
        RouteGroupBuilder agent = api.MapGroup("/agent/float-returns").RequireAuthorization(Policies.Agent).RequireRateLimiting(RateLimits.Money).WithTags("Agents");
        agent.MapGet("", Mine).WithName("listOwnFloatReturns").WithSummary("The agent's returns of e-money, newest first.");
        agent.MapPost("", Ask).WithName("askFloatReturn").WithSummary("Gives e-money back for cash or a transfer; it is held until an operator has decided.").Refuses(
            "amount_not_positive", "memo_invalid", "insufficient_funds", "account_frozen", "limit_exceeded", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        agent.MapPost("/{id}/cancel", Reject).WithName("cancelFloatReturn").WithSummary("Takes it back; the float is whole again.").Refuses("not_found", "already_decided");
        RouteGroupBuilder post = api.MapGroup("/operator/float-returns").RequireAuthorization(Policies.Operator).WithTags("Operators");
        post.MapGet("", All).WithName("listFloatReturns").WithSummary("Returns of e-money, newest first.");
        post.MapPost("/{id}/approve", Approve).WithName("approveFloatReturn").WithSummary("Approves, after the agent was paid; never by the agent.")
            .Refuses("not_found", "same_operator", "already_decided", "memo_invalid");
        post.MapPost("/{id}/reject", Reject).WithName("rejectFloatReturn").WithSummary("Rejects; the e-money goes back to the float.").Refuses("not_found", "already_decided", "memo_invalid");
    }

    private static async Task<Ok<IReadOnlyList<FloatReturnView>>> Mine(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok<IReadOnlyList<FloatReturnView>>([.. (await grains.GetGrain<IFloatReturnsGrain>(0).List(user.Customer(), Last)).Select(FloatReturnView.Of)]);

    private static async Task<Ok<IReadOnlyList<FloatReturnView>>> All(IGrainFactory grains) =>
        TypedResults.Ok<IReadOnlyList<FloatReturnView>>([.. (await grains.GetGrain<IFloatReturnsGrain>(0).List(null, Last)).Select(FloatReturnView.Of)]);

    private static async Task<Results<Created<FloatReturnView>, ProblemResult>> Ask(FloatReturnBody body, IdempotencyKey key, HttpContext http, IGrainFactory grains)
    {
        string id = FloatReturns.Key(http.User.Customer(), key.Value);
        FloatReturnOutcome outcome = await grains.GetGrain<IFloatReturnGrain>(id).Ask(CashDesk.AgentOf(http.User), body.Amount, body.Note);
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome switch
        {
            { Refusal: { } refusal } => refusal.ToProblem(),
            { Return: { Status: FloatReturnStatus.Failed, Failure: { } failure } } => Problem.Refuse(failure),
            _ => TypedResults.Created("/api/v1/agent/float-returns/" + id, FloatReturnView.Of(outcome.Return!)),
        };
    }

    private static async Task<Results<Ok<FloatReturnView>, ProblemResult>> Approve(string id, DecisionBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        Decided(FloatReturns.IsKey(id) ? await grains.GetGrain<IFloatReturnGrain>(id).Approve(user.Customer(), body?.Reference) : new(null, AgentRefusal.NotFound));

    // An agent may take back only their own.
    private static async Task<Results<Ok<FloatReturnView>, ProblemResult>> Reject(string id, DecisionBody? body, HttpContext http, IGrainFactory grains)
    {
        IFloatReturnGrain? grain = FloatReturns.IsKey(id) ? grains.GetGrain<IFloatReturnGrain>(id) : null;
        bool byAgent = http.Request.Path.StartsWithSegments("/api/v1/agent");
        if (grain is null || (byAgent && (await grain.Look())?.Agent.Id != http.User.Customer()))
        {
            return AgentRefusal.NotFound.ToProblem();
        }

        return Decided(await grain.Reject(http.User.Customer(), body?.Reference));
    }

    private static Results<Ok<FloatReturnView>, ProblemResult> Decided(FloatReturnOutcome outcome) =>
        outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(FloatReturnView.Of(outcome.Return!));
}
