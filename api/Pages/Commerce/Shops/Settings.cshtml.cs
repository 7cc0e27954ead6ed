using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>A shop's settings, papers and look, for its owner and managers.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true), EnableRateLimiting(RateLimits.Pictures), RequestSizeLimit(BodyMax)]
public sealed class SettingsModel(IGrainFactory grains) : PageModel, IShopFormPage
{
    private const int BodyMax = 15 * 1024 * 1024;

    /// <summary>The shop.</summary>
    public ShopDetails Details { get; private set; } = null!;

    /// <inheritdoc />
    [BindProperty]
    public ShopForm Form { get; set; } = new();

    /// <summary>The version that the form was read from.</summary>
    [BindProperty]
    public long? Version { get; set; }

    /// <summary>Whether something was saved just now.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Changed { get; set; }

    /// <summary>Whether the reader owns it.</summary>
    public bool IsOwner => Details.Shop.Owner == User.Customer();

    /// <summary>Whether the post has yet to look.</summary>
    public bool Waits => Details.Shop.Status is ShopStatus.Pending && Details.SubmittedAt is not null;

    /// <summary>Whether the application can still be changed.</summary>
    public bool Prepares => Details.Shop.Status is ShopStatus.Refused || (Details.Shop.Status is ShopStatus.Pending && Details.SubmittedAt is null);

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string shop)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager) is not { } known)
        {
            return NotFound();
        }

        (Details, Form, Version) = (known, ShopForm.Of(known.Profile), known.Version);
        return Page();
    }

    /// <summary>Saves what it says of itself.</summary>
    public async Task<IActionResult> OnPostProfile(string shop)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager) is not { } known)
        {
            return NotFound();
        }

        Details = known;
        ShopOutcome outcome = await grains.Shop(shop)!.Edit(User.Customer(), Form.Read(known.Profile), Version);
        if (outcome.Refusal is null)
        {
            return RedirectToPage(new { shop, changed = true });
        }

        ShopForm.Refuse(ModelState, outcome);
        return Page();
    }

    /// <summary>Takes a paper in.</summary>
    public Task<IActionResult> OnPostPaper(string shop, ShopPaperKind kind, IFormFile? file) =>
        Act(shop, async one => Enum.IsDefined(kind) ? await one.AttachPaper(User.Customer(), kind, await Read(file)) : ShopRefusal.PictureType);

    /// <summary>Takes a picture of its look in.</summary>
    public Task<IActionResult> OnPostPicture(string shop, string? which, IFormFile? file) => Act(shop, async one =>
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager) is not { } known)
        {
            return ShopRefusal.NotShopStaff;
        }

        ImageOutcome kept = await grains.GetGrain<IImagesGrain>(0).Keep(shop, await Read(file));
        return kept.Image is not { } image ? kept.Refusal!.Value
            : await one.Edit(User.Customer(), which == "logo" ? known.Profile with { Logo = image.Id } : known.Profile with { Banner = image.Id }, known.Version);
    });

    /// <summary>Hands the application in.</summary>
    public Task<IActionResult> OnPostSubmit(string shop) => Act(shop, one => one.Submit(User.Customer()));

    /// <summary>Closes the shop.</summary>
    public Task<IActionResult> OnPostClose(string shop) => Act(shop, one => one.Close(User.Customer(), post: false, null));

    private async Task<IActionResult> Act(string shop, Func<IShopGrain, Task<ShopOutcome>> act)
    {
        ModelState.Clear();
        ShopOutcome outcome = grains.Shop(shop) is { } grain ? await act(grain) : ShopRefusal.UnknownShop;
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { shop, changed = true });
        }

        ModelState.Refuse("", Refusals.Words(refusal.Code()));
        return await OnGet(shop);
    }

    private async Task<byte[]> Read(IFormFile? file)
    {
        using var bytes = new MemoryStream();
        if (file is not null)
        {
            await file.CopyToAsync(bytes, HttpContext.RequestAborted);
        }

        return bytes.ToArray();
    }
}
