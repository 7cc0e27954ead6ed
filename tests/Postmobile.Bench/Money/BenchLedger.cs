using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Money;
using Postmobile.Silo.Hosting;

namespace Postmobile.Bench.Money;

/// <summary>A silo over a database with wallets that have money, names, telephones and limits.</summary>
internal sealed class BenchLedger : IAsyncDisposable
{
    /// <summary>A tier whose limits are weighed at every payment and reached by none.</summary>
    public const short Tier = 9;

    /// <summary>What each wallet begins with.</summary>
    public const long Opening = 1_000_000_000;

    private readonly IHost _host;

    private BenchLedger(IHost host, long first, int accounts) => (_host, First, Accounts) = (host, first, accounts);

    /// <summary>Number of the first wallet; the others follow.</summary>
    public long First { get; }

    public int Accounts { get; }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<BenchLedger> StartAsync(string connectionString, int accounts)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postmobile"] = connectionString,
            ["Orleans:SiloPort"] = FreePort(),
            ["Orleans:GatewayPort"] = FreePort(),
        });
        foreach ((string key, string value) in Settings())
        {
            builder.Configuration[key] = value;
        }

        builder.AddPostmobileSilo();
        IHost host = builder.Build();
        await host.StartAsync();
        NpgsqlDataSource database = host.Services.GetRequiredService<NpgsqlDataSource>();
        long first = await Fill(database, accounts);
        BenchLedger ledger = new(host, first, accounts);
        await ledger.Fund();
        return ledger;
    }

    /// <summary>Settings that the silo and the front end of a bench share.</summary>
    public static IEnumerable<(string Key, string Value)> Settings()
    {
        string limit = (1_000_000_000_000_000L).ToString(CultureInfo.InvariantCulture);
        foreach (string name in new[] { "Operation", "Day", "Month", "Balance" })
        {
            yield return ($"Money:Tiers:{Tier}:{name}", limit);
        }
    }

    public IAccountGrain Account(int number) => Grains.Account(new AccountId(First + number));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>A port that is free now.</summary>
    public static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<long> Fill(NpgsqlDataSource database, int accounts)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
            select nextval('account_number'), 10, 950, 0, $2, 0, false, 'c-' || n, 'Client de démonstration ' || n, '+24206' || lpad(n::text, 7, '0'), 'fr', now()
            from generate_series(1, $1) n returning id
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = accounts });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Tier });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Money from the trust account, through the ledger, sixteen wallets to a transfer.</summary>
    private async Task Fund()
    {
        IAccountGrain trust = Grains.GetGrain<IAccountGrain>(PostAccounts.Trust.Value);
        IEnumerable<int[]> groups = Enumerable.Range(0, Accounts).Chunk(17);
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = 128 }, async (group, _) =>
        {
            TransferOutcome outcome = await trust.Transfer(new TransferRequest
            {
                Key = "open-" + group[0].ToString(CultureInfo.InvariantCulture),
                Payee = new AccountId(First + group[0]),
                Amount = Opening,
                Kind = PostingKind.Demonstration,
                MoreLegs = [.. group.Skip(1).Select(number => new TransferLeg(new AccountId(First + number), Opening, PostingKind.Demonstration))],
            });
            if (outcome.Receipt is null)
            {
                throw new InvalidOperationException($"Funding was refused: {outcome.Refusal?.StableCode}");
            }
        });
    }
}
