using Npgsql;

namespace Postmobile.Money;

/// <summary>Reads what our books say of the trust account, as the bank should see it.</summary>
internal sealed class TrustBook(NpgsqlDataSource database, AccountHistory history)
{
    // A debit of the trust account is money that came to the bank; one row more than can be taken says that there are too many.
    private const string Sql = """
        select p.debit_account, p.transfer_id, p.leg, p.kind, case when p.debit_account = $3 then p.amount else -p.amount end, p.memo, p.created_at, o.display_name
        from posting p
        left join account o on o.id = case when p.debit_account = $3 then p.credit_account else p.debit_account end
        where (p.debit_account = $3 or p.credit_account = $3) and p.debit_account <> p.credit_account and p.amount > 0
          and p.created_at >= $1 and p.created_at < $2
          and p.period >= (select coalesce(max(number), 1) from ledger_period where opened_at <= $1)
        order by p.period, p.created_at, p.debit_account, p.debit_seq limit $4
        """;

    /// <summary>The balance when the first day began, and the entries until the last had ended.</summary>
    public async Task<ReconciliationRules.Books> Read(DateOnly from, DateOnly to)
    {
        DateTimeOffset start = BrazzavilleCalendar.Start(from);
        AccountFacts? trust = await history.Facts(PostAccounts.Trust, start);
        await using NpgsqlCommand command = database.CreateCommand(Sql);
        command.Parameters.Add(AccountHistory.Moment(start));
        command.Parameters.Add(AccountHistory.Moment(BrazzavilleCalendar.Start(to.AddDays(1))));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = PostAccounts.Trust.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ReconciliationRules.LinesMax + 1 });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        List<BookLine> lines = [];
        while (await row.ReadAsync())
        {
            TransferId transfer = new(new AccountId(row.GetInt64(0)), row.GetGuid(1));
            lines.Add(new BookLine(
                $"{transfer}.{row.GetInt16(2)}",
                BrazzavilleCalendar.Day(row.GetFieldValue<DateTimeOffset>(6)),
                (PostingKind)row.GetInt16(3),
                row.IsDBNull(5) ? "" : row.GetString(5),
                row.IsDBNull(7) ? "" : row.GetString(7),
                row.GetInt64(4)));
        }

        return new ReconciliationRules.Books(-(trust?.Balance ?? 0), lines);
    }
}
