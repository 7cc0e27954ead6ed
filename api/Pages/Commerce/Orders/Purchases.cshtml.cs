using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>What a person has bought.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class PurchasesModel(IGrainFactory grains) : PageModel
{
    private const int PageSize = 20;

    /// <summary>The orders, newest first.</summary>
    public OrderPage Orders { get; private set; } = new([], null);

    /// <summary>Shows a page of them.</summary>
    public async Task OnGet(string? cursor) => Orders = await grains.GetGrain<IOrdersGrain>(0).OfBuyer(User.Customer(), PageSize, cursor);
}
