using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Merchants;

/// <summary>Paying a merchant, giving back, closing the day.</summary>
[Collection(ApiHost.Collection)]
public sealed class MerchantTests(ApiHost host)
{
    private const string Pay = "/api/v1/merchant-payments", Refund = "/api/v1/merchant/refunds";

    [Fact]
    public async Task A_code_is_given_once_and_is_nobody_elses()
    {
        (Person shop, string code, _) = await Shop();
        (_, string other, _) = await Shop();
        Assert.NotEqual(code, other);
        using HttpResponseMessage renamed = await shop.Http.PutAsJsonAsync("/api/v1/merchant/profile", Profile("Autre nom"));
        Assert.Equal((code, "Autre nom"), ((await renamed.JsonAsync()).GetProperty("code").GetString(), (await shop.GetAsync("/api/v1/merchant/profile")).GetProperty("tradeName").GetString()));
        JsonObject nowhere = Profile("Boutique");
        nowhere["department"] = "Atlantide";
        JsonElement problem = await (await shop.Http.PutAsJsonAsync("/api/v1/merchant/profile", nowhere)).DemandProblemAsync(400, "invalid_field");
        Assert.True(problem.GetProperty("errors").TryGetProperty("department", out _));
    }

    [Fact]
    public async Task A_customer_pays_by_code_and_a_retry_pays_once()
    {
        (Person shop, string code, _) = await Shop();
        Person customer = await Person.JoinAsync(host, 20_000);
        var body = new JsonObject { ["to"] = code, ["amount"] = 3_000 };
        JsonElement quote = await (await customer.PostAsync(Pay + "/quote", body.DeepClone())).JsonAsync();
        Assert.Equal(("Boutique de test", 3_000), (quote.GetProperty("tradeName").GetString(), quote.GetProperty("amount").GetInt64()));
        using HttpResponseMessage first = await customer.PostAsync(Pay, body.DeepClone(), "k1"), again = await customer.PostAsync(Pay, body.DeepClone(), "k1");
        Assert.Equal((HttpStatusCode.Created, "merchant_payment"), (first.StatusCode, (await first.JsonAsync()).GetProperty("kind").GetString()));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(20_000 - quote.GetProperty("total").GetInt64(), await customer.BalanceAsync());
        Assert.Equal(3_000, await Takings(shop));
        await (await customer.PostAsync(Pay, new JsonObject { ["to"] = code, ["amount"] = 4_000 }, "k1")).DemandProblemAsync(422, "idempotency_conflict");
        await (await customer.PostAsync(Pay, new JsonObject { ["to"] = code[..^1] + (char)('0' + ((code[^1] - '0' + 1) % 10)), ["amount"] = 1 }, "k2")).DemandProblemAsync(404, "unknown_merchant");
        await (await customer.PostAsync(Pay, new JsonObject { ["to"] = code }, "k3")).DemandProblemAsync(422, "amount_not_positive");
    }

    [Fact]
    public async Task The_till_knows_the_very_sale_that_is_paid()
    {
        (Person shop, _, _) = await Shop();
        Person customer = await Person.JoinAsync(host, 20_000);
        JsonElement one = await Sale(shop, 1_500), two = await Sale(shop, 1_500);
        await (await customer.PostAsync(Pay, new JsonObject { ["to"] = one.GetProperty("qr").GetString(), ["amount"] = 5 }, "k0")).DemandProblemAsync(422, "qr_amount");
        Assert.Equal(HttpStatusCode.Created, (await customer.PostAsync(Pay, new JsonObject { ["to"] = one.GetProperty("qr").GetString() }, "k1")).StatusCode);
        Assert.True(await IsPaid(shop, one));
        Assert.False(await IsPaid(shop, two));
    }

    [Fact]
    public async Task Refunds_never_come_to_more_than_was_paid_however_many_ask_at_once()
    {
        (Person shop, string code, _) = await Shop();
        Person customer = await Person.JoinAsync(host, 50_000);
        using HttpResponseMessage paid = await customer.PostAsync(Pay, new JsonObject { ["to"] = code, ["amount"] = 10_000 }, "k1");
        string receipt = (await paid.JsonAsync()).GetProperty("id").GetString()!;
        await host.FundAsync(await MerchantAccount(shop), 50_000);
        long before = await customer.BalanceAsync();

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => shop.PostAsync(Refund, Body(receipt, 3_000), $"r{n}")));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        foreach (HttpResponseMessage refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await refused.DemandProblemAsync(422, "refund_too_large");
        }

        JsonElement all = await Eventually.GetAsync(
            () => shop.GetAsync($"{Refund}/{receipt}"), view => view.GetProperty("refunds").EnumerateArray().All(one => one.GetProperty("status").GetString() == "paid"));
        Assert.Equal(1_000, all.GetProperty("left").GetInt64());
        Assert.Equal(HttpStatusCode.Created, (await shop.PostAsync(Refund, Body(receipt, 1_000), "last")).StatusCode);
        using HttpResponseMessage again = await shop.PostAsync(Refund, Body(receipt, 1_000), "last");
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        await (await shop.PostAsync(Refund, Body(receipt, 1), "more")).DemandProblemAsync(422, "refund_too_large");
        await Eventually.GetAsync(customer.BalanceAsync, balance => balance == before + 10_000);
        Assert.Equal(50_000, await Takings(shop));
    }

    [Fact]
    public async Task Nobody_refunds_what_was_not_sold_to_them()
    {
        (Person shop, string code, _) = await Shop();
        (Person other, _, _) = await Shop();
        Person customer = await Person.JoinAsync(host, 50_000);
        using HttpResponseMessage paid = await customer.PostAsync(Pay, new JsonObject { ["to"] = code, ["amount"] = 500 }, "k1");
        string receipt = (await paid.JsonAsync()).GetProperty("id").GetString()!;
        await (await other.PostAsync(Refund, Body(receipt, 500), "r1")).DemandProblemAsync(404, "not_found");
        await (await customer.PostAsync(Refund, Body(receipt, 500), "r1")).DemandProblemAsync(403, "forbidden");
        await (await shop.PostAsync(Refund, Body(receipt, 0), "r2")).DemandProblemAsync(422, "amount_not_positive");
        await (await shop.PostAsync(Refund, new JsonObject { ["receipt"] = receipt, ["amount"] = 5, ["reason"] = " " }, "r3")).DemandProblemAsync(422, "memo_invalid");
        Assert.Equal(HttpStatusCode.Created, (await shop.PostAsync("/api/v1/merchant/payouts", new JsonObject { ["amount"] = 400 }, "p1")).StatusCode);
        await (await shop.PostAsync(Refund, Body(receipt, 500), "r4")).DemandProblemAsync(422, "insufficient_funds");
    }

    [Fact]
    public async Task Of_two_customers_who_scan_one_sale_one_pays()
    {
        (Person shop, _, _) = await Shop();
        Person one = await Person.JoinAsync(host, 5_000), two = await Person.JoinAsync(host, 5_000), poor = await Person.JoinAsync(host);
        JsonElement sale = await Sale(shop, 1_500);
        var body = new JsonObject { ["to"] = sale.GetProperty("qr").GetString() };

        // Whoever cannot pay keeps nobody else from it.
        await (await poor.PostAsync(Pay, body.DeepClone(), "k")).DemandProblemAsync(422, "insufficient_funds");
        HttpResponseMessage[] answers = await Task.WhenAll(one.PostAsync(Pay, body.DeepClone(), "k"), two.PostAsync(Pay, body.DeepClone(), "k"));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        (Person payer, Person late) = answers[0].StatusCode == HttpStatusCode.Created ? (one, two) : (two, one);
        await (await late.PostAsync(Pay, body.DeepClone(), "again")).DemandProblemAsync(409, "sale_paid");
        await (await payer.PostAsync(Pay, body.DeepClone(), "twice")).DemandProblemAsync(409, "sale_paid");
        using HttpResponseMessage replay = await payer.PostAsync(Pay, body.DeepClone(), "k");
        Assert.Equal("true", Assert.Single(replay.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal((3_500, 5_000, 1_500), (await payer.BalanceAsync(), await late.BalanceAsync(), await Takings(shop)));

        // A code without an amount is not one sale: everybody pays it.
        string till = (await shop.GetAsync("/api/v1/merchant/profile")).GetProperty("code").GetString()!;
        Assert.Equal(HttpStatusCode.Created, (await one.PostAsync(Pay, new JsonObject { ["to"] = till, ["amount"] = 100 }, "s")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await two.PostAsync(Pay, new JsonObject { ["to"] = till, ["amount"] = 100 }, "s")).StatusCode);
    }

    [Fact]
    public async Task The_day_adds_up()
    {
        (Person shop, string code, _) = await Shop();
        Person customer = await Person.JoinAsync(host, 50_000);
        using HttpResponseMessage paid = await customer.PostAsync(Pay, new JsonObject { ["to"] = code, ["amount"] = 4_000 }, "k1");
        await customer.PostAsync(Pay, new JsonObject { ["to"] = code, ["amount"] = 2_000 }, "k2");
        await shop.PostAsync(Refund, Body((await paid.JsonAsync()).GetProperty("id").GetString()!, 1_000), "r1");
        await Eventually.GetAsync(() => Takings(shop), balance => balance == 5_000);
        await shop.PostAsync("/api/v1/merchant/payouts", new JsonObject { ["amount"] = 3_000 }, "p1");
        Assert.Equal(3_000, await shop.BalanceAsync());

        JsonElement day = Assert.Single((await shop.GetAsync("/api/v1/merchant/days")).GetProperty("days").EnumerateArray().ToArray());
        long Of(string name) => day.GetProperty(name).GetInt64();
        Assert.Equal((2, 6_000, 1, 1_000, 5_000, 3_000), (Of("payments"), Of("paid"), Of("refunds"), Of("refunded"), Of("net"), Of("settled")));
        string csv = await shop.Http.GetStringAsync("/api/v1/merchant/days.csv");
        Assert.Contains(";2;6000;1;1000;0;5000;3000", csv, StringComparison.Ordinal);
    }

    private static JsonObject Body(string receipt, long amount) => new() { ["receipt"] = receipt, ["amount"] = amount, ["reason"] = "article abîmé" };

    private static JsonObject Profile(string name) => new() { ["tradeName"] = name, ["department"] = "Pointe-Noire", ["town"] = "Pointe-Noire", ["category"] = "5411" };

    private static async Task<JsonElement> Sale(Person shop, long amount) => await (await shop.PostAsync("/api/v1/merchant/sales", new JsonObject { ["amount"] = amount })).JsonAsync();

    private static async Task<bool> IsPaid(Person shop, JsonElement sale) =>
        (await shop.GetAsync($"/api/v1/merchant/sales/{sale.GetProperty("reference").GetString()}?amount={sale.GetProperty("amount").GetInt64()}")).GetProperty("paid").GetBoolean();

    private async Task<AccountId> MerchantAccount(Person shop) => (await host.Grains.GetGrain<ICustomerGrain>(shop.Id).Look())!.Merchant!.Value;

    private async Task<long> Takings(Person shop) => (await host.Grains.GetGrain<IAccountGrain>((await MerchantAccount(shop)).Value).Look())!.Balance;

    private async Task<(Person Shop, string Code, string Qr)> Shop()
    {
        Person shop = await Person.JoinAsync(host, 0, Role.Merchant);
        using HttpResponseMessage answer = await shop.Http.PutAsJsonAsync("/api/v1/merchant/profile", Profile("Boutique de test"));
        JsonElement merchant = await answer.JsonAsync();
        return (shop, merchant.GetProperty("code").GetString()!, merchant.GetProperty("qr").GetString()!);
    }
}
