using System.Net;
using System.Text.Json;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>The wallet, its statement and its events.</summary>
[Collection(ApiHost.Collection)]
public sealed class WalletEndpointTests(ApiHost host)
{
    [Fact]
    public async Task The_wallet_has_a_version_and_is_not_sent_twice()
    {
        Person person = await Person.JoinAsync(host, 7_000);
        using HttpResponseMessage first = await person.Http.GetAsync("/api/v1/wallet");
        JsonElement wallet = await first.JsonAsync();
        Assert.Equal((7_000, 7_000, 0), (wallet.GetProperty("balance").GetInt64(), wallet.GetProperty("available").GetInt64(), wallet.GetProperty("held").GetInt64()));
        Assert.Equal(person.Wallet.Number, wallet.GetProperty("account").GetString());
        Assert.Contains(wallet.GetProperty("limits").EnumerateArray(), limit => limit.GetProperty("name").GetString() == "day");

        person.Http.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await person.Http.GetAsync("/api/v1/wallet")).StatusCode);
        await host.FundAsync(person.Wallet, 1);
        Assert.Equal(HttpStatusCode.OK, (await person.Http.GetAsync("/api/v1/wallet")).StatusCode);
    }

    [Fact]
    public async Task A_statement_is_read_page_by_page_newest_first()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        foreach (int amount in new[] { 100, 200, 300 })
        {
            await payer.PayAsync(payee.Wallet.Number, amount, note: $"n° {amount}");
        }

        JsonElement first = await payer.GetAsync("/api/v1/wallet/statement?limit=3");
        JsonElement[] lines = [.. first.GetProperty("lines").EnumerateArray()];
        Assert.Equal([-300, -200, -100], lines.Select(line => line.GetProperty("amount").GetInt64() + line.GetProperty("charges").GetInt64()));
        Assert.Equal(await payer.BalanceAsync(), lines[0].GetProperty("balance").GetInt64());
        Assert.Equal("n° 300", (await payer.GetAsync(lines[0].GetProperty("receipt").GetString()!)).GetProperty("note").GetString());
        string cursor = Uri.EscapeDataString(first.GetProperty("nextCursor").GetString()!);
        JsonElement second = await payer.GetAsync("/api/v1/wallet/statement?limit=3&cursor=" + cursor);
        Assert.Equal(10_000, Assert.Single(second.GetProperty("lines").EnumerateArray()).GetProperty("amount").GetInt64());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Theory]
    [InlineData("/api/v1/wallet/statement?limit=0", 400, "invalid_field")]
    [InlineData("/api/v1/wallet/statement?limit=201", 400, "invalid_field")]
    [InlineData("/api/v1/wallet/statement?limit=abc", 400, "bad_request")]
    [InlineData("/api/v1/wallet/statement?from=hier", 400, "bad_request")]
    [InlineData("/api/v1/wallet/statement?account=float", 404, "unknown_account")]
    [InlineData("/api/v1/events?limit=0", 400, "invalid_field")]
    [InlineData("/api/v1/transfers/not-an-id", 404, "not_found")]
    [InlineData("/api/v1/transfers/1-00000000000000000000000000000000", 404, "not_found")]
    [InlineData("/api/v1/nothing-here", 404, "not_found")]
    public async Task What_cannot_be_asked_is_refused(string path, int status, string code)
    {
        Person person = await Person.JoinAsync(host);
        using HttpResponseMessage answer = await person.Http.GetAsync(path);
        await answer.DemandProblemAsync(status, code);
    }
}
