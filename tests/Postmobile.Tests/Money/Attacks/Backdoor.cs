using System.Globalization;
using Npgsql;
using Postmobile.Money;
using Postmobile.Tests.Hosting;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>The ledger's database, reached past the ledger: to hold locks, cut connections, tamper and count.</summary>
internal sealed class Backdoor(string connectionString, bool pooled = true) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = pooled, ApplicationName = "backdoor" });

    public async Task Execute(string sql)
    {
#pragma warning disable CA2100 // The tests' own sentences.
        await using NpgsqlCommand command = _database.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> Number(string sql) => Convert.ToInt64(await Value(sql), CultureInfo.InvariantCulture);

    public async Task<string> Text(string sql) => Convert.ToString(await Value(sql), CultureInfo.InvariantCulture)!;

    /// <summary>Executes in a transaction that stays open until it is released.</summary>
    public async Task<Held> Hold(string sql)
    {
        NpgsqlConnection connection = await _database.OpenConnectionAsync();
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
#pragma warning disable CA2100
        await using NpgsqlCommand command = new(sql, connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return new Held(connection, transaction);
    }

    /// <summary>Until this many backends, and no fewer, wait for a lock.</summary>
    public Task UntilWaiting(int backends) => Eventually.GetAsync(
        () => Number("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"), waiting => waiting >= backends);

    /// <summary>Ends every backend of this database but this one; how many.</summary>
    public Task<long> CutAll() => Number(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'backdoor'");

    public Task<long> Balance(AccountId account) => Number(
        $"select coalesce(sum(case when credit_account = {account} then amount else -amount end), 0) from posting where {account} in (debit_account, credit_account) and debit_account <> credit_account");

    /// <summary>Every account's balance by its rows, in one statement.</summary>
    public async Task<Dictionary<AccountId, long>> Balances()
    {
        await using NpgsqlCommand command = _database.CreateCommand("""
            select a.id, coalesce(sum(m.amount), 0)::bigint from account a
            left join (select credit_account as account, amount from posting union all select debit_account, -amount from posting) m on m.account = a.id
            group by a.id
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        Dictionary<AccountId, long> balances = [];
        while (await reader.ReadAsync())
        {
            balances[new AccountId(reader.GetInt64(0))] = reader.GetInt64(1);
        }

        return balances;
    }

    /// <summary>The transfers of people (not the funding of accounts), one by one as they are in the ledger.</summary>
    public async Task<List<(TransferId Id, AccountId Payee, long Amount)>> Transfers()
    {
        await using NpgsqlCommand command = _database.CreateCommand("select debit_account, transfer_id, credit_account, amount from posting where kind = 1 and leg = 0");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<(TransferId, AccountId, long)> transfers = [];
        while (await reader.ReadAsync())
        {
            transfers.Add((new TransferId(new AccountId(reader.GetInt64(0)), reader.GetGuid(1)), new AccountId(reader.GetInt64(2)), reader.GetInt64(3)));
        }

        return transfers;
    }

    public async Task<VerificationStatus> Verify(string? head = null) =>
        await new LedgerVerifier(_database, TimeProvider.System).Verify(head, null, CancellationToken.None);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<object?> Value(string sql)
    {
#pragma warning disable CA2100
        await using NpgsqlCommand command = _database.CreateCommand(sql);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}

/// <summary>A transaction that is kept open, with the locks it took.</summary>
internal sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    private bool _released;

    public async Task Release()
    {
        if (!_released)
        {
            _released = true;
            await transaction.CommitAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>The server has gone, and the transaction with it.</summary>
    public ValueTask Forget()
    {
        _released = true;
        return connection.DisposeAsync();
    }

    /// <summary>Undoes what it did, and lets go.</summary>
    public async Task Undo()
    {
        _released = true;
        await transaction.RollbackAsync();
        await connection.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Release();
}
