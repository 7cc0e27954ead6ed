using Npgsql;

namespace Postmobile.Bench.Money;

/// <summary>Compares what was acknowledged with what the ledger's rows say, read from PostgreSQL alone.</summary>
internal sealed class Bookkeeper
{
    private const string Query =
        """
        with side as (
            select credit_account as account, sum(amount) as amount from posting group by credit_account
            union all
            select debit_account, -sum(amount) from posting group by debit_account),
        balance as (select account, sum(amount) as amount from side group by account)
        select (select count(*) from posting where kind = 1),
               coalesce(sum(amount) filter (where account <> 1), 0)::bigint,
               coalesce(sum(amount), 0)::bigint,
               count(*) filter (where amount < 0 and account <> 1)
        from balance
        """;

    private readonly record struct Books(long Transfers, long InWallets, long Sum, long Negative);

    private readonly NpgsqlDataSource _database;
    private Books _last;

    private Bookkeeper(NpgsqlDataSource database, Books first) => (_database, _last) = (database, first);

    /// <summary>Notes how things stand.</summary>
    public static async Task<Bookkeeper> Open(NpgsqlDataSource database, CancellationToken stop) => new(database, await Read(database, stop));

    /// <summary>Throws unless there is one new row for each acknowledgement, no franc more or less, and nobody under zero.</summary>
    public async Task Check(long acknowledged, CancellationToken stop)
    {
        Books now = await Read(_database, stop);
        long written = now.Transfers - _last.Transfers;
        if (written != acknowledged || now.InWallets != _last.InWallets || now.Sum != 0 || now.Negative != 0)
        {
            throw new InvalidOperationException(
                $"The books are wrong: {written} rows for {acknowledged} acknowledgements, {_last.InWallets} francs in wallets before and {now.InWallets} after, "
                + $"sum {now.Sum}, {now.Negative} accounts under zero.");
        }

        _last = now;
    }

    private static async Task<Books> Read(NpgsqlDataSource database, CancellationToken stop)
    {
        await using NpgsqlCommand command = database.CreateCommand(Query);
        command.CommandTimeout = 0;
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return new Books(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }
}
