using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>What was bought, with the number and the link of each order.</summary>
[Authorize(Policy = Policies.Buyer)]
public sealed class DoneModel(IGrainFactory grains, OrderLinks links) : PageModel
{
    /// <summary>The checkout.</summary>
    public Checkout Checkout { get; private set; } = null!;

    /// <summary>The link by which an order is followed without an account.</summary>
    public string Follow(CheckoutParcel parcel) => links.For(parcel.Order);

    /// <summary>Shows it; what is not paid yet is shown where it is paid.</summary>
    public async Task<IActionResult> OnGet(string id)
    {
        if (await CheckoutEndpoints.Own(grains, id, User) is not { Status: not CheckoutStatus.Abandoned } checkout)
        {
            return RedirectToPage("/Commerce/Cart/Cart");
        }

        Checkout = checkout;
        return checkout.Status == CheckoutStatus.Open ? RedirectToPage("/Commerce/Cart/PayCheckout", new { id }) : Page();
    }
}
