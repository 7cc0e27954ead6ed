using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Offers;

/// <summary>Limits of promotions and flash sales when everybody comes at once, with real grains on a real database.</summary>
public sealed class OfferLoadTests
{
    private const int Buyers = 200;
    private static readonly CustomerId s_owner = new("c-owner");

    [Fact]
    public async Task Two_hundred_at_once_and_exactly_so_many_get_the_promotion_whatever_is_repeated_or_restarted()
    {
        const int Uses = 60;
        string connection = await PostgresFixture.NewDatabaseAsync();
        CustomerId[] buyers;
        CheckoutId[] ids = [.. Enumerable.Range(0, Buyers).Select(_ => CheckoutId.New(TimeProvider.System))];
        string promotion = "a-" + Guid.NewGuid().ToString("N"), budgeted = "a-" + Guid.NewGuid().ToString("N");
        int[] winners;
        await using (TestSilo silo = await TestSilo.StartAsync(connection))
        {
            await ShopRows.MakeAsync(silo.Database, shops: 2, products: 1, pieces: 10_000);
            Assert.Null((await Grain(silo, promotion).Make(Promotion(promotion, 1) with { UsesMax = Uses, PersonMax = 1 })).Refusal);

            // 200 francs an order, and money for 25 and a half.
            Assert.Null((await Grain(silo, budgeted).Make(Promotion(budgeted, 2) with { Kind = CouponKind.Amount, Value = 200, Budget = 5_100 })).Refusal);
            buyers = await PeopleAsync(silo.Database, Buyers + 2);
            CheckoutOutcome[] outcomes = await Task.WhenAll(buyers.Take(Buyers).SelectMany((buyer, i) => new[] { Begin(silo, ids[i], buyer, 1), Begin(silo, ids[i], buyer, 1) }));
            winners = [.. Enumerable.Range(0, Buyers).Where(i => outcomes[2 * i].Checkout is { Promotions.Count: 1 } || outcomes[(2 * i) + 1].Checkout is { Promotions.Count: 1 })];
            Assert.Equal(Uses, winners.Length);
            Assert.All(outcomes.Where(outcome => outcome.Refusal is not null), outcome => Assert.Equal(CartRefusal.PromotionGone, outcome.Refusal));
            Assert.All(winners, i => Assert.Equal(900, (outcomes[2 * i].Checkout ?? outcomes[(2 * i) + 1].Checkout)!.Total));

            // Who came too late is told, and buys at the full price when asking again.
            int late = Enumerable.Range(0, Buyers).First(i => !winners.Contains(i));
            CheckoutOutcome full = await Begin(silo, CheckoutId.New(TimeProvider.System), buyers[late], 1);
            Assert.Equal((null, 1_000, 0), (full.Refusal, full.Checkout!.Total, full.Checkout.Promotions.Count));

            CheckoutOutcome[] spent = await Task.WhenAll(buyers.Select(buyer => Begin(silo, CheckoutId.New(TimeProvider.System), buyer, 2)));
            Assert.Equal(25, spent.Count(outcome => outcome.Checkout is { Promotions.Count: 1 }));
            Assert.Equal(5_000, (await Grain(silo, budgeted).Look())!.Promised);
        }

        // The silo is another; what was set aside still is, and what is given up goes to whoever comes next.
        await using TestSilo next = await TestSilo.StartAsync(connection);
        Assert.Equal(Uses, (await Grain(next, promotion).Look())!.Reserved);
        CustomerId another = buyers[Buyers];
        Assert.Empty((await Begin(next, CheckoutId.New(TimeProvider.System), another, 1)).Checkout!.Promotions);
        await next.Grains.GetGrain<ICheckoutGrain>(ids[winners[0]].Value).Abandon();
        Assert.Single((await Begin(next, CheckoutId.New(TimeProvider.System), another, 1)).Checkout!.Promotions);

        // One use a person, paid or not.
        ICheckoutGrain paying = next.Grains.GetGrain<ICheckoutGrain>(ids[winners[1]].Value);
        await PayAsync(next.Grains, paying, buyers[winners[1]], 1);
        await PayAsync(next.Grains, paying, buyers[winners[1]], 1);
        Assert.Equal((1, 100, Uses - 1), await Figures(next, promotion));
        Assert.Empty((await Begin(next, CheckoutId.New(TimeProvider.System), buyers[winners[1]], 1)).Checkout!.Promotions);
    }

    [Fact]
    public async Task Many_buyers_at_once_and_exactly_so_many_pieces_go_at_the_flash_price()
    {
        const int Pieces = 40;
        string connection = await PostgresFixture.NewDatabaseAsync();
        CheckoutId[] ids = [.. Enumerable.Range(0, Buyers).Select(_ => CheckoutId.New(TimeProvider.System))];
        CustomerId[] buyers;
        string sale = "f-" + Guid.NewGuid().ToString("N");
        int[] winners;
        await using (TestSilo silo = await TestSilo.StartAsync(connection))
        {
            await ShopRows.MakeAsync(silo.Database, shops: 1, products: 1, pieces: 150);
            buyers = await PeopleAsync(silo.Database, Buyers + 2);
            FlashSaleOutcome made = await silo.Grains.GetGrain<IFlashSaleGrain>(sale).Make(Wish(TimeProvider.System.GetUtcNow(), Pieces));
            Assert.Equal((null, FlashSaleStatus.Open), (made.Refusal, made.Sale!.Status));
            CheckoutOutcome[] outcomes = await Task.WhenAll(buyers.Take(Buyers).Select((buyer, i) => Begin(silo, ids[i], buyer, 1)));
            winners = [.. Enumerable.Range(0, Buyers).Where(i => outcomes[i].Refusal is null && outcomes[i].Checkout!.Total == 700)];
            Assert.Equal(Pieces, winners.Length);
            Assert.All(outcomes.Where(outcome => outcome.Refusal is null), outcome => Assert.Contains(outcome.Checkout!.Total, new[] { 700L, 1_000L }));
            Assert.All(outcomes.Where(outcome => outcome.Refusal is not null), outcome => Assert.Contains(outcome.Refusal!.Value, new[] { CartRefusal.FlashGone, CartRefusal.OutOfStock }));

            // A second piece is over the cap, so it is sold at the ordinary price.
            CheckoutOutcome second = await Begin(silo, CheckoutId.New(TimeProvider.System), buyers[winners[0]], 1);
            Assert.True(second.Refusal is CartRefusal.OutOfStock || second.Checkout!.Total == 1_000);
        }

        await using TestSilo next = await TestSilo.StartAsync(connection);
        IFlashSaleGrain again = next.Grains.GetGrain<IFlashSaleGrain>(sale);
        Assert.Equal((Pieces, 0), ((await again.Look())!.Reserved, (await again.Look())!.Sold));

        // Given up: the piece is had at that price again, by one.
        await next.Grains.GetGrain<ICheckoutGrain>(ids[winners[0]].Value).Abandon();
        CustomerId late = buyers[Buyers], later = buyers[Buyers + 1];
        CheckoutOutcome[] two = await Task.WhenAll(Begin(next, CheckoutId.New(TimeProvider.System), late, 1), Begin(next, CheckoutId.New(TimeProvider.System), later, 1));
        Assert.Single(two, outcome => outcome.Checkout is { Total: 700 });

        // Ended by the shop while people pay: those who hold a piece pay what they were told.
        Assert.Equal(FlashSaleStatus.Ended, (await again.End(s_owner)).Sale!.Status);
        await Task.WhenAll(winners.Skip(1).Take(8).Select(i => PayAsync(next.Grains, next.Grains.GetGrain<ICheckoutGrain>(ids[i].Value), buyers[i], 1, expected: 700)));
        Assert.Equal((8, Pieces - 8), ((await again.Look())!.Sold, (await again.Look())!.Reserved));
    }

    [Fact]
    public async Task A_piece_set_aside_in_the_sales_last_second_keeps_its_price_for_a_quarter_of_an_hour()
    {
        var clock = new ShiftedTime();
        await using TestSilo silo = await TestSilo.StartAsync(configure: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        await ShopRows.MakeAsync(silo.Database, shops: 1, products: 1, pieces: 50);
        CustomerId[] people = await PeopleAsync(silo.Database, 4);
        (CustomerId early, CustomerId buyer, CustomerId forgetful, CustomerId late) = (people[0], people[1], people[2], people[3]);
        DateTimeOffset from = clock.GetUtcNow().AddHours(1);
        IFlashSaleGrain sale = silo.Grains.GetGrain<IFlashSaleGrain>("f-" + Guid.NewGuid().ToString("N"));
        Assert.Null((await sale.Make(Wish(from, 5) with { Until = from.AddMinutes(30) })).Refusal);

        // Before the start it is coming, and nobody gets the price.
        ICartGrain cart = silo.Grains.GetGrain<ICartGrain>(Carts.Of(buyer));
        Assert.Equal(1_000, (await cart.Add(ShopRows.Product(1, 1), "A", 1)).Cart.Total);
        Assert.Equal(1_000, (await Begin(silo, CheckoutId.New(clock), early, 1)).Checkout!.Total);
        Assert.False((await silo.Grains.GetGrain<IStockGrain>(ShopRows.Product(1, 1).Value).LookFor("", null)).FlashOf("A")!.IsOn(clock.GetUtcNow()));

        clock.Advance(TimeSpan.FromMinutes(80));
        CartView seen = await cart.Look();
        Assert.Equal((700, true, LineChange.None), (seen.Total, seen.Lines.Single().Flash!.Applies, seen.Lines.Single().Change));
        CheckoutOutcome begun = await cart.CheckOut(new CartCheckout { Buyer = buyer, SeenGoods = seen.Goods, SeenTotal = seen.Total });
        Assert.Equal((null, 700), (begun.Refusal, begun.Checkout!.Total));
        CheckoutOutcome forgotten = await Begin(silo, CheckoutId.New(clock), forgetful, 1);
        Assert.Equal(700, forgotten.Checkout!.Total);

        // Over: others pay the ordinary price, and the cart of who holds a piece still says so.
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1_000, (await Begin(silo, CheckoutId.New(clock), late, 1)).Checkout!.Total);
        Assert.Equal(700, (await cart.Look()).Total);
        await PayAsync(silo.Grains, silo.Grains.GetGrain<ICheckoutGrain>(begun.Checkout.Id.Value), buyer, 1, expected: 700);

        // Who does not pay in time gives it back, and the cart tells what it costs now.
        clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.GetAsync(async () => (await sale.Look())!, one => one is { Status: FlashSaleStatus.Ended, Sold: 1, Reserved: 0 });
        Assert.Equal(CartRefusal.CheckoutState, (await silo.Grains.GetGrain<ICheckoutGrain>(forgotten.Checkout.Id.Value).Pay(forgetful, 700, false, null)).Refusal);
    }

    private static FlashSaleWish Wish(DateTimeOffset from, int pieces) => new()
    {
        Product = ShopRows.Product(1, 1), Price = 700, Pieces = pieces, Cap = 1, From = from, Until = from.AddHours(1), Shop = ShopRows.Shop(1), By = s_owner,
    };

    private static Coupon Promotion(string id, int shop) => new()
    {
        Code = id, Automatic = true, Title = "Rentrée", Shop = ShopRows.Shop(shop), Kind = CouponKind.Percent, Value = 1_000, UsesMax = 1_000,
        From = TimeProvider.System.GetUtcNow().AddDays(-1), Until = TimeProvider.System.GetUtcNow().AddDays(1), MadeBy = s_owner,
    };

    private static ICouponGrain Grain(TestSilo silo, string promotion) => silo.Grains.GetGrain<ICouponGrain>(Coupons.Key(promotion));

    private static async Task<(int Used, long Spent, int Reserved)> Figures(TestSilo silo, string promotion)
    {
        Coupon now = (await Grain(silo, promotion).Look())!;
        return (now.Used, now.Spent, now.Reserved);
    }

    private static Task<CheckoutOutcome> Begin(TestSilo silo, CheckoutId id, CustomerId buyer, int shop) => silo.Grains.GetGrain<ICheckoutGrain>(id.Value).Begin(new CheckoutOpening
    {
        Buyer = buyer, Cart = Carts.Of(buyer), Coupons = [], Items = [new CartItem(ShopRows.Product(shop, 1), "A", 1)],
    });

    private static async Task PayAsync(IGrainFactory grains, ICheckoutGrain checkout, CustomerId buyer, int shop, long? expected = null)
    {
        await FundAsync(grains, buyer);
        await checkout.Choose(buyer, [new ParcelChoice
        {
            Shop = ShopRows.Shop(shop), Method = DeliveryMethod.PostOffice, To = new Place { Department = "Brazzaville", Town = "Brazzaville" }, Recipient = new Recipient("Cliente de test", "+242066000001"),
        }], PaymentWay.Wallet);
        Checkout chosen = (await checkout.Look())!;
        Assert.Equal(expected ?? chosen.Parcels[0].Total.Goods - chosen.Parcels[0].Total.ShopDiscount, chosen.Parcels[0].Total.Total - chosen.Parcels[0].Total.Delivery);
        CheckoutOutcome paid = await checkout.Pay(buyer, chosen.Total, withoutProof: false, null);
        Assert.Equal((null, null, CheckoutStatus.Done, chosen.Total), (paid.Refusal, paid.Money, paid.Checkout!.Status, paid.Checkout.Total));
    }

    /// <summary>People with wallets, put where they would be had they registered.</summary>
    private static async Task<CustomerId[]> PeopleAsync(NpgsqlDataSource database, int count)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with wallets as (
                insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
                select nextval('account_number'), 10, 950, 0, 3, 0, false, 'c-' || gen_random_uuid(), 'Cliente de test', '+24205' || lpad(n::text, 7, '0'), 'fr', now()
                from generate_series(1000001, 1000000 + $1::int) n returning id, phone, owner)
            insert into document (type, id, version, body)
            select 'identity.customer', owner, 1, jsonb_build_object('state', jsonb_build_object(
                'createdAt', now(), 'phone', phone, 'name', 'Cliente de test', 'language', 'fr', 'wallet', id, 'tier', 3), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
            from wallets returning id
            """);
        command.Parameters.Add(new() { Value = count });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        List<CustomerId> people = [];
        while (await rows.ReadAsync())
        {
            people.Add(new CustomerId(rows.GetString(0)));
        }

        return [.. people];
    }

    private static async Task FundAsync(IGrainFactory grains, CustomerId person)
    {
        AccountId wallet = (await grains.GetGrain<ICustomerGrain>(person.Value).Look())!.Wallet;
        TransferOutcome funded = await grains.Account(PostAccounts.Trust).Transfer(new TransferRequest { Key = "fund-" + wallet, Payee = wallet, Amount = 100_000, Kind = PostingKind.Demonstration });
        Assert.Null(funded.Refusal);
    }
}
