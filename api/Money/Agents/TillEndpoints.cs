using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>An agent's drawer: opened, moved, closed.</summary>
public static class TillEndpoints
{
    /// <summary>Maps <c>/agent/till</c>.</summary>
    public static RouteGroupBuilder MapTills(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/agent/till").RequireAuthorization(Policies.Agent).RequireRateLimiting(RateLimits.Money).WithTags("Agents");
        string[] keys = ["unknown_agent", "amount_not_positive", "idempotency_key_missing", "idempotency_key_invalid"];
        group.MapGet("", Look).WithName("getTill").WithSummary("The counter as it stands: float, cash, the open till and the closed ones.").Refuses("unknown_agent");
        group.MapPost("/open", Open).WithName("openTill").WithSummary("Opens the till with what was counted.").Refuses([.. keys, "till_open"]);
        group.MapPost("/move", Move).WithName("moveCash").WithSummary("Cash fetched from the post (positive) or brought there (negative).").Refuses([.. keys, "memo_invalid", "till_closed"]);
        group.MapPost("/close", Close).WithName("closeTill").WithSummary("Closes the till with what was counted; a difference needs an explanation.")
            .Refuses([.. keys, "memo_invalid", "till_closed", "till_explanation_needed"]);
        return group;
    }

    private static async Task<Results<Ok<AgentStateView>, ProblemResult>> Look(ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Agent(user.Customer()).Look() is { } agent ? TypedResults.Ok(AgentStateView.Of(agent)) : AgentRefusal.UnknownAgent.ToProblem();

    private static async Task<Results<Ok<AgentStateView>, ProblemResult>> Open(CountBody body, IdempotencyKey key, HttpContext http, IGrainFactory grains) =>
        Answer(http, await grains.Agent(http.User.Customer()).OpenTill(key.Value, body.Counted));

    private static async Task<Results<Ok<AgentStateView>, ProblemResult>> Move(MoveCashBody body, IdempotencyKey key, HttpContext http, IGrainFactory grains) =>
        Answer(http, await grains.Agent(http.User.Customer()).MoveCash(key.Value, body.Amount, body.Reason));

    private static async Task<Results<Ok<AgentStateView>, ProblemResult>> Close(CountBody body, IdempotencyKey key, HttpContext http, IGrainFactory grains) =>
        Answer(http, await grains.Agent(http.User.Customer()).CloseTill(key.Value, body.Counted, body.Explanation));

    private static Results<Ok<AgentStateView>, ProblemResult> Answer(HttpContext http, AgentOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            ProblemResult problem = refusal.ToProblem();
            return refusal is AgentRefusal.TillExplanationNeeded && outcome.Agent?.Cash is { } expected ? problem.With("expected", expected) : problem;
        }

        Answers.MarkReplay(http, outcome.Replayed);
        return TypedResults.Ok(AgentStateView.Of(outcome.Agent!));
    }
}
