using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>A transfer as its rows say.</summary>
internal sealed record FoundTransfer(Receipt Receipt, long RequestHash, bool Annulled);

/// <summary>Reads the ledger for people: receipts, statements, events.</summary>
internal sealed class LedgerReader(NpgsqlDataSource database)
{
    /// <summary>The transfer's receipt, rebuilt from its rows; null when it is not in the ledger.</summary>
    public async Task<FoundTransfer?> Find(TransferId id)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select p.credit_account, p.amount, p.kind, p.memo, p.created_at, p.request_hash, p.currency,
                   payer.display_name, payer.phone, payee.display_name, payee.phone
            from posting p
            left join account payer on payer.id = p.debit_account
            left join account payee on payee.id = p.credit_account
            where p.debit_account = $1 and p.transfer_id = $2 order by p.leg
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.Payer.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Key });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            return null;
        }

        long hash = reader.IsDBNull(5) ? 0 : reader.GetInt64(5);
        PostingKind kind = (PostingKind)reader.GetInt16(2);
        Receipt receipt = new()
        {
            Id = id,
            Kind = kind,
            Payee = new AccountId(reader.GetInt64(0)),
            Amount = reader.GetInt64(1),
            Fee = 0,
            Tax = 0,
            Total = reader.GetInt64(1),
            Note = reader.IsDBNull(3) ? null : reader.GetString(3),
            At = reader.GetFieldValue<DateTimeOffset>(4),
            Currency = (Currency)reader.GetInt16(6),
            PayerName = Text(reader, 7),
            PayerPhone = Masking.Phone(Text(reader, 8)),
            PayeeName = PaymentRules.NeedsPermit(new AccountId(reader.GetInt64(0)), kind) ? Masking.Name(Text(reader, 9)) : "",
            PayeePhone = PaymentRules.NeedsPermit(new AccountId(reader.GetInt64(0)), kind) ? Masking.Phone(Text(reader, 10)) : "",
        };
        while (await reader.ReadAsync())
        {
            long amount = reader.GetInt64(1);
            receipt = (PostingKind)reader.GetInt16(2) switch
            {
                PostingKind.Fee => receipt with { Fee = receipt.Fee + amount, Total = receipt.Total + amount },
                PostingKind.Tax => receipt with { Tax = receipt.Tax + amount, Total = receipt.Total + amount },
                _ => receipt with { Total = receipt.Total + amount },
            };
        }

        return new FoundTransfer(receipt, hash, kind == PostingKind.Annulled);
    }

    /// <summary>What lies in this account's open holds.</summary>
    public async Task<long> Held(AccountId account)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select coalesce(sum(
                coalesce((select sum(c.amount) from posting c where c.credit_account = h.id), 0) -
                coalesce((select sum(d.amount) from posting d where d.debit_account = h.id), 0)), 0)::bigint
            from account h where h.owner = $1 and h.kind = 14 and not h.closed
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.ToString() });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// What happened on an account after a cursor, oldest first, and before it the newest of the overlap: half of the limit at
    /// the most, so that whoever goes on from the last event gets on however much happens in a minute.
    /// </summary>
    public async Task<IReadOnlyList<LiveEvent>> Events(AccountId account, EventCursor after, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(LedgerReaderSql.Events);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        command.Parameters.Add(Moment(after.At - EventCursor.Overlap));
        command.Parameters.Add(Moment(after.At));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Transfer.Payer.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Transfer.Key });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = after.Incoming });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit / 2 });
        List<LiveEvent> events = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            bool incoming = reader.GetBoolean(0);
            PostingKind kind = (PostingKind)reader.GetInt16(3);
            TransferId transfer = new(new AccountId(reader.GetInt64(1)), reader.GetGuid(2));
            DateTimeOffset at = reader.GetFieldValue<DateTimeOffset>(8);
            events.Add(new LiveEvent
            {
                Id = incoming ? $"{transfer}+" : $"{transfer}-",
                Type = !PaymentRules.MovesMoney(kind) ? LiveEventType.AccountChanged : incoming ? LiveEventType.PaymentReceived : LiveEventType.PaymentSent,
                Account = account,
                Transfer = transfer,
                Kind = kind,
                Amount = reader.GetInt64(4),
                CounterpartyName = incoming ? Text(reader, 5) : Masking.Name(Text(reader, 5)),
                CounterpartyPhone = Masking.Phone(Text(reader, 6)),
                Note = !PaymentRules.MovesMoney(kind) || reader.IsDBNull(7) ? null : reader.GetString(7),
                At = at,
                Cursor = new EventCursor(at, transfer, incoming).ToString(),
            });
        }

        return events;
    }

    /// <summary>A page of an account's statement, newest first, with its running balance.</summary>
    public async Task<StatementPage> Statement(AccountId account, StatementQuery query)
    {
        int limit = Math.Clamp(query.Limit, 1, 200);
        StatementCursor? cursor = StatementCursor.Read(query.Cursor);
        await using NpgsqlCommand command = database.CreateCommand(LedgerReaderSql.Statement);
        NpgsqlParameterCollection p = command.Parameters;
        p.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        p.Add(Moment(query.From));
        p.Add(Moment(query.To));
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = (object?)cursor?.Period ?? DBNull.Value });
        p.Add(Moment(cursor?.At));
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)cursor?.Transfer.Payer.Value ?? DBNull.Value });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)cursor?.Transfer.Key ?? DBNull.Value });
        p.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        List<StatementLine> lines = [];
        List<StatementCursor> places = [];
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                TransferId transfer = new(new AccountId(reader.GetInt64(2)), reader.GetGuid(3));
                bool incoming = transfer.Payer != account;
                places.Add(new StatementCursor(reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), transfer));
                lines.Add(new StatementLine
                {
                    Transfer = transfer,
                    At = places[^1].At,
                    Kind = (PostingKind)reader.GetInt16(4),
                    Amount = reader.GetInt64(5),
                    Charges = reader.GetInt64(6),
                    Balance = reader.GetInt64(7),
                    CounterpartyName = incoming ? Text(reader, 8) : Masking.Name(Text(reader, 8)),
                    CounterpartyPhone = Masking.Phone(Text(reader, 9)),
                    Note = reader.IsDBNull(10) ? null : reader.GetString(10),
                });
            }
        }

        string? next = null;
        if (lines.Count > limit)
        {
            lines.RemoveAt(limit);
            next = places[limit - 1].ToString();
        }

        return new StatementPage(lines, next, query.Cursor is null ? await Months(account) : []);
    }

    private async Task<IReadOnlyList<MonthTotal>> Months(AccountId account)
    {
        await using NpgsqlCommand command = database.CreateCommand(LedgerReaderSql.Months);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        List<MonthTotal> months = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            months.Add(new MonthTotal(DateOnly.FromDateTime(reader.GetDateTime(0)), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return months;
    }

    private static NpgsqlParameter Moment(DateTimeOffset? moment) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)moment?.UtcDateTime ?? DBNull.Value };

    private static string Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
