using System.Globalization;
using Npgsql;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Three closed periods and an open one, whose database every test copies and falsifies.</summary>
public sealed class Falsified : IAsyncLifetime
{
    private string _original = null!;
    private int _copies;

    public AccountId A { get; private set; }

    public AccountId B { get; private set; }

    /// <summary>The chain's head, noted when the third period was closed.</summary>
    public string Head { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _original = await PostgresFixture.NewDatabaseAsync();
        await using LedgerWorld world = await LedgerWorld.StartAsync(_original);
        (A, B) = (await world.Open(1_000), await world.Open(1_000));
        for (int period = 1; period <= 4; period++)
        {
            for (int i = 0; i < 4; i++)
            {
                Assert.NotNull((await world.Pay(A, B, 10 + i, note: $"a{period}{i}")).Receipt);
                Assert.NotNull((await world.Pay(B, A, 20 + i, note: $"b{period}{i}")).Receipt);
            }

            if (period < 4)
            {
                await world.ClosePeriod();
            }
        }

        VerificationStatus clean = await world.Verify();
        Assert.Empty(clean.Faults);
        Head = clean.ChainHead;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>What is found in a copy after these statements.</summary>
    public async Task<IReadOnlyList<LedgerFault>> Find(string falsify, string? head = null)
    {
        await using Backdoor sql = new(await Copy(falsify), pooled: false);
        return (await sql.Verify(head)).Faults;
    }

    /// <summary>A copy after these statements.</summary>
    public async Task<string> Copy(string falsify)
    {
        string copy = await Copy();
        await using Backdoor sql = new(copy, pooled: false);
        await sql.Execute(falsify);
        return copy;
    }

    private async Task<string> Copy()
    {
        string name = new NpgsqlConnectionStringBuilder(_original).Database!;
        string copy = name + "_" + Interlocked.Increment(ref _copies).ToString(CultureInfo.InvariantCulture);
        await using Backdoor server = new((await PostgresFixture.ServerAsync()).ConnectionStringFor("postgres"), pooled: false);
        await Eventually.GetAsync(() => server.Number($"select count(*) from pg_stat_activity where datname = '{name}'"), connected => connected == 0);
        await server.Execute($"create database {copy} template {name}");
        return new NpgsqlConnectionStringBuilder(_original) { Database = copy }.ConnectionString;
    }
}

/// <summary>Whoever changes the ledger behind its back is found, and where is said.</summary>
public sealed class VerifierTests(Falsified falsified) : IClassFixture<Falsified>
{
    private AccountId A => falsified.A;

    private AccountId B => falsified.B;

    [Fact]
    public async Task Nothing_is_found_in_what_nobody_touched_whichever_head_was_noted() =>
        Assert.Empty(await falsified.Find("select 1", falsified.Head));

    [Fact]
    public async Task A_changed_amount_is_named_for_payer_and_payee()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find($"update posting set amount = amount + 1 where memo = 'a21'");
        AssertNamed(faults, "balance_differs", 2, A);
        AssertNamed(faults, "balance_differs", 2, B);
        Assert.All(faults, fault => Assert.Equal(2, fault.Period));
    }

    [Theory]
    [InlineData("memo", "'x'")]
    [InlineData("created_at", "created_at + interval '1 microsecond'")]
    [InlineData("kind", "11")]
    [InlineData("request_hash", "request_hash + 1")]
    [InlineData("transfer_id", "gen_random_uuid()")]
    public async Task Any_other_column_of_a_closed_period_is_named_too(string column, string value) =>
        AssertNamed(await falsified.Find($"update posting set {column} = {value} where memo = 'a21'"), "balance_differs", 2, A);

    [Fact]
    public async Task A_payment_turned_to_another_payee_is_named_for_all_three()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find("update posting set credit_account = 5 where memo = 'a21'");
        AssertNamed(faults, "balance_differs", 2, A);
        AssertNamed(faults, "balance_differs", 2, B);
        AssertNamed(faults, "balance_differs", 2, PostAccounts.Suspense);
    }

    [Fact]
    public async Task A_row_deleted_from_a_closed_period_is_named()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find("delete from posting where memo = 'a21'");
        AssertNamed(faults, "balance_differs", 2, A);
        AssertNamed(faults, "balance_differs", 2, B);
        AssertNamed(faults, "number_missing", null, A);
        AssertNamed(faults, "postings_differ", 2, null);
    }

    [Fact]
    public async Task The_last_row_of_a_closed_period_is_missed_even_when_nothing_follows_it()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find("delete from posting where period = 4; delete from posting where memo = 'a33'");
        AssertNamed(faults, "number_missing", 3, A);
        AssertNamed(faults, "balance_differs", 3, A);
    }

    [Fact]
    public async Task A_row_deleted_from_the_open_period_is_named() =>
        AssertNamed(await falsified.Find("delete from posting where memo = 'a41'"), "number_missing", null, A);

    [Fact]
    public async Task Two_swapped_memos_are_named()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find("update posting set memo = case memo when 'a21' then 'b22' else 'a21' end where memo in ('a21', 'b22')");
        AssertNamed(faults, "balance_differs", 2, A);
        AssertNamed(faults, "balance_differs", 2, B);
        AssertNamed(await falsified.Find("update posting set memo = case memo when 'a21' then 'a22' else 'a21' end where memo in ('a21', 'a22')"), "balance_differs", 2, A);
    }

    [Fact]
    public async Task A_row_moved_to_another_period_is_named_in_both()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find("update posting set period = 3 where memo = 'a23'");
        AssertNamed(faults, "balance_differs", 2, A);
        AssertNamed(faults, "balance_differs", 3, A);
    }

    [Fact]
    public async Task A_removed_last_period_is_named() =>
        AssertNamed(await falsified.Find(RemoveThird, falsified.Head), "period_missing", 3, null);

    [Fact]
    public async Task A_removed_last_period_with_its_postings_is_named()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find(RemoveThird + "delete from posting where period = 3;", falsified.Head);
        AssertNamed(faults, "period_missing", 3, null);
        AssertNamed(faults, "number_missing", null, A);
        AssertNamed(faults, "head_unknown", null, null);
    }

    [Fact]
    public async Task A_last_period_removed_without_a_trace_is_missed_by_the_noted_head()
    {
        string falsify = RemoveThird + """
            delete from posting where period >= 3; delete from ledger_period where number >= 3;
            insert into ledger_period (number, opened_at) values (3, clock_timestamp()); update ledger_clock set open_period = 3;
            """;
        Assert.Empty(await falsified.Find(falsify));
        AssertNamed(Assert.Single(await falsified.Find(falsify, falsified.Head)), "head_unknown", null, null);
    }

    [Fact]
    public async Task A_clock_that_was_put_back_is_named() =>
        AssertNamed(await falsified.Find("update ledger_clock set open_period = 3"), "clock_behind", 4, null);

    [Fact]
    public async Task A_changed_closed_balance_is_named()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find($"update account_balance set credits = credits + 1 where account = {B} and period = 2");
        AssertNamed(faults, "balance_differs", 2, B);
        AssertNamed(faults, "digest_differs", 2, null);
        Assert.DoesNotContain(faults, fault => fault.Account == A);
    }

    [Theory]
    [InlineData("debits = debits + 5, credits = credits + 5")]
    [InlineData("debit_seq = debit_seq + 1")]
    [InlineData("digest = sha256('x')")]
    public async Task A_closed_balance_changed_so_that_it_still_adds_up_is_named(string change)
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find($"update account_balance set {change} where account = {A} and period = 3");
        AssertNamed(faults, "balance_differs", 3, A);
        AssertNamed(faults, "digest_differs", 3, null);
    }

    [Fact]
    public async Task A_removed_and_an_invented_closed_balance_are_named()
    {
        AssertNamed(await falsified.Find($"delete from account_balance where account = {A} and period = 2"), "balance_differs", 2, A);
        AssertNamed(await falsified.Find("insert into account_balance values (5, 2, 0, 7, 0, null)"), "balance_differs", 2, PostAccounts.Suspense);
    }

    [Theory]
    [InlineData("update trial_balance set debits = debits + 1, credits = credits + 1 where period = 2 and kind = 10", "kind 10")]
    [InlineData("delete from trial_balance where period = 2 and kind = 1", "kind 1,")]
    [InlineData("insert into trial_balance values (2, 13, 950, 1, 5, 5)", "kind 13")]
    public async Task A_trial_balance_that_is_not_the_one_before_and_what_moved_is_named(string change, string kind)
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find(change);
        AssertNamed(faults, "trial_balance_differs", 2, null);
        Assert.All(faults, fault => Assert.True(fault.Code == "trial_balance_differs" && fault.Detail.Contains(kind, StringComparison.Ordinal), fault.Detail));
    }

    [Fact]
    public async Task A_period_whose_digest_was_computed_anew_breaks_the_chain_behind_it()
    {
        IReadOnlyList<LedgerFault> faults = await falsified.Find("""
            update posting set memo = 'x' where memo = 'a21';
            update account_balance b set digest = d.digest from ledger_account_digests(2) d where b.period = 2 and b.account = d.account;
            update ledger_period set digest = ledger_period_digest(2, (select digest from ledger_period where number = 1)) where number = 2
            """);
        AssertNamed(Assert.Single(faults), "digest_differs", 3, null);
    }

    [Fact]
    public async Task A_history_rewritten_from_the_beginning_is_missed_by_the_noted_head()
    {
        string rewrite = """
            update posting set memo = 'x' where memo = 'a11';
            delete from account_balance; delete from trial_balance; update ledger_period set closed_at = null, digest = null, postings = null;
            do $$ begin perform ledger_close(1); perform ledger_close(2); perform ledger_close(3); end $$
            """;
        Assert.Empty(await falsified.Find(rewrite));
        AssertNamed(Assert.Single(await falsified.Find(rewrite, falsified.Head)), "head_unknown", null, null);
    }

    [Fact]
    public async Task A_head_that_never_was_is_unknown() =>
        AssertNamed(Assert.Single(await falsified.Find("select 1", new string('0', 64))), "head_unknown", null, null);

    [Fact]
    public async Task Accounts_that_cannot_be_are_named()
    {
        IReadOnlyList<LedgerFault> unknown = await falsified.Find($"delete from account where id = {B}");
        AssertNamed(unknown, "account_unknown", null, B);
        AssertNamed(unknown, "not_zero", null, null);
        AssertNamed(unknown, "trust_differs", null, PostAccounts.Trust);
        AssertNamed(await falsified.Find($"update account set currency = 978 where id = {B}"), "currency_mixed", 1, B);
        AssertNamed(await falsified.Find($"update account set floor = 100000 where id = {B}"), "under_floor", null, B);
        AssertNamed(await falsified.Find($"""
            insert into posting select {A}, (select max(debit_seq) + 1 from posting where debit_account = {A}), {B}, 1000000, clock_timestamp(), gen_random_uuid(), 0, 4, 0, 1, 950, null
            """), "under_floor", null, A);
    }

    private const string RemoveThird =
        "delete from ledger_period where number = 3; delete from account_balance where period = 3; delete from trial_balance where period = 3;";

    private static void AssertNamed(IReadOnlyList<LedgerFault> faults, string code, int? period, AccountId? account) =>
        Assert.Contains(faults, fault => fault.Code == code && fault.Period == period && fault.Account == account);

    private static void AssertNamed(LedgerFault fault, string code, int? period, AccountId? account) => AssertNamed([fault], code, period, account);
}
