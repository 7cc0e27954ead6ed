using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Who I am to the post, what my limits are, and the way to everything that keeps the wallet safe.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class ProfileModel(IGrainFactory grains) : PageModel
{
    /// <summary>The person.</summary>
    public CustomerView Person { get; private set; } = null!;

    /// <summary>The wallet's limits and what is left of them.</summary>
    public IReadOnlyList<LimitLeft> Limits { get; private set; } = [];

    /// <summary>What stands in the circle beside the name.</summary>
    public string Initial => Person.Name[..1].ToUpper(System.Globalization.CultureInfo.CurrentCulture);

    /// <summary>Whether something has just been changed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Changed { get; set; }

    /// <summary>Shows the profile.</summary>
    public async Task<IActionResult> OnGet()
    {
        if (await grains.Customer(User).Look() is not { } person)
        {
            return NotFound();
        }

        Person = person;
        Limits = (await grains.Account(person.Wallet).Look())?.Limits ?? [];
        return Page();
    }
}
