using Npgsql;

namespace Postmobile.Money;

/// <summary>Reads a day's postings while they are asked for. What is not asked for any more is let go of with the enumeration.</summary>
[GrainType("money.journal")]
internal sealed class JournalGrain(NpgsqlDataSource database) : Grain, IJournalGrain
{
    private const string Sql = """
        select p.created_at, p.debit_account, p.transfer_id, p.leg, p.kind, coalesce(dc.number, $3), coalesce(cc.number, $3), p.credit_account, p.amount, p.currency, p.memo
        from posting p
        join account d on d.id = p.debit_account
        join account c on c.id = p.credit_account
        left join chart_of_accounts dc on dc.kind = d.kind
        left join chart_of_accounts cc on cc.kind = c.kind
        where p.amount > 0 and p.created_at >= $1 and p.created_at < $2
          and p.period >= (select coalesce(max(number), 1) from ledger_period where opened_at <= $1)
          and p.period <= (select coalesce(max(number), 0) from ledger_period where opened_at < $2)
        order by p.period, p.created_at, p.debit_account, p.debit_seq
        """;

    public async IAsyncEnumerable<JournalLine> Read(DateOnly day)
    {
        await using NpgsqlCommand command = database.CreateCommand(Sql);
        command.CommandTimeout = 600;
        command.Parameters.Add(AccountHistory.Moment(BrazzavilleCalendar.Start(day)));
        command.Parameters.Add(AccountHistory.Moment(BrazzavilleCalendar.Start(day.AddDays(1))));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ChartAccount.Unsorted });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            AccountId debit = new(row.GetInt64(1));
            yield return new JournalLine(
                row.GetFieldValue<DateTimeOffset>(0),
                new TransferId(debit, row.GetGuid(2)),
                row.GetInt16(3),
                (PostingKind)row.GetInt16(4),
                row.GetString(5),
                debit,
                row.GetString(6),
                new AccountId(row.GetInt64(7)),
                row.GetInt64(8),
                (Currency)row.GetInt16(9),
                row.IsDBNull(10) ? null : row.GetString(10));
        }
    }
}
