using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Translations;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Shell;

/// <summary>The language switch of every page.</summary>
[AllowAnonymous]
public sealed class LanguageModel(IGrainFactory grains) : PageModel
{
    /// <summary>Nothing to see here.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Remembers the language in the browser, and in the profile of who is signed in, and goes back.</summary>
    public async Task<IActionResult> OnPost(string? to, string? back)
    {
        if (Language.Find(to) is { } language)
        {
            LanguageMiddleware.Remember(HttpContext, language);
            await RememberInProfile(language);
        }

        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/");
    }

    private async Task RememberInProfile(Language language)
    {
        if (User.Identity?.IsAuthenticated == true)
        {
            ICustomerGrain customer = grains.Customer(User);
            if (await customer.Look() is { } person)
            {
                await customer.SetProfile(person.Name, language.Code);
            }
        }
    }
}
