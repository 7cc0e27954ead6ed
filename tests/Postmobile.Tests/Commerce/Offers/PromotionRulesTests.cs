using Postmobile.Commerce;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Offers;

public sealed class PromotionRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_each_giver_the_largest_reduction_counts_and_a_beaten_code_stays_unused()
    {
        PriceRules.Result result = PriceRules.Reckon(
            [Parcel(1, null, Line("p-1", 10_000)), Parcel(2, null, Line("p-2", 5_000))],
            [Code("SMALL", 1, CouponKind.Amount, 500), Promotion("a", 1, CouponKind.Percent, 1_000), Promotion("b", 1, CouponKind.Amount, 900), Promotion("c", null, CouponKind.Percent, 1_000)], s_now);
        Assert.Equal([CartRefusal.CouponBeaten, null, CartRefusal.CouponBeaten, null], result.Coupons.Select(one => one.Refusal));
        Assert.Equal([0L, 1_000, 0, 1_400], result.Coupons.Select(one => one.Worth));
        Assert.Equal((1_000, 900, 0, 500), (result.Parcels[0].ShopDiscount, result.Parcels[0].PostDiscount, result.Parcels[1].ShopDiscount, result.Parcels[1].PostDiscount));

        // A code that takes off more goes before; for the same money the promotion does.
        PriceRules.Result better = PriceRules.Reckon([Parcel(1, null, Line("p-1", 10_000))], [Code("LARGE", 1, CouponKind.Amount, 2_000), Promotion("a", 1, CouponKind.Percent, 1_000)], s_now);
        Assert.Equal([2_000L, 0], better.Coupons.Select(one => one.Worth));
        PriceRules.Result same = PriceRules.Reckon([Parcel(1, null, Line("p-1", 10_000))], [Code("SAME", 1, CouponKind.Amount, 1_000), Promotion("a", 1, CouponKind.Percent, 1_000)], s_now);
        Assert.Equal([0L, 1_000], same.Coupons.Select(one => one.Worth));
    }

    [Fact]
    public void A_free_delivery_stands_beside_a_reduction_and_one_of_each_giver_counts()
    {
        Coupon capped = Promotion("a", 1, CouponKind.FreeDelivery, 0) with { AtMost = 500 }, whole = Promotion("b", 1, CouponKind.FreeDelivery, 0), percent = Promotion("c", 1, CouponKind.Percent, 1_000);
        PriceRules.Result result = PriceRules.Reckon([Parcel(1, 1_500, Line("p-1", 10_000))], [capped, whole, percent], s_now);
        Assert.Equal((1_000, 0, 1_500, 9_000), (result.Parcels[0].ShopDiscount, result.Parcels[0].Delivery, result.Parcels[0].Carriage, result.Parcels[0].Total));
        Assert.Equal(CartRefusal.CouponBeaten, result.Coupons[0].Refusal);

        // Chosen before the delivery is: the same one counts then and later.
        Assert.Null(PriceRules.Reckon([Parcel(1, null, Line("p-1", 10_000))], [capped, whole], s_now).Coupons[1].Refusal);
    }

    [Fact]
    public void Of_a_full_group_the_cheapest_pieces_are_given()
    {
        Coupon any = Promotion("a", 1, CouponKind.BuyGet, 10_000) with { Buy = 2, Get = 1 };
        PriceRules.Parcel mixed = Parcel(1, null, Line("p-1", 6_000, 2), Line("p-2", 4_000, 4));
        Assert.Equal(2_000, Off(any, mixed));
        Assert.Equal(1_000, Off(any with { Value = 5_000 }, mixed));
        Assert.Equal(1_500, Off(any with { AtMost = 1_500 }, mixed));
        Assert.Equal(1_000, Off(any with { SameProduct = true }, mixed));
        Assert.Equal(3_000, Off(any with { SameProduct = true, Products = [new ProductId("p-1")] }, Parcel(1, null, Line("p-1", 9_000, 3), Line("p-2", 4_000, 4))));
        Assert.Equal(0, Off(any, Parcel(1, null, Line("p-1", 6_000, 2))));

        static long Off(Coupon promotion, PriceRules.Parcel parcel) => PriceRules.Reckon([parcel], [promotion], s_now).Parcels[0].ShopDiscount;
    }

    [Fact]
    public void A_category_holds_those_under_it()
    {
        IReadOnlyList<string> path = Categories.Find("pagne-wax")!.Path;
        Assert.True(path.Count > 1);
        Coupon coupon = Code("RAYON", null, CouponKind.Percent, 1_000);
        Assert.All(path, code => Assert.True((coupon with { Categories = [code] }).IsFor(new ProductId("p-1"), "pagne-wax", ShopId.Of(1))));
        Category elsewhere = Categories.Roots.First(root => root.Code != path[0]);
        Assert.False((coupon with { Categories = [elsewhere.Code] }).IsFor(new ProductId("p-1"), "pagne-wax", ShopId.Of(1)));
        Assert.False((coupon with { Categories = ["pagne-wax"] }).IsFor(new ProductId("p-1"), path[0], ShopId.Of(1)));
    }

    [Fact]
    public void What_is_sold_at_a_flash_price_is_not_lowered_again_but_counts_for_a_free_delivery()
    {
        PriceRules.PricedLine flash = Line("p-1", 7_000) with { Flash = true }, given = Line("p-2", 10_000) with { Flash = true, PostOff = 3_000 };
        PriceRules.Result result = PriceRules.Reckon(
            [Parcel(1, 1_000, flash, given, Line("p-3", 1_000))],
            [Promotion("a", 1, CouponKind.Percent, 1_000), Promotion("b", null, CouponKind.Percent, 10_000), Promotion("c", 1, CouponKind.FreeDelivery, 0) with { Minimum = 15_000 }], s_now);
        Assert.Equal((18_000, 100, 3_900, 0, 14_000), (result.Parcels[0].Goods, result.Parcels[0].ShopDiscount, result.Parcels[0].PostDiscount, result.Parcels[0].Delivery, result.Parcels[0].Total));
    }

    [Fact]
    public void It_says_what_is_missing_when_more_would_come_of_it()
    {
        Coupon delivery = Promotion("a", 1, CouponKind.FreeDelivery, 0) with { Minimum = 12_000 };
        Coupon ten = Promotion("b", 1, CouponKind.Percent, 1_000) with { Minimum = 15_000 }, worse = Promotion("c", 1, CouponKind.Amount, 100) with { Minimum = 11_000 };
        Coupon counts = Promotion("d", 1, CouponKind.Percent, 500), pieces = Promotion("e", null, CouponKind.BuyGet, 10_000) with { Buy = 2, Get = 1 };
        Assert.Equal([("e", 0, 1), ("a", 2_000, 0), ("b", 5_000, 0)], Hints([delivery, ten, worse, counts, pieces], Parcel(1, null, Line("p-1", 10_000, 2))));
        Assert.Empty(Hints([delivery with { Until = s_now }, ten with { Mine = 1, PersonMax = 1 }, delivery with { Budget = 100, Spent = 100, AtMost = 100 }], Parcel(1, null, Line("p-1", 10_000))));
        Assert.Empty(Hints([delivery, ten], Parcel(1, null, Line("p-1", 20_000))));

        static (string, long, int)[] Hints(Coupon[] promotions, PriceRules.Parcel parcel) =>
            [.. PriceRules.Missing([parcel], PriceRules.Reckon([parcel], promotions, s_now).Coupons, s_now).Select(hint => (hint.Promotion.Code, hint.Amount, hint.Pieces))];
    }

    [Fact]
    public void A_budget_is_never_exceeded_and_what_was_not_taken_comes_back()
    {
        CouponState state = new() { Coupon = Promotion("a", null, CouponKind.FreeDelivery, 0) with { AtMost = 600, Budget = 1_500, UsesMax = 100 } };
        DateTimeOffset until = s_now.AddMinutes(15);
        state = CouponRules.Reserve(state, "x-1", "c-1", until, s_now, 600).Next;
        state = CouponRules.Reserve(state, "x-2", "c-2", until, s_now, 600).Next;
        Assert.Equal(CartRefusal.CouponUsedUp, CouponRules.Reserve(state, "x-3", "c-3", until, s_now, 600).Refusal);
        Assert.Equal(1_200, CouponRules.View(state)!.Promised);
        Assert.Equal((600, 1), (CouponRules.View(state, "c-1", "x-2", s_now)!.Promised, CouponRules.View(state, "c-1", "x-2", s_now)!.Mine));

        // It took less than it might have: the rest is for others.
        state = CouponRules.Commit(CouponRules.Commit(state, "x-1", "c-1", s_now, 300), "x-1", "c-1", s_now, 300);
        Assert.Equal(300, state.Spent);
        Assert.Null(CouponRules.Reserve(state, "x-3", "c-3", until, s_now, 600).Refusal);
        Assert.Equal(0, CouponRules.View(CouponRules.Expire(state, until))!.Promised);
        Assert.False(CouponRules.IsValid(Promotion("a-" + new string('0', 32), 1, CouponKind.FreeDelivery, 0) with { Budget = 1_000 }));
        Assert.True(CouponRules.IsValid(Promotion("a-" + new string('0', 32), 1, CouponKind.FreeDelivery, 0) with { Budget = 1_000, AtMost = 500 }));
        Assert.False(CouponRules.IsValid(Promotion("TYPED", 1, CouponKind.Percent, 500)));
    }

    [Fact]
    public void Whatever_is_offered_the_figures_add_up_and_nobody_pays_less_than_nothing()
    {
        var random = new Random(20_260_302);
        for (int round = 0; round < 2_000; round++)
        {
            PriceRules.Parcel[] parcels = [.. Enumerable.Range(1, random.Next(1, 6)).Select(shop => Parcel(shop, random.Next(3) == 0 ? null : random.Next(0, 9_000), [.. Enumerable.Range(0, random.Next(1, 5)).Select(line =>
            {
                int quantity = random.Next(1, 6);
                long amount = quantity * (long)random.Next(1, 20_000);
                bool flash = random.Next(4) == 0;
                return Line($"p-{shop}{line}", amount, quantity) with { Flash = flash, PostOff = flash && random.Next(2) == 0 ? random.NextInt64(amount) : 0 };
            })]))];
            Coupon[] offers = [.. Enumerable.Range(0, random.Next(0, 8)).Select(i =>
            {
                var kind = (CouponKind)random.Next(4);
                return Promotion("a" + i, random.Next(3) == 0 ? null : random.Next(1, 6), kind, kind switch { CouponKind.Amount => random.Next(1, 50_000), CouponKind.FreeDelivery => 0, _ => random.Next(1, 10_001) }) with
                {
                    Automatic = random.Next(2) == 0, Buy = random.Next(1, 4), Get = random.Next(1, 3), SameProduct = random.Next(2) == 0,
                    AtMost = random.Next(2) == 0 ? null : random.Next(1, 20_000), Minimum = random.Next(0, 50_000), Budget = random.Next(3) == 0 ? random.Next(1, 30_000) : null,
                };
            })];
            PriceRules.Result result = PriceRules.Reckon(parcels, offers, s_now);
            foreach ((ParcelTotal total, PriceRules.Parcel parcel) in result.Parcels.Zip(parcels))
            {
                Assert.InRange(total.Goods - total.ShopDiscount - total.PostDiscount + (total.Delivery ?? 0), 0, long.MaxValue);
                Assert.InRange(total.ShopDiscount, 0, parcel.Lines.Where(line => !line.Flash).Sum(line => line.Amount));
                Assert.True(total.Total + total.PostDiscount >= total.Carriage, $"{total} {parcel}");
            }

            long given = result.Parcels.Zip(parcels).Sum(pair => pair.First.ShopDiscount + pair.First.PostDiscount + (pair.Second.Delivery ?? 0) - (pair.First.Delivery ?? 0) - pair.Second.Lines.Sum(line => line.PostOff));
            Assert.Equal(given, result.Coupons.Sum(one => one.Worth));
            Assert.All(result.Coupons.Where(one => one.Coupon.Kind != CouponKind.FreeDelivery), one => Assert.False(one.Worth > one.Coupon.Budget));
            Assert.All(result.Coupons.Where(one => one.Refusal is null).GroupBy(one => (one.Coupon.Shop, one.Coupon.Kind == CouponKind.FreeDelivery)), group => Assert.Single(group));

            // Reckoned again with those that count, as a checkout does, the figures are the same.
            PriceRules.Result again = PriceRules.Reckon(parcels, [.. result.Coupons.Where(one => one.Refusal is null).Select(one => one.Coupon)], s_now);
            Assert.Equal(result.Parcels, again.Parcels);
        }
    }

    private static PriceRules.PricedLine Line(string product, long amount, int quantity = 1) => new(new ProductId(product), "pagne-wax", amount, quantity);

    private static PriceRules.Parcel Parcel(int shop, long? delivery, params PriceRules.PricedLine[] lines) => new(ShopId.Of(shop), lines, delivery);

    private static Coupon Promotion(string id, int? shop, CouponKind kind, long value) => Code(id, shop, kind, value) with { Automatic = true, Title = "Promotion " + id };

    private static Coupon Code(string code, int? shop, CouponKind kind, long value) => new()
    {
        Code = code, Shop = shop is { } number ? ShopId.Of(number) : null, Kind = kind, Value = value, From = s_now.AddDays(-1), Until = s_now.AddDays(1), UsesMax = 10,
        Status = CouponStatus.Active, MadeBy = new CustomerId("c-1"),
    };
}
