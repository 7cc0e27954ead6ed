using Microsoft.Extensions.DependencyInjection;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;
using static Postmobile.Tests.Money.Tariffs.TariffSentences;

namespace Postmobile.Tests.Money.Tariffs;

/// <summary>Commissions are paid at once, or found by the sweep; once in any case, and never from nothing.</summary>
public sealed class CommissionTests
{
    private static readonly TariffLine[] s_tariff =
    [
        Line(PostingKind.CashIn, ChargeKind.Commission, share: 40, least: 10),
        Line(PostingKind.CashOut, ChargeKind.Commission, share: 80, least: 25),
        Line(PostingKind.CashOut, ChargeKind.Fee, share: 200, least: 100),
    ];

    [Fact]
    public async Task A_cash_in_and_a_cash_out_pay_their_agent_at_once_and_once()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(tariff: s_tariff);
        (AccountId agent, AccountId customer) = await Counter(world);
        await Fund(world, 1_000);
        Receipt cashIn = await Move(world, agent, customer, 10_000, PostingKind.CashIn);
        await Eventually.GetAsync(() => Commissions(world), paid => paid == 1);
        Assert.Equal(100_000 - 10_000 + 40, await world.Balance(agent));

        Receipt cashOut = await Move(world, customer, agent, 5_000, PostingKind.CashOut);
        Assert.Equal(100, cashOut.Fee);
        await Eventually.GetAsync(() => Commissions(world), paid => paid == 2);

        // Called again by whoever thinks it has to, and swept: nothing is paid twice.
        TransferOutcome?[] again = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => world.Silo.Grains.CommissionsPaid().Pay(i % 2 == 0 ? cashIn : cashOut)));
        await Sweep(world);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Silo.Grains.CommissionsPaid().Pay(cashOut)));
        Assert.All(again, outcome => Assert.True(outcome is { } known && (known.Replayed || known.Refusal?.Code is RefusalCode.InProgress)));
        Assert.Equal((2, 100_000 - 10_000 + 40 + 5_000 + 40), (await Commissions(world), await world.SqlBalance(agent)));
        Assert.Equal(Postmobile.Money.Commissions.Of(cashIn.Id), (await world.Account(PostAccounts.Commissions).FindByKey(Postmobile.Money.Commissions.KeyOf(cashIn.Id)))!.Id);

        // A cash-out between two wallets is nobody's work.
        Receipt between = await Move(world, customer, await world.Open(), 1_000, PostingKind.CashOut);
        Assert.Null(await world.Silo.Grains.CommissionsPaid().Pay(between));
        Assert.Empty((await world.Verify()).Faults);
    }

    [Fact]
    public async Task What_a_crash_kept_from_being_paid_is_found_also_in_closed_periods()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(tariff: s_tariff, also: Later);
        (AccountId agent, AccountId customer) = await Counter(world);
        await Fund(world, 1_000);
        await Move(world, agent, customer, 10_000, PostingKind.CashIn);
        await world.ClosePeriod();
        await Move(world, agent, customer, 20_000, PostingKind.CashIn);
        Receipt third = await Move(world, customer, agent, 1_000, PostingKind.CashOut);
        Assert.Equal(0, await Commissions(world));

        Assert.NotNull((await world.Silo.Grains.CommissionsPaid().Pay(third))!.Value.Receipt);
        Assert.Equal(0, (await Sweep(world)).Count);
        Assert.Equal((3, 40 + 80 + 25), (await Commissions(world), await Earned(world)));
        await Sweep(world);
        await Move(world, agent, customer, 30_000, PostingKind.CashIn);
        await Sweep(world);
        await Sweep(world);
        Assert.Equal((4, 40 + 80 + 25 + 120), (await Commissions(world), await Earned(world)));
    }

    [Fact]
    public async Task The_sweep_wakes_by_itself()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(tariff: s_tariff, also: builder =>
        {
            Later(builder);
            builder.Services.Configure<TariffOptions>(options => options.SweepEvery = TimeSpan.FromMilliseconds(200));
        });
        (AccountId agent, AccountId customer) = await Counter(world);
        await Fund(world, 1_000);
        await Move(world, agent, customer, 10_000, PostingKind.CashIn);
        await Eventually.GetAsync(() => Commissions(world), paid => paid == 1);
    }

    [Fact]
    public async Task Without_cover_it_stays_owed_and_fees_cover_it()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(tariff: s_tariff, also: Later);
        (AccountId agent, AccountId customer) = await Counter(world);
        await Move(world, agent, customer, 50_000, PostingKind.CashIn);
        await Move(world, agent, customer, 10_000, PostingKind.CashIn);
        CommissionsOwed owed = await Sweep(world);
        Assert.Equal((2, 240, 0), (owed.Count, owed.Amount, await Commissions(world)));

        // The fee of a withdrawal, 800, pays for all three: 200 + 40 + 320.
        Receipt cashOut = await Move(world, customer, agent, 40_000, PostingKind.CashOut);
        Assert.Equal(800, cashOut.Fee);
        owed = await Sweep(world);
        Assert.Equal((0, 3, 560), (owed.Count, await Commissions(world), await Earned(world)));
        CommissionsOwed now = await world.Silo.Grains.CommissionsPaid().Owed();
        Assert.Equal((240, 0), (now.Funds + now.Fees, await world.SqlBalance(PostAccounts.Fees)));
        Assert.Empty((await world.Verify()).Faults);
    }

    [Fact]
    public async Task A_frozen_agent_is_paid_when_the_freeze_ends_and_keeps_nobody_else_waiting()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(tariff: s_tariff, also: Later);
        (AccountId agent, AccountId customer) = await Counter(world);
        await Fund(world, 1_000);
        await Move(world, agent, customer, 10_000, PostingKind.CashIn);
        Assert.Null(await world.Account(agent).SetFreeze(Freeze.Credits, "test"));
        AccountId second = await world.Open(50_000, AccountKind.AgentFloat);
        await Move(world, second, customer, 20_000, PostingKind.CashIn);
        Assert.Equal((1, 40), (await Sweep(world)) is var owed ? (owed.Count, owed.Amount) : default);
        Assert.Equal(50_000 - 20_000 + 80, await world.SqlBalance(second));
        await world.ClosePeriod();
        await Sweep(world);
        Assert.Null(await world.Account(agent).SetFreeze(Freeze.None, "test"));
        Assert.Equal(0, (await Sweep(world)).Count);
        Assert.Equal((2, 120), (await Commissions(world), await Earned(world)));
    }

    private static void Later(Microsoft.Extensions.Hosting.HostApplicationBuilder builder) =>
        builder.Services.Configure<TariffOptions>(options => (options.CommissionsAtOnce, options.SweepEvery) = (false, TimeSpan.FromHours(1)));

    private static async Task<(AccountId Agent, AccountId Customer)> Counter(LedgerWorld world) =>
        (await world.Open(100_000, AccountKind.AgentFloat), await world.Open());

    private static async Task<Receipt> Move(LedgerWorld world, AccountId from, AccountId to, long amount, PostingKind kind)
    {
        TransferOutcome outcome = await world.Account(from).Transfer(new TransferRequest { Key = Guid.NewGuid().ToString("N"), Payee = to, Amount = amount, Kind = kind });
        Assert.Null(outcome.Refusal);
        return outcome.Receipt!;
    }

    private static async Task Fund(LedgerWorld world, long amount) =>
        Assert.Null((await world.Account(PostAccounts.Trust).Transfer(new TransferRequest { Key = "fund commissions", Payee = PostAccounts.Commissions, Amount = amount, Kind = PostingKind.Demonstration })).Refusal);

    private static Task<CommissionsOwed> Sweep(LedgerWorld world) => world.Silo.Grains.GetGrain<ICommissionSweepGrain>(Postmobile.Money.Commissions.Sweep).Run();

    private static Task<long> Commissions(LedgerWorld world) => world.Scalar("select count(*) from posting where kind = 14 and debit_account = 3");

    private static Task<long> Earned(LedgerWorld world) => world.Scalar("select coalesce(sum(amount), 0) from posting where kind = 14 and debit_account = 3");
}
