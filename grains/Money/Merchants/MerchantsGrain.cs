using System.Text.Json;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>Reads merchants from the rows that their own grains wrote, and their days from the ledger.</summary>
[StatelessWorker, GrainType("money.merchants")]
internal sealed class MerchantsGrain(NpgsqlDataSource database) : Grain, IMerchantsGrain
{
    private const string ByCode = "select body -> 'state' from document where type = 'money.merchant' and body #>> '{state,code}' = $1";

    // $1 account, $2 from, $3 before. Periods bound what is read; days are those of Brazzaville, an hour before UTC.
    private const string PerDay = """
        with span as (
            select (select coalesce(max(number), 0) from ledger_period where opened_at <= $2) as first,
                   (select coalesce(max(number), 0) from ledger_period where opened_at < $3) as last
        ), moved as (
            select created_at, kind, amount, true as incoming from posting, span
            where credit_account = $1 and period between span.first and span.last and created_at >= $2 and created_at < $3
            union all
            select created_at, kind, amount, false from posting, span
            where debit_account = $1 and period between span.first and span.last and created_at >= $2 and created_at < $3
        )
        select (created_at at time zone 'Africa/Brazzaville')::date as day,
               count(*) filter (where incoming and kind = 4), coalesce(sum(amount) filter (where incoming and kind = 4), 0)::bigint,
               count(*) filter (where not incoming and kind = 5), coalesce(sum(amount) filter (where not incoming and kind = 5), 0)::bigint,
               coalesce(sum(amount) filter (where not incoming and kind in (2, 3)), 0)::bigint,
               coalesce(sum(amount) filter (where not incoming and kind = 18), 0)::bigint
        from moved where amount > 0 group by day order by day
        """;

    public async Task<Merchant?> Find(MerchantCode code)
    {
        await using NpgsqlCommand command = database.CreateCommand(ByCode);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code.Digits });
        return await command.ExecuteScalarAsync() is string state ? JsonSerializer.Deserialize<MerchantState>(state, DocumentSerializer.Options)!.View() : null;
    }

    public async Task<IReadOnlyList<MerchantDay>> Days(AccountId account, DateOnly from, DateOnly to)
    {
        await using NpgsqlCommand command = database.CreateCommand(PerDay);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = BrazzavilleCalendar.Start(from).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = BrazzavilleCalendar.Start(to.AddDays(1)).UtcDateTime });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var days = new List<MerchantDay>();
        while (await rows.ReadAsync())
        {
            days.Add(new MerchantDay
            {
                Day = rows.GetFieldValue<DateOnly>(0),
                Payments = rows.GetInt64(1),
                Paid = rows.GetInt64(2),
                Refunds = rows.GetInt64(3),
                Refunded = rows.GetInt64(4),
                Fees = rows.GetInt64(5),
                Settled = rows.GetInt64(6),
            });
        }

        return days;
    }
}
