using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>A person's referral code and what it brings; the programme, for operators.</summary>
public static class ReferralEndpoints
{
    /// <summary>Maps <c>/referral</c> and <c>/operator/referrals</c>.</summary>
    public static RouteGroupBuilder MapReferrals(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/referral").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Referrals");
        group.MapGet("", Mine).WithName("getReferral").WithSummary("One's code, who came by it, and what was earned.");
        group.MapPost("/claim", Claim).WithName("claimReferral").WithSummary("Says by whose code one came; within seven days of registering, once.").Refuses(
            "referral_code", "referral_closed", "referral_own", "referral_too_late", "referral_taken", "referral_same_device", "referral_same_phone");

        RouteGroupBuilder post = api.MapGroup("/operator/referrals").RequireAuthorization(Policies.Operator).WithTags("Referrals");
        post.MapGet("", async (IGrainFactory grains) => TypedResults.Ok(ReferralProgramView.Of(await grains.ReferralProgram().Look())))
            .WithName("getReferralProgram").WithSummary("What referrals bring, and what was promised so far.");
        post.MapPut("", (ReferralTermsBody body, ClaimsPrincipal user, IGrainFactory grains) => Map(grains.ReferralProgram().Propose(body.Read(), user.Customer())))
            .WithName("proposeReferralTerms").WithSummary("Proposes other terms; another operator approves.").Refuses("invalid_field");
        post.MapPost("/approve", (ClaimsPrincipal user, IGrainFactory grains) => Map(grains.ReferralProgram().Approve(user.Customer())))
            .WithName("approveReferralTerms").WithSummary("Approves what another operator has proposed.").Refuses("not_found", "second_operator_needed");
        post.MapPost("/stop", (ClaimsPrincipal user, IGrainFactory grains) => Map(grains.ReferralProgram().Stop(user.Customer())))
            .WithName("stopReferrals").WithSummary("No more rewards; what was promised is paid.");
        return group;
    }

    /// <summary>All that a person sees of their referrals; what may be due is looked for first.</summary>
    internal static async Task<ReferralView> Read(IGrainFactory grains, CustomerId person, HttpRequest request)
    {
        string code = await grains.GetGrain<IReferrerGrain>(Referrals.ReferrerKey(person)).Code();
        Referral? came = await grains.GetGrain<IReferralGrain>(Referrals.Key(person)).Check();
        IReadOnlyList<Referral> invited = await grains.GetGrain<IReferralsGrain>(0).Of(person);
        return new ReferralView(
            code, $"{request.Scheme}://{request.Host}{ShareLinks.Referral(code, ShareChannel.Copy)}", ReferralTermsBody.Of((await grains.ReferralProgram().Look()).Terms),
            invited.Sum(one => one.ReferrerGot) + (came?.InviteeGot ?? 0),
            [.. invited.Select(one => new ReferralLineView(one.At, one.Status, one.DueAt, one.ReferrerGot, one.Why))],
            came is null ? null : new ReferralLineView(came.At, came.Status, came.DueAt, came.InviteeGot, came.Why));
    }

    private static async Task<Ok<ReferralView>> Mine(ClaimsPrincipal user, IGrainFactory grains, HttpRequest request) => TypedResults.Ok(await Read(grains, user.Customer(), request));

    private static async Task<Results<Ok<ReferralView>, ProblemResult>> Claim(ReferralClaimBody body, ClaimsPrincipal user, IGrainFactory grains, HttpRequest request)
    {
        ReferralRefusal? refusal = Referrals.Read(body.Code) is { } code
            ? (await grains.GetGrain<IReferralGrain>(Referrals.Key(user.Customer())).Claim(code)).Refusal
            : ReferralRefusal.Code;
        return refusal is { } no ? Problem.Refuse(no.Code()) : TypedResults.Ok(await Read(grains, user.Customer(), request));
    }

    private static async Task<Results<Ok<ReferralProgramView>, ProblemResult>> Map(Task<ReferralProgramOutcome> act)
    {
        ReferralProgramOutcome outcome = await act;
        return outcome.Refusal is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Ok(ReferralProgramView.Of(outcome.Program));
    }
}
