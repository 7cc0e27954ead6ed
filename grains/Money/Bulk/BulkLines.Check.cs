using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <content>What is found out about the lines of a file when it is whole.</content>
internal sealed partial class BulkLines
{
    private const int ChunkSize = 5_000;

    /// <summary>
    /// Checks a whole file: numbers that come twice, the payer's own number, numbers that nobody has, accounts that cannot
    /// receive, names that are not those of whoever has the number. Can be repeated.
    /// </summary>
    public async Task Check(Guid batch, long payer)
    {
        await Execute(
            """
            update bulk_line l set problem = 'bulk_duplicate_phone', status = 3
            from (select number, row_number() over (partition by phone order by number) as nth
                  from bulk_line where batch = $1 and status = 0) twice
            where l.batch = $1 and l.number = twice.number and twice.nth > 1
            """,
            Parameter(batch));
        for (int after = 0; ;)
        {
            (int last, List<(int Number, string? Problem, string? Warning)> odd) = await Examine(batch, payer, after);
            if (odd.Count > 0)
            {
                await Note(batch, odd);
            }

            if (last == after)
            {
                return;
            }

            after = last;
        }
    }

    /// <summary>Quotes the lines that are to be paid; lines of one amount cost the same.</summary>
    public async Task Quote(Guid batch, Func<long, long> charge)
    {
        List<long> amounts = [];
        await using (NpgsqlCommand command = database.CreateCommand("select distinct amount from bulk_line where batch = $1 and status = 0"))
        {
            command.Parameters.Add(Parameter(batch));
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                amounts.Add(reader.GetInt64(0));
            }
        }

        await Execute(
            """
            update bulk_line l set charges = q.charges from unnest($2, $3) q (amount, charges)
            where l.batch = $1 and l.status = 0 and l.amount = q.amount and l.charges <> q.charges
            """,
            Parameter(batch),
            Parameter(amounts.ToArray()),
            Parameter(amounts.Select(charge).ToArray()));
    }

    private async Task<(int Last, List<(int Number, string? Problem, string? Warning)> Odd)> Examine(Guid batch, long payer, int after)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select l.number, l.name, a.id, a.display_name, a.closed, a.frozen
            from (select number, phone, name from bulk_line where batch = $1 and number > $2 and status = 0 order by number limit $3) l
            left join document d on d.type = 'identity.phone' and d.id = 'tel-' || substr(l.phone, 2)
            left join account a on a.id = (d.body #>> '{state,wallet}')::bigint
            order by l.number
            """);
        command.Parameters.Add(Parameter(batch));
        command.Parameters.Add(Parameter(after));
        command.Parameters.Add(Parameter(ChunkSize));
        List<(int, string?, string?)> odd = [];
        int last = after;
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            last = reader.GetInt32(0);
            string? warning = reader.IsDBNull(2) ? "unknown_payee"
                : reader.GetBoolean(4) ? "payee_closed"
                : ((Freeze)reader.GetInt16(5)).HasFlag(Freeze.Credits) ? "payee_frozen"
                : BulkLineRules.Differs(reader.GetString(1), reader.GetString(3)) ? "bulk_name_differs"
                : null;
            string? problem = !reader.IsDBNull(2) && reader.GetInt64(2) == payer ? "same_account" : null;
            if (problem is not null || warning is not null)
            {
                odd.Add((last, problem, warning));
            }
        }

        return (last, odd);
    }

    private Task Note(Guid batch, List<(int Number, string? Problem, string? Warning)> odd) => Execute(
        """
        update bulk_line l set problem = o.problem, warning = o.warning, status = case when o.problem is null then 0 else 3 end
        from unnest($2, $3, $4) o (number, problem, warning) where l.batch = $1 and l.number = o.number
        """,
        Parameter(batch),
        Parameter(odd.Select(line => line.Number).ToArray()),
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = odd.Select(line => line.Problem).ToArray() },
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = odd.Select(line => line.Warning).ToArray() });
}
