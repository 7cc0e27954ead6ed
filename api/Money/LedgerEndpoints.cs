using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>The books as a whole.</summary>
public static class LedgerEndpoints
{
    private const string VerifyPath = "/api/v1/operator/ledger/verify";

    /// <summary>Maps <c>/operator/trial-balance</c> and <c>/operator/ledger</c>.</summary>
    public static RouteGroupBuilder MapLedger(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/operator").RequireAuthorization(Policies.Books).WithTags("Operators");
        group.MapGet("/trial-balance", TrialBalance).WithName("getTrialBalance").WithSummary("Balances by kind of account; they add up to zero.");
        group.MapPost("/ledger/verify", Verify).RequireAuthorization(Policies.Operator).WithName("startVerification")
            .WithSummary("Replays the whole ledger, or joins the verification that runs.");
        group.MapGet("/ledger/verify", Verification).WithName("getVerification").WithSummary("How far the verification is, and what it found.").Refuses("not_found");
        return group;
    }

    private static async Task<Ok<TrialBalanceView>> TrialBalance(IGrainFactory grains) =>
        TypedResults.Ok(TrialBalanceView.Of(await grains.GetGrain<ILedgerGrain>(0).TrialBalance()));

    private static async Task<Accepted<VerificationView>> Verify(IGrainFactory grains) =>
        TypedResults.Accepted(VerifyPath, VerificationView.Of(await grains.GetGrain<ILedgerGrain>(0).StartVerification()));

    private static async Task<Results<Ok<VerificationView>, ProblemResult>> Verification(IGrainFactory grains) =>
        await grains.GetGrain<ILedgerGrain>(0).Verification() is { } status
            ? TypedResults.Ok(VerificationView.Of(status))
            : Problem.Refuse("not_found");
}
