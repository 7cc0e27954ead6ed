using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using QRCoder;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>A person's referral code, who came by it, and what was earned.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class InviteModel(IGrainFactory grains, TimeProvider time) : PageModel
{
    private static readonly TimeSpan s_new = TimeSpan.FromDays(7);

    /// <summary>The code of somebody else, by which this person came.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>All that there is to see.</summary>
    public ReferralView Mine { get; private set; } = null!;

    /// <summary>Whether the person may still say by whose code they came.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task OnGet()
    {
        Mine = await ReferralEndpoints.Read(grains, User.Customer(), Request);
        IsNew = await grains.Customer(User).Look() is { } person && time.GetUtcNow() - person.CreatedAt < s_new;
        Code ??= InvitedModel.CodeIn(Request);
    }

    /// <summary>The link as a picture that another telephone reads.</summary>
    public async Task<IActionResult> OnGetQr()
    {
        string code = await grains.GetGrain<IReferrerGrain>(Referrals.ReferrerKey(User.Customer())).Code();
        using var generator = new QRCodeGenerator();
        using QRCodeData data = generator.CreateQrCode(ShareEndpoints.Links(Request, code)[ShareChannel.Phone], QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        Response.Headers.CacheControl = "private, max-age=3600";
        return File(picture.GetGraphic(8), "image/png");
    }

    /// <summary>Says by whose code one came.</summary>
    public async Task<IActionResult> OnPost()
    {
        ReferralRefusal? refusal = Referrals.Read(Code) is { } code
            ? (await grains.GetGrain<IReferralGrain>(Referrals.Key(User.Customer())).Claim(code)).Refusal
            : ReferralRefusal.Code;
        if (refusal is not { } no)
        {
            return RedirectToPage();
        }

        ModelState.AddModelError(nameof(Code), Refusals.Words(no.Code()));
        await OnGet();
        return Page();
    }
}
