using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>Shops before the post: first of all the applications that wait.</summary>
[Authorize(Policy = Policies.Reviewer), ResponseCache(NoStore = true)]
public sealed class ReviewModel(IGrainFactory grains) : PageModel
{
    private const int PerPage = 30;

    /// <summary>A page of them.</summary>
    public ShopPage Shops { get; private set; } = new([], null);

    /// <summary>Of which status.</summary>
    [BindProperty(SupportsGet = true)]
    public ShopStatus Status { get; set; }

    /// <summary>The queue's topic, of a role that the reader has.</summary>
    public string Topic => Topics.For(User.Is(Role.Clerk) ? Role.Clerk : Role.Operator, "shops");

    /// <summary>Shows them.</summary>
    public async Task OnGet(string? cursor) => Shops = await grains.GetGrain<IShopsGrain>(0).Review(Enum.IsDefined(Status) ? Status : ShopStatus.Pending, PerPage, cursor);
}
