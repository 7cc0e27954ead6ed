using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Cart;

/// <summary>The short sentences in which tests buy things over REST.</summary>
internal static class Buying
{
    /// <summary>A product on sale with so many pieces; its id.</summary>
    public static async Task<string> StockAsync(this TestShop shop, string sku, long price, int pieces, int weightGrams = 500)
    {
        JsonObject product = TestShop.Product(sku, price, "Article " + sku);
        product["variants"]![0]!["weightGrams"] = weightGrams;
        string id = (await shop.SellAsync(product)).GetProperty("id").GetString()!;

        // The product tells its variants to the stock after it has answered.
        await Eventually.GetAsync(async () => (await shop.Owner.Host.Grains.GetGrain<IStockGrain>(id).Look()).Skus.Count, skus => skus == 1);
        await (await shop.Owner.PostAsync($"/api/v1/products/{id}/stock", new JsonObject { ["sku"] = sku, ["quantity"] = pieces, ["reason"] = "reçu" }, "first")).DemandAsync(204);
        return id;
    }

    /// <summary>Puts pieces into the cart.</summary>
    public static async Task<JsonElement> PutInAsync(this Person buyer, string product, int quantity = 1) =>
        await (await buyer.PostAsync("/api/v1/cart/items", new JsonObject { ["product"] = product, ["quantity"] = quantity })).DemandAsync(200);

    /// <summary>Begins a checkout of what is in the cart.</summary>
    public static async Task<JsonElement> BeginAsync(this Person buyer, string? key = null) =>
        await (await buyer.PostAsync("/api/v1/checkouts", new JsonObject(), key ?? Guid.NewGuid().ToString("N"))).DemandAsync(201);

    /// <summary>Chooses one way for every parcel.</summary>
    public static async Task<JsonElement> DeliverAsync(this Person buyer, JsonElement checkout, string method = "post_office", string town = "Brazzaville", string payment = "wallet") =>
        await (await buyer.PutAsync($"/api/v1/checkouts/{checkout.Text("id")}/delivery", Delivery(checkout, method, town, payment))).DemandAsync(200);

    /// <summary>The body of such a choice.</summary>
    public static JsonObject Delivery(JsonElement checkout, string method = "post_office", string town = "Brazzaville", string payment = "wallet") => new()
    {
        ["payment"] = payment,
        ["parcels"] = new JsonArray([.. checkout.GetProperty("parcels").EnumerateArray().Select(parcel => (JsonNode)new JsonObject
        {
            ["shop"] = parcel.Text("shop"), ["method"] = method, ["town"] = town, ["address"] = "Moungali, près du marché", ["name"] = "Cliente de test", ["phone"] = "+242066000001",
        })]),
    };

    /// <summary>Says yes to a total.</summary>
    public static Task<HttpResponseMessage> PayAsync(this Person buyer, JsonElement checkout, long? total = null) =>
        buyer.PostAsync($"/api/v1/checkouts/{checkout.Text("id")}/pay", new JsonObject { ["total"] = total ?? checkout.Number("total") });

    /// <summary>The member as text.</summary>
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>The member as a number.</summary>
    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    /// <summary>What is left of a product's only variant.</summary>
    public static async Task<int> LeftAsync(this ApiHost host, string product)
    {
        SkuStock sku = (await host.Grains.GetGrain<IStockGrain>(product).Look()).Skus.Single();
        Assert.InRange(sku.Reserved, 0, sku.OnHand);
        return sku.Left;
    }

    /// <summary>A coupon of a shop, or with null of the post, approved.</summary>
    public static async Task<string> CouponAsync(this ApiHost host, TestShop? shop, CouponKind kind, long value, int uses = 1_000, int? person = null, long minimum = 0, long? atMost = null)
    {
        string code = "T" + Guid.NewGuid().ToString("N")[..10].ToUpperInvariant();
        ICouponGrain coupon = host.Grains.GetGrain<ICouponGrain>(Coupons.Key(code));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        CouponOutcome made = await coupon.Make(new Coupon
        {
            Code = code, Shop = shop is null ? null : new ShopId(shop.Id), Kind = kind, Value = value, UsesMax = uses, PersonMax = person, Minimum = minimum, AtMost = atMost,
            From = now.AddDays(-1), Until = now.AddDays(1), MadeBy = new CustomerId("c-maker"),
        });
        Assert.Null(made.Refusal);
        if (shop is null)
        {
            Assert.Equal(CouponRefusal.SameOperator, (await coupon.Approve(new CustomerId("c-maker"))).Refusal);
            Assert.Null((await coupon.Approve(new CustomerId("c-other"))).Refusal);
        }

        return code;
    }
}
