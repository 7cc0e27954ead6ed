using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Requests;

/// <summary>Mandates over HTTP: agreed to once, collected once a period, stopped for good; wrong people; and what a dead silo leaves behind.</summary>
[Collection(ApiHost.Collection)]
public sealed class MandateTests(ApiHost host)
{
    private const string Path = "/api/v1/mandates";

    private static DateOnly Today => BrazzavilleCalendar.Day(DateTimeOffset.UtcNow);

    [Fact]
    public async Task What_the_payer_agrees_to_is_collected_once_in_its_period()
    {
        (Person payee, Person payer) = await PeopleAsync(10_000);
        string id = (await ProposeAsync(payee, payer, "k1").CreatedAsync()).Text("id");
        using HttpResponseMessage again = await ProposeAsync(payee, payer, "k1");
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        await (await ProposeAsync(payee, payer, "k1", amount: 2_001)).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Equal(10_000, await payer.BalanceAsync());

        JsonElement seen = Assert.Single((await payer.GetAsync(Path)).GetProperty("mandates").EnumerateArray());
        Assert.Equal((id, "payer", "proposed", "Loyer"), (seen.Text("id"), seen.Text("side"), seen.Text("status"), seen.Text("reason")));
        await (await ApproveAsync(payer, id, 5_001)).DemandProblemAsync(422, "mandate_ceiling");
        await (await ApproveAsync(payer, id, 1_999)).DemandProblemAsync(422, "mandate_ceiling");
        foreach (HttpResponseMessage answer in await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ApproveAsync(payer, id, 5_000))))
        {
            Assert.Equal("active", (await answer.JsonAsync()).Text("status"));
        }

        // Its first day is today at nine: now, or later today when it is earlier than that.
        MandateState state = new() { Start = Today };
        if (MandateCalendar.Moment(state, 0) > DateTimeOffset.UtcNow)
        {
            Assert.Equal("announced", (await payer.GetAsync($"{Path}/{id}")).Text("step"));
            return;
        }

        JsonElement collected = await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.GetProperty("timesPaid").GetInt32() == 1, TimeSpan.FromSeconds(60));
        Assert.Equal((2_000, "paid"), (collected.GetProperty("totalPaid").GetInt64(), collected.GetProperty("past")[0].Text("result")));
        Assert.Equal((8_000, 2_000), (await payer.BalanceAsync(), await payee.BalanceAsync()));
        JsonElement line = Assert.Single(await payer.LinesAsync("mandate"));
        Assert.Equal(("Loyer", -2_000), (line.Text("note"), line.GetProperty("amount").GetInt64()));
        Assert.Equal(Today.AddMonths(1).ToString("O", CultureInfo.InvariantCulture), collected.Text("nextDue"));
    }

    [Fact]
    public async Task Nobody_else_sees_it_or_acts_for_another()
    {
        (Person payee, Person payer) = await PeopleAsync(10_000);
        Person stranger = await Person.JoinAsync(host);
        string id = (await ProposeAsync(payee, payer, "k", Today.AddDays(30)).CreatedAsync()).Text("id");
        await (await ApproveAsync(payee, id, 5_000)).DemandProblemAsync(404, "not_found");
        await (await ApproveAsync(stranger, id, 5_000)).DemandProblemAsync(404, "not_found");
        await (await stranger.Http.GetAsync($"{Path}/{id}")).DemandProblemAsync(404, "not_found");
        await ApproveAsync(payer, id, 5_000).OkAsync();
        foreach (string act in new[] { "decline", "pause", "resume", "cancel" })
        {
            await (await stranger.PostAsync($"{Path}/{id}/{act}", null)).DemandProblemAsync(404, "not_found");
        }

        foreach (string act in new[] { "decline", "pause", "resume" })
        {
            await (await payee.PostAsync($"{Path}/{id}/{act}", null)).DemandProblemAsync(404, "not_found");
        }

        await (await payer.PostAsync($"{Path}/{id}/collect", new JsonObject { ["amount"] = 1 })).DemandProblemAsync(404, "not_found");
        await (await payee.PostAsync($"{Path}/{id}/collect", new JsonObject { ["amount"] = 1 })).DemandProblemAsync(409, "mandate_not_open");
        Assert.Empty((await stranger.GetAsync(Path + "?side=payee")).GetProperty("mandates").EnumerateArray());
    }

    [Fact]
    public async Task A_shop_collects_into_its_takings_and_only_who_has_one()
    {
        Person shop = await Person.JoinAsync(host, 0, Role.Merchant), payer = await Person.JoinAsync(host, 10_000), person = await Person.JoinAsync(host);
        await (await ProposeAsync(person, payer, "k", merchant: true)).DemandProblemAsync(422, "mandate_terms");
        string id = (await ProposeAsync(shop, payer, "k", Today.AddDays(5), merchant: true).CreatedAsync()).Text("id");
        Assert.True((await payer.GetAsync($"{Path}/{id}")).GetProperty("merchant").GetBoolean());
        Assert.Equal((await host.Grains.GetGrain<ICustomerGrain>(shop.Id).Look())!.Merchant, (await host.Grains.Mandate(id).Look())!.Wish.Payee.Account);
    }

    [Fact]
    public async Task A_varying_amount_is_announced_under_the_ceiling_and_pausing_takes_it_back()
    {
        (Person payee, Person payer) = await PeopleAsync(10_000);
        string id = (await ProposeAsync(payee, payer, "k", amount: null).CreatedAsync()).Text("id");
        await (await payee.PostAsync($"{Path}/{id}/collect", new JsonObject { ["amount"] = 1 })).DemandProblemAsync(409, "mandate_not_open");
        await ApproveAsync(payer, id, 3_000).OkAsync();
        await (await payee.PostAsync($"{Path}/{id}/collect", new JsonObject { ["amount"] = 3_001 })).DemandProblemAsync(422, "mandate_ceiling");
        JsonElement announced = await payee.PostAsync($"{Path}/{id}/collect", new JsonObject { ["amount"] = 2_500 }).OkAsync();
        Assert.Equal(("announced", 2_500), (announced.Text("step"), announced.GetProperty("nextAmount").GetInt64()));
        Assert.True(announced.GetProperty("nextAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(23));
        Assert.Equal("paused", (await payer.PostAsync($"{Path}/{id}/pause", null).OkAsync()).Text("status"));
        await (await payee.PostAsync($"{Path}/{id}/collect", new JsonObject { ["amount"] = 100 })).DemandProblemAsync(409, "mandate_not_open");
        JsonElement resumed = await payer.PostAsync($"{Path}/{id}/resume", null).OkAsync();
        Assert.Equal(("active", "waiting", JsonValueKind.Null), (resumed.Text("status"), resumed.Text("step"), resumed.GetProperty("nextAmount").ValueKind));
        Assert.Equal("cancelled", (await payee.PostAsync($"{Path}/{id}/cancel", null).OkAsync()).Text("status"));
        await (await payer.PostAsync($"{Path}/{id}/resume", null)).DemandProblemAsync(409, "mandate_over");
        Assert.Equal(10_000, await payer.BalanceAsync());
    }

    [Fact]
    public async Task Bad_terms_propose_nothing_and_a_declined_one_is_over()
    {
        (Person payee, Person payer) = await PeopleAsync(0);
        await (await ProposeAsync(payee, payer, "a", Today.AddDays(-1))).DemandProblemAsync(422, "mandate_terms");
        await (await ProposeAsync(payee, payer, "b", amount: 6_000)).DemandProblemAsync(422, "mandate_ceiling");
        await (await ProposeAsync(payee, payee, "c")).DemandProblemAsync(422, "request_own");
        Assert.Empty((await payer.GetAsync(Path)).GetProperty("mandates").EnumerateArray());
        string id = (await ProposeAsync(payee, payer, "d").CreatedAsync()).Text("id");
        Assert.Equal("declined", (await payer.PostAsync($"{Path}/{id}/decline", null).OkAsync()).Text("status"));
        await (await ApproveAsync(payer, id, 5_000)).DemandProblemAsync(409, "mandate_over");
        string pest = (await ProposeAsync(payee, payer, "e").CreatedAsync()).Text("id");
        await (await payee.PostAsync($"{Path}/{pest}/block", null)).DemandProblemAsync(404, "not_found");
        Assert.Equal("declined", (await payer.PostAsync($"{Path}/{pest}/block", null).OkAsync()).Text("status"));
        await (await ProposeAsync(payee, payer, "f")).DemandProblemAsync(403, "request_blocked");
    }

    [Fact]
    public async Task An_order_that_a_dead_silo_left_behind_collects_once()
    {
        (Person payee, Person payer) = await PeopleAsync(10_000);
        string id = Id(payee, "left");
        object order = Order(id, payee, payer);

        // The silo had collected, and died before it wrote so.
        Assert.NotNull((await host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value).Transfer(Pay(id, payee))).Receipt);
        await host.LeaveBehindAsync("money.mandate", id, State(payee, payer) with { Step = CollectionStep.Ordered, Tries = 1, NextAmount = 2_000 }, ("pay", order), ("pay", order));
        await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.GetProperty("timesPaid").GetInt32() == 1, TimeSpan.FromSeconds(60));
        Assert.Equal((8_000, 2_000), (await payer.BalanceAsync(), await payee.BalanceAsync()));
        Assert.Single(await payer.LinesAsync("mandate"));
    }

    [Fact]
    public async Task What_the_ledger_refused_is_tried_again_and_then_collected()
    {
        (Person payee, Person payer) = await PeopleAsync(100);
        string id = Id(payee, "poor");
        await host.LeaveBehindAsync("money.mandate", id, State(payee, payer) with { Step = CollectionStep.Announced, NextAmount = 2_000, NextAtMs = 1_000 });
        JsonElement refused = await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.Text("step") == "refused", TimeSpan.FromSeconds(60));
        Assert.True(refused.GetProperty("nextAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddDays(1));
        await host.FundAsync(payer.Wallet, 5_000);

        // The same mandate, found by another silo after its time to try again has come.
        string later = Id(payee, "later");
        Assert.Equal(RefusalCode.InsufficientFunds, (await host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value).Transfer(Pay(later, payee) with { Amount = 200_000 })).Refusal?.Code);
        await host.LeaveBehindAsync("money.mandate", later, State(payee, payer) with { Step = CollectionStep.Refused, Tries = 1, NextAmount = 2_000, NextAtMs = 1_000, Failure = "insufficient_funds" });
        await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{later}"), one => one.GetProperty("timesPaid").GetInt32() == 1, TimeSpan.FromSeconds(60));
        Assert.Equal(3_100, await payer.BalanceAsync());
    }

    [Fact]
    public async Task A_collection_after_the_cancel_is_impossible()
    {
        (Person payee, Person payer) = await PeopleAsync(100);
        string id = Id(payee, "stop");
        await host.LeaveBehindAsync("money.mandate", id, State(payee, payer) with { Step = CollectionStep.Announced, NextAmount = 2_000, NextAtMs = 1_000 });
        await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.Text("step") == "refused", TimeSpan.FromSeconds(60));
        JsonElement cancelled = await payer.PostAsync($"{Path}/{id}/cancel", null).OkAsync();
        Assert.Equal(("cancelled", "waiting", "skipped"), (cancelled.Text("status"), cancelled.Text("step"), cancelled.GetProperty("past")[0].Text("result")));
        await host.FundAsync(payer.Wallet, 10_000);
        Assert.Equal(RefusalCode.Annulled, (await host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value).Transfer(Pay(id, payee))).Refusal?.Code);
        Assert.Equal((10_100, 0), (await payer.BalanceAsync(), await payee.BalanceAsync()));
    }

    private async Task<(Person Payee, Person Payer)> PeopleAsync(long amount) => (await Person.JoinAsync(host), await Person.JoinAsync(host, amount));

    private static Task<HttpResponseMessage> ProposeAsync(Person payee, Person payer, string key, DateOnly? start = null, long? amount = 2_000, bool merchant = false) => payee.PostAsync(Path, new JsonObject
    {
        ["from"] = payer.Phone, ["amount"] = amount, ["ceiling"] = 5_000, ["period"] = "month", ["start"] = (start ?? Today).ToString("O", CultureInfo.InvariantCulture),
        ["reason"] = "Loyer", ["merchant"] = merchant,
    }, key);

    private static Task<HttpResponseMessage> ApproveAsync(Person payer, string id, long ceiling) => payer.PostAsync($"{Path}/{id}/approve", new JsonObject { ["ceiling"] = ceiling });

    private static string Id(Person payee, string key) => Postmobile.Money.Requests.MandateKey(new CustomerId(payee.Id), key);

    private static TransferRequest Pay(string id, Person payee) => new()
    {
        Key = DerivedKey.Mandate(id, 0), Payee = payee.Wallet, Amount = 2_000, Kind = PostingKind.Mandate, Note = "Loyer",
    };

    private static object Order(string id, Person payee, Person payer) => new { Period = 0, Order = new OnceOrder(payer.Wallet.Value, Pay(id, payee)) };

    private static MandateState State(Person payee, Person payer) => new()
    {
        Status = MandateStatus.Active, Payee = payee.Side(), Payer = payer.Side(), Amount = 2_000, Proposed = 5_000, Ceiling = 5_000, Period = MandatePeriod.Month,
        Start = Today, Reason = "Loyer", ProposedAtMs = 1_000, AnswerByMs = 2_000,
    };
}
