using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Postmobile.Bench.Money;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Bench.Commerce;

/// <summary>What a run came to.</summary>
internal sealed record ShopRun(string Title, double PerSecond, double P50Ms, double P99Ms, double OurCpuMs, double ServerCpuMs)
{
    /// <summary>Of this many processors, how many were busy.</summary>
    public double Busy => (OurCpuMs + ServerCpuMs) * PerSecond / 1_000;
}

/// <summary>
/// Whole checkouts over five shops: goods set aside, a delivery for each parcel, one payment of five legs into five escrows, five
/// orders, goods sold. Through the grains, as pages and REST do.
/// </summary>
internal sealed class CheckoutLoad(BenchHost host, CpuMeter cpu, int shops, int products)
{
    public const int Parcels = 5;

    private (CustomerId Id, AccountId Wallet)[] _buyers = [];

    /// <summary>Customers with a wallet and money in it.</summary>
    public async Task Join(int count, CancellationToken stop)
    {
        var buyers = new ConcurrentBag<(CustomerId, AccountId)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (number, _) =>
        {
            CustomerId id = CustomerId.New(TimeProvider.System);
            ICustomerGrain customer = host.Grains.GetGrain<ICustomerGrain>(id.Value);
            PhoneNumber phone = new("+24204" + (4_000_000 + number).ToString(CultureInfo.InvariantCulture));
            await customer.Create(new CustomerCreation { Phone = phone, Name = "Client de démonstration", Language = "fr", PinHash = "" });
            AccountId wallet = (await customer.Look())!.Wallet;
            await BenchWallets.PayIn(host.Grains, wallet);
            buyers.Add((id, wallet));
        });
        _buyers = [.. buyers];
    }

    /// <summary>So many at once for so long.</summary>
    /// <param name="title">For the table.</param>
    /// <param name="hot">Everybody buys the same five products.</param>
    /// <param name="inFlight">How many check out at once.</param>
    /// <param name="length">How long.</param>
    /// <param name="stop">Breaks it off.</param>
    /// <param name="over">Ends it before its time.</param>
    public async Task<ShopRun> Run(string title, bool hot, int inFlight, TimeSpan length, CancellationToken stop, CancellationToken over = default)
    {
        var times = new ConcurrentBag<double>();
        int next = 0;
        (double ours, double server) = cpu.Read();
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < length && !over.IsCancellationRequested)
            {
                stop.ThrowIfCancellationRequested();
                long since = Stopwatch.GetTimestamp();
                await Buy(_buyers[(int)((uint)Interlocked.Increment(ref next) % _buyers.Length)].Id, hot);
                times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
        }, stop)));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        (double oursAfter, double serverAfter) = cpu.Read();
        double[] sorted = [.. times.Order()];
        return new ShopRun(
            title, sorted.Length / seconds, sorted[sorted.Length / 2], sorted[Math.Min(sorted.Length - 1, sorted.Length * 99 / 100)],
            (oursAfter - ours) * 1_000 / sorted.Length, (serverAfter - server) * 1_000 / sorted.Length);
    }

    private async Task Buy(CustomerId buyer, bool hot)
    {
        var id = CheckoutId.New(TimeProvider.System);
        ICheckoutGrain checkout = host.Grains.GetGrain<ICheckoutGrain>(id.Value);
        int first = hot ? 1 : Random.Shared.Next(shops);
        int[] from = [.. Enumerable.Range(0, Parcels).Select(parcel => hot ? parcel + 1 : ((first + parcel) % shops) + 1)];
        Demand(await checkout.Begin(new CheckoutOpening
        {
            Buyer = buyer, Cart = Carts.Of(buyer), Coupons = [],
            Items = [.. from.Select(shop => new CartItem(ShopRows.Product(shop, hot ? 1 : Random.Shared.Next(1, products + 1)), "A", 1))],
        }));
        CheckoutOutcome chosen = await checkout.Choose(buyer, [.. from.Select(shop => new ParcelChoice
        {
            Shop = ShopRows.Shop(shop), Method = DeliveryMethod.PostOffice, To = new Place { Department = "Cuvette", Town = "Oyo" }, Recipient = new Recipient("Client de démonstration", "+242066000001"),
        })], PaymentWay.Wallet);
        Demand(chosen);
        CheckoutOutcome paid = await checkout.Pay(buyer, chosen.Checkout!.Total, withoutProof: false, null);
        Demand(paid);
        if (paid.Checkout!.Status != CheckoutStatus.Done)
        {
            throw new InvalidOperationException($"{id} is {paid.Checkout.Status}.");
        }
    }

    private static void Demand(CheckoutOutcome outcome)
    {
        if (outcome.Refusal is not null || outcome.Money is not null)
        {
            throw new InvalidOperationException($"A checkout was refused: {outcome.Refusal} {outcome.Money?.StableCode} {outcome.Product}");
        }
    }
}
