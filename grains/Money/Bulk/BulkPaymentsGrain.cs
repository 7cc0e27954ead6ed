using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Lists bulk payments and their lines from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.bulk-payments")]
internal sealed class BulkPaymentsGrain(NpgsqlDataSource database) : Grain, IBulkPaymentsGrain
{
    private const int LinesMax = 5_000;

    /// <summary>The accounts of this person, and those for which they have accepted to act.</summary>
    private const string Mine =
        """
        select id from account where owner = $1 and kind in (10, 11)
        union
        select (d.body #>> '{state,account}')::bigint from document d, jsonb_array_elements(d.body -> 'state' -> 'people') p
        where d.type = 'money.bulk-payer' and d.body -> 'state' -> 'people' @> jsonb_build_array(jsonb_build_object('customer', $1::text))
          and p ->> 'customer' = $1 and p ->> 'acceptedAtMs' is not null
        """;

    public async Task<BulkPage> List(BulkActor of, int limit, string? cursor)
    {
        (long At, string Id)? after = ReadCursor(cursor);
        await using NpgsqlCommand command = database.CreateCommand(
            $"""
            select id, (body #>> '{"{state,preparedAtMs}"}')::bigint, body -> 'state' from document
            where type = 'money.bulk' and body #>> '{"{state,status}"}' is not null
              and (body #>> '{"{state,payer}"}')::bigint = any(array({Mine}) || $2)
              and ($3::bigint is null or ((body #>> '{"{state,preparedAtMs}"}')::bigint, id) < ($3, $4))
            order by (body #>> '{"{state,preparedAtMs}"}')::bigint desc, id desc limit $5
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = of.Customer.Value });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = of.Operator ? [PostAccounts.Trust.Value, PostAccounts.Fees.Value] : [] });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)after?.At ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)after?.Id ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        List<BulkBatch> batches = [];
        string? next = null;
        while (await rows.ReadAsync())
        {
            batches.Add(JsonSerializer.Deserialize<BulkState>(rows.GetString(2), DocumentSerializer.Options)!.View(rows.GetString(0))!);
            next = string.Create(CultureInfo.InvariantCulture, $"{rows.GetInt64(1)}.{rows.GetString(0)}");
        }

        return new BulkPage(batches, batches.Count == limit ? next : null);
    }

    public async Task<IReadOnlyList<BulkLine>> Lines(string batch, BulkLineFilter filter, int after, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select number, phone, amount, written_amount, name, reference, status, problem, warning, failure, paid_at, told_at, hold, charges
            from bulk_line
            where batch = $1 and number > $2 and case $3
                when 1 then status = 3 when 2 then warning is not null when 3 then status = 2 when 4 then status = 1
                when 5 then status in (2, 3) or (warning is not null and status = 0) else true end
            order by number limit $4
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = BulkPayments.Number(batch) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)filter });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Clamp(limit, 1, LinesMax) });
        await using NpgsqlDataReader r = await command.ExecuteReaderAsync();
        List<BulkLine> lines = [];
        while (await r.ReadAsync())
        {
            lines.Add(Read(batch, r));
        }

        return lines;
    }

    public async Task<IReadOnlyList<BulkPayer>> Payers(CustomerId customer)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select id from account where owner = $1 and kind in (10, 11) and not closed
            union
            select (body #>> '{state,account}')::bigint from document
            where type = 'money.bulk-payer' and body -> 'state' -> 'people' @> jsonb_build_array(jsonb_build_object('customer', $1::text))
            order by 1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        List<AccountId> accounts = [];
        await using (NpgsqlDataReader rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                accounts.Add(new AccountId(rows.GetInt64(0)));
            }
        }

        BulkPayer?[] payers = await Task.WhenAll(accounts.Select(account => GrainFactory.GetGrain<IBulkPayerGrain>(BulkPayers.Key(account)).Look()));
        return [.. payers.OfType<BulkPayer>()];
    }

    private static BulkLine Read(string batch, NpgsqlDataReader r)
    {
        int number = r.GetInt32(0);
        BulkLineStatus status = (BulkLineStatus)r.GetInt16(6);
        return new BulkLine
        {
            Number = number,
            Phone = r.GetString(1),
            Amount = r.GetInt64(2),
            WrittenAmount = Text(r, 3),
            Name = r.GetString(4),
            Reference = r.GetString(5),
            Status = status,
            Problem = Text(r, 7),
            Warning = Text(r, 8),
            Failure = Text(r, 9),
            PaidAt = Moment(r, 10),
            ToldAt = Moment(r, 11),
            Transfer = status != BulkLineStatus.Paid ? null : TransferId.From(new AccountId(r.GetInt64(12)), string.Create(CultureInfo.InvariantCulture, $"{batch}-{number}")),
            Charges = r.GetInt64(13),
        };
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    // A cursor that is not ours is the first page.
    private static (long At, string Id)? ReadCursor(string? cursor)
    {
        int dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out long at)
            ? (at, cursor![(dot + 1)..])
            : null;
    }
}
