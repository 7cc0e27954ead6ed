using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using Postmobile.Api.Problems;
using Postmobile.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Postmobile.Api.Identity;

/// <summary>What operators do about people and partners.</summary>
internal static class OperatorEndpoints
{
    public static void MapCustomersForOperators(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/operator/customers/{phone}").RequireAuthorization(Policies.Operator).WithTags("Operators");
        group.MapGet("", Look).WithName("getCustomer").WithSummary("A customer by number or customer id.").Refuses("unknown_customer");
        group.MapPost("/roles", Grant).WithName("grantRole").WithSummary("Gives a role; operator and accountant take two operators (202 until the second).")
            .Refuses("unknown_customer", "not_allowed", "ledger_pending");
        group.MapDelete("/roles/{role}", Revoke).WithName("revokeRole").WithSummary("Takes a role away.").Refuses("unknown_customer", "not_allowed");
        group.MapPost("/pin-reset", AllowPinReset).WithName("allowPinReset").WithSummary("Identity checked: for a day a code by SMS is enough for a new PIN.")
            .Refuses("unknown_customer", "not_allowed");
        group.MapPost("/detach-number", DetachNumber).WithName("detachNumber").WithSummary("Takes away a number that its network has given to somebody else. The wallet stays with the customer.")
            .Refuses("unknown_customer", "not_allowed");
    }

    public static void MapPartnersForOperators(this RouteGroupBuilder api) =>
        api.MapPost("/operator/partners", AddPartner).RequireAuthorization(Policies.Operator).WithTags("Operators").WithName("createPartner")
            .WithSummary("Registers a partner's program. Its secret is shown this once.").Refuses("invalid_name");

    private static async Task<Results<Ok<ProfileView>, ProblemResult>> Look(string phone, Customers customers, TimeProvider time) =>
        await customers.Find(phone) is { } customer
            ? TypedResults.Ok(ProfileView.Of((await customer.Look())!))
            : new IdentityRefusal(IdentityRefusalCode.UnknownCustomer).ToProblem(time);

    private static async Task<Results<NoContent, Accepted<RoleProposedView>, ProblemResult>> Grant(
        string phone, RoleBody body, ClaimsPrincipal user, Customers customers, TimeProvider time)
    {
        if (await customers.Find(phone) is not { } customer)
        {
            return new IdentityRefusal(IdentityRefusalCode.UnknownCustomer).ToProblem(time);
        }

        IdentityRefusal? refusal = await customer.Grant(body.Role, user.Customer());
        return refusal is null ? TypedResults.NoContent()
            : refusal.Code == IdentityRefusalCode.SecondOperatorNeeded ? TypedResults.Accepted((string?)null, new RoleProposedView(body.Role, refusal.StableCode))
            : refusal.ToProblem(time);
    }

    private static async Task<Results<NoContent, ProblemResult>> Revoke(string phone, string role, ClaimsPrincipal user, Customers customers, TimeProvider time) =>
        Enum.TryParse(role, ignoreCase: true, out Role known) && Enum.IsDefined(known)
            ? await customers.With(phone, customer => customer.Revoke(known, user.Customer()), time)
            : Problem.InvalidField("role");

    private static Task<Results<NoContent, ProblemResult>> AllowPinReset(string phone, ClaimsPrincipal user, Customers customers, TimeProvider time) =>
        customers.With(phone, customer => customer.AllowPinReset(user.Customer()), time);

    private static Task<Results<NoContent, ProblemResult>> DetachNumber(string phone, ClaimsPrincipal user, Customers customers, TimeProvider time) =>
        customers.With(phone, customer => customer.DetachNumber(user.Customer()), time);

    private static async Task<Results<Created<PartnerView>, ProblemResult>> AddPartner(PartnerBody body, IOpenIddictApplicationManager applications, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > 80)
        {
            return new IdentityRefusal(IdentityRefusalCode.InvalidName).ToProblem(time);
        }

        var partner = new PartnerView(
            "p-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32)), body.Name.Trim());
        await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = partner.ClientId,
            ClientSecret = partner.ClientSecret,
            ClientType = ClientTypes.Confidential,
            DisplayName = partner.Name,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        });
        return TypedResults.Created((string?)null, partner);
    }
}
