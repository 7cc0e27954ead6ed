using System.Net;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>What surrounds every endpoint: headers, limits, and doors that only operators open.</summary>
[Collection(ApiHost.Collection)]
public sealed class EdgeTests(ApiHost host)
{
    [Theory]
    [InlineData("/api/v1/wallet")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/health/live")]
    [InlineData("/docs/")]
    [InlineData("/problems/limit_exceeded")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using HttpClient client = host.NewClient();
        using HttpResponseMessage answer = await client.GetAsync(path);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Contains("frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.NotEqual("", Header(answer, "Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal(path == "/docs/", Header(answer, "Content-Security-Policy").Contains("unsafe-inline", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/dashboard/")]
    public async Task Metrics_and_dashboard_are_for_operators(string path)
    {
        Person customer = await Person.JoinAsync(host), agent = await Person.JoinAsync(host, 0, Role.Agent), boss = await Person.JoinAsync(host, 0, Role.Operator);
        using HttpClient nobody = host.NewClient();
        Assert.Contains((await nobody.GetAsync(path)).StatusCode, Closed);
        Assert.Contains((await customer.Http.GetAsync(path)).StatusCode, Closed);
        Assert.Contains((await agent.Http.GetAsync(path)).StatusCode, Closed);
        using HttpResponseMessage seen = await boss.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Contains(path == "/metrics" ? "# TYPE http_server_request_duration_seconds histogram" : "<html", await seen.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_read_the_books_and_have_them_verified()
    {
        Person boss = await Person.JoinAsync(host, 5_000, Role.Operator), accountant = await Person.JoinAsync(host, 0, Role.Accountant);
        Assert.True((await accountant.GetAsync("/api/v1/operator/trial-balance")).GetProperty("balanced").GetBoolean());
        using HttpResponseMessage started = await boss.PostAsync("/api/v1/operator/ledger/verify", null);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var done = await Hosting.Eventually.GetAsync(() => boss.GetAsync(started.Headers.Location!.ToString()), status => status.GetProperty("endedAt").ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.Empty(done.GetProperty("faults").EnumerateArray());
        await (await accountant.PostAsync("/api/v1/operator/ledger/verify", null)).DemandProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        await using var limited = new Disposable(await ApiHost.StartAsync(settings: new() { ["RateLimits:MoneyPerMinute"] = "3" }));
        Person person = await Person.JoinAsync(limited.Host, 1_000), other = await Person.JoinAsync(limited.Host);
        for (int i = 0; i < 3; i++)
        {
            await (await person.Http.GetAsync("/api/v1/transfers/by-key/none")).DemandProblemAsync(404, "not_found");
        }

        using HttpResponseMessage refused = await person.Http.GetAsync("/api/v1/transfers/by-key/none");
        await refused.DemandProblemAsync(429, "too_many_requests");
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await (await other.Http.GetAsync("/api/v1/transfers/by-key/none")).DemandProblemAsync(404, "not_found");
    }

    [Theory]
    [InlineData("RateLimits:SignInPerMinute", "/connect/token")]
    [InlineData("RateLimits:SignInPerMinute", "/api/v1/wallet/block")]
    [InlineData("RateLimits:SmsPerMinute", "/api/v1/registrations")]
    [InlineData("RateLimits:SmsPerMinute", "/api/v1/pin/forgotten")]
    public async Task Who_guesses_or_makes_us_send_is_slowed_down_by_address(string limit, string path)
    {
        await using var limited = new Disposable(await ApiHost.StartAsync(settings: new() { [limit] = "2" }));
        using HttpClient client = limited.Host.NewClient();
        List<int> statuses = [];
        HttpResponseMessage last = null!;
        for (int i = 0; i < 4; i++)
        {
            using HttpContent content = path == "/connect/token"
                ? new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "password", ["username"] = "06 600 99 98", ["password"] = "8153" })
                : new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            last = await client.PostAsync(path, content);
            statuses.Add((int)last.StatusCode);
        }

        Assert.Equal([400, 400, 429, 429], statuses);
        Assert.True(last.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_person_who_tries_too_often_is_told_so_by_a_page()
    {
        await using var limited = new Disposable(await ApiHost.StartAsync(settings: new() { ["RateLimits:SignInPerMinute"] = "1" }));
        using HttpClient client = limited.Host.NewClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        await client.PostAsync("/sign-in", new FormUrlEncodedContent([]));
        using HttpResponseMessage refused = await client.PostAsync("/sign-in", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Trop de demandes", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/sign-in")).StatusCode);
    }

    [Fact]
    public async Task A_token_in_a_querys_place_opens_nothing_but_the_hub()
    {
        Person person = await Person.JoinAsync(host);
        using HttpClient client = host.NewClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/wallet?access_token=" + person.Token)).StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/hubs/live/negotiate?negotiateVersion=1");
        foreign.Headers.Add("Origin", "https://evil.example");
        foreign.Headers.Add("Cookie", "postmobile.session=x");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(foreign)).StatusCode);
    }

    private static readonly HttpStatusCode[] Closed = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Redirect];

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : "";

    private sealed record Disposable(ApiHost Host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
