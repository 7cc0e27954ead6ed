using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>Followers, their consents, and messages to them: over REST, against the ledger and the SMS gateway.</summary>
[Collection(ReachHost.Collection)]
public sealed class MailingTests(ReachHost world)
{
    private ApiHost Host => world.Host;

    [Fact]
    public async Task Those_who_agreed_get_it_once_and_the_shop_pays_for_what_was_sent_to_the_franc()
    {
        TestShop shop = await OpenAsync(1_000);
        AccountId takings = (await shop.Grain.Look())!.Account;
        Person[] people = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Person.JoinAsync(Host)));
        (Person ada, Person ben, Person lost, Person silent, Person gone) = (people[0], people[1], people[2], people[3], people[4]);
        foreach (Person person in new[] { ada, ben, lost, gone })
        {
            await AgreeAsync(person, shop);
        }

        await (await silent.PutAsync($"/api/v1/shops/{shop.Id}/follow", new JsonObject())).DemandAsync(200);
        await (await gone.Http.DeleteAsync($"/api/v1/shops/{shop.Id}/follow/messages")).DemandAsync(200);
        world.Refused[lost.Phone] = true;

        string path = $"/api/v1/shops/{shop.Id}/mailings";
        JsonObject body = new() { ["text"] = "Soldes de fête : -20 % sur les pagnes" };
        JsonElement quote = await (await shop.Owner.PostAsync(path + "/quote", body.DeepClone())).DemandAsync(200);
        Assert.Equal((3, 1, 51), (quote.GetProperty("recipients").GetInt64(), quote.GetProperty("segments").GetInt32(), quote.GetProperty("cost").GetInt64()));
        body["cost"] = 50;
        JsonElement wrong = await (await shop.Owner.PostAsync(path, body.DeepClone(), NewKey())).DemandProblemAsync(409, "mailing_quote_changed");
        Assert.Equal(51, wrong.GetProperty("quote").GetProperty("cost").GetInt64());
        body["cost"] = 51;
        string key = NewKey();
        string id = (await (await shop.Owner.PostAsync(path, body.DeepClone(), key)).DemandAsync(201)).GetProperty("id").GetString()!;
        Assert.Equal(id, (await (await shop.Owner.PostAsync(path, body.DeepClone(), key)).DemandAsync(201)).GetProperty("id").GetString());
        Assert.Contains((await shop.Operator.GetAsync("/api/v1/operator/mailings")).GetProperty("mailings").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        Assert.Empty(await world.SmsAsync(ada.Phone));
        await (await shop.Operator.PostAsync($"/api/v1/operator/mailings/{id}/approve", null)).DemandAsync(200);

        JsonElement done = await Eventually.GetAsync(() => shop.Owner.GetAsync($"{path}/{id}"), one => one.GetProperty("status").GetString() == "done");
        JsonElement results = done.GetProperty("results");
        Assert.Equal((2, 1, 0, 0), (Figure(results, "sent"), Figure(results, "failed"), Figure(results, "unwanted"), Figure(results, "waiting")));
        Assert.Equal((34, 0), (done.GetProperty("paid").GetInt64(), done.GetProperty("setAside").GetInt64()));
        Assert.Equal(966, (await Host.Grains.GetGrain<IAccountGrain>(takings.Value).Look())!.Balance);
        foreach (Person person in new[] { ada, ben })
        {
            string text = Assert.Single(await world.SmsAsync(person.Phone));
            Assert.Matches(@"^Soldes de fete : -20 % sur les pagnes\nhttps://poste\.test/s/m[0-9a-z]{6}s\nSTOP: https://poste\.test/x/[2-9a-z]{12} ou STOP \d+ au 1234$", text);
            Assert.Equal(1, world.Handed.Count(message => message.To == person.Phone && message.Id.StartsWith(id, StringComparison.Ordinal)));
        }

        Assert.Empty(await world.SmsAsync(silent.Phone));
        Assert.Empty(await world.SmsAsync(gone.Phone));
        Assert.Equal(MailingRules.TriesMax, world.Handed.Count(message => message.To == lost.Phone && message.Id.StartsWith(id, StringComparison.Ordinal)));

        // The same person hears nothing more for seven days; who got nothing can be reached again.
        Assert.Equal(1, (await Host.Grains.GetGrain<IFollowersGrain>(0).Count(new ShopId(shop.Id))).Reachable);
        await VisitAndStopAsync(shop, id, ada);
    }

    [Fact]
    public async Task A_follower_decides_alone_whether_a_message_goes_out_and_it_goes_once_whoever_asks_how_often()
    {
        TestShop shop = await OpenAsync(0);
        Person person = await Person.JoinAsync(Host);
        await AgreeAsync(person, shop);
        IFollowGrain follow = Host.Grains.GetGrain<IFollowGrain>(Follows.Key(new ShopId(shop.Id), new CustomerId(person.Id)));
        world.Refused[person.Phone] = true;
        Assert.Equal(MessageFate.NotTaken, await follow.Message("mail-77", "Bonjour"));
        world.Refused.TryRemove(person.Phone, out _);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => follow.Message("mail-77", "Bonjour"))), fate => Assert.Equal(MessageFate.Sent, fate));
        Assert.Single(await world.SmsAsync(person.Phone));
        Assert.Equal(2, world.Handed.Count(message => message.To == person.Phone && message.Id.StartsWith("mail-77", StringComparison.Ordinal)));
        Assert.Equal(MessageFate.Unwanted, await follow.Message("mail-78", "Encore"));
        await follow.GiveUp("mail-77");
        Assert.Equal(MessageFate.Sent, await follow.Message("mail-77", "Bonjour"));
    }

    [Fact]
    public async Task Strangers_and_packers_write_to_nobody_and_a_refused_message_says_why()
    {
        TestShop shop = await OpenAsync(1_000);
        Person stranger = await Person.JoinAsync(Host), packer = await Person.JoinAsync(Host), follower = await Person.JoinAsync(Host);
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/staff", new JsonObject { ["phone"] = packer.Phone, ["role"] = "packer" })).DemandAsync(200);
        await (await packer.PostAsync($"/api/v1/shops/{shop.Id}/staff/accept", null)).DemandAsync(200);
        string path = $"/api/v1/shops/{shop.Id}/mailings";
        JsonObject body = new() { ["text"] = "Nouveaux pagnes", ["cost"] = 17 };
        await (await stranger.PostAsync(path, body.DeepClone(), NewKey())).DemandProblemAsync(404, "unknown_shop");
        await (await packer.PostAsync(path, body.DeepClone(), NewKey())).DemandProblemAsync(403, "not_shop_staff");
        await (await shop.Owner.PostAsync(path, body.DeepClone(), NewKey())).DemandProblemAsync(422, "mailing_nobody");
        await (await follower.PutAsync($"/api/v1/shops/{shop.Id}/follow/messages", new JsonObject { ["version"] = "1999-01" })).DemandProblemAsync(409, "consent_outdated");
        await (await follower.PutAsync("/api/v1/shops/s-999999999/follow", new JsonObject())).DemandProblemAsync(404, "unknown_shop");
        await AgreeAsync(follower, shop);
        await (await shop.Owner.PostAsync(path, new JsonObject { ["text"] = new string('a', 161), ["cost"] = 17 }, NewKey())).DemandProblemAsync(422, "mailing_text");
        await (await shop.Owner.PostAsync(path, new JsonObject { ["text"] = "Bonjour", ["product"] = "p-999999999", ["cost"] = 17 }, NewKey())).DemandProblemAsync(422, "mailing_product");
        string id = (await (await shop.Owner.PostAsync(path, body.DeepClone(), NewKey())).DemandAsync(201)).GetProperty("id").GetString()!;
        await (await stranger.PostAsync($"/api/v1/operator/mailings/{id}/approve", null)).DemandProblemAsync(403, "forbidden");
        await (await stranger.PostAsync($"{path}/{id}/cancel", null)).DemandProblemAsync(404, "unknown_shop");
        await (await shop.Operator.PostAsync($"/api/v1/operator/mailings/{id}/refuse", new JsonObject { ["reason"] = "" })).DemandProblemAsync(422, "reason_needed");
        await (await shop.Operator.PostAsync($"/api/v1/operator/mailings/{id}/refuse", new JsonObject { ["reason"] = "Promesse que la boutique ne tient pas" })).DemandAsync(200);
        Assert.Equal("Promesse que la boutique ne tient pas", (await shop.Owner.GetAsync($"{path}/{id}")).GetProperty("reason").GetString());
        await (await shop.Operator.PostAsync($"/api/v1/operator/mailings/{id}/approve", null)).DemandProblemAsync(409, "mailing_state");
        Assert.Empty(await world.SmsAsync(follower.Phone));
        Assert.Equal(1, (await stranger.GetAsync($"/api/v1/shops/{shop.Id}/followers")).GetProperty("followers").GetInt64());
        JsonElement mine = (await follower.GetAsync("/api/v1/follows")).GetProperty("shops")[0];
        Assert.Equal((shop.Id, true, Consents.Version), (mine.GetProperty("shop").GetString(), mine.GetProperty("wantsMessages").GetBoolean(), mine.GetProperty("consents")[0].GetProperty("version").GetString()));
    }

    // Visits by the link count, robots do not; whoever stops shortly after counts as that.
    private async Task VisitAndStopAsync(TestShop shop, string id, Person person)
    {
        string[] lines = (await world.SmsAsync(person.Phone))[0].Split('\n');
        foreach ((string agent, int times) in new[] { ("Mozilla/5.0 (Linux; Android 14) Firefox/140.0", 2), ("WhatsApp/2.24", 3) })
        {
            for (int i = 0; i < times; i++)
            {
                using HttpClient visitor = Host.NewClient();
                visitor.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
                using HttpResponseMessage answer = await visitor.GetAsync(new Uri(lines[1]).AbsolutePath);
                Assert.StartsWith("/boutique/", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            }
        }

        string token = lines[2].Split('/')[^1].Split(' ')[0];
        Follow found = (await Host.Grains.GetGrain<IFollowersGrain>(0).ByToken(token))!;
        Assert.Equal((shop.Id, person.Id), (found.Shop.Value, found.Person.Value));
        await Host.Grains.GetGrain<IFollowGrain>(Follows.Key(found.Shop, found.Person)).Withdraw(ConsentEnd.Link);
        JsonElement follow = await person.GetAsync($"/api/v1/shops/{shop.Id}/follow");
        Assert.Equal((true, false, "link"), (follow.GetProperty("following").GetBoolean(), follow.GetProperty("wantsMessages").GetBoolean(), follow.GetProperty("consents")[0].GetProperty("endedBy").GetString()));
        MailingResults results = await Eventually.GetAsync(() => Host.Grains.GetGrain<IMailingsGrain>(0).Results(id), one => one.Visits == 2);
        Assert.Equal(1, results.OptOuts);
    }

    private async Task<TestShop> OpenAsync(long amount)
    {
        TestShop shop = await TestShop.OpenAsync(Host);
        await shop.FundAsync(amount);
        return shop;
    }

    private static async Task AgreeAsync(Person person, TestShop shop) =>
        await (await person.PutAsync($"/api/v1/shops/{shop.Id}/follow/messages", new JsonObject { ["version"] = Consents.Version })).DemandAsync(200);

    private static long Figure(JsonElement results, string name) => results.GetProperty(name).GetInt64();

    private static string NewKey() => Guid.NewGuid().ToString();
}
