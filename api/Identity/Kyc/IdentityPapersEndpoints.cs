using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>One's own papers: tiers, pictures, submission.</summary>
internal static class IdentityPapersEndpoints
{
    /// <summary>More than a picture may have, so that whoever sends one that is too large hears so instead of a cut connection.</summary>
    public const int BodyMax = 15 * 1024 * 1024;

    public static void MapPapers(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/identity").RequireAuthorization(Policies.Customer).WithTags("Identity");
        group.MapGet("", Look).WithName("getIdentity").WithSummary("One's tier, what each tier allows and takes, how one's papers stand, what is frozen.").Refuses("unknown_customer");
        group.MapPut("/pictures/{kind}", Attach).RequireRateLimiting(RateLimits.Pictures).WithMetadata(new RequestSizeLimitAttribute(BodyMax)).WithName("putIdentityPicture")
            .WithSummary("Takes a picture in (the body is the JPEG, PNG or WebP file itself; front, back, selfie or address); it replaces that of the same kind.")
            .Refuses("picture_type", "picture_too_large", "picture_dimensions", "picture_unreadable", "case_under_review", "invalid_field", "too_many_requests");
        group.MapPost("/submissions", Submit).WithName("submitIdentity").WithSummary("Hands the pictures in for a tier. The same again changes nothing.")
            .Refuses("picture_missing", "papers_invalid", "document_expired", "tier_not_offered", "case_under_review");
    }

    private static async Task<Results<Ok<IdentityView>, ProblemResult>> Look(ClaimsPrincipal user, IGrainFactory grains) =>
        await View(user.Customer(), grains) is { } view ? TypedResults.Ok(view) : KycRefusal.UnknownCustomer.ToProblem();

    private static async Task<Results<Ok<IdentityView>, ProblemResult>> Attach(string kind, ClaimsPrincipal user, IGrainFactory grains, HttpRequest request)
    {
        if (!Enum.TryParse(kind, ignoreCase: true, out PictureKind known) || !Enum.IsDefined(known))
        {
            return Problem.InvalidField("kind");
        }

        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
        CaseOutcome outcome = await grains.GetGrain<IIdentityCaseGrain>(user.Customer().Value).Attach(known, file.ToArray());
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok((await View(user.Customer(), grains))!);
    }

    private static async Task<Results<Ok<IdentityView>, ProblemResult>> Submit(PapersBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        CaseOutcome outcome = await grains.GetGrain<IIdentityCaseGrain>(user.Customer().Value).Submit(body.Read());
        return outcome switch
        {
            { Missing: { } missing } => KycRefusal.PictureMissing.ToProblem().With("missing", missing),
            { Refusal: { } refusal } => refusal.ToProblem(),
            _ => TypedResults.Ok((await View(user.Customer(), grains))!),
        };
    }

    private static async Task<IdentityView?> View(CustomerId customer, IGrainFactory grains)
    {
        CustomerStanding? standing = await grains.GetGrain<ICustomerStandingGrain>(customer.Value).Standing();
        return standing is null ? null : IdentityView.Of(
            standing, await grains.GetGrain<IIdentityCaseGrain>(customer.Value).Look(), await grains.GetGrain<IIdentityCasesGrain>(0).Tiers());
    }
}
