using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Offers;

/// <summary>Promotions and flash sales over REST: who may make them, and what they do to a cart, a checkout, a charge and an order.</summary>
[Collection(ApiHost.Collection)]
public sealed class OfferTests(ApiHost host)
{
    [Fact]
    public async Task A_shops_promotion_is_in_the_cart_by_itself_says_what_is_missing_and_costs_the_shop()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 4_000, 50);
        string path = $"/api/v1/shops/{shop.Id}/promotions";
        JsonElement delivery = await MakeAsync(shop.Owner, path, Promotion("Livraison de rentrée", "free_delivery", minimum: 10_000));
        JsonElement percent = await MakeAsync(shop.Owner, path, Promotion("Dix pour cent", "percent", 1_000));
        Person buyer = await Person.JoinAsync(host, 100_000);

        JsonElement cart = await buyer.PutInAsync(product, 2);
        Assert.Equal((8_000, 800, 7_200), (cart.Number("goods"), cart.Number("discount"), cart.Number("total")));
        JsonElement counted = Assert.Single(cart.GetProperty("promotions").EnumerateArray().ToArray());
        Assert.Equal((percent.Text("id"), "Dix pour cent", 800), (counted.Text("id"), counted.Text("title"), counted.Number("worth")));
        JsonElement hint = Assert.Single(cart.GetProperty("hints").EnumerateArray().ToArray());
        Assert.Equal((delivery.Text("id"), 2_000, "free_delivery"), (hint.Text("id"), hint.Number("missingAmount"), hint.Text("kind")));

        // A code that gives less is not used up, and does not stand in the way.
        string code = await host.CouponAsync(shop, CouponKind.Amount, 100, uses: 1);
        cart = await (await buyer.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code })).DemandAsync(200);
        Assert.Equal(("coupon_beaten", 7_200), (cart.GetProperty("coupons")[0].Text("refusal"), cart.Number("total")));

        cart = await buyer.PutInAsync(product);
        Assert.Equal((10_800, 0), (cart.Number("total"), cart.GetProperty("hints").GetArrayLength()));
        await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject { ["total"] = 12_000 }, "wrong")).DemandProblemAsync(409, "cart_changed");
        JsonElement begun = await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject { ["total"] = 10_800 }, "right")).DemandAsync(201);
        Assert.Equal(10_800, begun.Number("total"));
        JsonElement chosen = await buyer.DeliverAsync(begun);
        Assert.Equal((10_800, 0), (chosen.Number("total"), chosen.GetProperty("parcels")[0].Number("delivery")));
        Assert.Equal(2, chosen.GetProperty("promotions").GetArrayLength());
        await (await buyer.PayAsync(chosen)).DemandAsync(200);
        Assert.Equal(100_000 - 10_800, await buyer.BalanceAsync());
        Order order = (await host.Grains.GetGrain<IOrderGrain>(begun.GetProperty("parcels")[0].Text("order")).Look())!;
        Assert.Equal((1_200, 0, 10_800), (order.Placement.ShopDiscount, order.Placement.PostDiscount, order.Placement.Total));
        Assert.Equal(0, (await host.Grains.GetGrain<ICouponGrain>(Coupons.Key(code)).Look())!.Used);
        JsonElement[] mine = [.. (await shop.Owner.GetAsync(path)).EnumerateArray()];
        Assert.Equal([(1, 1_200L), (1, order.Placement.Delivery.Cost)], mine.OrderBy(one => one.Text("kind") == "free_delivery").Select(one => (one.GetProperty("used").GetInt32(), one.Number("spent"))));
        await (await shop.Owner.PostAsync($"{path}/{percent.Text("id")}/stop", null)).DemandAsync(200);
        await Eventually.GetAsync(() => buyer.GetAsync("/api/v1/cart"), left => left.GetProperty("count").GetInt32() == 0);

        // Now the code, which is used when nothing better is there.
        await buyer.PutInAsync(product);
        cart = await (await buyer.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = code })).DemandAsync(200);
        Assert.Equal(3_900, cart.Number("total"));
    }

    [Fact]
    public async Task The_posts_promotion_needs_two_operators_and_lies_in_the_escrow()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 3_000, 50);
        Person one = await Person.JoinAsync(host, 0, Role.Operator), two = await Person.JoinAsync(host, 0, Role.Operator), buyer = await Person.JoinAsync(host, 50_000);
        JsonObject body = Promotion("Trois pour deux", "buy_get", 10_000);
        (body["buy"], body["get"], body["sameProduct"], body["budget"], body["products"]) = (2, 1, true, 10_000, new JsonArray(product));
        JsonElement made = await MakeAsync(one, "/api/v1/operator/promotions", body);
        Assert.Equal("proposed", made.Text("status"));
        Assert.Equal(9_000, (await buyer.PutInAsync(product, 3)).Number("total"));
        string path = $"/api/v1/operator/promotions/{made.Text("id")}";
        await (await one.PostAsync(path + "/approve", null)).DemandProblemAsync(422, "same_operator");
        Assert.Equal("active", (await (await two.PostAsync(path + "/approve", null)).DemandAsync(200)).Text("status"));
        Assert.Equal(6_000, (await buyer.GetAsync("/api/v1/cart")).Number("total"));
        await host.FundAsync(PostAccounts.Fees, 100_000);
        JsonElement chosen = await buyer.DeliverAsync(await buyer.BeginAsync());
        JsonElement paid = await (await buyer.PayAsync(chosen)).DemandAsync(200);
        Order order = (await host.Grains.GetGrain<IOrderGrain>(paid.GetProperty("parcels")[0].Text("order")).Look())!;
        Assert.Equal((0, 3_000), (order.Placement.ShopDiscount, order.Placement.PostDiscount));
        await Eventually.GetAsync(async () => (await host.Grains.Account(order.Placement.Escrow).Look())!.Balance, balance => balance == chosen.Number("total") + 3_000);
        Assert.Equal((1, 3_000), (await Figures(made.Text("id"))));
        await (await two.PostAsync(path + "/stop", null)).DemandAsync(200);
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/promotions/{made.Text("id")}/stop", null)).DemandProblemAsync(404, "unknown_promotion");
    }

    [Fact]
    public async Task Nobody_else_makes_sees_or_ends_a_shops_offers_and_what_cannot_be_is_refused()
    {
        TestShop shop = await TestShop.OpenAsync(host), other = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 4_000, 50);
        string promotions = $"/api/v1/shops/{shop.Id}/promotions", sales = $"/api/v1/shops/{shop.Id}/flash-sales";
        JsonObject gift = Promotion("Cadeau", "amount", 100);
        JsonElement promotion = await MakeAsync(shop.Owner, promotions, gift, "same"), sale = await MakeAsync(shop.Owner, sales, Sale(product, 3_000, 5));
        Person stranger = await Person.JoinAsync(host);
        foreach (Person wrong in new[] { stranger, other.Owner })
        {
            await (await wrong.Http.GetAsync(promotions)).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.Http.GetAsync(sales)).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.PostAsync(promotions, Promotion("Vol", "amount", 100), "k")).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.PostAsync(sales, Sale(product, 3_000, 5), "k")).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.PostAsync($"{promotions}/{promotion.Text("id")}/stop", null)).DemandProblemAsync(403, "not_shop_staff");
            await (await wrong.PostAsync($"{sales}/{sale.Text("id")}/end", null)).DemandProblemAsync(403, "not_shop_staff");
        }

        await (await other.Owner.PostAsync($"/api/v1/shops/{other.Id}/promotions/{promotion.Text("id")}/stop", null)).DemandProblemAsync(404, "unknown_promotion");
        await (await other.Owner.PostAsync($"/api/v1/shops/{other.Id}/flash-sales/{sale.Text("id")}/end", null)).DemandProblemAsync(404, "unknown_flash_sale");
        await (await other.Owner.PostAsync($"/api/v1/shops/{other.Id}/flash-sales", Sale(product, 3_000, 5), "k")).DemandProblemAsync(404, "unknown_product");
        await (await stranger.PostAsync("/api/v1/cart/coupons", new JsonObject { ["code"] = promotion.Text("id") })).DemandProblemAsync(404, "unknown_coupon");
        await (await shop.Owner.PostAsync("/api/v1/operator/flash-sales", Sale(product, 3_000, 5), "k")).DemandProblemAsync(403, "forbidden");

        // Again with the same key is the same one; with another body it is refused.
        Assert.Equal(promotion.Text("id"), (await MakeAsync(shop.Owner, promotions, gift, "same")).Text("id"));
        await (await shop.Owner.PostAsync(promotions, Promotion("Cadeau", "amount", 200), "same")).DemandProblemAsync(422, "idempotency_conflict");
        await (await shop.Owner.PostAsync(promotions, Promotion("X", "amount", 100), "a")).DemandProblemAsync(422, "promotion_invalid");
        await (await shop.Owner.PostAsync(promotions, Promotion("Trop", "percent", 10_001), "b")).DemandProblemAsync(422, "promotion_invalid");
        JsonObject nowhere = Promotion("Ailleurs", "percent", 500);
        nowhere["categories"] = new JsonArray("rayon-inconnu");
        await (await shop.Owner.PostAsync(promotions, nowhere, "c")).DemandProblemAsync(422, "promotion_invalid");
        await (await shop.Owner.PostAsync(sales, Sale(product, 4_000, 5), "d")).DemandProblemAsync(422, "flash_price");
        await (await shop.Owner.PostAsync(sales, Sale(product, 3_000, 0), "e")).DemandProblemAsync(422, "flash_pieces");
        await (await shop.Owner.PostAsync(sales, Sale(product, 3_000, 5, days: 20), "f")).DemandProblemAsync(422, "flash_times");
        await (await shop.Owner.PostAsync(sales, Sale(product, 3_000, 5), "g")).DemandProblemAsync(409, "flash_overlap");
        await (await shop.Owner.PostAsync($"{sales}/{sale.Text("id")}/end", null)).DemandAsync(200);
        await (await shop.Owner.PostAsync(sales, Sale(product, 3_000, 51), "h")).DemandProblemAsync(409, "flash_stock");
    }

    [Fact]
    public async Task A_flash_sale_is_bought_at_the_price_that_was_shown()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 10_000, 20);
        JsonElement sale = await MakeAsync(shop.Owner, $"/api/v1/shops/{shop.Id}/flash-sales", Sale(product, 7_000, 3));
        using HttpClient anybody = host.NewClient();
        JsonElement listed = Assert.Single((await (await anybody.GetAsync("/api/v1/flash-sales")).DemandAsync(200)).EnumerateArray().Where(one => one.Text("id") == sale.Text("id")).ToArray());
        Assert.Equal((7_000, 10_000, 3), (listed.Number("price"), listed.Number("ordinary"), listed.GetProperty("left").GetInt32()));
        Person buyer = await Person.JoinAsync(host, 100_000);

        // A line is sold at that price whole, or not at all, and says so.
        JsonElement line = (await buyer.PutInAsync(product, 2)).GetProperty("parcels")[0].GetProperty("lines")[0];
        Assert.Equal((20_000, false, 1), (line.Number("amount"), line.GetProperty("flash").GetProperty("applies").GetBoolean(), line.GetProperty("flash").GetProperty("left").GetInt32()));
        JsonElement cart = await (await buyer.PutAsync("/api/v1/cart/items", new JsonObject { ["product"] = product, ["sku"] = "P", ["quantity"] = 1 })).DemandAsync(200);
        Assert.Equal((7_000, 0), (cart.Number("total"), cart.GetProperty("parcels")[0].GetProperty("lines")[0].GetProperty("changes").GetArrayLength()));
        JsonElement begun = await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject { ["goods"] = 7_000, ["total"] = 7_000 }, "k")).DemandAsync(201);
        JsonElement chosen = await buyer.DeliverAsync(begun);
        JsonElement paid = await (await buyer.PayAsync(chosen)).DemandAsync(200);
        Assert.Equal((7_500, 100_000 - 7_500), (paid.Number("total"), await buyer.BalanceAsync()));
        Order order = (await host.Grains.GetGrain<IOrderGrain>(paid.GetProperty("parcels")[0].Text("order")).Look())!;
        Assert.Equal((7_000, sale.Text("id")), (order.Placement.Lines.Single().Price, order.Placement.Lines.Single().Sale));
        JsonElement after = Assert.Single((await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/flash-sales")).EnumerateArray().ToArray());
        Assert.Equal((1, 0, "open"), (after.GetProperty("sold").GetInt32(), after.GetProperty("reserved").GetInt32(), after.Text("status")));
        Assert.Equal(19, await host.LeftAsync(product));

        // One a person: the next piece is at the ordinary price.
        await Eventually.GetAsync(() => buyer.GetAsync("/api/v1/cart"), left => left.GetProperty("count").GetInt32() == 0);
        Assert.Equal(10_000, (await buyer.PutInAsync(product)).Number("total"));
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/flash-sales/{sale.Text("id")}/end", null)).DemandAsync(200);
        Assert.DoesNotContain((await (await anybody.GetAsync("/api/v1/flash-sales")).DemandAsync(200)).EnumerateArray(), one => one.Text("id") == sale.Text("id"));
    }

    [Fact]
    public async Task The_posts_flash_sale_needs_two_operators_and_the_shop_gets_its_whole_price()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 10_000, 20);
        Person one = await Person.JoinAsync(host, 0, Role.Operator), two = await Person.JoinAsync(host, 0, Role.Operator), buyer = await Person.JoinAsync(host, 50_000);
        JsonElement proposed = await MakeAsync(one, "/api/v1/operator/flash-sales", Sale(product, 6_000, 3));
        string path = $"/api/v1/operator/flash-sales/{proposed.Text("id")}";
        Assert.Equal(10_000, (await buyer.PutInAsync(product)).Number("total"));
        await (await one.PostAsync(path + "/approve", null)).DemandProblemAsync(422, "same_operator");
        Assert.Equal("open", (await (await two.PostAsync(path + "/approve", null)).DemandAsync(200)).Text("status"));
        await (await one.PostAsync(path + "/approve", null)).DemandProblemAsync(409, "already_decided");
        JsonElement cart = await buyer.GetAsync("/api/v1/cart");
        Assert.Equal((10_000, 4_000, 6_000), (cart.Number("goods"), cart.Number("discount"), cart.Number("total")));
        await host.FundAsync(PostAccounts.Fees, 100_000);
        JsonElement chosen = await buyer.DeliverAsync(await buyer.BeginAsync());
        Assert.Equal(6_500, chosen.Number("total"));
        JsonElement paid = await (await buyer.PayAsync(chosen)).DemandAsync(200);
        Order order = (await host.Grains.GetGrain<IOrderGrain>(paid.GetProperty("parcels")[0].Text("order")).Look())!;
        Assert.Equal((10_000, 4_000, 4_000), (order.Placement.Lines.Single().Price, order.Placement.Lines.Single().PostOff, order.Placement.PostDiscount));
        await Eventually.GetAsync(async () => (await host.Grains.Account(order.Placement.Escrow).Look())!.Balance, balance => balance == 10_500);
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/flash-sales/{proposed.Text("id")}/end", null)).DemandProblemAsync(404, "unknown_flash_sale");
        await (await two.PostAsync(path + "/end", null)).DemandAsync(200);
    }

    private static async Task<JsonElement> MakeAsync(Person by, string path, JsonObject body, string? key = null) =>
        await (await by.PostAsync(path, body, key ?? Guid.NewGuid().ToString("N"))).DemandAsync(200);

    private static JsonObject Promotion(string title, string kind, long value = 0, long minimum = 0) => new()
    {
        ["title"] = title, ["kind"] = kind, ["value"] = value, ["minimum"] = minimum,
        ["from"] = TimeProvider.System.GetUtcNow().AddHours(-1), ["until"] = TimeProvider.System.GetUtcNow().AddDays(1),
    };

    private static JsonObject Sale(string product, long price, int pieces, int days = 1) => new()
    {
        ["product"] = product, ["price"] = price, ["pieces"] = pieces, ["cap"] = pieces > 0 ? 1 : null,
        ["from"] = TimeProvider.System.GetUtcNow().AddHours(-1), ["until"] = TimeProvider.System.GetUtcNow().AddDays(days),
    };

    private async Task<(int Used, long Spent)> Figures(string promotion)
    {
        Coupon now = (await host.Grains.GetGrain<ICouponGrain>(Coupons.Key(promotion)).Look())!;
        return (now.Used, now.Spent);
    }
}
