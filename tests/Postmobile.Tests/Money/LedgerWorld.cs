using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Tariffs;
using Xunit;

namespace Postmobile.Tests.Money;

/// <summary>A silo with a fresh ledger, and the few sentences that money tests are written in.</summary>
public sealed class LedgerWorld : IAsyncDisposable
{
    private LedgerWorld(TestSilo silo) => Silo = silo;

    public TestSilo Silo { get; }

    internal LedgerParts Parts => Silo.Services.GetRequiredService<LedgerParts>();

    public static async Task<LedgerWorld> StartAsync(string? connectionString = null, Action<MoneyOptions>? money = null, string? cluster = null, Action<HostApplicationBuilder>? also = null,
        IReadOnlyList<TariffLine>? tariff = null)
    {
        LedgerWorld world = new(await TestSilo.StartAsync(connectionString, builder =>
        {
            if (money is not null)
            {
                builder.Services.Configure(money);
            }

            if (cluster is not null)
            {
                builder.Services.Configure<Orleans.Configuration.ClusterOptions>(options => options.ClusterId = cluster);
            }

            if (tariff is not null)
            {
                TariffSentences.Soon(builder);
            }

            also?.Invoke(builder);
        }));
        if (tariff is not null)
        {
            await world.Silo.Grains.ChargeAsync(tariff);
        }

        return world;
    }

    public IAccountGrain Account(AccountId id) => Silo.Grains.GetGrain<IAccountGrain>(id.Value);

    /// <summary>A new account with this much in it, from the trust account.</summary>
    public async Task<AccountId> Open(long amount = 0, AccountKind kind = AccountKind.Wallet, short tier = 0, string name = "Client de démonstration", string phone = "+242066000001")
    {
        AccountId id = await Silo.Grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await Account(id).Open(new AccountOpening { Kind = kind, Tier = tier, Profile = new AccountProfile { DisplayName = name, Phone = phone } }));
        if (amount > 0)
        {
            TransferOutcome outcome = await Account(PostAccounts.Trust).Transfer(new TransferRequest
            {
                Key = "fund-" + id,
                Payee = id,
                Amount = amount,
                Kind = PostingKind.Demonstration,
            });
            Assert.Null(outcome.Refusal);
        }

        return id;
    }

    public Task<TransferOutcome> Pay(AccountId from, AccountId to, long amount, string? key = null, string? note = null) =>
        Account(from).Transfer(new TransferRequest { Key = key ?? Guid.NewGuid().ToString("N"), Payee = to, Amount = amount, Note = note });

    public async Task<long> Balance(AccountId id) => (await Account(id).Look())!.Balance;

    public async Task<long> Scalar(string sql)
    {
#pragma warning disable CA2100
        await using NpgsqlCommand command = Silo.Database.CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public Task<long> Postings(AccountId payer) => Scalar($"select count(*) from posting where debit_account = {payer.Value} and amount > 0");

    /// <summary>What the rows say, whatever anybody remembers.</summary>
    public Task<long> SqlBalance(AccountId id) => Scalar(
        $"select coalesce(sum(case when credit_account = {id.Value} then amount else -amount end), 0) from posting where {id.Value} in (debit_account, credit_account) and debit_account <> credit_account");

    public async Task<VerificationStatus> Verify(string? head = null) =>
        await new LedgerVerifier(Silo.Database, TimeProvider.System).Verify(head, null, CancellationToken.None);

    /// <summary>Ends the open period and closes it.</summary>
    public async Task ClosePeriod()
    {
        await using NpgsqlConnection connection = await Silo.Database.OpenConnectionAsync();
        Assert.True(await PeriodClock.FlipNow(connection, CancellationToken.None));
        await PeriodClock.CloseFlipped(connection, null, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
