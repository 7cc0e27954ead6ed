using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Postmobile.Bench.Money;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Bench.Commerce;

/// <summary>A thousand pieces, ten thousand buyers at once.</summary>
internal static class FlashSale
{
    private const int Pieces = 1_000, Buyers = 10_000;

    /// <summary>What it came to: seconds until everybody knew, until the winners had bought, and writes.</summary>
    public static async Task<(double Answered, double Sold, long Writes)> Run(BenchHost host, string product, CancellationToken stop)
    {
        IStockGrain stock = host.Grains.GetGrain<IStockGrain>(product);
        await stock.SetSkus(ShopId.Of(1), [new SkuRule("A", 1)]);
        await stock.Move(new StockMovement { Key = "first", Sku = "A", Quantity = Pieces, IsCount = true, Reason = "reçu", Actor = new CustomerId("c-shop") });
        Reservation[] wanted = [.. Enumerable.Range(0, Buyers).Select(buyer => new Reservation
        {
            Name = "x-" + buyer.ToString(CultureInfo.InvariantCulture), Buyer = "c-" + buyer.ToString(CultureInfo.InvariantCulture), Lines = [new StockLine("A", 1)],
            Until = TimeProvider.System.GetUtcNow().AddMinutes(15),
        })];
        long began = Stopwatch.GetTimestamp();
        ReserveOutcome[] outcomes = await Task.WhenAll(wanted.Select(one => stock.Reserve(one)));
        double answered = Stopwatch.GetElapsedTime(began).TotalSeconds;
        int[] winners = [.. Enumerable.Range(0, Buyers).Where(buyer => outcomes[buyer].Refusal is null)];
        if (winners.Length != Pieces || winners[^1] != Pieces - 1)
        {
            throw new InvalidOperationException($"{winners.Length} buyers got one, the last of them number {winners[^1]}.");
        }

        bool[] sold = await Task.WhenAll(winners.Select(winner => stock.Commit(wanted[winner])));
        double all = Stopwatch.GetElapsedTime(began).TotalSeconds;
        SkuStock left = (await stock.Look()).Skus.Single();
        await using NpgsqlCommand command = host.Database.CreateCommand("select version from document where type = 'commerce.stock' and id = $1");
        command.Parameters.Add(new() { Value = product });
        long writes = Convert.ToInt64(await command.ExecuteScalarAsync(stop), CultureInfo.InvariantCulture);
        return left is { OnHand: 0, Reserved: 0 } && sold.All(one => one) ? (answered, all, writes) : throw new InvalidOperationException($"{left} after the sale.");
    }
}
