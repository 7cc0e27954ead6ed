using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Money;

namespace Postmobile.Api.Commerce;

using Order = Postmobile.Commerce.Order; // not the sealed order of a payment

/// <summary>A campaign with what came of it in thirty days.</summary>
public sealed record CampaignResult(Campaign Campaign, long Views, long Clicks, long Cost, long Sales, long SalesAmount);

/// <summary>What somebody of a shop sees of it at a glance; what is not theirs by their role is not asked for.</summary>
public sealed record ShopBoard
{
    private const int DaysShown = 30;
    private const int MonthsShown = 12;
    private const int NowShown = 6;
    private const int LowShown = 8;
    private const int BestShown = 5;
    private const int CampaignsShown = 4;

    private static readonly OrderStatus[] s_now = [OrderStatus.Placed, OrderStatus.Paid, OrderStatus.Accepted, OrderStatus.Packed, OrderStatus.Disputed, OrderStatus.Returning];

    /// <summary>The shop.</summary>
    public required Shop Shop { get; init; }

    /// <summary>Orders to do now, the nearest deadline first; null: not this role's.</summary>
    public IReadOnlyList<Order>? Now { get; init; }

    /// <summary>How many there are of them.</summary>
    public int NowCount { get; init; }

    /// <summary>What runs out; null: not this role's.</summary>
    public IReadOnlyList<VariantStock>? Low { get; init; }

    /// <summary>Thirty days; null: not this role's.</summary>
    public IReadOnlyList<SalesPeriod>? Days { get; init; }

    /// <summary>Twelve months.</summary>
    public IReadOnlyList<SalesPeriod> Months { get; init; } = [];

    /// <summary>What sold best in thirty days.</summary>
    public IReadOnlyList<BestProduct> Best { get; init; } = [];

    /// <summary>The campaigns that are not over, with their thirty days.</summary>
    public IReadOnlyList<CampaignResult> Campaigns { get; init; } = [];

    /// <summary>How the shop is paid out; null: not this role's.</summary>
    public PayoutsView? Payouts { get; init; }

    /// <summary>What can be paid out now.</summary>
    public long Available { get; init; }

    /// <summary>Whether the reader owns the shop.</summary>
    public bool IsOwner => Payouts is not null;

    /// <summary>Whether the reader runs the shop.</summary>
    public bool IsManager => Days is not null;

    /// <summary>Looks for somebody who works there, all parts side by side.</summary>
    public static async Task<ShopBoard> Look(IGrainFactory grains, Shop shop, ClaimsPrincipal user, TimeProvider time)
    {
        CustomerRole role = new(shop, user);
        DateOnly today = Say.Today(time), first = today.AddDays(1 - DaysShown);
        IBoardGrain sales = grains.GetGrain<IBoardGrain>(0);
        Task<OrderPage?> now = Maybe(role.Packs, () => grains.GetGrain<IOrdersGrain>(0).OfShop(shop.Id, s_now, OrderEndpoints.PageMax, null));
        Task<IReadOnlyList<VariantStock>?> low = Maybe(role.Stocks, () => RunsOut(grains.GetGrain<IStockWatchGrain>(shop.Id.Value)));
        Task<IReadOnlyList<SalesPeriod>?> days = Maybe(role.Manages, () => sales.Days(shop.Id, first, today));
        Task<IReadOnlyList<SalesPeriod>?> months = Maybe(role.Manages, () => sales.Months(shop.Id, today, MonthsShown));
        Task<IReadOnlyList<BestProduct>?> best = Maybe(role.Manages, () => sales.Best(shop.Id, first, today, BestShown));
        Task<IReadOnlyList<CampaignResult>?> campaigns = Maybe(role.Manages, () => Results(grains, shop.Id, first, today));
        Task<PayoutsView?> payouts = Maybe(role.Owns, () => PayoutsView.Of(grains, shop.Id.Value));
        Task<AccountView?> takings = Maybe(role.Owns && shop.Account.Value > 0, () => grains.Account(shop.Account).Look());
        await Task.WhenAll(now, low, days, months, best, campaigns, payouts, takings);
        IReadOnlyList<Order>? orders = (await now)?.Orders;
        return new ShopBoard
        {
            Shop = shop,
            Now = orders is null ? null : [.. orders.OrderBy(order => order.Deadline ?? DateTimeOffset.MaxValue).Take(NowShown)],
            NowCount = orders?.Count ?? 0,
            Low = await low,
            Days = await days,
            Months = await months ?? [],
            Best = await best ?? [],
            Campaigns = await campaigns ?? [],
            Payouts = await payouts,
            Available = (await takings)?.Available ?? 0,
        };
    }

    // A shop that was opened before there was a watch has one from the first look on.
    private static async Task<IReadOnlyList<VariantStock>> RunsOut(IStockWatchGrain watch)
    {
        await watch.Begin();
        return await watch.List(low: true, LowShown, null);
    }

    private static async Task<IReadOnlyList<CampaignResult>> Results(IGrainFactory grains, ShopId shop, DateOnly first, DateOnly last)
    {
        ICampaignsGrain all = grains.GetGrain<ICampaignsGrain>(0);
        return await Task.WhenAll((await all.Of(shop)).Where(one => one.Status is not CampaignStatus.Ended).Take(CampaignsShown).Select(async one =>
        {
            IReadOnlyList<CampaignDay> days = await all.Days(one.Id, first, last);
            return new CampaignResult(one, days.Sum(day => day.Views), days.Sum(day => day.Clicks), days.Sum(day => day.Cost), days.Sum(day => day.Sales), days.Sum(day => day.SalesAmount));
        }));
    }

    private static async Task<T?> Maybe<T>(bool theirs, Func<Task<T>> ask)
        where T : class? => theirs ? await ask() : null;

    // What each role sees is what it sees on the pages of its own.
    private readonly record struct CustomerRole(Shop Shop, ClaimsPrincipal User)
    {
        public bool Owns => Shop.Employs(User.Customer());

        public bool Manages => Shop.Employs(User.Customer(), ShopRole.Manager);

        public bool Packs => Shop.Employs(User.Customer(), ShopRole.Manager, ShopRole.Packer);

        public bool Stocks => Shop.Employs(User.Customer(), ShopRole.Manager, ShopRole.Cataloguer);
    }
}
