using Microsoft.Extensions.Logging.Abstractions;
using Postmobile.Money;
using Postmobile.Silo.PostgreSql;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>A PostgreSQL of the test's own that is stopped as by a power cut, and recovers.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private readonly string _folder = PostgresFixture.NewFolder();
    private PrivatePostgres _server = null!;
    private Backdoor _sql = null!;

    public async Task InitializeAsync()
    {
        _server = new PrivatePostgres(new PrivatePostgresOptions { DataDirectory = _folder, SharedBuffers = "32MB", MaxConnections = 100 }, NullLogger<PrivatePostgres>.Instance);
        await _server.StartAsync();
        await DatabaseSchema.ApplyAsync(_server.ConnectionString, NullLogger.Instance);
        _sql = new Backdoor(_server.ConnectionString, pooled: false);
    }

    public async Task DisposeAsync()
    {
        await _sql.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_power_cut_is_there_after_it()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_server.ConnectionString);
        AccountId[] accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Open(300)));
        Traffic traffic = new(accounts, world.Account);
        await traffic.During(24, async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                await traffic.UntilAcknowledged(300);
                string incarnation = await _sql.Text("select value from ledger_incarnation");
                await using Held burnt = await _sql.Hold("select pg_current_xact_id()");
                await _server.StopImmediateAsync();
                await burnt.Forget();
                await _server.StartAsync();
                await traffic.UntilAcknowledged(300);
                Assert.NotEqual(incarnation, await _sql.Text("select value from ledger_incarnation"));
            }
        });
        await traffic.AssertKept(_sql);
        Assert.True(traffic.Unheard > 0, "Nobody noticed.");
    }

    [Fact]
    public async Task Lanes_that_were_idle_at_the_power_cut_write_again()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(_server.ConnectionString, money: options => options.Lanes = 8);
        AccountId payee = await world.Open();
        AccountId[] payers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => world.Open(100)));
        Assert.All(await Task.WhenAll(payers.Select(payer => world.Pay(payer, payee, 1))), outcome => Assert.NotNull(outcome.Receipt));
        await _server.StopImmediateAsync();
        await _server.StartAsync();

        // One after the other: each lane finds out for itself.
        foreach (AccountId payer in payers)
        {
            TransferOutcome outcome = await Eventually.GetAsync(() => world.Pay(payer, payee, 2, "after"), outcome => outcome.Receipt is not null);
            Assert.NotNull(outcome.Receipt);
        }

        await Traffic.AssertSound(_sql, [payee, .. payers], world.Account);
    }
}
