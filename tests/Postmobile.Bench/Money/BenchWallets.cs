using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Money;
using Postmobile.Silo.Hosting;

namespace Postmobile.Bench.Money;

/// <summary>Makes wallets that have names, telephones, limits, and money that came through the ledger; in a silo that then ends.</summary>
internal static class BenchWallets
{
    /// <summary>A tier whose limits are weighed at every payment and reached by none.</summary>
    public const short Tier = 9;

    /// <summary>What each wallet begins with.</summary>
    public const long Opening = 1_000_000_000;

    /// <summary>Payees of one payment from the trust account.</summary>
    private const int Legs = 17;

    /// <summary>The number of the first wallet; the others follow it.</summary>
    public static async Task<long> Make(string connectionString, string keys, int count, CancellationToken stop)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = BenchHost.Environment });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(BenchHost.Settings(connectionString, keys));
        builder.Services.AddSingleton<IHostLifetime, BenchHost.NoSignals>();
        builder.AddPostmobileSilo();
        using IHost host = builder.Build();
        await host.StartAsync(stop);
        long first = await Open(host.Services.GetRequiredService<NpgsqlDataSource>(), count, stop);
        await PayIn(host.Services.GetRequiredService<IGrainFactory>(), first, count, stop);
        await host.StopAsync(stop);
        return first;
    }

    /// <summary>Pays one wallet from the trust account.</summary>
    public static Task PayIn(IGrainFactory grains, AccountId wallet) => PayIn(grains, [wallet.Value]);

    private static async Task<long> Open(NpgsqlDataSource database, int count, CancellationToken stop)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with opened as (
                insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
                select nextval('account_number'), 10, 950, 0, $2, 0, false, 'c-' || n, 'Client de démonstration ' || n, '+24206' || lpad(n::text, 7, '0'), 'fr', now()
                from generate_series(1, $1) n returning id)
            select min(id), max(id) from opened
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Tier });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        (long first, long last) = (reader.GetInt64(0), reader.GetInt64(1));
        return last - first + 1 == count ? first : throw new InvalidOperationException("The wallets' numbers are not in a row.");
    }

    private static Task PayIn(IGrainFactory grains, long first, int count, CancellationToken stop) => Parallel.ForEachAsync(
        Enumerable.Range(0, count).Select(number => first + number).Chunk(Legs),
        new ParallelOptions { MaxDegreeOfParallelism = 128, CancellationToken = stop },
        async (wallets, _) => await PayIn(grains, wallets));

    private static async Task PayIn(IGrainFactory grains, long[] wallets)
    {
        TransferOutcome outcome = await grains.Account(PostAccounts.Trust).Transfer(new TransferRequest
        {
            Key = "open-" + wallets[0].ToString(CultureInfo.InvariantCulture),
            Payee = new AccountId(wallets[0]),
            Amount = Opening,
            Kind = PostingKind.Demonstration,
            MoreLegs = [.. wallets.Skip(1).Select(wallet => new TransferLeg(new AccountId(wallet), Opening, PostingKind.Demonstration))],
        });
        if (outcome.Receipt is null)
        {
            throw new InvalidOperationException($"Paying in was refused: {outcome.Refusal?.StableCode}");
        }
    }
}
