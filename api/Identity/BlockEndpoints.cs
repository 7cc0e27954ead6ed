using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Blocking a wallet at once: by its owner from any telephone, by an agent, by an operator.</summary>
internal static class BlockEndpoints
{
    public static void MapBlocks(this RouteGroupBuilder api)
    {
        api.MapPost("/wallet/block", BlockByPin).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithTags("Wallet").WithName("blockWallet")
            .WithSummary("Blocks the wallet of this number, from any telephone, by PIN. Only an operator unblocks.")
            .Refuses("invalid_phone", "wrong_credentials", "locked", "ledger_pending");
        api.MapPost("/wallet/block-mine", BlockMine).RequireAuthorization(Policies.Customer).WithTags("Wallet").WithName("blockMyWallet")
            .WithSummary("Blocks one's own wallet from a session. This session ends too.").Refuses("ledger_pending");
        api.MapPost("/agent/customers/{phone}/block", BlockAtCounter).RequireAuthorization(Policies.Agent).RequireRateLimiting(RateLimits.SignIn).WithTags("Agents")
            .WithName("blockWalletAtCounter").WithSummary("Blocks a customer's wallet at the counter.").Refuses("unknown_customer", "ledger_pending");
        api.MapPost("/operator/customers/{phone}/block", BlockByOperator).RequireAuthorization(Policies.Operator).WithTags("Operators")
            .WithName("blockCustomer").WithSummary("Blocks a customer's wallet.").Refuses("unknown_customer", "ledger_pending");
        api.MapPost("/operator/customers/{phone}/unblock", Unblock).RequireAuthorization(Policies.Operator).WithTags("Operators")
            .WithName("unblockCustomer").WithSummary("Lifts a block, after the person's identity was checked.").Refuses("unknown_customer", "not_allowed", "ledger_pending");
    }

    private static async Task<Results<NoContent, ProblemResult>> BlockByPin(BlockBody body, IGrainFactory grains, TimeProvider time) =>
        PhoneNumber.TryParse(body.Phone, out PhoneNumber phone)
            ? PinEndpoints.Answer(await grains.GetGrain<IPhoneGrain>(phone.Key).Block(new Pin(body.Pin)), time)
            : new IdentityRefusal(IdentityRefusalCode.InvalidPhone).ToProblem(time);

    private static async Task<Results<NoContent, ProblemResult>> BlockMine(ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) =>
        PinEndpoints.Answer(await grains.GetGrain<ICustomerGrain>(user.Customer().Value).Block(BlockedBy.Owner, user.Customer()), time);

    private static Task<Results<NoContent, ProblemResult>> BlockAtCounter(string phone, ClaimsPrincipal user, Customers customers, TimeProvider time) =>
        customers.With(phone, customer => customer.Block(BlockedBy.Agent, user.Customer()), time);

    private static Task<Results<NoContent, ProblemResult>> BlockByOperator(string phone, ClaimsPrincipal user, Customers customers, TimeProvider time) =>
        customers.With(phone, customer => customer.Block(BlockedBy.Operator, user.Customer()), time);

    private static Task<Results<NoContent, ProblemResult>> Unblock(string phone, ClaimsPrincipal user, Customers customers, TimeProvider time) =>
        customers.With(phone, customer => customer.Unblock(user.Customer()), time);
}
