using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>The shops that a person follows; and the buttons of a shop's page.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class FollowsModel(IGrainFactory grains) : PageModel
{
    /// <summary>The shops.</summary>
    public IReadOnlyList<Follow> Shops { get; private set; } = [];

    /// <summary>How one's own e-mail stands.</summary>
    public EmailView Email { get; private set; } = null!;

    /// <summary>Shows them.</summary>
    public async Task OnGet()
    {
        Email = await grains.Customer(User).Email();
        Shops = await grains.GetGrain<IFollowersGrain>(0).Of(User.Customer());
    }

    /// <summary>Follows a shop.</summary>
    public Task<IActionResult> OnPostFollow(string? shop, string? back) => Act(shop, back, one => one.Follow());

    /// <summary>Follows it no more.</summary>
    public Task<IActionResult> OnPostUnfollow(string? shop, string? back) => Act(shop, back, one => one.Unfollow());

    /// <summary>Agrees to its messages, in the words that the page showed.</summary>
    public Task<IActionResult> OnPostAgree(string? shop, string? back, string? version, MessageChannel channel) => Act(shop, back, one => one.Agree(channel, version ?? ""));

    /// <summary>Withdraws that.</summary>
    public Task<IActionResult> OnPostRefuse(string? shop, string? back, MessageChannel channel) => Act(shop, back, one => one.End(channel, ConsentEnd.Account));

    private async Task<IActionResult> Act(string? shop, string? back, Func<IFollowGrain, Task<FollowOutcome>> act)
    {
        FollowRefusal? refusal = grains.Follow(shop, User.Customer()) is { } follow ? (await act(follow)).Refusal : FollowRefusal.UnknownShop;
        if (refusal is { } no)
        {
            ModelState.AddModelError("", Refusals.Words(no.Code()));
            await OnGet();
            return Page();
        }

        return LocalRedirect(Url.IsLocalUrl(back) ? back! : "/suivis");
    }
}
