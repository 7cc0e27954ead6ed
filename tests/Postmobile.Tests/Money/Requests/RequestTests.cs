using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Requests;

/// <summary>Requests over HTTP: asked, paid once, declined, cancelled, expired; wrong people; and what a silo leaves behind that died.</summary>
[Collection(ApiHost.Collection)]
public sealed class RequestTests(ApiHost host)
{
    private const string Path = "/api/v1/requests";

    [Fact]
    public async Task What_is_asked_is_paid_once_however_often_it_is_said()
    {
        (Person asker, Person payer) = await PeopleAsync(10_000);
        JsonElement asked = await AskAsync(asker, payer, 4_000, "k1", "Loyer").CreatedAsync();
        using HttpResponseMessage again = await AskAsync(asker, payer, 4_000, "k1", "Loyer");
        Assert.Equal(("true", asked.Text("id")), (Assert.Single(again.Headers.GetValues("Idempotent-Replayed")), (await again.JsonAsync()).Text("id")));
        await (await AskAsync(asker, payer, 4_001, "k1", "Loyer")).DemandProblemAsync(422, "idempotency_conflict");

        string id = asked.Text("id");
        JsonElement seen = Assert.Single((await payer.GetAsync(Path)).GetProperty("requests").EnumerateArray());
        Assert.Equal((id, "payer", "Client T.", asker.Phone, "Loyer"), (seen.Text("id"), seen.Text("side"), seen.Text("name"), seen.Text("phone"), seen.Text("note")));
        JsonElement quote = await payer.GetAsync($"{Path}/{id}/quote");
        Assert.Equal((4_000, true), (quote.GetProperty("total").GetInt64(), quote.GetProperty("firstTime").GetBoolean()));
        await (await ApproveAsync(payer, id, 3_999)).DemandProblemAsync(409, "quote_changed");

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ApproveAsync(payer, id, 4_000)));
        foreach (HttpResponseMessage answer in answers)
        {
            Assert.Equal("paid", (await answer.JsonAsync()).Text("status"));
        }

        Assert.Equal((6_000, 4_000), (await payer.BalanceAsync(), await asker.BalanceAsync()));
        JsonElement line = Assert.Single(await asker.LinesAsync("request_paid"));
        Assert.Equal(("Loyer", 4_000), (line.Text("note"), line.GetProperty("amount").GetInt64()));
        JsonElement sent = Assert.Single((await asker.GetAsync(Path + "?box=sent")).GetProperty("requests").EnumerateArray());
        Assert.Equal(("paid", (await payer.GetAsync($"{Path}/{id}")).Text("transfer")), (sent.Text("status"), sent.Text("transfer")));
        Assert.Equal("request_paid", (await payer.GetAsync("/api/v1/transfers/" + sent.Text("transfer"))).Text("kind"));
        await (await payer.PostAsync($"{Path}/{id}/decline", null)).DemandProblemAsync(409, "request_over");
        await (await asker.PostAsync($"{Path}/{id}/cancel", null)).DemandProblemAsync(409, "request_over");
    }

    [Fact]
    public async Task Nobody_else_sees_it_or_answers_for_another()
    {
        (Person asker, Person payer) = await PeopleAsync(10_000);
        Person stranger = await Person.JoinAsync(host, 10_000);
        string id = (await AskAsync(asker, payer, 1_000, "k").CreatedAsync()).Text("id");
        foreach (string act in new[] { "decline", "cancel", "block" })
        {
            await (await stranger.PostAsync($"{Path}/{id}/{act}", null)).DemandProblemAsync(404, "not_found");
        }

        await (await stranger.Http.GetAsync($"{Path}/{id}")).DemandProblemAsync(404, "not_found");
        await (await stranger.Http.GetAsync($"{Path}/{id}/quote")).DemandProblemAsync(404, "not_found");
        await (await asker.Http.GetAsync($"{Path}/{id}/quote")).DemandProblemAsync(404, "not_found");
        await (await ApproveAsync(stranger, id, 1_000)).DemandProblemAsync(404, "not_found");
        await (await ApproveAsync(asker, id, 1_000)).DemandProblemAsync(404, "not_found");
        await (await asker.PostAsync($"{Path}/{id}/decline", null)).DemandProblemAsync(404, "not_found");
        await (await payer.PostAsync($"{Path}/{id}/cancel", null)).DemandProblemAsync(404, "not_found");
        Assert.Empty((await stranger.GetAsync(Path)).GetProperty("requests").EnumerateArray());
        Assert.Equal((10_000, 0), (await payer.BalanceAsync(), await asker.BalanceAsync()));
    }

    [Fact]
    public async Task Who_lacks_the_money_is_told_and_pays_when_there_is_some()
    {
        (Person asker, Person payer) = await PeopleAsync(100);
        string id = (await AskAsync(asker, payer, 1_000, "k").CreatedAsync()).Text("id");
        await (await ApproveAsync(payer, id, 1_000)).DemandProblemAsync(422, "insufficient_funds");
        Assert.Equal("open", (await payer.GetAsync($"{Path}/{id}")).Text("status"));
        await host.FundAsync(payer.Wallet, 900);
        Assert.Equal("paid", (await ApproveAsync(payer, id, 1_000).OkAsync()).Text("status"));
        Assert.Equal((0, 1_000), (await payer.BalanceAsync(), await asker.BalanceAsync()));
    }

    [Fact]
    public async Task What_was_declined_or_cancelled_is_over()
    {
        (Person asker, Person payer) = await PeopleAsync(10_000);
        string declined = (await AskAsync(asker, payer, 1_000, "a").CreatedAsync()).Text("id"), cancelled = (await AskAsync(asker, payer, 1_000, "b").CreatedAsync()).Text("id");
        Assert.Equal("declined", (await payer.PostAsync($"{Path}/{declined}/decline", null).OkAsync()).Text("status"));
        Assert.Equal("declined", (await payer.PostAsync($"{Path}/{declined}/decline", null).OkAsync()).Text("status"));
        Assert.Equal("cancelled", (await asker.PostAsync($"{Path}/{cancelled}/cancel", null).OkAsync()).Text("status"));
        await (await ApproveAsync(payer, declined, 1_000)).DemandProblemAsync(409, "request_over");
        await (await ApproveAsync(payer, cancelled, 1_000)).DemandProblemAsync(409, "request_over");
        await (await payer.Http.GetAsync($"{Path}/{cancelled}/quote")).DemandProblemAsync(409, "request_over");
        Assert.Equal(10_000, await payer.BalanceAsync());
    }

    [Fact]
    public async Task Bad_wishes_ask_nobody()
    {
        (Person asker, Person payer) = await PeopleAsync(0);
        await (await AskAsync(asker, asker, 1_000, "a")).DemandProblemAsync(422, "request_own");
        await (await AskAsync(asker, payer, 0, "b")).DemandProblemAsync(422, "amount_not_positive");
        await (await AskAsync(asker, payer, 1_000, "c", new string('x', 141))).DemandProblemAsync(422, "memo_invalid");
        await (await asker.PostAsync(Path, new JsonObject { ["from"] = "+242069999999", ["amount"] = 1 }, "d")).DemandProblemAsync(404, "unknown_payee");
        await (await asker.PostAsync(Path, new JsonObject { ["from"] = payer.Phone, ["amount"] = 1 })).DemandProblemAsync(400, "idempotency_key_missing");
        await (await asker.Http.GetAsync(Path + "?box=other")).DemandProblemAsync(400, "invalid_field");
        Assert.Empty((await payer.GetAsync(Path)).GetProperty("requests").EnumerateArray());
    }

    [Fact]
    public async Task Whoever_pesters_is_stopped_by_the_limit_and_by_a_block()
    {
        (Person asker, Person payer) = await PeopleAsync(10_000);
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async i => (await AskAsync(asker, payer, 100, "k" + i).CreatedAsync()).Text("id")))];
        await (await AskAsync(asker, payer, 100, "k3")).DemandProblemAsync(429, "request_limit");
        Assert.Equal("true", Assert.Single((await AskAsync(asker, payer, 100, "k0")).Headers.GetValues("Idempotent-Replayed")));

        // The place of one that is over is free again, once the book has heard of it.
        await payer.PostAsync($"{Path}/{ids[0]}/decline", null).OkAsync();
        using HttpResponseMessage next = await Eventually.GetAsync(() => AskAsync(asker, payer, 100, "k4"), answer => answer.StatusCode == HttpStatusCode.Created);

        Assert.Equal("declined", (await payer.PostAsync($"{Path}/{ids[1]}/block", null).OkAsync()).Text("status"));
        await (await AskAsync(asker, payer, 100, "k5")).DemandProblemAsync(403, "request_blocked");
        JsonElement blocked = Assert.Single((await payer.GetAsync(Path + "/blocked")).GetProperty("blocked").EnumerateArray());
        Assert.Equal((asker.Id, "Client T."), (blocked.Text("person"), blocked.Text("name")));
        Assert.Empty((await asker.GetAsync(Path + "/blocked")).GetProperty("blocked").EnumerateArray());
        using HttpResponseMessage freed = await payer.Http.DeleteAsync($"{Path}/blocked/{asker.Id}");
        Assert.Equal(HttpStatusCode.NoContent, freed.StatusCode);
        using HttpResponseMessage allowed = await Eventually.GetAsync(() => AskAsync(asker, payer, 100, "k6"), answer => answer.StatusCode == HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_nobody_answers_expires()
    {
        (Person asker, Person payer) = await PeopleAsync(10_000);
        string id = Postmobile.Money.Requests.Key(new CustomerId(asker.Id), "old");
        await host.LeaveBehindAsync("money.request", id, State(asker, payer) with { ExpiresAtMs = 2_000 });
        await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.Text("status") == "expired", TimeSpan.FromSeconds(60));
        await (await ApproveAsync(payer, id, 1_000)).DemandProblemAsync(409, "request_over");
        Assert.Equal(10_000, await payer.BalanceAsync());
    }

    [Fact]
    public async Task An_order_that_a_dead_silo_left_behind_pays_once()
    {
        (Person asker, Person payer) = await PeopleAsync(10_000);
        string id = Postmobile.Money.Requests.Key(new CustomerId(asker.Id), "left");
        OnceOrder order = new(payer.Wallet.Value, new TransferRequest
        {
            Key = DerivedKey.Request(id), Payee = asker.Wallet, Amount = 1_000, Kind = PostingKind.RequestPaid, AgreedTotal = 1_000,
        });

        // The silo had paid, and died before it wrote so: the same order, twice for good measure, must move nothing more.
        Assert.NotNull((await host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value).Transfer(order.Request)).Receipt);
        RequestState paying = State(asker, payer) with { Status = RequestStatus.Paying, Tried = true, AgreedTotal = 1_000 };
        await host.LeaveBehindAsync("money.request", id, paying, ("pay", order), ("pay", order));
        await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.Text("status") == "paid", TimeSpan.FromSeconds(60));
        Assert.Equal((9_000, 1_000), (await payer.BalanceAsync(), await asker.BalanceAsync()));
        Assert.Single(await payer.LinesAsync("request_paid"));
    }

    [Fact]
    public async Task What_was_tried_in_vain_and_then_declined_can_never_be_paid()
    {
        (Person asker, Person payer) = await PeopleAsync(100);
        string id = Postmobile.Money.Requests.Key(new CustomerId(asker.Id), "poor");
        TransferRequest pay = new() { Key = DerivedKey.Request(id), Payee = asker.Wallet, Amount = 1_000, Kind = PostingKind.RequestPaid, AgreedTotal = 1_000 };
        RequestState paying = State(asker, payer) with { Status = RequestStatus.Paying, Tried = true, AgreedTotal = 1_000 };
        await host.LeaveBehindAsync("money.request", id, paying, ("pay", new OnceOrder(payer.Wallet.Value, pay)));
        JsonElement open = await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.Text("status") == "open", TimeSpan.FromSeconds(60));
        Assert.Equal("insufficient_funds", open.Text("failure"));
        Assert.Equal(JsonValueKind.Null, (await asker.GetAsync($"{Path}/{id}")).GetProperty("failure").ValueKind);
        Assert.Equal("declined", (await payer.PostAsync($"{Path}/{id}/decline", null).OkAsync()).Text("status"));
        await host.FundAsync(payer.Wallet, 10_000);
        Assert.Equal(RefusalCode.Annulled, (await host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value).Transfer(pay)).Refusal?.Code);
        Assert.Equal((10_100, 0), (await payer.BalanceAsync(), await asker.BalanceAsync()));
    }

    [Fact]
    public async Task A_bill_is_divided_exactly_and_shows_who_has_paid()
    {
        (Person asker, Person payer) = await PeopleAsync(10_000);
        Person other = await Person.JoinAsync(host, 10_000), stranger = await Person.JoinAsync(host);
        var body = new JsonObject { ["total"] = 1_000, ["note"] = "Repas", ["shares"] = new JsonArray(new JsonObject(), Share(payer), Share(other)) };
        JsonElement bill = await asker.PostAsync("/api/v1/request-splits", body.DeepClone(), "s1").CreatedAsync();
        Assert.Equal([334L, 333, 333], bill.GetProperty("shares").EnumerateArray().Select(share => share.GetProperty("amount").GetInt64()));
        Assert.Equal(666, bill.GetProperty("asked").GetInt64());
        string at = "/api/v1/request-splits/" + bill.Text("id");
        JsonElement asked = await Eventually.GetAsync(() => asker.GetAsync(at), one => one.GetProperty("shares").EnumerateArray().Count(share => share.GetProperty("status").GetString() == "open") == 2);
        using HttpResponseMessage again = await asker.PostAsync("/api/v1/request-splits", body.DeepClone(), "s1");
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        await (await asker.PostAsync("/api/v1/request-splits", new JsonObject { ["total"] = 999, ["shares"] = new JsonArray(Share(payer)) }, "s1")).DemandProblemAsync(422, "idempotency_conflict");

        string id = asked.GetProperty("shares")[1].Text("request");
        Assert.Equal("paid", (await ApproveAsync(payer, id, 333).OkAsync()).Text("status"));
        JsonElement after = await asker.GetAsync(at);
        Assert.Equal((333, "paid", "open"), (after.GetProperty("paid").GetInt64(), after.GetProperty("shares")[1].Text("status"), after.GetProperty("shares")[2].Text("status")));
        Assert.Single((await other.GetAsync(Path)).GetProperty("requests").EnumerateArray());
        await (await stranger.Http.GetAsync(at)).DemandProblemAsync(404, "not_found");
        await (await payer.Http.GetAsync(at)).DemandProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_bill_that_cannot_be_divided_asks_nobody()
    {
        (Person asker, Person payer) = await PeopleAsync(0);
        Person other = await Person.JoinAsync(host);
        async Task<HttpResponseMessage> Divide(long total, params JsonNode[] shares) =>
            await asker.PostAsync("/api/v1/request-splits", new JsonObject { ["total"] = total, ["shares"] = new JsonArray(shares) }, Guid.NewGuid().ToString());
        await (await Divide(100, Share(payer, 60), Share(other, 41))).DemandProblemAsync(422, "split_shares");
        await (await Divide(100, Share(payer), Share(payer))).DemandProblemAsync(422, "split_shares");
        await (await Divide(100)).DemandProblemAsync(422, "split_shares");
        await (await Divide(100, Share(payer), Share(asker))).DemandProblemAsync(422, "request_own");
        JsonElement unknown = await (await Divide(100, Share(payer), new JsonObject { ["from"] = "+242069999998" })).DemandProblemAsync(404, "unknown_payee");
        Assert.Equal("+242069999998", unknown.Text("whom"));
        await host.Grains.RequestBook(new CustomerId(other.Id)).Block(new CustomerId(asker.Id), "Client T.");
        JsonElement refused = await (await Divide(100, Share(payer), Share(other))).DemandProblemAsync(403, "request_blocked");
        Assert.Equal(other.Phone, refused.Text("whom"));
        Assert.Empty((await payer.GetAsync(Path)).GetProperty("requests").EnumerateArray());
    }

    private async Task<(Person Asker, Person Payer)> PeopleAsync(long amount) => (await Person.JoinAsync(host), await Person.JoinAsync(host, amount));

    private static JsonObject Share(Person person, long? amount = null) => new() { ["from"] = person.Phone, ["amount"] = amount };

    private static Task<HttpResponseMessage> AskAsync(Person asker, Person payer, long amount, string key, string? note = null) =>
        asker.PostAsync(Path, new JsonObject { ["from"] = payer.Phone, ["amount"] = amount, ["note"] = note }, key);

    private static Task<HttpResponseMessage> ApproveAsync(Person payer, string id, long total) => payer.PostAsync($"{Path}/{id}/approve", new JsonObject { ["agreedTotal"] = total });

    private static RequestState State(Person asker, Person payer) => new()
    {
        Status = RequestStatus.Open, Requester = asker.Side(), Payer = payer.Side(), Amount = 1_000, AskedAtMs = 1_000, ExpiresAtMs = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds(),
    };
}
