using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Api;
using Postmobile.Identity;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Identity;

/// <summary>One front end with a silo in it, over real HTTP, for all tests of identity. PINs are hashed cheaply here.</summary>
public sealed partial class IdentityWorld : IAsyncLifetime
{
    public const string DemonstrationPin = "7391";
    public const string Client = "+242066000001";
    public const string Agent = "+242066000004";
    public const string Operator = "+242066000008";
    public const string SecondOperator = "+242066000009";

    private WebApplication? _app;

    public HttpClient Http { get; private set; } = null!;

    public string ConnectionString { get; private set; } = "";

    /// <summary>Everything that was logged, as text.</summary>
    public ConcurrentQueue<string> Logged { get; } = new();

    public ShiftedTime Time { get; } = new();

    /// <summary>Where this world's keys lie.</summary>
    public string KeysFolder { get; } = PostgresFixture.NewFolder();

    public IServiceProvider Services => _app!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    internal PinHasher Pins => Services.GetRequiredService<PinHasher>();

    public async Task InitializeAsync()
    {
        ConnectionString = await PostgresFixture.NewDatabaseAsync();
        (_app, Http) = await StartAsync("combined", TestSilo.FreePort(), TestSilo.FreePort());
        await Eventually.GetAsync(() => Http.GetStringAsync("/dev/accounts"), text => text.Contains("2000000", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
    }

    /// <summary>Another front end of the same cluster.</summary>
    public Task<(WebApplication App, HttpClient Http)> StartFrontEndAsync(params string[] more) => StartAsync("client", 0, 0, more);

    /// <summary>A whole other installation, with a database of its own.</summary>
    public static async Task<IdentityWorld> StartElsewhereAsync(params string[] more)
    {
        var world = new IdentityWorld { ConnectionString = await PostgresFixture.NewDatabaseAsync() };
        (world._app, world.Http) = await world.StartAsync("combined", TestSilo.FreePort(), TestSilo.FreePort(), more);
        return world;
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        Directory.Delete(KeysFolder, recursive: true);
    }

    /// <summary>A number that no test has used.</summary>
    public static string NewPhone() => Identity.NewPhone.Next();

    /// <summary>Registers and confirms.</summary>
    /// <returns>The customer's id.</returns>
    public async Task<string> Register(string phone, string pin = "4826", string name = "Cliente d'essai")
    {
        int before = (await Sms(phone)).Count(text => SixDigits().IsMatch(text));
        JsonElement registration = await Json(await Post("/api/v1/registrations", new { phone, name, language = "fr", pin }), HttpStatusCode.Created);
        string code = await Code(phone, before + 1);
        JsonElement confirmed = await Json(await Post($"/api/v1/registrations/{registration.GetProperty("id")}/confirm", new { code }), HttpStatusCode.OK);
        return confirmed.GetProperty("customer").GetString()!;
    }

    public Task<HttpResponseMessage> Token(string phone, string pin, string? device = null, HttpClient? http = null) => Exchange(
        new() { ["grant_type"] = "password", ["username"] = phone, ["password"] = pin, ["device_id"] = device ?? "", ["device_name"] = "Essai" }, http);

    public Task<HttpResponseMessage> Refresh(string token) => Exchange(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token });

    public Task<HttpResponseMessage> Exchange(Dictionary<string, string> form, HttpClient? http = null) =>
        (http ?? Http).PostAsync("/connect/token", new FormUrlEncodedContent(form.Where(field => field.Value.Length > 0)));

    /// <summary>Signs in and returns the access token.</summary>
    public async Task<string> Access(string phone, string pin = DemonstrationPin, string? device = null) =>
        (await Json(await Token(phone, pin, device), HttpStatusCode.OK)).GetProperty("access_token").GetString()!;

    public Task<HttpResponseMessage> Get(string path, string? token, HttpClient? http = null) => Send(HttpMethod.Get, path, null, token, http);

    public Task<HttpResponseMessage> Post(string path, object? body = null, string? token = null) => Send(HttpMethod.Post, path, body, token, null);

    public Task<HttpResponseMessage> Delete(string path, string token) => Send(HttpMethod.Delete, path, null, token, null);

    public async Task<HttpStatusCode> Status(string path, string token, HttpClient? http = null) => (await Get(path, token, http)).StatusCode;

    public static async Task<JsonElement> Json(HttpResponseMessage answer, HttpStatusCode expected)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The stable code of a refusal.</summary>
    public static async Task<string> Refused(HttpResponseMessage answer)
    {
        Assert.False(answer.IsSuccessStatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()!;
    }

    /// <summary>The SMS to a number, newest first.</summary>
    public async Task<IReadOnlyList<string>> Sms(string phone) =>
        [.. (await Http.GetFromJsonAsync<JsonElement>($"/dev/sms?to={Uri.EscapeDataString(phone)}")).EnumerateArray().Select(sms => sms.GetProperty("text").GetString()!)];

    /// <summary>The code of the newest SMS once there are this many with one.</summary>
    public async Task<string> Code(string phone, int codes = 1)
    {
        IReadOnlyList<string> all = await Eventually.GetAsync(async () => (await Sms(phone)).Where(text => SixDigits().IsMatch(text)).ToList(), found => found.Count >= codes);
        return SixDigits().Match(all[0]).Value;
    }

    public Task<IReadOnlyList<string>> SmsAbout(string phone, string words) =>
        Eventually.GetAsync(() => Sms(phone), all => all.Any(text => text.Contains(words, StringComparison.Ordinal)));

    public async Task<string> Scalar(string sql)
    {
#pragma warning disable CA2100
        await using NpgsqlCommand command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body, string? token, HttpClient? http)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return (http ?? Http).SendAsync(request);
    }

    private async Task<(WebApplication App, HttpClient Http)> StartAsync(string role, int siloPort, int gatewayPort, params string[] more)
    {
        string[] settings =
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", $"--Cluster:Role={role}", $"--ConnectionStrings:Postmobile={ConnectionString}",
            "--PostgreSql:ApplySchema=false", $"--Orleans:SiloPort={siloPort}", $"--Orleans:GatewayPort={gatewayPort}", "--Identity:PinIterations=1000",
            "--RateLimits:SignInPerMinute=0", "--RateLimits:SmsPerMinute=0", "--RateLimits:MoneyPerMinute=0", "--Logging:LogLevel:Default=Debug",
            $"--Keys:Folder={KeysFolder}", .. more,
        ];
        WebApplication app = FrontEnd.Create(settings, builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            builder.Logging.ClearProviders().AddProvider(new Listener(Logged));
        });
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return (app, new HttpClient { BaseAddress = new Uri(address) });
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();

    private sealed class Listener(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}

/// <summary>The real clock, some way on: timers run as they do, and a quarter of an hour passes at once.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));
}

[CollectionDefinition(nameof(IdentityWorld))]
public sealed class IdentityCollection : ICollectionFixture<IdentityWorld>;
