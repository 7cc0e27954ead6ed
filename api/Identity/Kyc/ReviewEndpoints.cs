using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>The queue of papers, for clerks and operators. One reviewer has a case at a time.</summary>
internal static class ReviewEndpoints
{
    public static void MapReviews(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/clerk/identity").RequireAuthorization(Policies.Reviewer).WithTags("Clerks");
        group.MapGet("", List).WithName("listCases").WithSummary("Papers that wait for a clerk, oldest first.").Refuses("invalid_field");
        group.MapGet("/{id}", Find).WithName("getCase").WithSummary("One person's papers.").Refuses("not_found");
        group.MapGet("/{id}/pictures/{picture}", Show).WithName("getCasePicture").WithSummary("A picture. That it was seen goes into the record.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg").Refuses("not_found", "own_case");
        group.MapPost("/{id}/claim", (string id, ClaimsPrincipal user, IGrainFactory grains) => With(id, grains, one => one.Claim(user.Customer())))
            .WithName("claimCase").WithSummary("Takes the case for ten minutes.").Refuses("not_found", "case_claimed", "case_not_open", "own_case");
        group.MapPost("/{id}/release", (string id, ClaimsPrincipal user, IGrainFactory grains) => With(id, grains, one => one.Release(user.Customer())))
            .WithName("releaseCase").WithSummary("Gives the case back undecided.").Refuses("not_found", "case_not_claimed");
        group.MapPost("/{id}/approve", (string id, ClaimsPrincipal user, IGrainFactory grains) => With(id, grains, one => one.Approve(user.Customer())))
            .WithName("approveCase").WithSummary("Approves: the tier follows, the person hears.")
            .Refuses("not_found", "case_claimed", "case_not_claimed", "case_not_open", "own_case");
        group.MapPost("/{id}/reject", (string id, PapersRejectionBody body, ClaimsPrincipal user, IGrainFactory grains) =>
                With(id, grains, one => one.Reject(user.Customer(), body.Reason, body.Note)))
            .WithName("rejectCase").WithSummary("Sends the papers back; the person hears why.")
            .Refuses("not_found", "case_claimed", "case_not_claimed", "case_not_open", "own_case", "reason_needed");
    }

    private static async Task<Results<Ok<CaseQueueView>, ProblemResult>> List(IGrainFactory grains, string? cursor, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        CasePage page = await grains.GetGrain<IIdentityCasesGrain>(0).Waiting(limit, cursor);
        return TypedResults.Ok(new CaseQueueView([.. page.Cases.Select(CaseView.Of)], page.Waiting, page.NextCursor));
    }

    private static async Task<Results<Ok<CaseView>, ProblemResult>> Find(string id, IGrainFactory grains) =>
        await With(id, grains, async one => new CaseOutcome { Case = await one.Look() });

    private static async Task<Results<FileContentHttpResult, ProblemResult>> Show(string id, string picture, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        PictureOutcome outcome = CustomerId.TryParse(id, out _)
            ? await grains.GetGrain<IIdentityCaseGrain>(id).Show(picture, user.Customer())
            : new PictureOutcome { Refusal = KycRefusal.NotFound };
        http.Response.Headers.CacheControl = "no-store";
        return outcome.Jpeg is { } jpeg ? TypedResults.File(jpeg, "image/jpeg") : outcome.Refusal!.Value.ToProblem();
    }

    private static async Task<Results<Ok<CaseView>, ProblemResult>> With(string id, IGrainFactory grains, Func<IIdentityCaseGrain, Task<CaseOutcome>> act)
    {
        CaseOutcome outcome = CustomerId.TryParse(id, out _) ? await act(grains.GetGrain<IIdentityCaseGrain>(id)) : KycRefusal.NotFound;
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(CaseView.Of(outcome.Case!));
    }
}
