using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Api.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Ussd;

/// <summary>A front end with two gateways, that logs everything there is to log.</summary>
public sealed class UssdWorld : IAsyncLifetime
{
    public const string Secret = "a-secret-of-the-network";

    private HttpClient http = null!;

    public ApiHost Host { get; private set; } = null!;

    /// <summary>Every line that was logged, at every level.</summary>
    public ConcurrentQueue<string> Logged { get; } = new();

    public async Task InitializeAsync()
    {
        Host = await ApiHost.StartAsync(
            settings: new()
            {
                ["environment"] = "Testing",
                ["Sms:Gateway"] = "dev",
                ["Ussd:Gateways:net:Secret"] = Secret,
                ["Ussd:Gateways:inc:Secret"] = Secret,
                ["Ussd:Gateways:inc:Dialect"] = "incremental",
                ["Ussd:Gateways:far:Secret"] = Secret,
                ["Ussd:Gateways:far:Addresses:0"] = "10.20.0.0/16",
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:Orleans"] = "Trace",
                ["Logging:LogLevel:Npgsql"] = "Trace",
            },
            configure: builder => builder.Logging.AddProvider(new Listener(Logged)));
        http = Host.NewClient();
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>What a gateway of cumulative text hears.</summary>
    public async Task<string> Ask(string phone, string session, string text)
    {
        using HttpResponseMessage answer = await Post("net", Secret, ("sessionId", session), ("serviceCode", "*242#"), ("phoneNumber", phone), ("text", text));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What a gateway of the latest input hears.</summary>
    public async Task<string> AskLatest(string phone, string session, string? input, string? request = null)
    {
        using HttpResponseMessage answer = await Post("inc", Secret, ("sessionId", session), ("ServiceCode", "*242#"), ("msisdn", phone[1..]),
            ("input", input ?? "*242#"), ("newRequest", input is null ? "1" : "0"), ("requestId", request ?? ""));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<HttpResponseMessage> Post(string path, string? secret, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ussd/" + path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (secret is not null)
        {
            request.Headers.Add(UssdEndpoints.SecretHeader, secret);
        }

        return await http.SendAsync(request);
    }

    /// <summary>The SMS to a number, newest first.</summary>
    public async Task<IReadOnlyList<string>> Sms(string phone)
    {
        var found = new List<string>();
        await using NpgsqlCommand command = Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select body from dev_sms where recipient = $1 order by sent_at desc");
        command.Parameters.Add(new() { Value = phone });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>How many documents hold a text.</summary>
    public async Task<long> Holding(string text)
    {
        await using NpgsqlCommand command = Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from document where body::text ~ ('\\m' || $1 || '\\M')");
        command.Parameters.Add(new() { Value = text });
        return (long)(await command.ExecuteScalarAsync())!;
    }

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

/// <summary>The tests that share one world.</summary>
[CollectionDefinition(nameof(UssdWorld))]
public sealed class UssdCollection : ICollectionFixture<UssdWorld>;
