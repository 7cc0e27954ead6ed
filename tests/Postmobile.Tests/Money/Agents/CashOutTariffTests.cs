using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Postmobile.Tests.Money.Tariffs;
using Xunit;

namespace Postmobile.Tests.Money.Agents;

/// <summary>Withdrawals that cost something and earn the agent something, on a host of its own, since it charges everybody there.</summary>
public sealed class CashOutTariffTests : IAsyncLifetime
{
    private const string Mine = "/api/v1/cash-outs", Counter = "/api/v1/agent/cash-outs";

    // Of 10,000: 250 of fee, 45 of tax on it, 80 for the agent.
    private static readonly TariffLine[] s_tariff =
    [
        TariffSentences.Line(PostingKind.CashOut, ChargeKind.Fee, share: 250),
        TariffSentences.Line(PostingKind.CashOut, ChargeKind.TaxOnFee, share: 1_800),
        TariffSentences.Line(PostingKind.CashOut, ChargeKind.Commission, share: 80),
    ];

    private ApiHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(settings: new() { ["Tariffs:Lead"] = "00:00:00.2", ["Tariffs:PollEvery"] = "00:00:00.1" });
        await _host.Grains.ChargeAsync(s_tariff);
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_the_quote_says_is_held_charged_and_earned_whoever_begins()
    {
        Person customer = await Person.JoinAsync(_host, 50_000), agent = await Person.JoinAsync(_host, 0, Role.Agent);
        using HttpResponseMessage quoted = await customer.PostAsync(Mine + "/quote", new JsonObject { ["amount"] = 10_000 });
        JsonElement quote = await quoted.JsonAsync();
        Assert.Equal((250, 45, 10_295), (quote.GetProperty("fee").GetInt64(), quote.GetProperty("tax").GetInt64(), quote.GetProperty("total").GetInt64()));

        // The customer begins: fee and tax are held with the cash, and charged when the code is redeemed.
        using HttpResponseMessage begun = await customer.PostAsync(Mine, new JsonObject { ["amount"] = 10_000 }, "w1");
        JsonElement cashOut = await begun.JsonAsync();
        Assert.Equal(50_000 - 10_295, await customer.BalanceAsync());
        using HttpResponseMessage redeemed = await agent.PostAsync(Counter + "/redeem", new JsonObject { ["customer"] = customer.Phone, ["code"] = cashOut.GetProperty("code").GetString() }, "r1");
        Assert.Equal("paid", (await redeemed.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(50_000 - 10_295, await customer.BalanceAsync());
        await Eventually.GetAsync(() => FloatAsync(agent), balance => balance == 10_080);

        // The agent asks: the same price, on top of the cash.
        using HttpResponseMessage asked = await agent.PostAsync(Counter, new JsonObject { ["customer"] = customer.Phone, ["amount"] = 10_000 }, "a1");
        string id = (await asked.JsonAsync()).GetProperty("id").GetString()!;
        await (await customer.PostAsync($"{Mine}/{id}/approve", new JsonObject { ["agreedTotal"] = 10_000 })).DemandProblemAsync(409, "quote_changed");
        using HttpResponseMessage approved = await customer.PostAsync($"{Mine}/{id}/approve", new JsonObject { ["agreedTotal"] = 10_295 });
        Assert.Equal((HttpStatusCode.OK, "paid"), (approved.StatusCode, (await approved.JsonAsync()).GetProperty("status").GetString()));
        Assert.Equal(50_000 - (2 * 10_295), await customer.BalanceAsync());
        await Eventually.GetAsync(() => FloatAsync(agent), balance => balance == 20_160);
        Assert.Equal(90, await _host.Grains.GetGrain<IAccountGrain>(PostAccounts.Taxes.Value).Look() is { } taxes ? taxes.Balance : -1);
    }

    [Fact]
    public async Task What_was_held_for_fee_and_tax_goes_back_with_the_rest_and_nobody_earns()
    {
        Person customer = await Person.JoinAsync(_host, 10_294), agent = await Person.JoinAsync(_host, 0, Role.Agent);
        await (await customer.PostAsync(Mine, new JsonObject { ["amount"] = 10_000 }, "w0")).DemandProblemAsync(422, "insufficient_funds");
        await _host.FundAsync(customer.Wallet, 1);
        using HttpResponseMessage begun = await customer.PostAsync(Mine, new JsonObject { ["amount"] = 10_000 }, "w1");
        Assert.Equal(0, await customer.BalanceAsync());
        using HttpResponseMessage cancelled = await customer.PostAsync($"{Mine}/{(await begun.JsonAsync()).GetProperty("id").GetString()}/cancel", null);
        Assert.Equal("cancelled", (await cancelled.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal((10_295, 0), (await customer.BalanceAsync(), await FloatAsync(agent)));
    }

    private async Task<long> FloatAsync(Person agent) => (await _host.Grains.GetGrain<IAccountGrain>(agent.Float.Value).Look())!.Balance;
}
