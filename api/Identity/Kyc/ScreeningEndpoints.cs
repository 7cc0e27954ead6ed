using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>The list of names, and customers who are like one of them.</summary>
internal static class ScreeningEndpoints
{
    /// <summary>The largest list, in bytes.</summary>
    public const int ListMax = 15 * 1024 * 1024;

    public static void MapScreening(this RouteGroupBuilder api)
    {
        RouteGroupBuilder lists = api.MapGroup("/operator/sanctions").RequireAuthorization(Policies.Operator).WithTags("Operators");
        lists.MapGet("", Lists).WithName("listSanctions").WithSummary("The versions of the list, newest first.");
        lists.MapPost("", Upload).WithMetadata(new RequestSizeLimitAttribute(ListMax)).WithName("uploadSanctions")
            .WithSummary("Brings a new version (the body is the CSV: name, aliases, birth, source). All customers are then compared with it. The same file again is the same list.")
            .Refuses("list_invalid", "invalid_field");
        RouteGroupBuilder hits = api.MapGroup("/operator/screening").RequireAuthorization(Policies.Operator).WithTags("Operators");
        hits.MapGet("", Hits).WithName("listHits").WithSummary("Customers whose name is like one on the list.").Refuses("invalid_field");
        hits.MapPost("/{id}/confirm", (string id, ReasonBody body, ClaimsPrincipal user, IGrainFactory grains) =>
                With(id, grains, hit => hit.Confirm(user.Customer(), body.Reason)))
            .WithName("confirmHit").WithSummary("It is this person: all their accounts are frozen.").Refuses("not_found", "already_decided", "reason_needed", "own_case");
        hits.MapPost("/{id}/dismiss", (string id, ReasonBody body, ClaimsPrincipal user, IGrainFactory grains) =>
                With(id, grains, hit => hit.Dismiss(user.Customer(), body.Reason)))
            .WithName("dismissHit").WithSummary("It is somebody else.").Refuses("not_found", "already_decided", "reason_needed", "own_case");
    }

    private static async Task<Ok<SanctionsListsView>> Lists(IGrainFactory grains) =>
        TypedResults.Ok(new SanctionsListsView(await grains.GetGrain<IScreeningGrain>(0).Lists(20)));

    private static async Task<Results<Created<SanctionsList>, ProblemResult>> Upload(string? title, ClaimsPrincipal user, IGrainFactory grains, HttpRequest request)
    {
        if (string.IsNullOrWhiteSpace(title))
        {
            return Problem.InvalidField("title");
        }

        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
        SanctionsOutcome outcome = await grains.GetGrain<IScreeningGrain>(0).Upload(title, file.ToArray(), user.Customer());
        return outcome switch
        {
            { List: { } list } => TypedResults.Created((string?)null, list),
            { Line: { } line } => KycRefusal.ListInvalid.ToProblem().With("line", line),
            _ => KycRefusal.ListInvalid.ToProblem(),
        };
    }

    private static async Task<Results<Ok<HitsView>, ProblemResult>> Hits(IGrainFactory grains, string? cursor, string status = "pending", int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax || !Enum.TryParse(status, ignoreCase: true, out HitStatus wanted) || !Enum.IsDefined(wanted))
        {
            return Problem.InvalidField(limit is < 1 or > WalletEndpoints.PageMax ? "limit" : "status");
        }

        HitPage page = await grains.GetGrain<IScreeningGrain>(0).Hits(wanted, limit, cursor);
        return TypedResults.Ok(new HitsView([.. page.Hits.Select(HitView.Of)], page.NextCursor));
    }

    private static async Task<Results<Ok<HitView>, ProblemResult>> With(string id, IGrainFactory grains, Func<IScreeningHitGrain, Task<HitOutcome>> act)
    {
        HitOutcome outcome = Screenings.IsHit(id) ? await act(grains.GetGrain<IScreeningHitGrain>(id)) : KycRefusal.NotFound;
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(HitView.Of(outcome.Hit!));
    }
}
