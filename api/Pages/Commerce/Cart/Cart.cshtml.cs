using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>The cart, of anybody: what is in it, what it costs now, and what changed.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Money)]
public sealed class CartModel(CartDesk desk, IStringLocalizer texts) : PageModel
{
    /// <summary>A coupon's code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Whose number is confirmed in this browser, when nobody is signed in.</summary>
    public CustomerId? Guest { get; private set; }

    /// <summary>The cart with the facts of now.</summary>
    public CartView Cart { get; private set; } = new() { Parcels = [], Coupons = [] };

    /// <summary>What changed about a line, each a text's name.</summary>
    public static IEnumerable<LineChange> Changes(CartLine line) =>
        Enum.GetValues<LineChange>().Where(change => change != LineChange.None && line.Change.HasFlag(change));

    /// <summary>The figure that a change is about.</summary>
    public static string Figure(CartLine line, LineChange change) => change is LineChange.Cheaper or LineChange.Dearer
        ? Say.Amount(line.SeenPrice)
        : line.Left.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a coupon does here, in words.</summary>
    public string Worth(CartCoupon coupon) => coupon.Refusal is { } refusal ? Refusals.Words(refusal.Code())
        : coupon.Worth > 0 ? Say.Amount(-coupon.Worth)
        : texts["cart.coupon-later"];

    /// <summary>Shows it.</summary>
    public async Task OnGet()
    {
        Cart = await desk.Look(HttpContext);
        Guest = User.Visitor() is null ? await HttpContext.FindGuest() : null;
    }

    /// <summary>Another quantity of a line.</summary>
    public async Task<IActionResult> OnPostSet(string? product, string? sku, int quantity, string? take)
    {
        CartOutcome? outcome = ProductId.TryParse(product, out ProductId id) && await desk.Find(HttpContext) is { } cart
            ? await cart.Set(id, sku ?? "", take == "out" ? 0 : quantity)
            : null;
        return await After(outcome?.Refusal, "");
    }

    /// <summary>A coupon's code is entered.</summary>
    public async Task<IActionResult> OnPostCoupon()
    {
        CartRefusal? refusal = Coupons.Read(Code) is { } code && await desk.Find(HttpContext) is { } cart ? (await cart.Enter(code)).Refusal : CartRefusal.UnknownCoupon;
        return await After(refusal, nameof(Code));
    }

    /// <summary>A coupon is taken out.</summary>
    public async Task<IActionResult> OnPostLeave(string? code)
    {
        ModelState.Clear();
        if (Coupons.Read(code) is { } known && await desk.Find(HttpContext) is { } cart)
        {
            await cart.Leave(known);
        }

        return RedirectToPage();
    }

    /// <summary>To the checkout. Who has not signed in does so first, and comes back here with the same cart.</summary>
    public Task<IActionResult> OnPostOrder(long seen, long? total) =>
        User.Identity?.IsAuthenticated == true
            ? CheckOut(User.Customer(), seen, total)
            : Task.FromResult<IActionResult>(RedirectToPage("/Identity/SignIn", new { ReturnUrl = "/panier" }));

    /// <summary>To the checkout without an account. Whose number is not confirmed in this browser confirms it first, and comes back here.</summary>
    public async Task<IActionResult> OnPostGuest(long seen, long? total) =>
        await HttpContext.FindGuest() is { } guest ? await CheckOut(guest, seen, total) : RedirectToPage("/Commerce/Guests/Guest", new { ReturnUrl = "/panier" });

    private async Task<IActionResult> CheckOut(CustomerId buyer, long seen, long? total)
    {
        ICartGrain cart = (await desk.Find(HttpContext, make: true))!;
        CheckoutOutcome outcome = await cart.CheckOut(new CartCheckout { Buyer = buyer, SeenGoods = seen, SeenTotal = total });
        if (outcome is { Refusal: null, Checkout: { } checkout })
        {
            await cart.Agree();
            return RedirectToPage("/Commerce/Cart/Checkout", new { id = checkout.Id.Value });
        }

        return await After(outcome.Refusal, "");
    }

    private async Task<IActionResult> After(CartRefusal? refusal, string field)
    {
        if (refusal is not { } no)
        {
            return RedirectToPage();
        }

        ModelState.Refuse(field, Refusals.Words(no.Code()));
        await OnGet();
        return Page();
    }
}
