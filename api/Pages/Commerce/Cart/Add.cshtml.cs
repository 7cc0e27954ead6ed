using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>Takes what a product's page posts: product, sku and quantity.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Money)]
public sealed class AddModel(CartDesk desk) : PageModel
{
    /// <summary>Nothing to see: to the cart.</summary>
    public IActionResult OnGet() => RedirectToPage("/Commerce/Cart/Cart");

    /// <summary>Puts it in and shows the cart.</summary>
    public async Task<IActionResult> OnPost(string? product, string? sku, int quantity = 1)
    {
        CartRefusal? refusal = ProductId.TryParse(product, out ProductId id)
            ? (await (await desk.Find(HttpContext, make: true))!.Add(id, sku, quantity)).Refusal
            : CartRefusal.UnknownProduct;
        if (refusal is not { } no)
        {
            return RedirectToPage("/Commerce/Cart/Cart");
        }

        ModelState.Refuse("", Refusals.Words(no.Code()));
        return Page();
    }
}
