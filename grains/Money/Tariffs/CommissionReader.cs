using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>Finds in the ledger operations of agents, and which of their commissions are there.</summary>
internal sealed class CommissionReader(NpgsqlDataSource database)
{
    /// <summary>An agent's operation, with its place in the order of the sweep.</summary>
    public readonly record struct Operation(int Period, DateTime At, TransferId Id, PostingKind Kind, AccountId Agent, long Amount, Currency Currency);

    /// <summary>The ledger's open period and the database's clock.</summary>
    public async Task<(int Open, DateTimeOffset Now)> Clock()
    {
        await using NpgsqlCommand command = database.CreateCommand("select open_period, clock_timestamp() from ledger_clock");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>
    /// Operations from a period on, of the open one those since a moment, after a place; in order. An agent is whoever has a float: it
    /// pays a cash-in and receives a cash-out.
    /// </summary>
    public async Task<List<Operation>> Page(int period, int open, DateTimeOffset since, Operation? after, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select p.period, p.created_at, p.debit_account, p.transfer_id, p.kind, a.id, p.amount, p.currency
            from posting p
            join account a on a.id = case p.kind when 10 then p.debit_account else p.credit_account end and a.kind = 12
            where p.kind in (10, 11) and p.leg = 0 and p.period >= $1 and (p.period < $2 or p.created_at >= $3)
              and ($4::integer is null or (p.period, p.created_at, p.debit_account, p.transfer_id) > ($4, $5::timestamptz, $6::bigint, $7::uuid))
            order by p.period, p.created_at, p.debit_account, p.transfer_id limit $8
            """);
        NpgsqlParameterCollection p = command.Parameters;
        p.Add(new NpgsqlParameter<int> { TypedValue = period });
        p.Add(new NpgsqlParameter<int> { TypedValue = open });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = since.UtcDateTime });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = (object?)after?.Period ?? DBNull.Value });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)after?.At ?? DBNull.Value });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)after?.Id.Payer.Value ?? DBNull.Value });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)after?.Id.Key ?? DBNull.Value });
        p.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Read(command);
    }

    /// <summary>These operations; what is not in the ledger, or is nobody's with a float, is left out.</summary>
    public async Task<List<Operation>> Find(IReadOnlyCollection<TransferId> operations)
    {
        if (operations.Count == 0)
        {
            return [];
        }

        await using NpgsqlCommand command = database.CreateCommand(
            """
            select p.period, p.created_at, p.debit_account, p.transfer_id, p.kind, a.id, p.amount, p.currency
            from unnest($1, $2) w (payer, key)
            join posting p on p.debit_account = w.payer and p.transfer_id = w.key and p.leg = 0 and p.kind in (10, 11)
            join account a on a.id = case p.kind when 10 then p.debit_account else p.credit_account end and a.kind = 12
            """);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. operations.Select(id => id.Payer.Value)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. operations.Select(id => id.Key)] });
        return await Read(command);
    }

    /// <summary>Which of these commissions have been paid.</summary>
    public async Task<HashSet<Guid>> Paid(IEnumerable<CommissionOrder> orders)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "select transfer_id from posting where debit_account = $1 and transfer_id = any($2) and leg = 0");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = PostAccounts.Commissions.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. orders.Select(order => order.Id.Key)] });
        HashSet<Guid> paid = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            paid.Add(reader.GetGuid(0));
        }

        return paid;
    }

    private static async Task<List<Operation>> Read(NpgsqlCommand command)
    {
        List<Operation> operations = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            operations.Add(new Operation(
                reader.GetInt32(0), reader.GetDateTime(1), new TransferId(new AccountId(reader.GetInt64(2)), reader.GetGuid(3)),
                (PostingKind)reader.GetInt16(4), new AccountId(reader.GetInt64(5)), reader.GetInt64(6), (Currency)reader.GetInt16(7)));
        }

        return operations;
    }
}
