using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>The coupons that the post pays for: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class PostCouponsModel(IGrainFactory grains) : PageModel
{
    private const int Shown = 100;

    /// <summary>The new coupon.</summary>
    [BindProperty]
    public CouponForm Form { get; set; } = new() { Uses = 1_000, Person = 1 };

    /// <summary>What there is.</summary>
    public IReadOnlyList<Coupon> Coupons { get; private set; } = [];

    /// <summary>Who looks.</summary>
    public CustomerId Me => User.Customer();

    /// <summary>Shows them.</summary>
    public async Task OnGet() => Coupons = await grains.GetGrain<ICouponsGrain>(0).List(null, Shown);

    /// <summary>Proposes one.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (await Form.Make(grains, User, null) is not { } no)
        {
            return RedirectToPage();
        }

        ModelState.Refuse(nameof(CouponForm.Code), Refusals.Words(no.Code()));
        await OnGet();
        return Page();
    }

    /// <summary>Approves one, or stops it.</summary>
    public async Task<IActionResult> OnPostDecide(string? code, bool approve)
    {
        ModelState.Clear();
        CouponOutcome outcome = approve && Postmobile.Commerce.Coupons.Read(code) is { } known
            ? await grains.GetGrain<ICouponGrain>(Postmobile.Commerce.Coupons.Key(known)).Approve(Me)
            : await CouponEndpoints.StopOne(grains, code, User, null);
        if (outcome.Refusal is not { } no)
        {
            return RedirectToPage();
        }

        ModelState.Refuse("", Refusals.Words(no.Code()));
        await OnGet();
        return Page();
    }
}
