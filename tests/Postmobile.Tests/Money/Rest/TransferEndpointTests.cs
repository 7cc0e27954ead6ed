using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>Payments over REST: what comes back, what comes back twice, and what cannot be sent.</summary>
[Collection(ApiHost.Collection)]
public sealed class TransferEndpointTests(ApiHost host)
{
    [Fact]
    public async Task A_payment_is_answered_with_a_receipt_that_payer_and_payee_can_read()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host), stranger = await Person.JoinAsync(host);
        using HttpResponseMessage answer = await payer.PayAsync(payee.Wallet.Number, 2_500, note: "Loyer de mars");
        JsonElement receipt = await answer.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal((2_500, "XAF", "transfer", "Loyer de mars"), (receipt.GetProperty("amount").GetInt64(), receipt.GetProperty("currency").GetString(),
            receipt.GetProperty("kind").GetString(), receipt.GetProperty("note").GetString()));
        string where = answer.Headers.Location!.ToString();
        Assert.Equal(receipt.GetRawText(), (await payer.GetAsync(where)).GetRawText());
        Assert.Equal(receipt.GetRawText(), (await payee.GetAsync(where)).GetRawText());
        await (await stranger.Http.GetAsync(where)).DemandProblemAsync(404, "not_found");
        Assert.Equal(2_500, await payee.BalanceAsync());
        Assert.Equal(10_000 - receipt.GetProperty("total").GetInt64(), await payer.BalanceAsync());
    }

    [Fact]
    public async Task The_payee_can_be_named_by_telephone_in_any_form()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        string national = payee.Phone["+242".Length..];
        foreach (string to in new[] { payee.Phone, national, $"{national[..2]} {national[2..5]} {national[5..]}", "00242" + national })
        {
            using HttpResponseMessage answer = await payer.PayAsync(to, 100);
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{to}: {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(400, await payee.BalanceAsync());
        await (await payer.PayAsync("+242069999999", 100)).DemandProblemAsync(404, "unknown_payee");
        await (await payer.PayAsync("0000 0000 0197", 100)).DemandProblemAsync(404, "unknown_payee");
        await (await payer.PayAsync("n'importe quoi", 100)).DemandProblemAsync(404, "unknown_payee");
    }

    [Fact]
    public async Task The_same_key_answers_with_the_same_receipt_and_another_body_is_refused()
    {
        Person payer = await Person.JoinAsync(host, 1_000), payee = await Person.JoinAsync(host);
        string key = Guid.NewGuid().ToString();
        using HttpResponseMessage first = await payer.PayAsync(payee.Wallet.Number, 1_000, key), second = await payer.PayAsync(payee.Wallet.Number, 1_000, $"\"{key}\"");

        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(first.StatusCode, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        await (await payer.PayAsync(payee.Wallet.Number, 999, key)).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Equal(1_000, await payee.BalanceAsync());
        Assert.Equal((await first.JsonAsync()).GetRawText(), (await payer.GetAsync("/api/v1/transfers/by-key/" + key)).GetRawText());
        await (await payee.Http.GetAsync("/api/v1/transfers/by-key/" + key)).DemandProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Two_hundred_times_the_same_key_at_once_is_one_transfer()
    {
        Person payer = await Person.JoinAsync(host, 100_000), payee = await Person.JoinAsync(host);
        string key = Guid.NewGuid().ToString();
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => payer.PayAsync(payee.Wallet.Number, 10, key)));

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.StatusCode.ToString()));
        HttpResponseMessage[] created = [.. answers.Where(answer => answer.StatusCode == HttpStatusCode.Created)];
        Assert.Single(created, answer => !answer.Headers.Contains("Idempotent-Replayed"));
        Assert.Single((await Task.WhenAll(created.Select(answer => answer.Content.ReadAsStringAsync()))).Distinct());
        Assert.Equal(10, await payee.BalanceAsync());
    }

    [Theory]
    [InlineData("0", 422, "amount_not_positive")]
    [InlineData("-1", 422, "amount_not_positive")]
    [InlineData("1.5", 400, "invalid_field")]
    [InlineData("1e3", 400, "invalid_field")]
    [InlineData("10000000000000000000", 400, "invalid_field")]
    [InlineData("\"abc\"", 400, "invalid_field")]
    [InlineData("\"100\"", 400, "invalid_field")]
    [InlineData("null", 400, "invalid_field")]
    [InlineData("3000000", 422, "limit_exceeded")]
    [InlineData("9223372036854775807", 422, "operation_not_allowed")]
    public async Task An_amount_that_is_none_is_refused(string amount, int status, string code)
    {
        Person payer = await Person.JoinAsync(host, 1_000), payee = await Person.JoinAsync(host);
        using HttpResponseMessage answer = await Send(payer, $$"""{ "to": "{{payee.Wallet.Number}}", "amount": {{amount}} }""");
        JsonElement problem = await answer.DemandProblemAsync(status, code);
        if (code == "invalid_field")
        {
            Assert.True(problem.GetProperty("errors").TryGetProperty("amount", out _));
        }

        Assert.Equal(1_000, await payer.BalanceAsync());
    }

    [Theory]
    [InlineData("""{ "to": "x", "amount": 1, "colour": "red" }""", "unknown_field", "colour")]
    [InlineData("""{ "to": "x", "amount": 1, "Note": "x" }""", "unknown_field", "Note")]
    [InlineData("""{ "to": "x", "amount": 1, "amount": 2 }""", "invalid_field", "amount")]
    [InlineData("""{ "to": "x", "amount": 1, "currency": "GBP" }""", "invalid_field", "currency")]
    [InlineData("""{ "to": "x", "amount": 1, "currency": 950 }""", "invalid_field", "currency")]
    [InlineData("""{ "to": null, "amount": 1 }""", "invalid_field", "to")]
    [InlineData("""{ "to": "x" }""", "missing_field", "amount")]
    [InlineData("""{ "to": "x", """, "malformed_body", null)]
    [InlineData("""[]""", "malformed_body", null)]
    [InlineData("""null""", "malformed_body", null)]
    [InlineData("", "malformed_body", null)]
    public async Task A_body_that_is_not_a_payment_is_refused_by_name(string body, string code, string? field)
    {
        Person payer = await Person.JoinAsync(host, 1_000);
        using HttpResponseMessage answer = await Send(payer, body);
        JsonElement problem = await answer.DemandProblemAsync(400, code);
        Assert.Equal(field is not null, problem.TryGetProperty("errors", out JsonElement errors) && errors.TryGetProperty(field!, out _));
    }

    [Fact]
    public async Task Ten_megabytes_and_other_formats_are_refused()
    {
        Person payer = await Person.JoinAsync(host, 1_000);
        using HttpResponseMessage large = await Send(payer, $$"""{ "to": "{{new string('x', 10_000_000)}}", "amount": 1 }""");
        await large.DemandProblemAsync(413, "body_too_large");
        using HttpResponseMessage text = await Send(payer, "to=x", "text/plain");
        await text.DemandProblemAsync(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData(null, "idempotency_key_missing")]
    [InlineData("\"open", "idempotency_key_invalid")]
    [InlineData("\"\"", "idempotency_key_invalid")]
    public async Task A_payment_without_a_good_key_is_refused(string? key, string code)
    {
        Person payer = await Person.JoinAsync(host, 1_000), payee = await Person.JoinAsync(host);
        using HttpResponseMessage answer = await payer.PostAsync("/api/v1/transfers", new JsonObject { ["to"] = payee.Wallet.Number, ["amount"] = 1 }, key);
        await answer.DemandProblemAsync(400, code);
    }

    [Fact]
    public async Task Refusals_are_told_in_the_callers_language_with_what_explains_them()
    {
        Person payer = await Person.JoinAsync(host, 1_000), payee = await Person.JoinAsync(host);
        payer.Http.DefaultRequestHeaders.Add("Accept-Language", "en");
        JsonElement poor = await (await payer.PayAsync(payee.Wallet.Number, 900_000)).DemandProblemAsync(422, "insufficient_funds");
        JsonElement limited = await (await payer.PayAsync(payee.Wallet.Number, 2_000_000)).DemandProblemAsync(422, "limit_exceeded");
        await (await payer.PayAsync(payer.Wallet.Number, 10)).DemandProblemAsync(422, "same_account");

        Assert.Equal("operation", limited.GetProperty("limit").GetProperty("name").GetString());
        Assert.NotEqual("", poor.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_quote_says_what_a_payment_costs_and_moves_nothing()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        using HttpResponseMessage answer = await payer.PostAsync("/api/v1/transfers/quote", new JsonObject { ["to"] = payee.Wallet.Number, ["amount"] = 2_000 });
        JsonElement quote = await answer.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(quote.GetProperty("total").GetInt64(), 2_000 + quote.GetProperty("fee").GetInt64() + quote.GetProperty("tax").GetInt64());
        Assert.NotEqual("Client de test", quote.GetProperty("payeeName").GetString());
        Assert.Equal(10_000, await payer.BalanceAsync());
        var other = new JsonObject { ["to"] = payee.Wallet.Number, ["amount"] = 2_000, ["agreedTotal"] = quote.GetProperty("total").GetInt64() + 1 };
        JsonElement changed = await (await payer.PostAsync("/api/v1/transfers", other, "k-" + payer.Id)).DemandProblemAsync(409, "quote_changed");
        Assert.Equal(quote.GetProperty("total").GetInt64(), changed.GetProperty("quote").GetProperty("total").GetInt64());
    }

    private static Task<HttpResponseMessage> Send(Person payer, string body, string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transfers") { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return payer.Http.SendAsync(request);
    }
}
