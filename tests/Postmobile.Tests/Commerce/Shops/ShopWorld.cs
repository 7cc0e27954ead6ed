using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Shops;

/// <summary>A shop that a test has opened over REST.</summary>
public sealed record TestShop(string Id, Person Owner, Person Operator)
{
    /// <summary>The grain.</summary>
    public IShopGrain Grain => Owner.Host.Grains.GetGrain<IShopGrain>(Id);

    /// <summary>Somebody applies, shows papers, and the post opens the shop.</summary>
    public static async Task<TestShop> OpenAsync(ApiHost host, string name = "Boutique de test")
    {
        Person owner = await Person.JoinAsync(host), post = await Person.JoinAsync(host, 0, Role.Operator);
        string id = await ApplyAsync(owner, name);
        await (await post.PostAsync($"/api/v1/operator/shops/{id}/approve", null)).DemandAsync(200);
        return new TestShop(id, owner, post);
    }

    /// <summary>Applies with papers and hands the application in.</summary>
    public static async Task<string> ApplyAsync(Person owner, string name = "Boutique de test")
    {
        JsonElement shop = await (await owner.PostAsync("/api/v1/shops", Body(name), Guid.NewGuid().ToString())).DemandAsync(201);
        string id = shop.GetProperty("shop").GetProperty("id").GetString()!;
        await (await owner.PutFileAsync($"/api/v1/shops/{id}/papers/register", Pictures.Make())).DemandAsync(200);
        await (await owner.PostAsync($"/api/v1/shops/{id}/submit", null)).DemandAsync(200);
        return id;
    }

    /// <summary>What an honest applicant sends.</summary>
    public static JsonObject Body(string name = "Boutique de test") => new()
    {
        ["name"] = name, ["department"] = "Brazzaville", ["town"] = "Brazzaville", ["address"] = "Moungali, avenue de la Paix", ["returnDays"] = 7,
    };

    /// <summary>A product of one variant.</summary>
    public static JsonObject Product(string sku, long price = 5_000, string title = "Pagne wax à fleurs") => new()
    {
        ["title"] = title, ["category"] = "pagne-wax", ["variants"] = new JsonArray(new JsonObject { ["sku"] = sku, ["price"] = price, ["weightGrams"] = 500 }),
    };

    /// <summary>Its takings, once their account is open, with this much more in them.</summary>
    public async Task<AccountId> FundAsync(long amount)
    {
        AccountId takings = (await Grain.Look())!.Account;
        await Eventually.GetAsync(Owner.Host.Grains.Account(takings).Look, account => account is not null);
        if (amount > 0)
        {
            await Owner.Host.FundAsync(takings, amount);
        }

        return takings;
    }

    /// <summary>Creates a product, on sale at once.</summary>
    public async Task<JsonElement> SellAsync(JsonObject product, bool publish = true, string? key = null) =>
        await (await Owner.PostAsync("/api/v1/products", new JsonObject { ["shop"] = Id, ["product"] = product, ["publish"] = publish }, key ?? Guid.NewGuid().ToString())).DemandAsync(201);
}

/// <summary>Short sentences for tests of shops.</summary>
internal static class ShopTestSentences
{
    /// <summary>The body of an answer, which must have this status.</summary>
    public static async Task<JsonElement> DemandAsync(this HttpResponseMessage response, int status)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        return text.Length > 0 ? JsonDocument.Parse(text).RootElement : default;
    }

    /// <summary>Sends a file as the body itself.</summary>
    public static Task<HttpResponseMessage> PutFileAsync(this Person person, string path, byte[] file, bool post = false)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return post ? person.Http.PostAsync(path, content) : person.Http.PutAsync(path, content);
    }

    /// <summary>Puts a body, with a version if there is one.</summary>
    public static Task<HttpResponseMessage> PutAsync(this Person person, string path, JsonNode body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return person.Http.SendAsync(request);
    }
}
