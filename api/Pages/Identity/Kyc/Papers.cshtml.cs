using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>What each tier allows and takes; the pictures, one at a time so that a lost connection loses one; the submission.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Pictures), RequestSizeLimit(IdentityPapersEndpoints.BodyMax)]
public sealed class PapersModel(IGrainFactory grains, IStringLocalizer texts) : PageModel
{
    private (PictureKind Kind, string Words)? _pictureError;

    /// <summary>How the person stands.</summary>
    public CustomerStanding Standing { get; private set; } = null!;

    /// <summary>Their papers.</summary>
    public IdentityCase Papers { get; private set; } = null!;

    /// <summary>All tiers.</summary>
    public IReadOnlyList<IdentityTier> Tiers { get; private set; } = [];

    /// <summary>Whether something was taken in just now.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Changed { get; set; }

    /// <summary>The tier asked for.</summary>
    [BindProperty]
    public short? Tier { get; set; }

    /// <summary>The document.</summary>
    [BindProperty]
    public IdentityPaperKind Paper { get; set; }

    /// <summary>Its number.</summary>
    [BindProperty]
    public string? Number { get; set; }

    /// <summary>The name in it.</summary>
    [BindProperty]
    public string? FullName { get; set; }

    /// <summary>The day of birth, as the browser sends it.</summary>
    [BindProperty]
    public string? BirthDate { get; set; }

    /// <summary>The last day it is good.</summary>
    [BindProperty]
    public string? ExpiresOn { get; set; }

    /// <summary>Whether a clerk has yet to look.</summary>
    public bool Waits => Papers.Status is CaseStatus.Submitted;

    /// <summary>The last decision, until pictures for the next round come.</summary>
    public CaseDecision? Answer => Papers.Decisions.LastOrDefault();

    /// <summary>The tiers that can be asked for.</summary>
    public IEnumerable<IdentityTier> Above => Tiers.Where(tier => tier.Tier > Standing.Tier && tier.Needs.Count > 0);

    /// <summary>The nearest of them.</summary>
    public IdentityTier? Next => Above.FirstOrDefault();

    /// <summary>The pictures that any of them takes.</summary>
    public IEnumerable<PictureKind> Wanted => Above.SelectMany(tier => tier.Needs).Distinct().Order();

    private IIdentityCaseGrain Case => grains.GetGrain<IIdentityCaseGrain>(User.Customer().Value);

    /// <summary>A limit in words.</summary>
    public string Limit(long? limit) => limit is { } most ? Say.Amount(most) : texts["kyc.no-limit"];

    /// <summary>What was wrong with a picture.</summary>
    public string? ErrorOf(PictureKind kind) => _pictureError is { } error && error.Kind == kind ? error.Words : null;

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (await grains.GetGrain<ICustomerStandingGrain>(User.Customer().Value).Standing() is not { } standing)
        {
            return NotFound();
        }

        (Standing, Papers, Tiers) = (standing, await Case.Look(), await grains.GetGrain<IIdentityCasesGrain>(0).Tiers());
        Tier ??= Next?.Tier;
        FullName ??= Papers.Papers?.Name ?? standing.Name;
        Number ??= Papers.Papers?.Number;
        BirthDate ??= Papers.Papers?.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        ExpiresOn ??= Papers.Papers?.ExpiresOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Page();
    }

    /// <summary>Takes one picture in.</summary>
    public async Task<IActionResult> OnPostPicture(PictureKind kind, IFormFile? file)
    {
        ModelState.Clear();
        KycRefusal? refusal = KycRefusal.PictureType;
        if (file is { Length: > 0 } && Enum.IsDefined(kind))
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, HttpContext.RequestAborted);
            refusal = (await Case.Attach(kind, bytes.ToArray())).Refusal;
        }

        if (refusal is null)
        {
            return RedirectToPage(new { changed = true });
        }

        _pictureError = (kind, Refusals.Words(refusal.Value.Code()));
        return await OnGet();
    }

    /// <summary>Hands the papers in.</summary>
    public async Task<IActionResult> OnPostSubmit()
    {
        bool born = DateOnly.TryParseExact(BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly birth);
        bool expires = DateOnly.TryParseExact(ExpiresOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly until);
        if (!born)
        {
            ModelState.AddModelError(nameof(BirthDate), "error.value");
        }

        if (!expires && !string.IsNullOrWhiteSpace(ExpiresOn))
        {
            ModelState.AddModelError(nameof(ExpiresOn), "error.value");
        }

        if (!ModelState.IsValid)
        {
            return await OnGet();
        }

        CaseOutcome outcome = await Case.Submit(new IdentityPapers
        {
            Tier = Tier ?? 0,
            Paper = Paper,
            Number = Number?.Trim() ?? "",
            Name = FullName ?? "",
            BirthDate = birth,
            ExpiresOn = expires ? until : null,
        });
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { changed = true });
        }

        string missing = outcome.Missing is { } kinds ? " " + string.Join(", ", kinds.Select(kind => texts["kyc.picture." + kind].Value)) : "";
        ModelState.Refuse(refusal is KycRefusal.DocumentExpired ? nameof(ExpiresOn) : "", Refusals.Words(refusal.Code()) + missing);
        return await OnGet();
    }
}
