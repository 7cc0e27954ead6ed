using Postmobile.Commerce;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Board;

/// <summary>The figures of a shop's board are those of its orders.</summary>
[Collection(ApiHost.Collection)]
public sealed class BoardTests(ApiHost host)
{
    private static readonly DateOnly s_today = BrazzavilleCalendar.Day(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Days_months_and_best_products_count_what_was_sold_and_nothing_else()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host), other = await OrderWorld.OpenAsync(host);
        IBoardGrain board = host.Grains.GetGrain<IBoardGrain>(0);
        ShopId shop = new(world.Shop.Id);
        OrderId kept = await world.BuyAsync(at: At(0)), refunded = await world.BuyAsync(at: At(0)), cancelled = await world.BuyAsync(at: At(0));
        await other.BuyAsync(at: At(0));
        await world.DeliverAsync(refunded);
        Assert.Null((await world.Order(refunded).Refund(new OrderRefund { Key = "part", Amount = 3_000, Reason = "Abîmé", Actor = world.Staff.Value })).Refusal);
        await world.DoAsync(cancelled, OrderAct.Cancel, world.Me);

        IReadOnlyList<SalesPeriod> days = await board.Days(shop, s_today.AddDays(-29), s_today);
        Assert.Equal(Enumerable.Range(0, 30).Select(day => s_today.AddDays(day - 29)), days.Select(day => day.First));
        Assert.Equal((2, 37_000), (days[^1].Orders, days[^1].Amount));
        Assert.All(days.SkipLast(1), day => Assert.Equal((0, 0), (day.Orders, day.Amount)));

        IReadOnlyList<SalesPeriod> months = await board.Months(shop, s_today, 12);
        Assert.Equal(Enumerable.Range(0, 12).Select(month => BrazzavilleCalendar.MonthOf(s_today).AddMonths(month - 11)), months.Select(month => month.First));
        Assert.Equal((2, 37_000), (months[^1].Orders, months[^1].Amount));
        Assert.Equal(0, months.SkipLast(1).Sum(month => month.Orders));

        BestProduct best = Assert.Single(await board.Best(shop, s_today.AddDays(-29), s_today, 5));
        Assert.Equal((world.Product, "Pagne wax à fleurs", 4, 40_000), (best.Product, best.Title, best.Units, best.Amount));
        Assert.NotEqual(OrderStatus.Cancelled, (await world.Order(kept).Look())!.Status);
        Assert.Empty(await board.Best(shop, s_today.AddDays(-29), s_today.AddDays(-1), 5));
    }

    [Fact]
    public async Task A_day_begins_at_midnight_in_Brazzaville()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        DateTimeOffset midnight = BrazzavilleCalendar.Start(s_today);
        await world.BuyAsync(at: midnight.AddSeconds(-1));
        await world.BuyAsync(at: midnight);
        IReadOnlyList<SalesPeriod> days = await host.Grains.GetGrain<IBoardGrain>(0).Days(new ShopId(world.Shop.Id), s_today.AddDays(-2), s_today);
        Assert.Equal([0, 1, 1], days.Select(day => day.Orders));
    }

    // The middle of the day, so that the test may run at midnight.
    private static DateTimeOffset At(int daysAgo) => BrazzavilleCalendar.Start(s_today.AddDays(-daysAgo)).AddHours(0.5);
}
