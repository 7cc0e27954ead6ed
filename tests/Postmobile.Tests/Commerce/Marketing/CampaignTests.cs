using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Marketing;

/// <summary>Campaigns over REST and against the ledger.</summary>
[Collection(ApiHost.Collection)]
public sealed class CampaignTests(ApiHost host)
{
    private const string Browser = "Mozilla/5.0 (Linux; Android 14) Firefox/140.0";

    [Fact]
    public async Task A_thousand_clicks_at_once_cost_the_days_budget_to_the_franc()
    {
        (TestShop shop, AccountId takings, ProductId product) = await Shop(50_000);
        string id = await Start(shop, product, bid: 10, budget: 1_000, word: NewWord());
        ICampaignGrain campaign = host.Grains.GetGrain<ICampaignGrain>(id);
        ClickVerdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(n => campaign.Click(Click(product, 10, $"v-{n}", $"10.0.{n / 20}.1"))));
        Assert.Equal(100, verdicts.Count(one => one is ClickVerdict.Counted));
        Assert.Equal(1_000, await Scalar($"select sum(price) from campaign_click where campaign = '{id}'"));
        Campaign spent = (await Eventually.GetAsync(campaign.Look, one => one is { Showing: false, SetAside: 0 }))!;
        Assert.Equal((1_000, null), (spent.SpentToday, spent.Halt));
        Assert.Equal(49_000, await Balance(takings));
        Assert.Equal(1_000, await Paid(takings));
        Assert.Equal(ClickVerdict.NotShowing, await campaign.Click(Click(product, 10, "v-late", "10.9.9.9")));
        Assert.True(await Postings(takings) <= 6, "Clicks do not cost a transfer each.");

        // More budget on the same day pays only for the difference.
        JsonObject more = Body(product, 10, 1_050, "autre");
        await (await shop.Owner.PutAsync($"/api/v1/shops/{shop.Id}/campaigns/{id}", more)).DemandAsync(200);
        await Eventually.GetAsync(campaign.Look, one => one is { Showing: true, SetAside: 50 });
        verdicts = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => campaign.Click(Click(product, 10, $"w-{n}", $"10.1.{n}.1"))));
        Assert.Equal(5, verdicts.Count(one => one is ClickVerdict.Counted));
        await Eventually.GetAsync(() => Balance(takings), balance => balance == 48_950);
    }

    [Fact]
    public async Task A_twin_that_wrote_first_makes_the_other_forget_and_read_again()
    {
        (TestShop shop, AccountId takings, ProductId product) = await Shop(10_000);
        string id = await Start(shop, product, bid: 100, budget: 300, word: NewWord());
        ICampaignGrain campaign = host.Grains.GetGrain<ICampaignGrain>(id);
        Assert.Equal(ClickVerdict.Counted, await campaign.Click(Click(product, 100, "v-1", "10.0.0.1")));

        // Another activation, of a silo that was cut off, has counted a click with the next number.
        await Scalar($"insert into campaign_click select campaign, seq + 1, purse, product, 'v-2', source, 100, at from campaign_click where campaign = '{id}' returning seq");
        await Assert.ThrowsAsync<DocumentNotSavedException>(() => campaign.Click(Click(product, 100, "v-3", "10.0.0.3")));
        await Eventually.GetAsync(() => Safely(campaign.Click(Click(product, 100, "v-2", "10.0.0.2"))), verdict => verdict is ClickVerdict.Again);
        Assert.Equal(ClickVerdict.Counted, await campaign.Click(Click(product, 100, "v-3", "10.0.0.3")));
        Assert.NotEqual(ClickVerdict.Counted, await campaign.Click(Click(product, 100, "v-4", "10.0.0.4")));
        Assert.Equal(300, await Scalar($"select sum(price) from campaign_click where campaign = '{id}'"));
        await Eventually.GetAsync(() => Paid(takings), paid => paid == 300);
        Assert.Equal(9_700, await Balance(takings));
    }

    [Fact]
    public async Task What_is_not_used_comes_back_and_what_was_clicked_is_paid()
    {
        (TestShop shop, AccountId takings, ProductId product) = await Shop(10_000);
        string id = await Start(shop, product, bid: 100, budget: 2_000, word: NewWord());
        ICampaignGrain campaign = host.Grains.GetGrain<ICampaignGrain>(id);
        Assert.Equal(8_000, await Balance(takings));
        Assert.Equal(ClickVerdict.Counted, await campaign.Click(Click(product, 70, "v-1", "10.0.0.1")));
        Assert.Equal(ClickVerdict.Again, await campaign.Click(Click(product, 70, "v-1", "10.0.0.1")));
        Assert.Equal(ClickVerdict.OwnStaff, await campaign.Click(Click(product, 70, shop.Owner.Id, "10.0.0.2")));
        string path = $"/api/v1/shops/{shop.Id}/campaigns/{id}";
        JsonElement paused = await (await shop.Owner.PostAsync(path + "/pause", null)).DemandAsync(200);
        Assert.Equal("paused", paused.GetProperty("status").GetString());
        await Eventually.GetAsync(() => Balance(takings), balance => balance == 9_930);
        Assert.Equal(70, await Paid(takings));
        await (await shop.Owner.PostAsync(path + "/resume", null)).DemandAsync(200);
        await Eventually.GetAsync(campaign.Look, one => one is { Showing: true, SetAside: 1_930 });
        await (await shop.Owner.PostAsync(path + "/end", null)).DemandAsync(200);
        await Eventually.GetAsync(() => Balance(takings), balance => balance == 9_930);
        await (await shop.Owner.PostAsync(path + "/resume", null)).DemandProblemAsync(409, "campaign_ended");
    }

    [Fact]
    public async Task Empty_or_frozen_takings_pause_it_and_it_says_so()
    {
        (TestShop shop, AccountId takings, ProductId product) = await Shop(0);
        string id = (await (await Create(shop, Body(product, 50, 500, NewWord()))).DemandAsync(201)).GetProperty("id").GetString()!;
        string path = $"/api/v1/shops/{shop.Id}/campaigns/{id}";
        JsonElement halted = await Eventually.GetAsync(() => shop.Owner.GetAsync(path), one => one.GetProperty("halt").ValueKind is JsonValueKind.String);
        Assert.Equal(("insufficient_funds", false), (halted.GetProperty("halt").GetString(), halted.GetProperty("showing").GetBoolean()));
        Assert.Equal(ClickVerdict.NotShowing, await host.Grains.GetGrain<ICampaignGrain>(id).Click(Click(product, 50, "v-1", "10.0.0.1")));

        await host.FundAsync(takings, 10_000);
        Assert.Null(await host.Grains.GetGrain<IAccountGrain>(takings.Value).SetFreeze(Freeze.Debits, "essai"));
        await Again(shop, path);
        await Eventually.GetAsync(() => shop.Owner.GetAsync(path), one => one.GetProperty("halt").GetString() == "account_frozen");
        Assert.Null(await host.Grains.GetGrain<IAccountGrain>(takings.Value).SetFreeze(Freeze.None, "essai"));
        await Again(shop, path);
        await Eventually.GetAsync(() => shop.Owner.GetAsync(path), one => one.GetProperty("showing").GetBoolean());
    }

    [Fact]
    public async Task A_visitor_who_follows_a_sponsored_product_is_counted_once_and_robots_and_strangers_never()
    {
        (TestShop shop, AccountId takings, ProductId product) = await Shop(10_000);
        string word = NewWord(), id = await Start(shop, product, bid: 80, budget: 800, word);
        using HttpClient visitor = host.NewClient();
        visitor.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Browser);
        (string? address, string? cookie) = await Eventually.GetAsync(() => Show(visitor, word, product), found => found.Address is not null);

        // A robot, somebody else's browser, a look ahead and a changed link pay nothing, and arrive.
        await Follow(address!, cookie, "Googlebot/2.1", 302);
        await Follow(address!, null, Browser, 302);
        await Follow(address!, "shopiposte.visitor=aaaaaaaaaaaaaaaaaaaaaa", Browser, 302);
        await Follow(address![..^3] + "AAA", cookie, Browser, 404);
        Assert.Equal(0, await Clicks(id));
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Send(address!, cookie, Browser)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.StartsWith("/produit/", answers[0].Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await Clicks(id));
        Assert.Equal(10, await Scalar($"select price from campaign_click where campaign = '{id}'"));

        string path = $"/api/v1/shops/{shop.Id}/campaigns/{id}";
        JsonElement day = await Eventually.GetAsync(async () => (await shop.Owner.GetAsync(path + "/days")).GetProperty("days")[29], one => one.GetProperty("views").GetInt64() > 0);
        Assert.Equal((1, 10), (day.GetProperty("clicks").GetInt64(), day.GetProperty("cost").GetInt64()));
        await (await shop.Owner.PostAsync(path + "/end", null)).DemandAsync(200);
        await Eventually.GetAsync(() => Balance(takings), balance => balance == 9_990);
    }

    [Fact]
    public async Task Two_shops_bid_for_one_search_and_the_better_pays_just_enough()
    {
        string word = NewWord();
        (TestShop first, _, ProductId one) = await Shop(10_000);
        (TestShop second, _, ProductId two) = await Shop(10_000);
        await Start(first, one, bid: 90, budget: 900, word);
        await Start(second, two, bid: 40, budget: 400, word);
        IReadOnlyList<AuctionWin> wins = await Eventually.GetAsync(() => host.Grains.GetGrain<ICampaignAuctionGrain>(0).Run(new AuctionRequest(word, "", null, 4)), found => found.Count == 2);
        Assert.Equal([(one, 41L), (two, 10L)], wins.Select(win => (win.Product, win.Price)));
        Assert.Empty(await host.Grains.GetGrain<ICampaignAuctionGrain>(0).Run(new AuctionRequest("riz", "", null, 4)));
        Assert.Empty(await host.Grains.GetGrain<ICampaignAuctionGrain>(0).Run(new AuctionRequest(word, "chaussures", null, 4)));
        Assert.Equal([two], (await host.Grains.GetGrain<ICampaignAuctionGrain>(0).Run(new AuctionRequest(word, "", [two], 4))).Select(win => win.Product));
    }

    [Fact]
    public async Task Nobody_advertises_with_anothers_shop_or_products_and_bad_terms_change_nothing()
    {
        (TestShop shop, _, ProductId product) = await Shop(10_000);
        (TestShop other, _, ProductId foreign) = await Shop(0);
        JsonObject body = Body(product, 50, 500, NewWord());
        await (await Create(shop, body, other.Owner)).DemandProblemAsync(404, "unknown_shop");
        Person packer = await Person.JoinAsync(host);
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/staff", new JsonObject { ["phone"] = packer.Phone, ["role"] = "packer" })).DemandAsync(200);
        await (await packer.PostAsync($"/api/v1/shops/{shop.Id}/staff/accept", null)).DemandAsync(200);
        await (await Create(shop, body, packer)).DemandProblemAsync(403, "not_shop_staff");
        await (await Create(shop, Body(foreign, 50, 500, "pagne"))).DemandProblemAsync(422, "campaign_products");
        await (await Create(shop, Body(product, 5, 500, "pagne"))).DemandProblemAsync(400, "invalid_field");
        await (await Create(shop, Body(product, 50, 40, "pagne"))).DemandProblemAsync(400, "invalid_field");
        Assert.Empty((await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/campaigns")).GetProperty("campaigns").EnumerateArray());

        string key = Guid.NewGuid().ToString();
        JsonElement made = await (await Create(shop, body, key: key)).DemandAsync(201);
        using HttpResponseMessage again = await Create(shop, body, key: key);
        Assert.Equal((made.GetProperty("id").GetString(), "true"), ((await again.DemandAsync(201)).GetProperty("id").GetString(), Assert.Single(again.Headers.GetValues("Idempotent-Replayed"))));
        await (await Create(shop, Body(product, 60, 500, "pagne"), key: key)).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Single((await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/campaigns")).GetProperty("campaigns").EnumerateArray());
        string theirs = $"/api/v1/shops/{other.Id}/campaigns/{made.GetProperty("id").GetString()}";
        await (await other.Owner.PostAsync(theirs + "/end", null)).DemandProblemAsync(404, "not_found");
        await (await other.Owner.Http.GetAsync(theirs)).DemandProblemAsync(404, "not_found");
        string own = $"/api/v1/shops/{shop.Id}/campaigns/{made.GetProperty("id").GetString()}";
        await (await shop.Owner.PutAsync(own, Body(product, 60, 600, "pagne"), "\"7\"")).DemandProblemAsync(412, "precondition_failed");
        await (await shop.Owner.PutAsync(own, Body(product, 60, 600, "pagne"), "\"1\"")).DemandAsync(200);
    }

    [Fact]
    public async Task A_sale_is_put_down_to_the_click_of_the_same_buyer_within_seven_days()
    {
        (TestShop shop, _, ProductId product) = await Shop(10_000);
        string id = await Start(shop, product, bid: 50, budget: 500, word: NewWord());
        string buyer = CustomerId.New(TimeProvider.System).Value, other = CustomerId.New(TimeProvider.System).Value;
        Assert.Equal(ClickVerdict.Counted, await host.Grains.GetGrain<ICampaignGrain>(id).Click(Click(product, 50, buyer, "10.0.0.1")));
        await Order(shop, buyer, product, 0);
        await Order(shop, buyer, product, 8);
        await Order(shop, buyer, ProductId.Of(1), 0);
        await Order(shop, other, product, 0);
        JsonElement days = await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/campaigns/{id}/days?from={Day(0)}&to={Day(20)}");
        (long, long)[] sales = [.. days.GetProperty("days").EnumerateArray().Select(day => (day.GetProperty("sales").GetInt64(), day.GetProperty("salesAmount").GetInt64())).Where(day => day.Item1 > 0)];
        Assert.Equal([(1, 14_000L)], sales);
    }

    private static string Day(int later) => Postmobile.Money.BrazzavilleCalendar.Day(TimeProvider.System.GetUtcNow().AddDays(later)).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    // An order where its grain would have written it, some days from now: three pieces at 4,000 and one at 2,000.
    private Task<long> Order(TestShop shop, string buyer, ProductId product, int daysLater) => Scalar(
        $$$"""
        insert into document (type, id, version, body) values ('commerce.order', 'o-{{{Guid.NewGuid():N}}}-1', 1, jsonb_build_object('outbox', '[]'::jsonb, 'lastOutboxId', 0, 'state', jsonb_build_object(
            'status', 'paid', 'buyer', '{{{buyer}}}', 'shop', '{{{shop.Id}}}', 'placedAtMs', (extract(epoch from now() + interval '{{{daysLater}}} days') * 1000)::bigint + 1000,
            'placement', '{"lines": [{"product": {"value": "{{{product.Value}}}"}, "sku": "A1", "quantity": 3, "price": 4000}, {"product": {"value": "{{{product.Value}}}"}, "sku": "A2", "quantity": 1, "price": 2000}]}'::jsonb))) returning 1
        """);

    private NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    // A word that no other test's campaign answers to.
    private static string NewWord() => "mot" + Guid.NewGuid().ToString("N")[..10];

    private async Task<(TestShop Shop, AccountId Takings, ProductId Product)> Shop(long amount)
    {
        TestShop shop = await TestShop.OpenAsync(host);
        JsonElement product = await shop.SellAsync(TestShop.Product("A1"));
        string id = product.TryGetProperty("product", out JsonElement inner) ? inner.GetProperty("id").GetString()! : product.GetProperty("id").GetString()!;
        return (shop, await shop.FundAsync(amount), new ProductId(id));
    }

    private async Task<string> Start(TestShop shop, ProductId product, long bid, long budget, string word)
    {
        string id = (await (await Create(shop, Body(product, bid, budget, word))).DemandAsync(201)).GetProperty("id").GetString()!;
        await Eventually.GetAsync(host.Grains.GetGrain<ICampaignGrain>(id).Look, one => one?.Showing == true);
        return id;
    }

    private static JsonObject Body(ProductId product, long bid, long budget, string word) => new()
    {
        ["name"] = "Campagne de test", ["products"] = new JsonArray(product.Value), ["bid"] = bid, ["dailyBudget"] = budget, ["words"] = new JsonArray(word),
    };

    private static Task<HttpResponseMessage> Create(TestShop shop, JsonObject body, Person? by = null, string? key = null) =>
        (by ?? shop.Owner).PostAsync($"/api/v1/shops/{shop.Id}/campaigns", body.DeepClone(), key ?? Guid.NewGuid().ToString());

    // A change by the shop asks the takings again at once.
    private static async Task Again(TestShop shop, string path)
    {
        await (await shop.Owner.PostAsync(path + "/pause", null)).DemandAsync(200);
        await (await shop.Owner.PostAsync(path + "/resume", null)).DemandAsync(200);
    }

    private static AdClick Click(ProductId product, long price, string viewer, string source) =>
        new() { Product = product, Price = price, Viewer = viewer, Source = source, ShownAt = TimeProvider.System.GetUtcNow() };

    private static async Task<ClickVerdict> Safely(Task<ClickVerdict> click)
    {
        try
        {
            return await click;
        }
        catch (DocumentNotSavedException)
        {
            return ClickVerdict.Expired;
        }
    }

    private static async Task<(string? Address, string? Cookie)> Show(HttpClient visitor, string word, ProductId product)
    {
        using HttpResponseMessage answer = await visitor.GetAsync("/api/v1/sponsored?q=" + word);
        JsonElement found = (await answer.DemandAsync(200)).GetProperty("products").EnumerateArray().FirstOrDefault(one => one.GetProperty("product").GetString() == product.Value);
        return found.ValueKind is JsonValueKind.Undefined ? default
            : (found.GetProperty("address").GetString(), answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("shopiposte.visitor", StringComparison.Ordinal)).Split(';')[0]);
    }

    private async Task<HttpResponseMessage> Send(string address, string? cookie, string agent)
    {
        using HttpClient client = host.NewClient();
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        return await client.SendAsync(request);
    }

    private async Task Follow(string address, string? cookie, string agent, int status)
    {
        using HttpResponseMessage answer = await Send(address, cookie, agent);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private Task<long> Clicks(string campaign) => Scalar($"select count(*) from campaign_click where campaign = '{campaign}' and product <> ''");

    private async Task<long> Balance(AccountId account) => (await host.Grains.GetGrain<IAccountGrain>(account.Value).Look())!.Balance;

    // What the holds of these takings have paid for clicks, as the ledger's rows say.
    private Task<long> Paid(AccountId takings) => Scalar(
        $"select coalesce(sum(p.amount), 0) from posting p join account a on a.id = p.debit_account where a.kind = {(short)AccountKind.Holding} and a.owner = '{takings}' and p.kind = {(short)PostingKind.Advertising} and p.credit_account = {PostAccounts.Fees}");

    private Task<long> Postings(AccountId takings) => Scalar(
        $"select count(*) from posting p where p.amount > 0 and (p.debit_account = {takings} or p.debit_account in (select id from account where kind = {(short)AccountKind.Holding} and owner = '{takings}'))");

    private async Task<long> Scalar(string sql)
    {
#pragma warning disable CA2100 // Ids of the test itself.
        await using NpgsqlCommand command = Database.CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
