using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Agents;

/// <summary>Where can I withdraw this much now? For everybody, also before registering.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Money)]
public sealed class PlacesModel(IGrainFactory grains) : PageModel
{
    /// <summary>From which town.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Town { get; set; }

    /// <summary>How much cash; empty for any.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Amount { get; set; }

    /// <summary>Only those open now.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Now { get; set; }

    /// <summary>What was found; null before anybody asked.</summary>
    public IReadOnlyList<NearbyAgent>? Found { get; private set; }

    /// <summary>Searches, when a town was named.</summary>
    public async Task OnGet()
    {
        if (Congo.Find(Town) is not { } town)
        {
            Town = null;
            return;
        }

        Town = town.Name;
        long amount = Say.TryReadAmount(Amount, out long read) ? read : 0;
        if (amount == 0 && !string.IsNullOrWhiteSpace(Amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
        }

        Found = await grains.GetGrain<IAgentsGrain>(0).Nearby(new NearbyQuestion(town.Latitude, town.Longitude, amount, Now, 20));
    }
}
