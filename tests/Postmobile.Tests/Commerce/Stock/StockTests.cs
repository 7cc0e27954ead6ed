using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Stock;

public sealed class StockTests
{
    private const int Pieces = 1_000, Buyers = 10_000;

    [Fact]
    public async Task A_thousand_pieces_go_to_the_first_thousand_of_ten_thousand_buyers_and_to_nobody_else()
    {
        string connection = await PostgresFixture.NewDatabaseAsync();
        await using (TestSilo silo = await TestSilo.StartAsync(connection))
        {
            IStockGrain stock = await Stocked(silo.Grains, "p-12", Pieces, cap: 1);
            ReserveOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(buyer => stock.Reserve(Wanted(buyer)).WaitAsync(TimeSpan.FromSeconds(60))));

            Assert.All(outcomes.Take(Pieces), outcome => Assert.Null(outcome.Refusal));
            Assert.All(outcomes.Skip(Pieces), outcome => Assert.Equal(StockRefusal.OutOfStock, outcome.Refusal));
            Assert.Equal(Pieces, await Number(silo.Database, "select count(*) from document d, jsonb_object_keys(d.body #> '{state,held}') where id = 'p-12'"));
            Assert.Equal(0, await Number(silo.Database, "select (body #>> '{state,left}')::int from document where id = 'p-12' and type = 'commerce.stock'"));

            // A thousand answers, each durable, cost a few writes.
            Assert.InRange(await Number(silo.Database, "select version from document where id = 'p-12'"), 2, 200);
        }

        // The silo is another; what was promised still is.
        await using TestSilo next = await TestSilo.StartAsync(connection);
        IStockGrain again = next.Grains.GetGrain<IStockGrain>("p-12");
        Assert.Equal(0, (await again.Look()).Left("A"));
        Assert.Equal(StockRefusal.OutOfStock, (await again.Reserve(Wanted(Buyers))).Refusal);
        bool[] sold = await Task.WhenAll(Enumerable.Range(0, Pieces).Select(buyer => again.Commit(Wanted(buyer))));
        Assert.All(sold, Assert.True);
        Assert.False(await again.Commit(Wanted(Buyers)));
        Assert.Equal(new SkuStock("A", 0, 0, 1), (await again.Look()).Skus.Single());
    }

    [Fact]
    public async Task What_is_not_paid_in_a_quarter_of_an_hour_is_for_sale_again_by_itself()
    {
        var clock = new ShiftedTime();
        await using TestSilo silo = await TestSilo.StartAsync(configure: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        IStockGrain stock = await Stocked(silo.Grains, "p-13", 3, cap: null);
        DateTimeOffset until = clock.GetUtcNow().AddMinutes(15);
        Assert.Null((await stock.Reserve(Wanted(1) with { Until = until })).Refusal);

        // Until the log has heard of the goods that came in, that is what it wants to be woken for.
        await Eventually.GetAsync(
            () => Number(silo.Database, "select (extract(epoch from wake_at) * 1000)::bigint from document where id = 'p-13'"), wake => wake == until.ToUnixTimeMilliseconds());
        Assert.Equal(2, await Left(silo));

        clock.Advance(TimeSpan.FromMinutes(15));
        await Eventually.GetAsync(() => Left(silo), left => left == 3);
        Assert.Equal(0, (await stock.Look()).Skus.Single().Reserved);
    }

    [Fact]
    public async Task What_the_shop_moves_is_written_once_into_the_products_log()
    {
        await using TestSilo silo = await TestSilo.StartAsync();
        IStockGrain stock = await Stocked(silo.Grains, "p-14", 5, cap: null);
        StockMovement broken = new() { Key = "m2", Sku = "A", Quantity = -2, Reason = "cassé", Actor = new CustomerId("c-shop") };
        StockRefusal?[] answers = await Task.WhenAll(stock.Move(broken), stock.Move(broken), stock.Move(broken));
        Assert.All(answers, answer => Assert.Null(answer));
        Assert.Equal(StockRefusal.StockNegative, await stock.Move(broken with { Key = "m3", Quantity = -4 }));
        Assert.Equal(3, (await stock.Look()).Left("A"));

        await Eventually.GetAsync(() => Number(silo.Database, "select count(*) from entry where stream = 'stock:p-14'"), entries => entries == 2);
        Assert.Equal(3, await Number(silo.Database, "select (body ->> 'onHand')::int from entry where stream = 'stock:p-14' and id = 'move-m2'"));
        Assert.Null(await silo.Services.GetRequiredService<EntryLog>().FirstBroken("stock:p-14"));
    }

    internal static async Task<IStockGrain> Stocked(IGrainFactory grains, string product, int pieces, int? cap)
    {
        IStockGrain stock = grains.GetGrain<IStockGrain>(product);
        await stock.SetSkus(ShopId.Of(1), [new SkuRule("A", cap)]);
        Assert.Null(await stock.Move(new StockMovement { Key = "m1", Sku = "A", Quantity = pieces, Reason = "reçu", Actor = new CustomerId("c-shop") }));
        return stock;
    }

    private static Reservation Wanted(int buyer) => new()
    {
        Name = "x-" + buyer.ToString(CultureInfo.InvariantCulture),
        Buyer = "c-" + buyer.ToString(CultureInfo.InvariantCulture),
        Lines = [new StockLine("A", 1)],
        Until = TimeProvider.System.GetUtcNow().AddMinutes(15),
    };

    private static Task<long> Left(TestSilo silo) => Number(silo.Database, "select (body #>> '{state,left}')::int from document where id = 'p-13' and type = 'commerce.stock'");

    private static async Task<long> Number(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // Constants.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
