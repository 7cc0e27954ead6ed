using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>The process that exchanges goods is killed, as the kernel kills, between whatever steps it has reached.</summary>
public sealed class ExchangeKillTests
{
    private const int Exchanges = 24;
    private const long Dear = 1_200;

    [Fact]
    public async Task Killed_between_its_steps_every_exchange_moves_its_money_once_and_sends_one_order()
    {
        await using KillableSilo silo = await KillableSilo.StartAsync(MakeAsync);
        OrderPlacement[] orders = await Task.WhenAll(Enumerable.Range(0, Exchanges).Select(_ => ShopRows.DeliveredAsync(silo.Grains)));
        Task[] exchanging = [.. orders.Select((order, i) => Eventually.GetAsync(() => ExchangeAsync(silo.Grains, order, i % 2 == 0 ? "A" : "B"), done => done, TimeSpan.FromSeconds(150)))];
        await Eventually.GetAsync(() => silo.Number("select count(*) from posting where kind = 5"), moved => moved >= 4, TimeSpan.FromSeconds(90));
        await silo.KillAsync();
        long placed = await silo.Number("select count(*) from document where type = 'commerce.order' and body #> '{state,placement,exchange}' <> 'null'");
        silo.StartAgain();
        await Task.WhenAll(exchanging);
        Assert.True(placed < Exchanges, "It was killed too late.");

        Assert.Equal(Exchanges, await silo.Number("select count(*) from posting where kind = 5"));
        Assert.Equal((Exchanges / 2, Exchanges / 2 * (Dear - ShopRows.Price)), (await silo.Number("select count(*) from posting where kind = 30"), await silo.Number("select sum(amount)::bigint from posting where kind = 30")));
        Assert.Equal(Exchanges, await silo.Number("select count(*) from document where type = 'commerce.order' and body #> '{state,placement,exchange}' <> 'null' and body #>> '{state,status}' = 'accepted'"));

        // What is left in the escrows: a parcel's price in the first, the goods in the second; each end pays it out.
        OrderId[] all = [.. orders.Select(order => order.Checkout.Order(1)), .. orders.Select(order => ExchangeRules.Checkout(Return(order)).Order(1))];
        await Task.WhenAll(all.Select(order => Eventually.GetAsync(() => EndAsync(silo.Grains, order), ended => ended, TimeSpan.FromSeconds(90))));
        Assert.Equal(0, await silo.Number(ShopRows.FullEscrows));
        Assert.Equal(1_000, await silo.Number("select (body #>> '{state,skus,A,onHand}')::int from document where type = 'commerce.stock'") - (Exchanges / 2));
        Assert.Equal(1_000, await silo.Number("select (body #>> '{state,skus,B,onHand}')::int from document where type = 'commerce.stock'") + (Exchanges / 2));
        Assert.Equal(0, await silo.Number("select sum((sku.value ->> 'reserved')::int) from document, jsonb_each(body #> '{state,skus}') sku where type = 'commerce.stock'"));
        Assert.Empty(await silo.FaultsAsync());
    }

    private static string Return(OrderPlacement order) => AfterSaleKeys.Of("r-", order.Checkout.Order(1), "kill");

    // A person who asks again and again, whatever happens: each step again does nothing twice.
    private static Task<bool> ExchangeAsync(IGrainFactory grains, OrderPlacement order, string sku) => KillableSilo.TryAsync(async () =>
    {
        IReturnGrain back = grains.GetGrain<IReturnGrain>(Return(order));
        var wish = new ReturnWish
        {
            Order = order.Checkout.Order(1), Buyer = order.Buyer, Reason = ComplaintReason.Wrong, Lines = [new ReturnedLine(ShopRows.Product(1, 1), "A", 1)], Exchange = true, For = sku,
        };
        _ = await back.Ask(wish);
        _ = await back.Answer(ShopRows.Owner, true, "");
        _ = await back.Receive(ShopRows.Owner, 0, "");
        _ = await back.Pay(order.Buyer, false);
        return (await back.Look())!.Status is ReturnStatus.Exchanged;
    });

    private static async Task<bool> EndAsync(IGrainFactory grains, OrderId id)
    {
        IOrderGrain order = grains.GetGrain<IOrderGrain>(id.Value);
        Order now = (await order.Look())!;
        if (now.Status is OrderStatus.Accepted)
        {
            await ShopRows.PackAndBringAsync(order);
        }

        _ = await order.Act(OrderAct.Confirm, now.Placement.Buyer, null);
        return (await order.Look()) is { IsEnded: true } ended && ended.Payments.All(payment => payment.Done);
    }

    // One shop with one product, in a variant A and a dearer one B.
    private static async Task MakeAsync(NpgsqlDataSource database)
    {
        await ShopRows.MakeAsync(database, shops: 1, products: 1, pieces: 1_000);
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with product as (
                update document set body = jsonb_set(body, '{state,variants}', (body #> '{state,variants}') || '[{"sku": "B", "price": 1200, "weightGrams": 300}]')
                where type = 'commerce.product' returning 1)
            update document set body = jsonb_set(body, '{state,skus,B}', body #> '{state,skus,A}') where type = 'commerce.stock'
            """);
        await command.ExecuteNonQueryAsync();
    }
}
