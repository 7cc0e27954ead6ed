using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Customers whose name is like one on the list, and the list itself.</summary>
[Authorize(Policy = Policies.Operator), RequestSizeLimit(ScreeningEndpoints.ListMax), ResponseCache(NoStore = true)]
public sealed class ScreeningModel(IGrainFactory grains, IStringLocalizer texts) : PageModel
{
    private const int PerPage = 20;

    /// <summary>Hits that wait.</summary>
    public HitPage Hits { get; private set; } = new([], null);

    /// <summary>The versions of the list.</summary>
    public IReadOnlyList<SanctionsList> Lists { get; private set; } = [];

    /// <summary>What the new version is called.</summary>
    [BindProperty]
    public string? ListTitle { get; set; }

    private IScreeningGrain Screening => grains.GetGrain<IScreeningGrain>(0);

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGet(string? cursor)
    {
        (Hits, Lists) = (await Screening.Hits(HitStatus.Pending, PerPage, cursor), await Screening.Lists(10));
        return Page();
    }

    /// <summary>Brings a new version of the list.</summary>
    public async Task<IActionResult> OnPostUpload(IFormFile? file)
    {
        ModelState.Clear();
        using var bytes = new MemoryStream();
        await (file?.CopyToAsync(bytes, HttpContext.RequestAborted) ?? Task.CompletedTask);
        SanctionsOutcome outcome = await Screening.Upload(ListTitle ?? "", bytes.ToArray(), User.Customer());
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Refuse("", Refusals.Words(refusal.Code()) + (outcome.Line is { } line ? " " + texts["kyc.list-line", line].Value : ""));
            return await OnGet(cursor: null);
        }

        return RedirectToPage();
    }

    /// <summary>Confirms or dismisses a hit.</summary>
    public async Task<IActionResult> OnPostDecide(string? hit, string? decision, string? reason)
    {
        if (hit is null || !Screenings.IsHit(hit))
        {
            return NotFound();
        }

        IScreeningHitGrain grain = grains.GetGrain<IScreeningHitGrain>(hit);
        HitOutcome outcome = decision == "confirm" ? await grain.Confirm(User.Customer(), reason ?? "") : await grain.Dismiss(User.Customer(), reason ?? "");
        if (outcome.Refusal is { } refusal)
        {
            ModelState.Clear();
            ModelState.Refuse("", Refusals.Words(refusal.Code()));
            return await OnGet(cursor: null);
        }

        return RedirectToPage();
    }
}
