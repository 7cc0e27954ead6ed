using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using SkiaSharp;
using Xunit;

namespace Postmobile.Tests.Commerce.Catalogue;

/// <summary>Products and their pictures, over REST.</summary>
[Collection(ApiHost.Collection)]
public sealed class ProductTests(ApiHost host)
{
    [Fact]
    public async Task A_draft_is_the_shops_own_until_it_is_published_and_after_it_is_archived()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string id = (await shop.SellAsync(TestShop.Product("D-1"), publish: false)).GetProperty("id").GetString()!;
        using HttpClient anyone = host.NewClient();
        await (await anyone.GetAsync($"/api/v1/products/{id}")).DemandProblemAsync(404, "unknown_product");
        await (await shop.Owner.Http.GetAsync($"/api/v1/products/{id}")).DemandAsync(200);
        await (await (await Person.JoinAsync(host)).PostAsync($"/api/v1/products/{id}/publish", null)).DemandProblemAsync(403, "not_shop_staff");
        await (await shop.Owner.PostAsync($"/api/v1/products/{id}/publish", null)).DemandAsync(200);
        JsonElement seen = await (await anyone.GetAsync($"/api/v1/products/{id}")).DemandAsync(200);
        Assert.Equal($"/produit/pagne-wax-a-fleurs-{id[2..]}", seen.GetProperty("url").GetString());
        Assert.Single((await (await anyone.GetAsync($"/api/v1/shops/{shop.Id}/products")).DemandAsync(200)).GetProperty("products").EnumerateArray());
        await (await shop.Owner.PostAsync($"/api/v1/products/{id}/archive", null)).DemandAsync(200);
        await (await anyone.GetAsync($"/api/v1/products/{id}")).DemandProblemAsync(404, "unknown_product");
        Assert.Empty((await (await anyone.GetAsync($"/api/v1/shops/{shop.Id}/products")).DemandAsync(200)).GetProperty("products").EnumerateArray());
    }

    [Fact]
    public async Task The_same_request_again_makes_one_product_and_an_old_version_changes_nothing()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        JsonElement first = await shop.SellAsync(TestShop.Product("V-1"), key: "k"), again = await shop.SellAsync(TestShop.Product("V-1"), key: "k");
        string path = "/api/v1/products/" + first.GetProperty("id").GetString();
        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        var other = new JsonObject { ["shop"] = shop.Id, ["product"] = TestShop.Product("V-1", 6_000), ["publish"] = true };
        await (await shop.Owner.PostAsync("/api/v1/products", other, "k")).DemandProblemAsync(409, "idempotency_conflict");
        long version = first.GetProperty("version").GetInt64();
        JsonElement dearer = await (await shop.Owner.PutAsync(path, TestShop.Product("V-1", 7_000), $"\"{version}\"")).DemandAsync(200);
        Assert.Equal(7_000, dearer.GetProperty("variants")[0].GetProperty("price").GetInt64());
        await (await shop.Owner.PutAsync(path, TestShop.Product("V-1", 8_000), $"\"{version}\"")).DemandProblemAsync(412, "precondition_failed");
        Assert.Equal(version + 1, (await shop.Owner.GetAsync(path)).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_code_is_one_products_of_the_shop()
    {
        TestShop shop = await TestShop.OpenAsync(host), neighbour = await TestShop.OpenAsync(host);
        await shop.SellAsync(TestShop.Product("C-1"));
        await neighbour.SellAsync(TestShop.Product("C-1"));
        var twin = new JsonObject { ["shop"] = shop.Id, ["product"] = TestShop.Product("C-1", title: "Un autre") };
        await (await shop.Owner.PostAsync("/api/v1/products", twin, "twin")).DemandProblemAsync(409, "sku_taken");
    }

    [Fact]
    public async Task Options_make_variants_and_a_category_says_what_can_be_said()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        JsonObject shirt = TestShop.Product("S", title: "Chemise");
        shirt["category"] = "chemises";
        shirt["attributes"] = new JsonObject { ["couleur"] = "bleu", ["matiere"] = "coton" };
        shirt["options"] = new JsonArray("Taille", "Couleur");
        shirt["variants"] = new JsonArray(
            new JsonObject { ["sku"] = "S-M", ["price"] = 8_000, ["compareAt"] = 10_000, ["options"] = new JsonObject { ["Taille"] = "M", ["Couleur"] = "Bleu" } },
            new JsonObject { ["sku"] = "S-L", ["price"] = 9_000, ["options"] = new JsonObject { ["Taille"] = "L", ["Couleur"] = "Bleu" } });
        JsonElement made = await shop.SellAsync((JsonObject)shirt.DeepClone());
        Product product = (await host.Grains.GetGrain<IProductGrain>(made.GetProperty("id").GetString()!).Look())!;
        Assert.Equal("L · Bleu", product.Find("S-L")!.Label);

        (string Code, Action<JsonObject> Spoil)[] wrong =
        [
            ("attribute_invalid", one => one["attributes"]!["couleur"] = "transparent"),
            ("attribute_invalid", one => one["attributes"]!["ecran"] = "6"),
            ("unknown_category", one => one["category"] = "mode"),
            ("variants_invalid", one => one["variants"]![1]!["sku"] = "S-M"),
            ("variants_invalid", one => one["variants"]![1]!["options"]!["Taille"] = "M"),
            ("variants_invalid", one => one["variants"]![0]!["compareAt"] = 8_000),
            ("variants_invalid", one => one["variants"]![0]!["price"] = 0),
            ("gtin_invalid", one => one["gtin"] = "4006381333930"),
        ];
        foreach ((string code, Action<JsonObject> spoil) in wrong)
        {
            var spoilt = (JsonObject)shirt.DeepClone();
            spoil(spoilt);
            using HttpResponseMessage answer = await shop.Owner.PostAsync("/api/v1/products", new JsonObject { ["shop"] = shop.Id, ["product"] = spoilt }, Guid.NewGuid().ToString());
            await answer.DemandProblemAsync(422, code);
        }
    }

    [Fact]
    public async Task Pictures_are_made_anew_in_three_sizes_and_kept_for_ever()
    {
        Person owner = await Person.JoinAsync(host);
        byte[] photo = Pictures.WithGps(Pictures.Make(1_600, 1_200));
        JsonElement image = await (await owner.PutFileAsync("/api/v1/images", photo, post: true)).DemandAsync(201);
        Assert.Equal(image.GetProperty("id").GetString(), (await (await owner.PutFileAsync("/api/v1/images", photo, post: true)).DemandAsync(201)).GetProperty("id").GetString());
        using HttpClient anyone = host.NewClient();
        foreach ((string size, int side) in new[] { ("thumb", 256), ("medium", 640), ("large", 1_400) })
        {
            using HttpResponseMessage shown = await anyone.GetAsync(image.GetProperty(size).GetString());
            byte[] webp = await shown.Content.ReadAsByteArrayAsync();
            using SKBitmap bitmap = SKBitmap.Decode(webp);
            Assert.Equal((side, "image/webp"), (Math.Max(bitmap.Width, bitmap.Height), shown.Content.Headers.ContentType!.MediaType));
            Assert.Contains("immutable", shown.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal(-1, webp.AsSpan().IndexOf("Exif"u8));
        }

        Assert.Equal(404, (int)(await anyone.GetAsync("/images/i-00000000000000000000000000000000-thumb.webp")).StatusCode);
        Assert.Equal(404, (int)(await anyone.GetAsync($"/images/{image.GetProperty("id").GetString()}-original.webp")).StatusCode);
    }

    [Fact]
    public async Task Files_that_are_no_pictures_are_refused_and_of_what_hides_in_one_nothing_stays()
    {
        Person owner = await Person.JoinAsync(host);
        (byte[] File, string Code)[] bad =
        [
            ("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "picture_type"), ("GIF89a"u8.ToArray(), "picture_type"), (Pictures.Claims(30_000, 30_000), "picture_dimensions"),
            (Pictures.Make()[..200], "picture_unreadable"), (Pictures.Make(20, 20), "picture_dimensions"), (new byte[9_000_000], "picture_too_large"),
        ];
        foreach ((byte[] file, string code) in bad)
        {
            using HttpResponseMessage answer = await owner.PutFileAsync("/api/v1/images", file, post: true);
            Assert.Equal(code, (await answer.DemandAsync((int)answer.StatusCode)).GetProperty("code").GetString());
        }

        JsonElement image = await (await owner.PutFileAsync("/api/v1/images", Pictures.Polyglot(), post: true)).DemandAsync(201);
        byte[] kept = await host.NewClient().GetByteArrayAsync(image.GetProperty("large").GetString());
        Assert.Equal(-1, kept.AsSpan().IndexOf("script"u8));
        Assert.Equal(-1, kept.AsSpan().IndexOf("PK"u8));
    }
}
