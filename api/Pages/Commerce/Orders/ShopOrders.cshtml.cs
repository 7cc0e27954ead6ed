using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

using Order = Postmobile.Commerce.Order; // not the sealed order of a payment, which is a page's own

/// <summary>What the shop's staff has to do now, first things first.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class ShopOrdersModel(IGrainFactory grains) : PageModel
{
    private const int PageSize = 30;

    private static readonly OrderStatus[] s_now = [OrderStatus.Placed, OrderStatus.Paid, OrderStatus.Accepted, OrderStatus.Packed, OrderStatus.Disputed, OrderStatus.Returning];

    /// <summary>The person's shops.</summary>
    public IReadOnlyList<ShopLine> Shops { get; private set; } = [];

    /// <summary>The shop that is shown; null without any.</summary>
    public ShopId? Shop { get; private set; }

    /// <summary>What is to be done, the nearest deadline first.</summary>
    public IReadOnlyList<Order> Now { get; private set; } = [];

    /// <summary>All orders, newest first.</summary>
    public OrderPage All { get; private set; } = new([], null);

    /// <summary>Shows them.</summary>
    public async Task OnGet(string? shop, string? cursor)
    {
        Shops = [.. (await grains.GetGrain<IShopsGrain>(0).Of(User.Customer())).Where(one => one.Role is ShopRole.Owner or ShopRole.Manager or ShopRole.Packer)];
        Shop = Shops.FirstOrDefault(one => one.Id.Value == shop)?.Id ?? Shops.FirstOrDefault()?.Id;
        if (Shop is { } id && await grains.ShopFor(id.Value, User, ShopRole.Manager, ShopRole.Packer) is not null)
        {
            IOrdersGrain orders = grains.GetGrain<IOrdersGrain>(0);
            Now = [.. (await orders.OfShop(id, s_now, OrderEndpoints.PageMax, null)).Orders.OrderBy(order => order.Deadline ?? DateTimeOffset.MaxValue)];
            All = await orders.OfShop(id, [], PageSize, cursor);
        }
    }
}
