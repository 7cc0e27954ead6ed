using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Identity;

/// <summary>The telephones and browsers that know this wallet, and the way to make them forget it.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class DevicesModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time, SignInService signIn) : PageModel
{
    /// <summary>The devices, last seen first.</summary>
    public IReadOnlyList<DeviceView> Devices { get; private set; } = [];

    /// <summary>The device of this session.</summary>
    public string Here => User.Device();

    /// <summary>Shows the list.</summary>
    public async Task OnGet() => Devices = await grains.Customer(User).Devices();

    /// <summary>Forgets a device and ends its sessions.</summary>
    public async Task<IActionResult> OnPostRemove(string? device)
    {
        if (await grains.Customer(User).RemoveDevice(device ?? "") is { } refusal)
        {
            ModelState.Refuse("", texts.Words(refusal, time.GetUtcNow()));
            await OnGet();
            return Page();
        }

        return RedirectToPage();
    }

    /// <summary>Ends every session, this one too.</summary>
    public async Task<IActionResult> OnPostEverywhere()
    {
        await grains.Customer(User).SignOutEverywhere();

        // The other front ends hear of it within a second; this browser need not wait.
        await signIn.SignOut(HttpContext);
        return RedirectToPage("/Identity/SignIn");
    }
}
