using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>Reads an account's history forwards, for what is printed and filed.</summary>
internal sealed class AccountHistory(NpgsqlDataSource database)
{
    /// <summary>How many of the ledger's periods in which the account moved make a part.</summary>
    private const int PeriodsPerChunk = 24;

    /// <summary>See <see cref="IPapersGrain.Facts"/>.</summary>
    public async Task<AccountFacts?> Facts(AccountId account, DateTimeOffset at)
    {
        await using NpgsqlCommand command = database.CreateCommand(AccountHistorySql.Facts);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        command.Parameters.Add(Moment(at));
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        return !await row.ReadAsync() ? null : new AccountFacts(
            account, (AccountKind)row.GetInt16(0), (Currency)row.GetInt16(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt64(5), row.GetBoolean(4));
    }

    /// <summary>See <see cref="IPapersGrain.Read"/>.</summary>
    public async Task<PaperChunk> Read(PaperSpan span, int? after)
    {
        (int first, int last) = await Periods(span);
        await using NpgsqlCommand command = database.CreateCommand(AccountHistorySql.Chunk);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = span.Account.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Max(after ?? 0, first - 1) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = last });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PeriodsPerChunk });
        List<StatementLine> lines = [];
        (int bound, long opening, long balance) = (last, 0, 0);
        bool begun = false;
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            if (!begun)
            {
                (begun, bound, opening, balance) = (true, row.GetInt32(0), row.GetInt64(1), row.GetInt64(1));
            }

            if (row.IsDBNull(2) || (span.To is { } to && row.GetFieldValue<DateTimeOffset>(2) >= to))
            {
                continue;
            }

            balance += row.GetInt64(6);
            if (span.From is { } from && row.GetFieldValue<DateTimeOffset>(2) < from)
            {
                opening = balance;
            }
            else
            {
                lines.Add(Line(row, span.Account, balance));
            }
        }

        return new PaperChunk(opening, lines, balance, bound < last ? bound : null);
    }

    /// <summary>A moment as a parameter.</summary>
    public static NpgsqlParameter Moment(DateTimeOffset? moment) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)moment?.UtcDateTime ?? DBNull.Value };

    private async Task<(int First, int Last)> Periods(PaperSpan span)
    {
        await using NpgsqlCommand command = database.CreateCommand(AccountHistorySql.Periods);
        command.Parameters.Add(Moment(span.From));
        command.Parameters.Add(Moment(span.To));
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt32(0), row.GetInt32(1));
    }

    private static StatementLine Line(NpgsqlDataReader row, AccountId account, long balance)
    {
        TransferId transfer = new(new AccountId(row.GetInt64(3)), row.GetGuid(4));
        string name = row.IsDBNull(8) ? "" : row.GetString(8);
        return new StatementLine
        {
            Transfer = transfer,
            At = row.GetFieldValue<DateTimeOffset>(2),
            Kind = (PostingKind)row.GetInt16(5),
            Amount = row.GetInt64(6),
            Charges = row.GetInt64(7),
            Balance = balance,
            CounterpartyName = transfer.Payer == account ? Masking.Name(name) : name,
            CounterpartyPhone = Masking.Phone(row.IsDBNull(9) ? "" : row.GetString(9)),
            Note = row.IsDBNull(10) ? null : row.GetString(10),
        };
    }
}
