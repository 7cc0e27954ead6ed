using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>A person's reports, with the post's answers.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class MyReportsModel(IGrainFactory grains) : PageModel
{
    /// <summary>The reports, newest first.</summary>
    public IReadOnlyList<HelpReport> Reports { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGet() => Reports = await grains.GetGrain<IHelpReportsGrain>(0).Of(User.Customer());
}
