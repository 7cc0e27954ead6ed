using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Silo.Hosting;

namespace Postmobile.Bench.Bulk;

/// <summary>A silo with an employer, a second person for its account, and payees with numbers, names, limits and wallets that nobody has woken.</summary>
internal sealed class BulkWorld : IAsyncDisposable
{
    /// <summary>A tier with a cap on the balance, so that every payee is asked for a permit in earnest.</summary>
    private const short Tier = 2;

    private readonly IHost _host;

    private BulkWorld(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public AccountId Payer { get; private set; }

    public BulkActor Preparer { get; } = new(CustomerId.New(TimeProvider.System), "Comptable de démonstration", false);

    public BulkActor Approver { get; } = new(CustomerId.New(TimeProvider.System), "Directrice de démonstration", false);

    public static async Task<BulkWorld> StartAsync(string connectionString, int payees, long funds)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postmobile"] = connectionString,
            ["Orleans:SiloPort"] = FreePort(),
            ["Orleans:GatewayPort"] = FreePort(),
            ["Sms:Gateway"] = "dev",
        });
        builder.Environment.EnvironmentName = "Bench";
        builder.AddPostmobileSilo();
        BulkWorld world = new(builder.Build());
        await world._host.StartAsync();
        await world.Fill(payees);
        TransferOutcome funded = await world.Grains.Account(PostAccounts.Trust).Transfer(
            new TransferRequest { Key = "payroll", Payee = world.Payer, Amount = funds, Kind = PostingKind.Demonstration });
        return funded.Receipt is null ? throw new InvalidOperationException($"Funding was refused: {funded.Refusal?.StableCode}") : world;
    }

    /// <summary>The telephone of the n-th payee, from 1.</summary>
    public static string Phone(int n) => "+24206" + n.ToString("D7", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task Fill(int payees)
    {
        Payer = await Grains.GetGrain<ILedgerGrain>(0).Allocate();
        AccountProfile profile = new() { Owner = Preparer.Customer.Value, DisplayName = "Entreprise de démonstration" };
        if (await Grains.Account(Payer).Open(new AccountOpening { Kind = AccountKind.Merchant, Profile = profile }) is { } refusal)
        {
            throw new InvalidOperationException($"The employer's account was refused: {refusal.StableCode}");
        }

        await using NpgsqlCommand command = Database.CreateCommand(
            """
            with wallets as (
                insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
                select nextval('account_number'), 10, 950, 0, $4, 0, false, 'c-' || n, 'Client de démonstration ' || n, '+24206' || lpad(n::text, 7, '0'), 'fr', now()
                from generate_series(1, $3::int) n returning id, phone, owner
            ), people as (
                insert into document (type, id, version, body) values ('money.bulk-payer', 'payer-' || $1::bigint, 1, jsonb_build_object(
                    'state', jsonb_build_object('account', $1::bigint, 'people', jsonb_build_array(jsonb_build_object(
                        'customer', $2::text, 'name', 'Directrice', 'phone', '', 'invitedAtMs', 1, 'acceptedAtMs', 2))),
                    'outbox', '[]'::jsonb, 'lastOutboxId', 0))
            )
            insert into document (type, id, version, body)
            select 'identity.phone', 'tel-' || substr(phone, 2), 1,
                   jsonb_build_object('state', jsonb_build_object('customer', owner, 'wallet', id), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
            from wallets
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = Payer.Value });
        command.Parameters.Add(new() { Value = Approver.Customer.Value });
        command.Parameters.Add(new() { Value = payees });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Tier });
        await command.ExecuteNonQueryAsync();
        await using NpgsqlCommand settle = Database.CreateCommand("analyze");
        await settle.ExecuteNonQueryAsync();
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
