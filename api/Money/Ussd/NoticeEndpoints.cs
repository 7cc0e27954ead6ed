using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Money;

/// <summary>Which SMS a customer wants.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/notices").RequireAuthorization(Policies.Customer).WithTags("Notices");
        group.MapGet("", Read).WithName("getNotices").WithSummary("Which SMS one gets.");
        group.MapPut("", Change).WithName("setNotices").WithSummary("Says which SMS one wants.");
    }

    private static async Task<Ok<NoticesView>> Read(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(new NoticesView(await grains.GetGrain<ICustomerGrain>(user.Customer().Value).HearsOfCredits()));

    private static async Task<Ok<NoticesView>> Change(NoticesView wanted, ClaimsPrincipal user, IGrainFactory grains)
    {
        await grains.GetGrain<ICustomerGrain>(user.Customer().Value).HearOfCredits(wanted.Credits);
        return TypedResults.Ok(wanted);
    }
}

/// <summary>Which SMS a customer gets beside those that protect the account, which are always sent.</summary>
/// <param name="Credits">For money that comes in.</param>
public sealed record NoticesView(bool Credits);
