using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>The shops that a person follows, and whether they want messages.</summary>
public static class FollowEndpoints
{
    /// <summary>Maps <c>/shops/{shop}/follow</c>, <c>/shops/{shop}/followers</c> and <c>/follows</c>.</summary>
    public static RouteGroupBuilder MapFollows(this RouteGroupBuilder api)
    {
        api.MapGet("/shops/{shop}/followers", Count).AllowAnonymous().RequireRateLimiting(RateLimits.Search).WithTags("Followers").WithName("countFollowers")
            .WithSummary("How many follow a shop.").Refuses("unknown_shop", "too_many_requests");
        RouteGroupBuilder group = api.MapGroup("").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Followers");
        group.MapGet("/follows", List).WithName("listFollows").WithSummary("The shops that one follows.");
        group.MapGet("/shops/{shop}/follow", Find).WithName("getFollow").WithSummary("Whether one follows it, and all consents with their time and the version of the words.").Refuses("unknown_shop");
        group.MapPut("/shops/{shop}/follow", (string shop, ClaimsPrincipal user, IGrainFactory grains) => With(shop, user, grains, one => one.Follow()))
            .WithName("followShop").WithSummary("Follows it. Messages are another matter.").Refuses("unknown_shop");
        group.MapDelete("/shops/{shop}/follow", (string shop, ClaimsPrincipal user, IGrainFactory grains) => With(shop, user, grains, one => one.Unfollow()))
            .WithName("unfollowShop").WithSummary("Follows it no more; a consent to messages ends with it.").Refuses("unknown_shop");
        group.MapPut("/shops/{shop}/follow/messages", (string shop, ConsentBody body, ClaimsPrincipal user, IGrainFactory grains) => With(shop, user, grains, one => one.Consent(body.Version)))
            .WithName("agreeToMessages").WithSummary("Agrees to the shop's messages by SMS.").Refuses("unknown_shop", "consent_outdated");
        group.MapDelete("/shops/{shop}/follow/messages", (string shop, ClaimsPrincipal user, IGrainFactory grains) => With(shop, user, grains, one => one.Withdraw(ConsentEnd.Account)))
            .WithName("refuseMessages").WithSummary("Withdraws the consent.").Refuses("unknown_shop");
        group.MapPut("/shops/{shop}/follow/emails", (string shop, ConsentBody body, ClaimsPrincipal user, IGrainFactory grains) => With(shop, user, grains, one => one.Agree(MessageChannel.Email, body.Version)))
            .WithName("agreeToEmails").WithSummary("Agrees to the shop's messages by e-mail: a consent of its own.").Refuses("unknown_shop", "consent_outdated");
        group.MapDelete("/shops/{shop}/follow/emails", (string shop, ClaimsPrincipal user, IGrainFactory grains) => With(shop, user, grains, one => one.End(MessageChannel.Email, ConsentEnd.Account)))
            .WithName("refuseEmails").WithSummary("Withdraws the consent to e-mail.").Refuses("unknown_shop");
        return group;
    }

    private static async Task<Results<Ok<FollowersView>, ProblemResult>> Count(string shop, IGrainFactory grains) =>
        ShopId.TryParse(shop, out ShopId id) && await grains.GetGrain<IShopGrain>(id.Value).Look() is { Status: ShopStatus.Open or ShopStatus.Suspended }
            ? TypedResults.Ok(new FollowersView((await grains.GetGrain<IFollowersGrain>(0).Count(id)).Followers))
            : Problem.Refuse("unknown_shop");

    private static async Task<Ok<FollowListView>> List(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(new FollowListView([.. (await grains.GetGrain<IFollowersGrain>(0).Of(user.Customer())).Select(FollowView.Of)]));

    private static async Task<Results<Ok<FollowView>, ProblemResult>> Find(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Follow(shop, user.Customer()) is { } follow ? TypedResults.Ok(FollowView.Of(await follow.Look())) : Problem.Refuse("unknown_shop");

    private static async Task<Results<Ok<FollowView>, ProblemResult>> With(string shop, ClaimsPrincipal user, IGrainFactory grains, Func<IFollowGrain, Task<FollowOutcome>> act)
    {
        if (grains.Follow(shop, user.Customer()) is not { } follow)
        {
            return Problem.Refuse("unknown_shop");
        }

        FollowOutcome outcome = await act(follow);
        return outcome.Refusal is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Ok(FollowView.Of(outcome.Follow!));
    }
}
