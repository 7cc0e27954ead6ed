using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Trust;

/// <summary>A person's wish list; and the buttons that put products on it or ask to hear when there are some again.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class WishesModel(IGrainFactory grains) : PageModel
{
    /// <summary>The products.</summary>
    public IReadOnlyList<ProductCard> Found { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGet() => Found = await grains.Search().Cards(await grains.Wishes(User.Customer()).List());

    /// <summary>Puts a product on the list.</summary>
    public Task<IActionResult> OnPostAdd(string product, string? back) => Act(product, back, async id => await grains.Wishes(User.Customer()).Add(id));

    /// <summary>Takes it from the list.</summary>
    public Task<IActionResult> OnPostRemove(string product, string? back) => Act(product, back, async id =>
    {
        await grains.Wishes(User.Customer()).Remove(id);
        return null;
    });

    /// <summary>One SMS when there are some again.</summary>
    public Task<IActionResult> OnPostWait(string product, string? back) => Act(product, back, async id => await grains.Waiting(id).Add(User.Customer()));

    /// <summary>No SMS any more.</summary>
    public Task<IActionResult> OnPostForget(string product, string? back) => Act(product, back, async id =>
    {
        await grains.Waiting(id).Remove(User.Customer());
        return null;
    });

    private async Task<IActionResult> Act(string product, string? back, Func<ProductId, Task<TrustRefusal?>> act)
    {
        TrustRefusal? refusal = ProductId.TryParse(product, out ProductId id) ? await act(id) : TrustRefusal.NotFound;
        if (refusal is { } no)
        {
            ModelState.AddModelError("", Refusals.Words(TrustEndpoints.CodeOf(no)));
            await OnGet();
            return Page();
        }

        return LocalRedirect(Url.IsLocalUrl(back) ? back! : "/mes-envies");
    }
}
