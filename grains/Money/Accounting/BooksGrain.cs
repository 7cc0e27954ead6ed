using Npgsql;
using Orleans.Concurrency;

namespace Postmobile.Money;

/// <inheritdoc cref="IBooksGrain"/>
[StatelessWorker, GrainType("money.books")]
internal sealed class BooksGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IBooksGrain
{
    // The totals of the last period that was over before the day, what came between, and the day itself.
    private const string DaySql = """
        with base as (
            select coalesce(max(number), 0) as number from ledger_period where closed_at is not null and flipped_at <= $1
        ), moves as (
            select a.kind, p.currency, p.created_at < $1 as before, m.side,
                   sum(p.amount) as amount, count(*) filter (where m.side = 1 and p.created_at >= $1) as postings
            from posting p cross join (values (1), (2)) m (side)
            join account a on a.id = case m.side when 1 then p.debit_account else p.credit_account end
            where p.period > (select number from base) and p.period <= (select coalesce(max(number), 0) from ledger_period where opened_at < $2)
              and p.created_at < $2 and p.amount > 0
            group by a.kind, p.currency, p.created_at < $1, m.side
        ), total as (
            select kind, currency,
                   sum(case when before then case side when 1 then amount else -amount end else 0 end) as opening,
                   sum(case when not before and side = 1 then amount else 0 end) as debits,
                   sum(case when not before and side = 2 then amount else 0 end) as credits,
                   sum(postings) as postings
            from moves group by kind, currency
            union all
            select t.kind, t.currency, t.debits - t.credits, 0, 0, 0 from trial_balance t, base where t.period = base.number
        )
        select coalesce(c.number, $3), coalesce(min(c.name_fr), 'À classer'), coalesce(min(c.name_en), 'To be sorted'), t.currency,
               sum(t.opening)::bigint, sum(t.debits)::bigint, sum(t.credits)::bigint, sum(t.postings)::bigint
        from total t left join chart_of_accounts c on c.kind = t.kind
        group by 1, t.currency order by t.currency desc, 1
        """;

    public async Task<IReadOnlyList<ChartAccount>> Chart()
    {
        await using NpgsqlCommand command = database.CreateCommand("select number, name_fr, name_en, kind from chart_of_accounts order by number collate \"C\"");
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        List<ChartAccount> chart = [];
        while (await row.ReadAsync())
        {
            chart.Add(new ChartAccount(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : (AccountKind)row.GetInt16(3)));
        }

        return chart;
    }

    public async Task<DayBooks> Day(DateOnly day)
    {
        (DateTimeOffset start, DateTimeOffset end) = (BrazzavilleCalendar.Start(day), BrazzavilleCalendar.Start(day.AddDays(1)));
        await using NpgsqlCommand command = database.CreateCommand(DaySql);
        command.CommandTimeout = 120;
        command.Parameters.Add(AccountHistory.Moment(start));
        command.Parameters.Add(AccountHistory.Moment(end));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ChartAccount.Unsorted });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        List<DayBooksLine> lines = [];
        long postings = 0;
        while (await row.ReadAsync())
        {
            lines.Add(new DayBooksLine(
                row.GetString(0), row.GetString(1), row.GetString(2), (Currency)row.GetInt16(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)));
            postings += row.GetInt64(7);
        }

        return new DayBooks(day, time.GetUtcNow() >= end, postings, lines);
    }
}
