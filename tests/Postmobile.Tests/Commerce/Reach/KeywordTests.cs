using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>The word STOP, as gateways bring it.</summary>
[Collection(ReachHost.Collection)]
public sealed class KeywordTests(ReachHost world)
{
    [Theory]
    [InlineData("STOP", "")]
    [InlineData(" stop. ", "")]
    [InlineData("Arrêt!", "")]
    [InlineData("ARRET", "")]
    [InlineData("arre\u0302tez", "")]
    [InlineData("Tika", "")]
    [InlineData("stop tout", "")]
    [InlineData("STOP 12", "12")]
    [InlineData("stop12", "12")]
    [InlineData("Stop : s-12", "S 12")]
    [InlineData("stop  Maison d'Été", "MAISON D ETE")]
    [InlineData("OUI", null)]
    [InlineData("START", null)]
    [InlineData("non stop", null)]
    [InlineData("STOPPER", null)]
    [InlineData("", null)]
    [InlineData("🙂", null)]
    public void Stop_is_forgiven_its_accents_case_blanks_and_punctuation(string text, string? shop) => Assert.Equal(shop, KeywordRules.Read(text));

    [Fact]
    public void A_shop_is_meant_by_its_number_its_name_or_the_beginning_of_it()
    {
        Follow[] wanted = [Of("s-12", "Maison d'Été", "maison-d-ete"), Of("s-13", "Maison bleue", "maison-bleue"), Of("s-14", "12 Couleurs", "12-couleurs")];
        Assert.Equal("s-12", KeywordRules.Find(wanted, "12")!.Shop.Value);
        Assert.Equal("s-12", KeywordRules.Find(wanted, "S 12")!.Shop.Value);
        Assert.Equal("s-12", KeywordRules.Find(wanted, "MAISON D ETE")!.Shop.Value);
        Assert.Equal("s-13", KeywordRules.Find(wanted, "MAISON BL")!.Shop.Value);
        Assert.All(new[] { "MAISON", "99", "AUTRE" }, named => Assert.Null(KeywordRules.Find(wanted, named)));
        Assert.Equal("s-13", KeywordRules.Find(wanted[1..2], "SVP")!.Shop.Value);
        Assert.Null(KeywordRules.Find(wanted[1..2], "99"));
    }

    [Fact]
    public async Task Stop_ends_what_it_says_once_and_nothing_by_sms_begins_again()
    {
        TestShop[] shops = [await TestShop.OpenAsync(world.Host, "Atelier des mots"), await TestShop.OpenAsync(world.Host, "Comptoir des mots")];
        Person person = await Person.JoinAsync(world.Host);
        foreach (TestShop shop in shops)
        {
            await AgreeAsync(person, shop, "messages", Consents.Version);
            await AgreeAsync(person, shop, "emails", Consents.EmailVersion);
        }

        await SendAsync(person.Phone, "Bonjour", "k1");
        Assert.True(await WantsAsync(person, shops[0]));
        await SendAsync(person.Phone, $"Stop {shops[0].Id[2..]}", "k2", post: true);
        Assert.Equal((false, true), (await WantsAsync(person, shops[0]), await WantsAsync(person, shops[1])));
        JsonElement ended = await person.GetAsync($"/api/v1/shops/{shops[0].Id}/follow");
        Assert.All(ended.GetProperty("consents").EnumerateArray(), consent => Assert.Equal("keyword", consent.GetProperty("endedBy").GetString()));

        // Agreed anew, the same message delivered again ends nothing.
        await AgreeAsync(person, shops[0], "messages", Consents.Version);
        await SendAsync(person.Phone, $"Stop {shops[0].Id[2..]}", "k2");
        Assert.True(await WantsAsync(person, shops[0]));
        await SendAsync(person.Phone, "ARRÊT", "k3");
        Assert.Equal((false, false), (await WantsAsync(person, shops[0]), await WantsAsync(person, shops[1])));
        foreach (string text in new[] { "OUI", "START", "oui " + shops[0].Id[2..] })
        {
            await SendAsync(person.Phone, text, "k4" + text.Length);
        }

        Assert.False(await WantsAsync(person, shops[0]));

        // One confirmation a day, about the first.
        string answer = Assert.Single(await Eventually.GetAsync(() => ConfirmationsAsync(person.Phone), found => found.Count > 0));
        Assert.Equal("Shopiposte : c'est fait, vous ne recevrez plus de messages de Atelier des mots.", answer);
    }

    [Fact]
    public async Task Only_a_gateway_with_its_secret_is_heard_and_unknown_numbers_get_no_word()
    {
        Person person = await Person.JoinAsync(world.Host);
        TestShop shop = await TestShop.OpenAsync(world.Host, "Atelier muet");
        await AgreeAsync(person, shop, "messages", Consents.Version);
        using HttpClient http = world.Host.NewClient();
        string query = $"?from={Uri.EscapeDataString(person.Phone)}&to=1234&text=STOP&id=w1";
        await (await http.GetAsync("/sms/kannel/un-autre-secret-long" + query)).DemandProblemAsync(401, "unauthenticated");
        await (await http.GetAsync("/sms/kannel" + query)).DemandProblemAsync(401, "unauthenticated");
        await (await http.GetAsync($"/sms/inconnu/{Uri.EscapeDataString(ReachHost.Secret)}{query}")).DemandProblemAsync(404, "not_found");
        await (await http.GetAsync($"/sms/kannel/{Uri.EscapeDataString(ReachHost.Secret)}?from=abc&text=STOP&id=w1")).DemandProblemAsync(400, "bad_request");
        await (await http.GetAsync($"/sms/kannel/{Uri.EscapeDataString(ReachHost.Secret)}?from={Uri.EscapeDataString(person.Phone)}&text=STOP")).DemandProblemAsync(400, "bad_request");
        Assert.True(await WantsAsync(person, shop));

        string stranger = NewPhone.Next();
        await SendAsync(stranger, "STOP", "w2");
        Assert.Empty(await ConfirmationsAsync(stranger));
        Assert.True(PhoneNumber.TryParse(stranger, out PhoneNumber phone));
        await using NpgsqlCommand kept = world.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from document where type = 'commerce.keyword' and id = $1");
        kept.Parameters.Add(new() { Value = phone.Key });
        Assert.Equal(0L, await kept.ExecuteScalarAsync());
        Assert.DoesNotContain(world.Logged, line => line.Contains(person.Phone, StringComparison.Ordinal) || line.Contains(stranger, StringComparison.Ordinal));
    }

    private async Task SendAsync(string from, string text, string id, bool post = false)
    {
        using HttpClient http = world.Host.NewClient();
        http.DefaultRequestHeaders.Add("X-Sms-Secret", ReachHost.Secret);
        Dictionary<string, string> fields = new() { ["from"] = from.TrimStart('+'), ["to"] = "1234", ["text"] = text, ["id"] = id };
        using var form = new FormUrlEncodedContent(fields);
        using HttpResponseMessage answer = post ? await http.PostAsync("/sms/kannel", form) : await http.GetAsync("/sms/kannel?" + await form.ReadAsStringAsync());
        Assert.Equal((200, ""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    private Task<IReadOnlyList<string>> ConfirmationsAsync(string phone) => world.Host.TextsAsync(phone, "%keyword%");

    private static async Task<bool> WantsAsync(Person person, TestShop shop) => (await person.GetAsync($"/api/v1/shops/{shop.Id}/follow")).GetProperty("wantsMessages").GetBoolean();

    private static async Task AgreeAsync(Person person, TestShop shop, string way, string version) =>
        await (await person.PutAsync($"/api/v1/shops/{shop.Id}/follow/{way}", new JsonObject { ["version"] = version })).DemandAsync(200);

    private static Follow Of(string shop, string name, string slug) =>
        new() { Shop = new ShopId(shop), Person = new CustomerId("c-1"), Following = true, WantsMessages = true, ShopName = name, ShopSlug = slug };
}
