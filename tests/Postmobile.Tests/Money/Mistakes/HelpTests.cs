using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Mistakes;

/// <summary>Whom one has paid, help with a payment, and leaving with one's data.</summary>
[Collection(ApiHost.Collection)]
public sealed class HelpTests(ApiHost host)
{
    [Fact]
    public async Task The_first_time_is_said_and_afterwards_the_payee_is_known_by_name()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host), other = await Person.JoinAsync(host);
        Assert.True(await FirstTimeAsync(payer, payee.Phone));
        Assert.True(await FirstTimeAsync(payer, payee.Phone));
        Assert.Empty((await payer.GetAsync("/api/v1/payees/recent")).GetProperty("payees").EnumerateArray());
        await payer.PayAsync(payee.Phone, 100);
        await payer.PayAsync(payee.Phone, 100);
        Assert.False(await FirstTimeAsync(payer, payee.Phone));
        Assert.False(await FirstTimeAsync(payer, payee.Wallet.Number));
        Assert.True(await FirstTimeAsync(payer, other.Phone));
        JsonElement known = Assert.Single((await payer.GetAsync("/api/v1/payees/recent")).GetProperty("payees").EnumerateArray());
        Assert.Equal((payee.Phone, "Client T.", 2), (known.GetProperty("phone").GetString(), known.GetProperty("name").GetString(), known.GetProperty("times").GetInt64()));
        Assert.Empty((await payee.GetAsync("/api/v1/payees/recent")).GetProperty("payees").EnumerateArray());
        await (await payer.Http.GetAsync("/api/v1/payees/recent?limit=21")).DemandProblemAsync(400, "invalid_field");
    }

    [Fact]
    public async Task A_side_of_a_payment_reports_and_support_answers()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host), stranger = await Person.JoinAsync(host), support = await Person.JoinAsync(host, 0, Role.Support);
        using HttpResponseMessage paid = await payer.PayAsync(payee.Phone, 700);
        string transfer = (await paid.JsonAsync()).GetProperty("id").GetString()!;
        JsonObject Body(string words) => new() { ["transfer"] = transfer, ["matter"] = "wrong_amount", ["words"] = words };
        await (await stranger.PostAsync("/api/v1/help-reports", Body("x"), "k")).DemandProblemAsync(404, "not_found");
        using HttpResponseMessage opened = await payer.PostAsync("/api/v1/help-reports", Body("700, pas 7 000"), "k"), again = await payer.PostAsync("/api/v1/help-reports", Body("700, pas 7 000"), "k");
        string id = (await opened.JsonAsync()).GetProperty("id").GetString()!;
        Assert.Equal((HttpStatusCode.Created, id), (opened.StatusCode, (await again.JsonAsync()).GetProperty("id").GetString()));
        await (await payer.PostAsync("/api/v1/help-reports", Body("autre"), "k")).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Contains((await support.GetAsync("/api/v1/support/reports")).GetProperty("reports").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        await (await support.PostAsync($"/api/v1/support/reports/{id}/answer", new JsonObject { ["words"] = "" })).DemandProblemAsync(422, "words_missing");
        Assert.Equal(HttpStatusCode.OK, (await support.PostAsync($"/api/v1/support/reports/{id}/answer", new JsonObject { ["words"] = "Nous regardons." })).StatusCode);
        JsonElement mine = Assert.Single((await payer.GetAsync("/api/v1/help-reports")).GetProperty("reports").EnumerateArray());
        Assert.Equal(("answered", "Nous regardons."), (mine.GetProperty("status").GetString(), mine.GetProperty("answer").GetString()));
        Assert.DoesNotContain((await support.GetAsync("/api/v1/support/reports")).GetProperty("reports").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        Assert.Empty((await payee.GetAsync("/api/v1/help-reports")).GetProperty("reports").EnumerateArray());
    }

    [Fact]
    public async Task Who_leaves_takes_the_data_empties_the_wallet_and_frees_the_number()
    {
        Person leaver = await Person.JoinAsync(host, 5_000), heir = await Person.JoinAsync(host);
        await FirstTimeAsync(leaver, heir.Phone);
        await (await leaver.PostAsync("/api/v1/account/close", null)).DemandProblemAsync(422, "not_empty");
        Assert.Equal(HttpStatusCode.Created, (await leaver.PayAsync(heir.Phone, 5_000)).StatusCode);
        JsonElement data = await leaver.GetAsync("/api/v1/account/data");
        Assert.Equal(leaver.Phone, data.GetProperty("profile").GetProperty("phone").GetString());
        Assert.Equal(2, data.GetProperty("accounts")[0].GetProperty("lines").GetArrayLength());
        Assert.Equal(heir.Phone, data.GetProperty("payees")[0].GetProperty("phone").GetString());
        Assert.NotEmpty(data.GetProperty("devices").EnumerateArray());
        Assert.Equal(HttpStatusCode.NoContent, (await leaver.PostAsync("/api/v1/account/close", null)).StatusCode);
        Assert.True((await host.Grains.GetGrain<IAccountGrain>(leaver.Wallet.Value).Look())!.Closed);
        Assert.True(PhoneNumber.TryParse(leaver.Phone, out PhoneNumber number));
        await Hosting.Eventually.GetAsync(async () => await host.Grains.GetGrain<IPhoneGrain>(number.Key).Owner() is null, free => free);
        await Hosting.Eventually.GetAsync(async () => (await leaver.Http.GetAsync("/api/v1/wallet")).StatusCode, status => status == HttpStatusCode.Unauthorized);
        await (await heir.PayAsync(leaver.Wallet.Number, 10)).DemandProblemAsync(422, "payee_closed");
    }

    [Fact]
    public async Task Nobody_leaves_while_money_is_being_asked_back()
    {
        Person payer = await Person.JoinAsync(host, 5_000), payee = await Person.JoinAsync(host);
        using HttpResponseMessage sent = await payer.PayAsync(payee.Phone, 5_000);
        string transfer = (await sent.JsonAsync()).GetProperty("id").GetString()!;
        using HttpResponseMessage asked = await payer.PostAsync("/api/v1/recalls", new JsonObject { ["transfer"] = transfer }, "k");
        string recall = "/api/v1/recalls/" + (await asked.JsonAsync()).GetProperty("id").GetString();
        await Hosting.Eventually.GetAsync(() => payee.GetAsync(recall), one => one.GetProperty("status").GetString() == "asked");
        await (await payer.PostAsync("/api/v1/account/close", null)).DemandProblemAsync(409, "recall_open");
        await (await payee.PostAsync("/api/v1/account/close", null)).DemandProblemAsync(409, "recall_open");
        await payee.PostAsync(recall + "/consent", null);
        await Hosting.Eventually.GetAsync(() => payee.GetAsync(recall), one => one.GetProperty("status").GetString() == "returned");

        // Who leaves is asked about recalls as they are written, and that may take a moment longer.
        await Hosting.Eventually.GetAsync(async () => (await payee.PostAsync("/api/v1/account/close", null)).StatusCode, status => status == HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Who_works_for_the_post_does_not_just_leave()
    {
        Person agent = await Person.JoinAsync(host, 0, Role.Agent);
        await (await agent.PostAsync("/api/v1/account/close", null)).DemandProblemAsync(409, "not_allowed");
    }

    private static async Task<bool> FirstTimeAsync(Person payer, string to)
    {
        using HttpResponseMessage quote = await payer.PostAsync("/api/v1/transfers/quote", new JsonObject { ["to"] = to, ["amount"] = 100 });
        return (await quote.JsonAsync()).GetProperty("firstTime").GetBoolean();
    }
}
