using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Papers that wait for a clerk, oldest first; the list moves by itself.</summary>
[Authorize(Policy = Policies.Reviewer), ResponseCache(NoStore = true)]
public sealed class CasesModel(IGrainFactory grains) : PageModel
{
    private const int PerPage = 30;

    /// <summary>What waits.</summary>
    public CasePage Cases { get; private set; } = new([], 0, null);

    /// <summary>Who has taken what.</summary>
    public Dictionary<string, string> Names { get; private set; } = [];

    /// <summary>The queue's topic, of a role that the reader has.</summary>
    public string Topic => Topics.For(User.Is(Role.Clerk) ? Role.Clerk : Role.Operator, "identity");

    /// <summary>Shows the queue.</summary>
    public async Task OnGet(string? cursor)
    {
        Cases = await grains.GetGrain<IIdentityCasesGrain>(0).Waiting(PerPage, cursor);
        Names = await grains.NamesOf(Cases.Cases.Select(one => one.Claim?.By));
    }
}
