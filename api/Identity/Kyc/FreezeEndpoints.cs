using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>What operators stop on a customer's accounts: one stops, another allows again.</summary>
internal static class FreezeEndpoints
{
    public static void MapFreezes(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/operator").RequireAuthorization(Policies.Operator).WithTags("Operators");
        group.MapGet("/freezes", List).WithName("listFreezes").WithSummary("Whom operators have frozen, newest first.");
        group.MapPost("/customers/{phone}/freeze", Freeze).WithName("freezeCustomer").WithSummary("Stops debits, credits or both on all accounts of a customer, with a reason.")
            .Refuses("unknown_customer", "reason_needed", "own_case", "invalid_field");
        group.MapPost("/customers/{phone}/freeze/lift", Lift).WithName("liftFreeze").WithSummary("Lifts what operators have stopped; as another operator than those who did.")
            .Refuses("unknown_customer", "reason_needed", "own_case", "not_frozen", "same_operator");
    }

    private static async Task<Ok<FreezesView>> List(IGrainFactory grains) =>
        TypedResults.Ok(new FreezesView([.. (await grains.GetGrain<IIdentityCasesGrain>(0).Restricted(200)).Select(FreezeView.Of)]));

    private static async Task<Results<Ok<FreezeView>, ProblemResult>> Freeze(string phone, FreezeBody body, ClaimsPrincipal user, Customers customers, IGrainFactory grains) =>
        body.Freeze is Postmobile.Money.Freeze.None
            ? Problem.InvalidField("freeze")
            : await With(phone, customers, grains, standing => standing.Freeze(body.Freeze, body.Reason, user.Customer()));

    private static Task<Results<Ok<FreezeView>, ProblemResult>> Lift(string phone, ReasonBody body, ClaimsPrincipal user, Customers customers, IGrainFactory grains) =>
        With(phone, customers, grains, standing => standing.LiftFreeze(body.Reason, user.Customer()));

    private static async Task<Results<Ok<FreezeView>, ProblemResult>> With(
        string phone, Customers customers, IGrainFactory grains, Func<ICustomerStandingGrain, Task<KycRefusal?>> act)
    {
        if (await customers.Find(phone) is not { } customer || await customer.Look() is not { } person)
        {
            return KycRefusal.UnknownCustomer.ToProblem();
        }

        ICustomerStandingGrain standing = grains.GetGrain<ICustomerStandingGrain>(person.Id.Value);
        return await act(standing) is { } refusal ? refusal.ToProblem() : TypedResults.Ok(FreezeView.Of((await standing.Standing())!));
    }
}
