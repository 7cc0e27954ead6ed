using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages;

/// <summary>The PIN that a page asks for before it pays.</summary>
public sealed class PinProof(SignInService signIn, IStringLocalizer texts, TimeProvider time)
{
    /// <summary>Whether the PIN is right; if not, why stands beside the field.</summary>
    public async Task<bool> Given(PageModel page, string field, string? pin)
    {
        if (await signIn.Prove(page.HttpContext, pin) is not { } wrong)
        {
            return true;
        }

        page.ModelState.Refuse(field, texts.Words(wrong, time.GetUtcNow()));
        return false;
    }
}
