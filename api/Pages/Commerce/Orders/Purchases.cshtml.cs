using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>What a person has bought.</summary>
[Authorize(Policy = Policies.Buyer)]
public sealed class PurchasesModel(IGrainFactory grains) : PageModel
{
    private const int PageSize = 20;

    /// <summary>The orders, newest first.</summary>
    public OrderPage Orders { get; private set; } = new([], null);

    /// <summary>Whether a guest looks.</summary>
    public bool IsGuest => User.Buyer().IsGuest;

    /// <summary>What waits for a guest until they open an account, in XAF.</summary>
    public long Waiting { get; private set; }

    /// <summary>Shows a page of them.</summary>
    public async Task OnGet(string? cursor)
    {
        Orders = await grains.GetGrain<IOrdersGrain>(0).OfBuyer(User.Buyer(), PageSize, cursor);
        if (IsGuest && await grains.GetGrain<IGuestGrain>(User.Buyer().Value).Look() is { } guest)
        {
            Waiting = (await grains.Account(guest.Account).Look())?.Balance ?? 0;
        }
    }

    /// <summary>This browser forgets the guest; a telephone may be lent.</summary>
    public async Task<IActionResult> OnPostForget()
    {
        await HttpContext.SignOutAsync(AuthSchemes.GuestCookie);
        return LocalRedirect("/panier");
    }
}
