using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce.Trust;

/// <summary>A page about what buyers say of one product.</summary>
public abstract class TrustPage(IGrainFactory grains) : PageModel
{
    /// <summary>The cluster.</summary>
    protected IGrainFactory Grains { get; } = grains;

    /// <summary>The product as lists show it.</summary>
    public ProductCard Card { get; private set; } = null!;

    /// <summary>Whether the person works in the shop that sells it.</summary>
    public bool IsStaff { get; private set; }

    /// <summary>Who looks; null for somebody who has not signed in.</summary>
    public CustomerId? Person => User.HasWallet() ? User.Customer() : null;

    /// <summary>Finds the product; false when buyers may not see it.</summary>
    protected async Task<bool> Find(string product)
    {
        if (!ProductId.TryParse(product, out ProductId id) || await Grains.Search().Cards([id]) is not [var card])
        {
            return false;
        }

        Card = card;
        IsStaff = Person is { } person && await Grains.GetGrain<IShopGrain>(card.Shop.Value).Look() is { } shop
            && shop.Employs(person, ShopRole.Manager, ShopRole.Packer, ShopRole.Cataloguer);
        return true;
    }

    /// <summary>To the sign-in, and back here.</summary>
    protected IActionResult SignIn() => LocalRedirect("/sign-in?ReturnUrl=" + Uri.EscapeDataString(Request.Path));

    /// <summary>Says why nothing came of it.</summary>
    protected void Refuse(TrustRefusal refusal) => ModelState.AddModelError("", Refusals.Words(TrustEndpoints.CodeOf(refusal)));
}
