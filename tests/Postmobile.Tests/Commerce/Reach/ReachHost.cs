using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>A front end that sends SMS at any hour, for the tests of this part.</summary>
public sealed class ReachHost : IAsyncLifetime
{
    /// <summary>The name of the collection that shares it.</summary>
    public const string Collection = "reach";

    /// <summary>The front end.</summary>
    public ApiHost Host { get; private set; } = null!;

    /// <summary>What was handed to the gateway, by number and words, each time.</summary>
    public ConcurrentQueue<SmsMessage> Handed { get; } = [];

    /// <summary>The secret of the gateway that brings SMS.</summary>
    public const string Secret = "un secret assez long";

    /// <summary>The mail server outside.</summary>
    internal FakeSmtp Smtp { get; private set; } = null!;

    /// <summary>Everything that was logged.</summary>
    public ConcurrentQueue<string> Logged { get; } = [];

    /// <summary>Numbers that the network refuses.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = [];

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        Smtp = FakeSmtp.Start();
        Host = await ApiHost.StartAsync(
        settings: new()
        {
            ["Sms:Gateway"] = "dev", ["Reach:Address"] = "https://poste.test", ["Reach:FromHour"] = "0", ["Reach:ToHour"] = "24", ["Reach:Rest"] = "00:00:00.01",
            ["Reach:MessagePrice"] = "17", ["Reach:EmailPrice"] = "3", ["Sms:Inbound"] = "1234", ["Sms:InboundGateways:kannel:Secret"] = Secret,
            ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = Smtp.Port.ToString(CultureInfo.InvariantCulture), ["Mail:Security"] = "none", ["Mail:Sender"] = "nouvelles@poste.test", ["Mail:Patience"] = "00:00:10", ["RateLimits:ImagesPerMinute"] = "30", ["RateLimits:CardsPerMinute"] = "12",
        },
        configure: builder =>
        {
            builder.Services.AddSingleton<ISmsGateway>(services => new Network(new DevSmsGateway(services.GetRequiredService<NpgsqlDataSource>()), this));
            builder.Logging.AddProvider(new Recorder(Logged));
        });
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Smtp.DisposeAsync();
    }

    /// <summary>Gives a person a confirmed address, as they would.</summary>
    /// <returns>The address.</returns>
    public async Task<string> ConfirmEmailAsync(Person person, string? address = null)
    {
        address ??= FakeSmtp.NewAddress();
        await (await person.PostAsync("/api/v1/email", new JsonObject { ["email"] = address })).DemandAsync(202);
        await (await person.PostAsync("/api/v1/email/confirm", new JsonObject { ["code"] = await CodeAsync(address) })).DemandAsync(204);
        return address;
    }

    /// <summary>The last code that came to an address.</summary>
    public async Task<string> CodeAsync(string address, int count = 1)
    {
        IReadOnlyList<MimeMessage> mails = await Eventually.GetAsync(() => Task.FromResult(CodesTo(address)), found => found.Count >= count);
        return Regex.Match(mails[^1].TextBody!, @"\b\d{6}\b").Value;
    }

    private IReadOnlyList<MimeMessage> CodesTo(string address) => [.. Smtp.To(address).Where(mail => mail.Subject!.Contains("code", StringComparison.OrdinalIgnoreCase))];

    /// <summary>The SMS that a number has got.</summary>
    public Task<IReadOnlyList<string>> SmsAsync(string phone) => Host.TextsAsync(phone, "mail-%");

    /// <summary>Runs a statement of a test.</summary>
    public async Task RunAsync(string sql, params object[] values)
    {
#pragma warning disable CA2100 // Statements of tests.
        await using NpgsqlCommand command = Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
#pragma warning restore CA2100
        foreach (object value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }

    private sealed class Recorder(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }

    /// <summary>The development's gateway behind a network that does not reach everybody.</summary>
    private sealed class Network(DevSmsGateway gateway, ReachHost host) : ISmsGateway
    {
        public async Task<IReadOnlyList<SmsMessage>> Send(IReadOnlyList<SmsMessage> messages, CancellationToken cancellation)
        {
            foreach (SmsMessage message in messages)
            {
                host.Handed.Enqueue(message);
            }

            List<SmsMessage> lost = [.. messages.Where(message => host.Refused.ContainsKey(message.To))];
            await gateway.Send([.. messages.Except(lost)], cancellation);
            return lost;
        }
    }
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(ReachHost.Collection)]
public sealed class ReachCollection : ICollectionFixture<ReachHost>;
