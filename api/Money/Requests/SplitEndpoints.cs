using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A bill that several share.</summary>
public static class SplitEndpoints
{
    private const string Path = "/api/v1/request-splits/";

    /// <summary>Maps <c>/request-splits</c>.</summary>
    public static RouteGroupBuilder MapSplits(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/request-splits").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Requests");
        group.MapPost("", Divide).WithName("createSplit").WithSummary("Divides a bill exactly and asks each person for their share: all of them, or nobody.").Refuses(
            "split_shares", "unknown_payee", "amount_not_positive", "memo_invalid", "request_own", "request_blocked", "request_limit",
            "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("", List).WithName("listSplits").WithSummary("The caller's bills, newest first, with who has paid.");
        group.MapGet("/{id}", Find).WithName("getSplit").WithSummary("One bill, with who has paid.").Refuses("not_found");
        return group;
    }

    private static async Task<Results<Created<SplitView>, ProblemResult>> Divide(SplitBody body, IdempotencyKey key, RequestDesk desk, HttpContext http)
    {
        ShareWish[] shares = [.. (body.Shares ?? []).Select(share => new ShareWish(share?.From, share?.Amount))];
        SplitOutcome outcome = await desk.Divide(http.User, body.Total, body.Note, shares, key.Value);
        if (outcome.Refusal is { } refusal)
        {
            return outcome.Whom is { } whom ? refusal.ToProblem().With("whom", whom) : refusal.ToProblem();
        }

        Answers.MarkReplay(http, outcome.Replayed);
        return TypedResults.Created(Path + outcome.Split!.Id, SplitView.Of(outcome.Split));
    }

    private static async Task<Ok<SplitsView>> List(ClaimsPrincipal user, RequestDesk desk) =>
        TypedResults.Ok(new SplitsView([.. (await desk.Splits(user)).Select(SplitView.Of)]));

    private static async Task<Results<Ok<SplitView>, ProblemResult>> Find(string id, ClaimsPrincipal user, RequestDesk desk) =>
        await desk.FindSplit(user, id) is { } found ? TypedResults.Ok(SplitView.Of(found)) : RequestRefusal.NotFound.ToProblem();
}
