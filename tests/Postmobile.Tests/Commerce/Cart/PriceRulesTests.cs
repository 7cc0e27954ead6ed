using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Xunit;

namespace Postmobile.Tests.Commerce.Cart;

public sealed class PriceRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_shops_coupon_takes_off_its_own_goods_only_and_the_posts_what_is_left()
    {
        PriceRules.Result result = PriceRules.Reckon(
            [Parcel(1, 1_000, ("p-1", 10_000)), Parcel(2, 2_000, ("p-2", 5_000))],
            [Coupon("POSTE", null, CouponKind.Percent, 1_000), Coupon("SHOP", 1, CouponKind.Amount, 4_000)], s_now);
        Assert.Equal((4_000L, 600L, 6_400L), (result.Parcels[0].ShopDiscount, result.Parcels[0].PostDiscount, result.Parcels[0].Total));
        Assert.Equal((0, 500, 6_500), (result.Parcels[1].ShopDiscount, result.Parcels[1].PostDiscount, result.Parcels[1].Total));
        Assert.Equal([1_100L, 4_000L], result.Coupons.Select(coupon => coupon.Worth));
    }

    [Fact]
    public void A_free_delivery_is_paid_by_whoever_gives_it()
    {
        PriceRules.Result shop = PriceRules.Reckon([Parcel(1, 1_500, ("p-1", 10_000))], [Coupon("SHIP", 1, CouponKind.FreeDelivery, 0)], s_now);
        Assert.Equal((0, 1_500, 0, 10_000), (shop.Parcels[0].Delivery, shop.Parcels[0].Carriage, shop.Parcels[0].PostDiscount, shop.Parcels[0].Total));
        PriceRules.Result post = PriceRules.Reckon([Parcel(1, 1_500, ("p-1", 10_000))], [Coupon("SHIP", null, CouponKind.FreeDelivery, 0)], s_now);
        Assert.Equal((1_500, 1_500, 1_500, 10_000), (post.Parcels[0].Delivery, post.Parcels[0].Carriage, post.Parcels[0].PostDiscount, post.Parcels[0].Total));
        PriceRules.Result cheap = PriceRules.Reckon([Parcel(1, 1_500, ("p-1", 400))], [Coupon("SHIP", 1, CouponKind.FreeDelivery, 0)], s_now);
        Assert.Equal((1_100, 1_500), (cheap.Parcels[0].Delivery, cheap.Parcels[0].Total));
    }

    [Fact]
    public void A_coupon_that_does_not_apply_says_why()
    {
        Coupon percent = Coupon("PC", 1, CouponKind.Percent, 1_000);
        Assert.Equal(CartRefusal.CouponUseless, Refusal(percent with { Minimum = 10_001 }));
        Assert.Equal(CartRefusal.CouponUseless, Refusal(percent with { Categories = ["riz"] }));
        Assert.Equal(CartRefusal.CouponUseless, Refusal(percent with { Shop = ShopId.Of(9) }));
        Assert.Equal(CartRefusal.CouponNotNow, Refusal(percent with { Until = s_now }));
        Assert.Equal(CartRefusal.CouponNotNow, Refusal(percent with { Status = CouponStatus.Proposed }));
        Assert.Equal(CartRefusal.CouponUsedUp, Refusal(percent with { Used = percent.UsesMax }));
        Assert.Null(Refusal(percent with { Products = [new ProductId("p-1")], Categories = ["riz"] }));

        static CartRefusal? Refusal(Coupon coupon) => PriceRules.Reckon([Parcel(1, null, ("p-1", 10_000))], [coupon], s_now).Coupons[0].Refusal;
    }

    [Fact]
    public void Whatever_is_bought_the_figures_add_up_and_nobody_pays_less_than_nothing()
    {
        var random = new Random(20_260_301);
        for (int round = 0; round < 3_000; round++)
        {
            PriceRules.Parcel[] parcels = [.. Enumerable.Range(1, random.Next(1, 17)).Select(shop => Parcel(
                shop, random.Next(3) == 0 ? null : random.Next(0, 20_000), [.. Enumerable.Range(0, random.Next(1, 5)).Select(line => ($"p-{shop}{line}", (long)random.Next(1, 200_000)))]))];
            var coupons = Enumerable.Range(0, random.Next(0, 4)).Select(i => Coupon("C" + i, i == 0 ? null : random.Next(1, 17), (CouponKind)random.Next(3), 1)).DistinctBy(coupon => coupon.Shop)
                .Select(coupon => coupon with
                {
                    Value = coupon.Kind == CouponKind.Percent ? random.Next(1, 10_001) : coupon.Kind == CouponKind.Amount ? random.Next(1, 300_000) : 0,
                    AtMost = random.Next(2) == 0 ? null : random.Next(1, 50_000),
                    Minimum = random.Next(0, 100_000),
                }).ToArray();
            PriceRules.Result result = PriceRules.Reckon(parcels, coupons, s_now);
            foreach ((ParcelTotal total, PriceRules.Parcel parcel) in result.Parcels.Zip(parcels))
            {
                Assert.Equal(parcel.Goods, total.Goods);
                Assert.InRange(total.Goods - total.ShopDiscount - total.PostDiscount + (total.Delivery ?? 0), 0, long.MaxValue);
                Assert.InRange(total.ShopDiscount, 0, total.Goods);
                Assert.True(total.Carriage == (parcel.Delivery ?? 0) && total.Delivery is null == parcel.Delivery is null);

                // What lies in the escrow when buyer and post have paid suffices for the carrier.
                Assert.True(total.Total + total.PostDiscount >= total.Carriage, $"{total} {parcel}");
            }

            long given = result.Parcels.Zip(parcels).Sum(pair => pair.First.ShopDiscount + pair.First.PostDiscount + (pair.Second.Delivery ?? 0) - (pair.First.Delivery ?? 0));
            Assert.Equal(given, result.Coupons.Sum(coupon => coupon.Worth));
        }
    }

    [Fact]
    public void A_parcel_costs_by_weight_or_volume_distance_and_way()
    {
        DeliveryTable table = DeliveryTable.BuiltIn;
        Place brazzaville = At("Brazzaville", "Brazzaville"), oyo = At("Cuvette", "Oyo"), owando = At("Cuvette", "Owando"), impfondo = At("Likouala", "Impfondo");
        Assert.Equal((500, 700, 1_500), Prices(table.Quote(brazzaville, brazzaville, 500, 0)));
        Assert.Equal((600, 800, 1_600), Prices(table.Quote(brazzaville, brazzaville, 501, 0)));
        Assert.Equal(900, table.Quote(oyo, owando, 1, 0)[DeliveryMethod.PostOffice]);
        Assert.Equal(1_500, table.Quote(brazzaville, oyo, 400, 0)[DeliveryMethod.PostOffice]);
        Assert.Equal(2_200, table.Quote(impfondo, brazzaville, 400, 0)[DeliveryMethod.PostOffice]);

        // A box of 40 × 30 × 20 cm counts as 4.8 kg, however light.
        Assert.Equal(1_200, table.Quote(brazzaville, brazzaville, 300, 400L * 300 * 200)[DeliveryMethod.PostOffice]);
        Assert.DoesNotContain(DeliveryMethod.PickupPoint, table.Quote(brazzaville, oyo, 10_001, 0).Keys);
        Assert.Equal(3_800, table.Quote(brazzaville, brazzaville, 30_000, 0)[DeliveryMethod.PostOffice]);
        Assert.Empty(table.Quote(brazzaville, brazzaville, 30_001, 0));

        static (long, long, long) Prices(IReadOnlyDictionary<DeliveryMethod, long> quotes) =>
            (quotes[DeliveryMethod.PostOffice], quotes[DeliveryMethod.PickupPoint], quotes[DeliveryMethod.Home]);
    }

    [Fact]
    public void A_coupons_limits_hold_and_a_use_that_ran_out_is_free_again()
    {
        CouponState state = new() { Coupon = Coupon("X", null, CouponKind.Amount, 100) with { UsesMax = 3, PersonMax = 1 } };
        DateTimeOffset until = s_now.AddMinutes(15);
        (state, CartRefusal? first) = CouponRules.Reserve(state, "x-1", "c-1", until, s_now);
        Assert.Null(first);
        Assert.Null(CouponRules.Reserve(state, "x-1", "c-1", until, s_now).Refusal);
        Assert.Equal(CartRefusal.CouponUsed, CouponRules.Reserve(state, "x-2", "c-1", until, s_now).Refusal);
        state = CouponRules.Commit(CouponRules.Commit(state, "x-1", "c-1", s_now), "x-1", "c-1", s_now);
        Assert.Equal((1, 0), (state.Used, state.Held.Count));
        state = CouponRules.Reserve(CouponRules.Reserve(state, "x-3", "c-3", until, s_now).Next, "x-4", "c-4", until, s_now).Next;
        Assert.Equal(CartRefusal.CouponUsedUp, CouponRules.Reserve(state, "x-5", "c-5", until, s_now).Refusal);
        Assert.Null(CouponRules.Reserve(state, "x-5", "c-5", until.AddHours(1), until).Refusal);
        Assert.Equal(CartRefusal.CouponUsed, CouponRules.Reserve(state, "x-6", "c-1", until.AddHours(1), until).Refusal);
    }

    private static Place At(string department, string town) => new() { Department = department, Town = town };

    private static PriceRules.Parcel Parcel(int shop, long? delivery, params (string Product, long Amount)[] lines) =>
        new(ShopId.Of(shop), [.. lines.Select(line => new PriceRules.PricedLine(new ProductId(line.Product), "pagne", line.Amount))], delivery);

    private static Coupon Coupon(string code, int? shop, CouponKind kind, long value) => new()
    {
        Code = code, Shop = shop is { } number ? ShopId.Of(number) : null, Kind = kind, Value = value, From = s_now.AddDays(-1), Until = s_now.AddDays(1), UsesMax = 10,
        Status = CouponStatus.Active, MadeBy = new CustomerId("c-1"),
    };
}
