using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>What a shop's page shows of its followers.</summary>
/// <param name="Shop">Which.</param>
/// <param name="Followers">How many there are.</param>
/// <param name="Mine">How the person who looks stands to it; null for somebody who has not signed in.</param>
/// <param name="Email">How their e-mail stands.</param>
public sealed record ShopFollow(Shop Shop, long Followers, Follow? Mine, EmailView? Email);

/// <summary>Follow, and hear from it or not: <c>@await Component.InvokeAsync("ShopFollow", new { shop })</c>.</summary>
public sealed class ShopFollowViewComponent(IGrainFactory grains) : ViewComponent
{
    /// <summary>Reads and shows it.</summary>
    public async Task<IViewComponentResult> InvokeAsync(Shop shop)
    {
        Task<FollowCount> count = grains.GetGrain<IFollowersGrain>(0).Count(shop.Id);
        Follow? mine = UserClaimsPrincipal.HasWallet() ? await grains.Follow(shop.Id.Value, UserClaimsPrincipal.Customer())!.Look() : null;
        EmailView? email = mine is { Following: true } ? await grains.Customer(UserClaimsPrincipal).Email() : null;
        return View("~/Pages/Shared/_ShopFollow.cshtml", new ShopFollow(shop, (await count).Followers, mine, email));
    }
}

/// <summary>Ways to share something: <c>&lt;partial name="_Share" model="ShareBox.Of(Request, id, title)" /&gt;</c>.</summary>
/// <param name="Title">What is shared, in words.</param>
/// <param name="Links">A short link a channel.</param>
public sealed record ShareBox(string Title, IReadOnlyDictionary<ShareChannel, string> Links)
{
    /// <summary>Of a product, a shop or a referral code.</summary>
    public static ShareBox Of(HttpRequest request, string id, string title) => new(title, ShareEndpoints.Links(request, id));

    /// <summary>Opens WhatsApp with words and link.</summary>
    public string WhatsApp => "https://wa.me/?text=" + Uri.EscapeDataString($"{Title} {Links[ShareChannel.WhatsApp]}");

    /// <summary>Opens Facebook with the link.</summary>
    public string Facebook => "https://www.facebook.com/sharer/sharer.php?u=" + Uri.EscapeDataString(Links[ShareChannel.Facebook]);

    /// <summary>Opens an SMS with words and link.</summary>
    public string Sms => "sms:?body=" + Uri.EscapeDataString($"{Title} {Links[ShareChannel.Sms]}");
}
