using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Search;

/// <summary>The search over real rows, asked over HTTP.</summary>
[Collection(ApiHost.Collection)]
public sealed class SearchTests(ApiHost host)
{
    private NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    private static readonly string[] s_titles =
    [
        "Téléphone portable double SIM", "Chaussures de sport pour femme", "Journal intime relié", "Bijou en laiton", "Mèches pour cheveux", "Chapeau de paille",
        "Écouteurs sans fil", "Lampe solaire rechargeable", "Robe en pagne wax", "Huile d'arachide 5 litres", "Œufs frais par 30", "Réfrigérateur silencieux",
        "Cheval de bois sculpté", "Smartphone étanche", "Casserole en aluminium", "Moustiquaire imprégnée",
    ];

    /// <summary>What people type, and the title that they must find.</summary>
    public static TheoryData<string, string> Typed => new()
    {
        { "telephone", "Téléphone" }, { "TÉLÉPHONES", "Téléphone" }, { "telefone", "Téléphone" }, { "télephonne", "Téléphone" }, { "chausure", "Chaussures" }, { "chosure sport", "Chaussures" },
        { "chauss", "Chaussures" }, { "journaux", "Journal" }, { "bijoux", "Bijou" }, { "cheveu", "Mèches" }, { "chapeaux", "Chapeau" }, { "ecouteur sans fils", "Écouteurs" },
        { "lampes solaires", "Lampe" }, { "lampe solair", "Lampe" }, { "robe pagne", "Robe" }, { "huile arachide", "Huile" }, { "oeuf", "Œufs" }, { "refrigerateur", "Réfrigérateur" },
        { "refrijerateur", "Réfrigérateur" }, { "chevaux", "Cheval" }, { "smartfone", "Smartphone" }, { "kasserole", "Casserole" }, { "moustiqaire", "Moustiquaire" }, { "mustiquaire", "Moustiquaire" },
    };

    private static readonly Lazy<Task<string>>[] s_shop = new Lazy<Task<string>>[1];

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task What_people_type_finds_what_they_mean(string typed, string meant)
    {
        string shop = await (s_shop[0] ??= new Lazy<Task<string>>(Fill)).Value;
        JsonElement found = await GetAsync($"/api/v1/search?q={Uri.EscapeDataString(typed)}&shop={shop}");
        Assert.StartsWith(meant, Titles(found).FirstOrDefault(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facets_are_counted_exactly_and_narrow_to_what_they_say()
    {
        Shelf shelf = new(Database);
        for (int i = 0; i < 30; i++)
        {
            await shelf.PutAsync(
                shelf.Plain("Zamba numéro " + i, 500 + (1000 * i)) with
                {
                    Brand = i % 3 == 0 ? "Philips" : "Nasco",
                    Department = i % 2 == 0 ? "Niari" : "Sangha",
                    Town = i % 2 == 0 ? "Dolisie" : "Ouesso",
                    Path = i < 10 ? ["maison"] : ["mode"],
                    Attributes = new Dictionary<string, string> { ["etat"] = i < 5 ? "occasion" : "neuf" },
                },
                left: i < 12 ? 0 : 3);
        }

        string all = "/api/v1/search?q=zamba&shop=" + shelf.Shop;
        JsonElement found = await GetAsync(all);
        Assert.Equal((30, false), (found.GetProperty("total").GetInt32(), found.GetProperty("totalIsAtLeast").GetBoolean()));
        Assert.Equal([("nasco", 20), ("philips", 10)], Values(found, "brand"));
        Assert.Equal([("Niari", 15), ("Sangha", 15)], Values(found, "department"));
        Assert.Equal([("mode", 20), ("maison", 10)], Values(found, "category"));
        Assert.Equal([("etat:neuf", 25), ("etat:occasion", 5)], Values(found, "a.etat"));
        Assert.Equal([("true", 18)], Values(found, "stock"));
        Assert.Equal([("0-999", 1), ("1000-4999", 4), ("5000-9999", 5), ("10000-24999", 15), ("25000-49999", 5)], Values(found, "price"));

        Assert.Equal(10, await TotalAsync(all + "&brand=philips"));
        Assert.Equal(30, await TotalAsync(all + "&brand=philips&brand=nasco"));
        Assert.Equal(5, await TotalAsync(all + "&brand=philips&town=Dolisie"));
        Assert.Equal(5, await TotalAsync(all + "&a=etat:occasion"));
        Assert.Equal(4, await TotalAsync(all + "&min=1000&max=4999"));
        Assert.Equal(18, await TotalAsync(all + "&stock=1"));
        Assert.Equal(10, await TotalAsync(all + "&category=maison"));
        Assert.Equal(0, await TotalAsync(all + "&brand=inconnue"));
        Assert.Equal(15, await TotalAsync(all + "&lat=-4.2&lng=12.66&km=50"));
        Assert.Equal([("nasco", 20), ("philips", 10)], Values(await GetAsync(all + "&brand=nasco"), "brand"));
        Assert.Equal("Ouesso", (await GetAsync(all + "&from=Ouesso&sort=near")).GetProperty("items")[0].GetProperty("town").GetString());
    }

    [Fact]
    public async Task Pages_join_without_a_gap_while_others_publish()
    {
        Shelf shelf = new(Database);
        for (int i = 0; i < 23; i++)
        {
            await shelf.PutAsync(shelf.Plain("Ndako numéro " + i, 1000 + (i % 4)));
        }

        foreach (string sort in (string[])["price", "-price", "newest", "rating", "relevance"])
        {
            var read = new List<string>();
            string? cursor = "";
            for (int page = 0; cursor is not null && page < 10; page++)
            {
                JsonElement found = await GetAsync($"/api/v1/search?q=ndako&shop={shelf.Shop}&limit=5&sort={sort}" + (cursor.Length > 0 ? "&cursor=" + cursor : ""));
                read.AddRange(found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
                cursor = found.GetProperty("next").GetString();
                if (page == 1)
                {
                    await shelf.PutAsync(shelf.Plain("Ndako de plus", 1000));
                }
            }

            Assert.Equal(read.Count, read.Distinct().Count());
            Assert.True(read.Count >= 23, $"{sort}: {read.Count}");
        }
    }

    [Fact]
    public async Task A_product_is_found_as_it_is_now_and_not_once_it_is_hidden()
    {
        Shelf shelf = new(Database);
        ProductState state = shelf.Plain("Kwanga fraîche", 700);
        ProductId id = await shelf.PutAsync(state, left: 2);
        string address = "/api/v1/search?q=kwanga&shop=" + shelf.Shop;
        Assert.True((await GetAsync(address)).GetProperty("items")[0].GetProperty("available").GetBoolean());

        await shelf.WriteAsync(id, state with { PriceFrom = 800, Variants = [new Variant { Sku = "A", Price = 800, CompareAt = 900 }] });
        await shelf.StockAsync(id, 0);
        JsonElement item = (await GetAsync(address)).GetProperty("items")[0];
        Assert.Equal((800, 900, false), (item.GetProperty("price").GetInt64(), item.GetProperty("compareAt").GetInt64(), item.GetProperty("available").GetBoolean()));
        Assert.Empty((await GetAsync(address + "&stock=1")).GetProperty("items").EnumerateArray());

        await shelf.WriteAsync(id, state with { Visible = false });
        Assert.Empty((await GetAsync(address)).GetProperty("items").EnumerateArray());
        Assert.Equal(0L, await ScalarAsync("select count(*) from search_product where id = '" + id.Value + "'"));
    }

    [Fact]
    public async Task Without_a_product_that_has_all_the_words_some_of_them_are_enough_and_it_is_said()
    {
        Shelf shelf = new(Database);
        await shelf.PutAsync(shelf.Plain("Ngombo bleu"));
        JsonElement found = await GetAsync("/api/v1/search?q=ngombo+violet&shop=" + shelf.Shop);
        Assert.Equal(["Ngombo bleu"], Titles(found));
        Assert.True(found.GetProperty("someWords").GetBoolean());
    }

    [Theory]
    [InlineData("sort=cheap", "sort")]
    [InlineData("sort=near", "sort")]
    [InlineData("min=-1", "min")]
    [InlineData("max=abc", "max")]
    [InlineData("limit=61", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("a=couleur", "a")]
    [InlineData("lat=91&lng=0", "lat")]
    public async Task What_cannot_be_read_is_refused_by_name(string query, string field)
    {
        using HttpClient client = host.NewClient();
        using HttpResponseMessage answer = await client.GetAsync("/api/v1/search?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.Contains("invalid_field", body, StringComparison.Ordinal);
        Assert.Contains(field, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'; drop table document; --")]
    [InlineData("a & | ! ( ) :* <->")]
    [InlineData("%00%E2%82%AC")]
    [InlineData("\\")]
    public async Task No_text_breaks_the_search(string text)
    {
        using HttpClient client = host.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/search?q=" + Uri.EscapeDataString(text))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/search/suggestions?q=" + Uri.EscapeDataString(text))).StatusCode);
    }

    [Fact]
    public async Task Suggestions_go_on_from_what_is_typed_and_nothing_private_is_offered()
    {
        Shelf shelf = new(Database);
        await shelf.PutAsync(shelf.Plain("Bongolo traditionnel"));
        JsonElement found = await Eventually.GetAsync(
            () => GetAsync("/api/v1/search/suggestions?q=bongo"), answer => answer.GetProperty("searches").GetArrayLength() > 0, TimeSpan.FromSeconds(40));
        Assert.Contains("bongolo", found.GetProperty("searches").EnumerateArray().Select(text => text.GetString()));
        Assert.Contains(found.GetProperty("products").EnumerateArray(), product => product.GetProperty("title").GetString() == "Bongolo traditionnel");

        for (int i = 0; i < 4; i++)
        {
            await GetAsync("/api/v1/search?q=bongolo+traditionnel");
            await GetAsync("/api/v1/search?q=bongolo+064123456");
        }

        await host.Services.GetRequiredService<SearchAsked>().Settle();
        found = await GetAsync("/api/v1/search/suggestions?q=");
        string[] offered = [.. found.GetProperty("searches").EnumerateArray().Select(text => text.GetString()!)];
        Assert.Contains("bongolo traditionnel", offered);
        Assert.DoesNotContain(offered, text => text.Contains("064", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Offers_of_one_trade_item_meet()
    {
        Shelf one = new(Database), other = new(Database);
        await one.PutAsync(one.Plain("Mixeur", 12_000) with { Gtin = "5901234123457" });
        await other.PutAsync(other.Plain("Mixeur le même", 11_000) with { Gtin = "5901234123457" });
        using HttpClient client = host.NewClient();
        JsonElement offers = JsonDocument.Parse(await client.GetStringAsync("/api/v1/search/offers?gtin=5901234123457")).RootElement;
        Assert.Equal([11_000, 12_000], offers.EnumerateArray().Select(offer => offer.GetProperty("price").GetInt64()));
        Assert.Equal(2, await TotalAsync("/api/v1/search?q=5901234123457"));
    }

    private async Task<string> Fill()
    {
        Shelf shelf = new(Database);
        foreach (string title in s_titles)
        {
            await shelf.PutAsync(shelf.Plain(title));
        }

        // Words are read a second after the last time at the earliest.
        SearchWords words = host.Services.GetRequiredService<SearchWords>();
        await Eventually.GetAsync(
            async () =>
            {
                await words.Refresh(urgent: true);
                return words.Knows("moustiquaire");
            },
            known => known);
        return shelf.Shop;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using HttpClient client = host.NewClient();
        using HttpResponseMessage answer = await client.GetAsync(path);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<int> TotalAsync(string path) => (await GetAsync(path)).GetProperty("total").GetInt32();

    private async Task<object?> ScalarAsync(string sql)
    {
        await using NpgsqlCommand command = Database.CreateCommand();
#pragma warning disable CA2100 // The test's own ids.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    private static string[] Titles(JsonElement found) => [.. found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!)];

    private static (string, int)[] Values(JsonElement found, string kind) =>
        [.. found.GetProperty("facets").EnumerateArray().Single(facet => facet.GetProperty("kind").GetString() == kind).GetProperty("values").EnumerateArray()
            .Select(value => (value.GetProperty("value").GetString()!, value.GetProperty("count").GetInt32()))];
}
