using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Commerce.Orders;

/// <summary>The process that completes orders is killed, as the kernel kills, between whatever steps it has reached.</summary>
public sealed class OrderKillTests
{
    private const int Orders = 60;

    [Fact]
    public async Task Killed_between_the_steps_of_completion_every_order_pays_everybody_once_and_leaves_nothing()
    {
        await using KillableSilo silo = await KillableSilo.StartAsync(database => ShopRows.MakeAsync(database, shops: 1, products: 1, pieces: 1_000));
        OrderPlacement[] orders = await Task.WhenAll(Enumerable.Range(0, Orders).Select(_ => ShopRows.DeliveredAsync(silo.Grains)));
        int interrupted = 0;
        for (int kill = 0; kill < 2; kill++)
        {
            OrderPlacement[] some = [.. orders.Skip(kill * Orders / 2).Take(Orders / 2)];
            await Eventually.GetAsync(() => Confirm(silo.Grains, some[0]), done => done, TimeSpan.FromSeconds(90)); // the silo that was started again answers
            Task[] confirming = [.. some.Skip(1).Select(order => Confirm(silo.Grains, order))];
            int wanted = 2 + (kill * Orders / 2);
            await Eventually.GetAsync(() => silo.Number("select count(*) from posting where kind = 31"), paid => paid >= wanted, TimeSpan.FromSeconds(60));
            await silo.KillAsync();
            interrupted += (int)await silo.Number("select count(*) from document where type = 'commerce.order' and body #>> '{state,status}' = 'completed' and body -> 'outbox' @> '[{\"kind\": \"pay\"}]'");
            silo.StartAgain();
            await Task.WhenAll(confirming);
        }

        // Whoever lost the connection asks again, as a person would; the same act again does nothing twice.
        await Eventually.GetAsync(() => silo.Number("select count(*) from cluster_silo where status = 3"), active => active >= 1, TimeSpan.FromSeconds(90));
        foreach (OrderPlacement order in orders)
        {
            await Eventually.GetAsync(async () => await Confirm(silo.Grains, order), done => done, TimeSpan.FromSeconds(60));
        }

        await Eventually.GetAsync(
            () => silo.Number("select count(*) from document where type = 'commerce.order' and body #>> '{state,payments,0,done}' = 'true'"), paid => paid == Orders, TimeSpan.FromSeconds(120));
        Assert.True(interrupted > 0, "It was never killed in the midst of completing.");
        await AssertOnce(silo);
    }

    private static async Task AssertOnce(KillableSilo silo)
    {
        Assert.Equal(Orders, await silo.Number("select count(*) from posting where kind = 31"));
        Assert.Equal(Orders, await silo.Number("select count(distinct debit_account) from posting where kind = 31"));
        Assert.Equal(0, await silo.Number(ShopRows.FullEscrows));
        Assert.Equal(Orders * (ShopRows.Price + ShopRows.Parcel), await silo.Number("select sum(p.amount)::bigint from posting p join account a on a.id = p.debit_account where a.kind = 13"));
        Assert.Empty(await silo.FaultsAsync());
    }

    private static Task<bool> Confirm(IGrainFactory grains, OrderPlacement order) =>
        KillableSilo.TryAsync(async () => (await grains.GetGrain<IOrderGrain>(order.Checkout.Order(1).Value).Act(OrderAct.Confirm, order.Buyer, null)).Refusal is null);
}
