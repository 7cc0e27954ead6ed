using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>What people and programs send that is no request, at every door, and what it leaves behind: nothing.</summary>
[Collection(ApiHost.Collection)]
public sealed class InputTests(ApiHost host)
{
    private const int TenMegabytes = 10_000_000;

    /// <summary>Every door that takes an amount, with its other fields.</summary>
    public static TheoryData<string, string> Doors => new()
    {
        { "/api/v1/transfers/quote", "to" },
        { "/api/v1/transfers", "to" },
        { "/api/v1/agent/cash-ins", "customer" },
        { "/api/v1/operator/floats", "agent" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task No_door_takes_an_amount_that_is_none(string path, string payee)
    {
        Person person = await Person.JoinAsync(host, 1_000, Role.Agent, Role.Operator), other = await Person.JoinAsync(host, 0, Role.Agent);
        await host.FundAsync(person.Float, 1_000);
        (string Amount, int Status, string Code)[] amounts =
        [
            ("0", 422, "amount_not_positive"), ("-1", 422, "amount_not_positive"), ("1.5", 400, "invalid_field"),
            ("10000000000000000000", 400, "invalid_field"), ("\"abc\"", 400, "invalid_field"), ("true", 400, "invalid_field"),
        ];
        foreach ((string amount, int status, string code) in amounts)
        {
            using HttpResponseMessage answer = await Post(person, path, $$"""{ "{{payee}}": "{{other.Phone}}", "amount": {{amount}} }""");
            await answer.DemandProblemAsync(status, code);
        }

        Assert.Equal((1_000, 0), (await person.BalanceAsync(), await other.BalanceAsync()));
        Assert.Equal(1_000, (await host.Grains.GetGrain<Postmobile.Money.IAccountGrain>(person.Float.Value).Look())!.Balance);
    }

    [Fact]
    public async Task No_endpoint_takes_a_field_that_it_does_not_know()
    {
        Person person = await Person.JoinAsync(host, 0, Enum.GetValues<Role>());
        JsonElement paths = JsonDocument.Parse(await person.Http.GetStringAsync("/openapi/v1.json")).RootElement.GetProperty("paths");
        int tried = 0;
        foreach (JsonProperty path in paths.EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(one => one.Value.TryGetProperty("requestBody", out JsonElement body) && body.GetProperty("content").TryGetProperty("application/json", out _)))
            {
                string address = path.Name.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
                using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address) { Content = Json("""{ "unheardOf": 1 }""") };
                request.Headers.Add("Idempotency-Key", "k1");
                await (await person.Http.SendAsync(request)).DemandProblemAsync(400, "unknown_field");
                tried++;
            }
        }

        Assert.True(tried >= 16, $"Only {tried} operations with a body were found.");
    }

    [Theory]
    [InlineData("/api/v1/registrations", "application/json", false)]
    [InlineData("/api/v1/registrations", "application/json", true)]
    [InlineData("/api/v1/transfers", "application/json", true)]
    [InlineData("/connect/token", "application/x-www-form-urlencoded", false)]
    [InlineData("/connect/token", "application/x-www-form-urlencoded", true)]
    [InlineData("/sign-in", "application/x-www-form-urlencoded", false)]
    [InlineData("/sign-in", "application/x-www-form-urlencoded", true)]
    public async Task Ten_megabytes_are_too_much_everywhere_announced_or_not(string path, string type, bool chunked)
    {
        Person person = await Person.JoinAsync(host, 1_000);
        string much = new('x', TenMegabytes), field = path == "/api/v1/transfers" ? "to" : "name";
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(type == "application/json" ? $$"""{ "{{field}}": "{{much}}" }""" : "name=" + much));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.Add("Idempotency-Key", "large");
        using HttpResponseMessage answer = await person.Http.SendAsync(request);

        // A page whose form broke off cannot find its antiforgery token, and says that.
        bool refused = answer.StatusCode == HttpStatusCode.RequestEntityTooLarge || (path == "/sign-in" && chunked && answer.StatusCode == HttpStatusCode.BadRequest);
        Assert.True(refused, $"{path}: {(int)answer.StatusCode}");
        Assert.Equal(1_000, await person.BalanceAsync());
    }

    [Theory]
    [InlineData("/api/v1/events?after=nonsense")]
    [InlineData("/api/v1/events?after=99999999999999999999")]
    [InlineData("/api/v1/events?after=-1")]
    [InlineData("/api/v1/wallet/statement?cursor=nonsense")]
    [InlineData("/api/v1/wallet/statement?cursor=1%00")]
    [InlineData("/api/v1/wallet/statement?from=2030-01-01T00:00:00Z&to=2020-01-01T00:00:00Z")]
    public async Task A_place_that_nobody_gave_out_breaks_nothing(string path)
    {
        Person person = await Person.JoinAsync(host, 1_000);
        using HttpResponseMessage answer = await person.Http.GetAsync(path);
        Assert.True((int)answer.StatusCode is 200 or 400, $"{path}: {(int)answer.StatusCode}");
    }

    [Fact]
    public async Task A_statement_keeps_to_its_dates_and_names_people_as_far_as_they_may_be_known()
    {
        Person payer = await Person.JoinAsync(host, 5_000), payee = await Person.JoinAsync(host);
        await payer.PayAsync(payee.Phone, 700);
        JsonElement line = (await payer.GetAsync("/api/v1/wallet/statement?limit=1")).GetProperty("lines")[0];
        string at = Uri.EscapeDataString(line.GetProperty("at").GetDateTimeOffset().ToString("O", CultureInfo.InvariantCulture));

        Assert.Equal("Client T.", line.GetProperty("counterpartyName").GetString());
        Assert.Equal($"+242 06 ••• •• {payee.Phone[^2..]}", line.GetProperty("counterpartyPhone").GetString());
        string receipt = (await payer.GetAsync(line.GetProperty("receipt").GetString()!)).GetRawText();
        Assert.DoesNotContain(payee.Phone[^7..], receipt, StringComparison.Ordinal);
        Assert.Equal(700, -(await payer.GetAsync("/api/v1/wallet/statement?from=" + at)).GetProperty("lines")[0].GetProperty("amount").GetInt64());
        Assert.DoesNotContain((await payer.GetAsync("/api/v1/wallet/statement?to=" + at)).GetProperty("lines").EnumerateArray(), one => one.GetProperty("amount").GetInt64() == -700);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> Post(Person person, string path, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return person.Http.SendAsync(request);
    }
}
