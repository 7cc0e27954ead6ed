using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Mistakes;

/// <summary>A transfer to a wrong number is asked back: what is there is set aside once, and ends with one of the two.</summary>
[Collection(ApiHost.Collection)]
public sealed class RecallTests(ApiHost host)
{
    private const string Path = "/api/v1/recalls";

    [Fact]
    public async Task What_is_there_is_set_aside_and_goes_back_when_the_payee_agrees()
    {
        (Person payer, Person payee, string transfer) = await SentAsync(5_000);
        using HttpResponseMessage asked = await AskAsync(payer, transfer, "k1", "Un chiffre faux"), again = await AskAsync(payer, transfer, "k1", "Un chiffre faux");
        string id = (await asked.JsonAsync()).GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        await (await AskAsync(payer, transfer, "k2")).DemandProblemAsync(409, "recall_exists");

        JsonElement open = await UntilAsync(payee, id, "asked");
        Assert.Equal((5_000, "payee"), (open.GetProperty("held").GetInt64(), open.GetProperty("side").GetString()));
        Assert.Equal(0, await payee.BalanceAsync());
        await (await payer.PostAsync($"{Path}/{id}/consent", null)).DemandProblemAsync(404, "not_found");
        await (await payer.PostAsync($"{Path}/{id}/contest", new JsonObject { ["words"] = "x" })).DemandProblemAsync(404, "not_found");

        HttpResponseMessage[] consents = await Task.WhenAll(payee.PostAsync($"{Path}/{id}/consent", null), payee.PostAsync($"{Path}/{id}/consent", null));
        Assert.All(consents, consent => Assert.Equal(HttpStatusCode.OK, consent.StatusCode));
        await UntilAsync(payer, id, "returned");
        Assert.Equal((10_000, 0), (await payer.BalanceAsync(), await payee.BalanceAsync()));
        Assert.Equal("recall", (await payer.GetAsync("/api/v1/wallet/statement")).GetProperty("lines")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task To_strangers_it_does_not_exist_and_only_the_payer_asks()
    {
        (Person payer, Person payee, string transfer) = await SentAsync(1_000);
        Person stranger = await Person.JoinAsync(host);
        await (await AskAsync(payee, transfer, "k")).DemandProblemAsync(404, "not_found");
        await (await AskAsync(stranger, transfer, "k")).DemandProblemAsync(404, "not_found");
        string id = await IdAsync(await AskAsync(payer, transfer, "k"));
        await (await stranger.Http.GetAsync($"{Path}/{id}")).DemandProblemAsync(404, "not_found");
        await (await stranger.PostAsync($"{Path}/{id}/consent", null)).DemandProblemAsync(404, "not_found");
        await (await stranger.PostAsync($"{Path}/{id}/contest", new JsonObject { ["words"] = "x" })).DemandProblemAsync(404, "not_found");
        Assert.Empty((await stranger.GetAsync(Path)).GetProperty("recalls").EnumerateArray());
        Assert.Single((await payee.GetAsync(Path)).GetProperty("recalls").EnumerateArray());
    }

    [Theory]
    [InlineData("return", "returned", 10_000, 0)]
    [InlineData("release", "released", 6_000, 4_000)]
    public async Task What_is_contested_an_operator_decides_with_a_reason(string decision, string status, long payers, long payees)
    {
        (Person payer, Person payee, string transfer) = await SentAsync(4_000);
        Person post = await Person.JoinAsync(host, 0, Role.Operator);
        string id = await IdAsync(await AskAsync(payer, transfer, "k")), decide = $"/api/v1/operator/recalls/{id}/decision";
        await UntilAsync(payee, id, "asked");
        await (await post.PostAsync(decide, Decision(decision, "x"))).DemandProblemAsync(409, "recall_not_open");
        await (await payee.PostAsync($"{Path}/{id}/contest", new JsonObject { ["words"] = " " })).DemandProblemAsync(422, "words_missing");
        Assert.Equal(HttpStatusCode.OK, (await payee.PostAsync($"{Path}/{id}/contest", new JsonObject { ["words"] = "C'était un loyer" })).StatusCode);
        Assert.Contains((await post.GetAsync("/api/v1/operator/recalls")).GetProperty("recalls").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        await (await post.PostAsync(decide, Decision(decision, null))).DemandProblemAsync(422, "words_missing");
        Assert.Equal(HttpStatusCode.OK, (await post.PostAsync(decide, Decision(decision, "Preuves vues"))).StatusCode);
        JsonElement done = await UntilAsync(payer, id, status);
        Assert.Equal((payers, payees), (await payer.BalanceAsync(), await payee.BalanceAsync()));
        Assert.Equal("Preuves vues", done.GetProperty("reason").GetString());
        Assert.DoesNotContain(done.GetProperty("trail").EnumerateArray(), step => step.GetProperty("who").GetString() == post.Id);
        await (await post.PostAsync(decide, Decision(decision == "return" ? "release" : "return", "y"))).DemandProblemAsync(409, "already_decided");
        var audit = await Eventually.GetAsync(
            () => host.Grains.GetGrain<Postmobile.Audit.IAuditGrain>(0).List(new Postmobile.Audit.AuditFilter(Subject: id), 10, null), page => page.Lines.Count == 1);
        Assert.Equal((post.Id, "recall." + decision), (audit.Lines[0].Act.Actor, audit.Lines[0].Act.Name));
    }

    [Fact]
    public async Task An_operator_does_not_decide_about_money_of_their_own()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host, 0, Role.Operator);
        string id = await IdAsync(await AskAsync(payer, await IdAsync(await payer.PayAsync(payee.Phone, 2_000)), "k"));
        await UntilAsync(payee, id, "asked");
        await payee.PostAsync($"{Path}/{id}/contest", new JsonObject { ["words"] = "à moi" });
        await (await payee.PostAsync($"/api/v1/operator/recalls/{id}/decision", Decision("release", "x"))).DemandProblemAsync(403, "party_to_case");
    }

    /// <summary>The payee spends while the recall is asked for: every franc ends once, held or spent.</summary>
    [Fact]
    public async Task A_payee_who_spends_meanwhile_loses_only_what_is_left()
    {
        (Person payer, Person payee, string transfer) = await SentAsync(5_000);
        Person shop = await Person.JoinAsync(host);
        Task<HttpResponseMessage>[] spending = [.. Enumerable.Range(0, 8).Select(_ => payee.PayAsync(shop.Phone, 500))];
        string id = await IdAsync(await AskAsync(payer, transfer, "k"));
        HttpResponseMessage[] spent = await Task.WhenAll(spending);
        JsonElement recall = await Eventually.GetAsync(() => payer.GetAsync($"{Path}/{id}"), one => one.GetProperty("status").GetString() is "asked" or "nothing_left");
        long paid = 500 * spent.Count(answer => answer.StatusCode == HttpStatusCode.Created), held = recall.GetProperty("held").GetInt64();
        Assert.Equal(5_000, paid + held + await payee.BalanceAsync());
        Assert.True(held >= 1_000, $"{held} are set aside.");
        if (held > 0)
        {
            Assert.Equal(held, (await payee.GetAsync("/api/v1/wallet")).GetProperty("held").GetInt64());
        }
    }

    [Fact]
    public async Task What_is_spent_cannot_be_set_aside()
    {
        (Person payer, Person payee, string transfer) = await SentAsync(5_000);
        Person shop = await Person.JoinAsync(host);
        Assert.Equal(HttpStatusCode.Created, (await payee.PayAsync(shop.Phone, 5_000)).StatusCode);
        await UntilAsync(payer, await IdAsync(await AskAsync(payer, transfer, "k")), "nothing_left");
    }

    [Fact]
    public async Task Two_recalls_of_one_transfer_set_aside_once_and_a_month_has_its_measure()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        var transfers = new List<string>();
        for (int i = 0; i < 4; i++)
        {
            transfers.Add(await IdAsync(await payer.PayAsync(payee.Phone, 1_000)));
        }

        HttpResponseMessage[] twins = await Task.WhenAll(AskAsync(payer, transfers[0], "a"), AskAsync(payer, transfers[0], "b"));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], twins.Select(answer => answer.StatusCode).Order());
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(payer, transfers[1], "c")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(payer, transfers[2], "d")).StatusCode);
        await (await AskAsync(payer, transfers[3], "e")).DemandProblemAsync(429, "recall_limit");
        await Eventually.GetAsync(() => payee.BalanceAsync(), balance => balance == 1_000);
    }

    [Fact]
    public async Task A_cash_in_and_what_is_too_old_are_not_recalled()
    {
        Person payer = await Person.JoinAsync(host, 1_000);
        var request = new RecallRequest { By = new CustomerId(payer.Id), Key = "k" };
        AccountView view = (await host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value).Look())!;
        Receipt receipt = new()
        {
            Id = TransferId.From(payer.Wallet, "k"), Kind = PostingKind.Transfer, Payee = payer.Wallet, PayerName = "", PayerPhone = "", PayeeName = "", PayeePhone = "",
            Amount = 1, Fee = 0, Tax = 0, Total = 1, Currency = Currency.XAF, At = DateTimeOffset.UnixEpoch,
        };
        DateTimeOffset now = DateTimeOffset.UnixEpoch + TimeSpan.FromHours(23);
        Assert.Null(RecallRules.Check(request, receipt, view, view, now, new RecallOptions()));
        Assert.Equal(MistakeRefusal.RecallTooLate, RecallRules.Check(request, receipt, view, view, now + TimeSpan.FromHours(1), new RecallOptions()));
        Assert.Equal(MistakeRefusal.RecallNotPossible, RecallRules.Check(request, receipt with { Kind = PostingKind.CashIn }, view, view, now, new RecallOptions()));
        Assert.Equal(MistakeRefusal.RecallNotPossible, RecallRules.Check(request, receipt with { Kind = PostingKind.MerchantPayment }, view, view, now, new RecallOptions()));
        Assert.Equal(MistakeRefusal.NotFound, RecallRules.Check(request with { By = new CustomerId("c-x") }, receipt, view, view, now, new RecallOptions()));
    }

    [Fact]
    public void Silence_brings_it_before_an_operator()
    {
        var state = new RecallState { Status = RecallStatus.Asked, Payee = "c-2", AnswerByMs = 1_000, Held = 5 };
        DateTimeOffset late = DateTimeOffset.FromUnixTimeMilliseconds(1_000);
        Assert.Same(state, RecallRules.Expire(state, late.AddMilliseconds(-1)));
        RecallState silent = RecallRules.Expire(state, late);
        Assert.Equal(RecallStatus.Unanswered, silent.Status);
        Assert.Equal(RecallStatus.Returning, RecallRules.Consent(silent, new CustomerId("c-2"), late).Next!.Status);
        RecallState stuck = RecallRules.Settle(RecallRules.Decide(silent, new CustomerId("c-9"), true, "oui", late).Next!, 1, RefusalCode.BalanceCapExceeded, late).Next!;
        Assert.Equal((RecallStatus.Stuck, "balance_cap_exceeded"), (stuck.Status, stuck.Failure));
        Assert.Null(RecallRules.Settle(RecallRules.Decide(stuck, new CustomerId("c-9"), false, "non", late).Next!, 1, RefusalCode.PayeeClosed, late).Next);
    }

    private async Task<(Person Payer, Person Payee, string Transfer)> SentAsync(long amount)
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        return (payer, payee, await IdAsync(await payer.PayAsync(payee.Phone, amount)));
    }

    private static Task<HttpResponseMessage> AskAsync(Person payer, string transfer, string key, string? words = null) =>
        payer.PostAsync(Path, new JsonObject { ["transfer"] = transfer, ["words"] = words }, key);

    private static JsonObject Decision(string decision, string? reason) => new() { ["decision"] = decision, ["reason"] = reason };

    private static async Task<string> IdAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static Task<JsonElement> UntilAsync(Person person, string id, string status) =>
        Eventually.GetAsync(() => person.GetAsync($"{Path}/{id}"), recall => recall.GetProperty("status").GetString() == status);
}
