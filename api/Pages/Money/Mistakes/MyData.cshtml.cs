using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Everything that is held about a person, to take along. The PIN first.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class MyDataModel(
    IGrainFactory grains, SignInService signIn, IStringLocalizer texts, TimeProvider time, Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : PageModel
{
    /// <summary>The PIN.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>Shows the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Hands over the file.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (await signIn.Prove(HttpContext, Pin) is { } wrong)
        {
            ModelState.Refuse(nameof(Pin), texts.Words(wrong, time.GetUtcNow()));
            return Page();
        }

        Response.Headers.CacheControl = "no-store";
        byte[] file = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(await OwnDataReader.Read(grains, User, time), json.Value.SerializerOptions);
        return File(file, "application/json", "postmobile.json");
    }
}
