using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Identity;
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

    /// <summary>Numbers that the network refuses.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = [];

    /// <inheritdoc />
    public async Task InitializeAsync() => Host = await ApiHost.StartAsync(
        settings: new()
        {
            ["Sms:Gateway"] = "dev", ["Reach:Address"] = "https://poste.test", ["Reach:FromHour"] = "0", ["Reach:ToHour"] = "24", ["Reach:Rest"] = "00:00:00.01",
            ["Reach:MessagePrice"] = "17", ["RateLimits:ImagesPerMinute"] = "30", ["RateLimits:CardsPerMinute"] = "12",
        },
        configure: builder => builder.Services.AddSingleton<ISmsGateway>(services => new Network(new DevSmsGateway(services.GetRequiredService<NpgsqlDataSource>()), this)));

    /// <inheritdoc />
    public Task DisposeAsync() => Host.DisposeAsync();

    /// <summary>The SMS that a number has got.</summary>
    public async Task<IReadOnlyList<string>> SmsAsync(string phone)
    {
        await using NpgsqlCommand command = Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select body from dev_sms where recipient = $1 and id like 'mail-%'");
        command.Parameters.Add(new() { Value = phone });
        List<string> texts = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }

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
