using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>The answer of ledger_admit, as it comes back with every batch.</summary>
internal enum Admission
{
    /// <summary>The batch was admitted.</summary>
    Granted = 0,

    /// <summary>Somebody has marked this writer dead.</summary>
    WriterDead = 1,

    /// <summary>The database has recovered from a crash, or is another one, since the line was made.</summary>
    OtherIncarnation = 2,

    /// <summary>The account's last number is not the line's (of a change; batches answer transfer by transfer).</summary>
    Fenced = 3,
}

/// <summary>What a batch's commit answered.</summary>
internal readonly record struct Committed(Admission Admission, Guid Incarnation, ulong Transaction, DateTimeOffset At);

/// <summary>One transfer's fate in a sifted batch.</summary>
internal readonly record struct Sifted(PostFate Fate, long FirstNumber, long RequestHash, bool Fenced);

/// <summary>One lane's own connection and its row in the table of writers.</summary>
internal sealed class LedgerConnection(NpgsqlDataSource database, SiloName silo) : IAsyncDisposable
{
    private const string Columns = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12";

    private readonly LedgerBatch _batch = new();
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _post;
    private NpgsqlCommand? _sift;

    public long Writer { get; private set; }

    public Guid Incarnation { get; private set; }

    /// <summary>Connects as a new writer. The one before, if any, must have been buried.</summary>
    public async Task Open(CancellationToken cancellation)
    {
        await Close();
        _connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlCommand register = new(
            "with w as (insert into ledger_writer (silo) values ($1) returning id) select w.id, ledger_incarnate() from w", _connection);
        register.Parameters.Add(new NpgsqlParameter<string> { TypedValue = silo.ToString() });
        await using (NpgsqlDataReader reader = await register.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            Writer = reader.GetInt64(0);
            Incarnation = reader.GetGuid(1);
        }

        // No time-out: cancelling a commit that waits for a synchronous standby would report success too early.
        _post = new NpgsqlCommand($"select state, xid, at from ledger_post({Columns})", _connection) { CommandTimeout = 0 };
        _sift = new NpgsqlCommand(
            $"select state, xid, at, fate, first_seq, hash, fenced from ledger_sift({Columns})", _connection) { CommandTimeout = 0 };
    }

    /// <summary>Whether the connection is whole and the database still of the incarnation it was opened in.</summary>
    public async Task<bool> Stands(CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlCommand command = new("select value from ledger_incarnation", _connection);
            return await command.ExecuteScalarAsync(cancellation) is Guid incarnation && incarnation == Incarnation;
        }
        catch (Exception broken) when (broken is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// Makes sure that nothing of the old writer can commit any more: marks it dead, then waits out whatever holds the period's
    /// lock. What missed the mark has ended by then; what comes later is refused.
    /// </summary>
    public async Task Bury(CancellationToken cancellation)
    {
        await Close();
        if (Writer != 0)
        {
            await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
            await using NpgsqlCommand mark = new("update ledger_writer set dead_at = clock_timestamp() where id = $1 and dead_at is null", connection);
            mark.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Writer });
            await mark.ExecuteNonQueryAsync(cancellation);
            await LedgerBarrier.WaitOut(connection, cancellation);
        }
    }

    public async Task<Committed> Post(List<PendingTransfer> transfers, CancellationToken cancellation)
    {
        _batch.Fill(transfers, bases: null);
        _batch.Bind(_post!.Parameters, Writer, Incarnation);
        if (!_post.IsPrepared)
        {
            await _post.PrepareAsync(cancellation);
        }

        await using NpgsqlDataReader reader = await _post.ExecuteReaderAsync(CancellationToken.None);
        await reader.ReadAsync(CancellationToken.None);
        return Read(reader);
    }

    /// <summary>The careful way; the fates are in the order of the transfers.</summary>
    public async Task<(Committed Committed, List<Sifted> Fates)> Sift(List<PendingTransfer> transfers, Dictionary<Line, long> bases)
    {
        _batch.Fill(transfers, bases);
        _batch.Bind(_sift!.Parameters, Writer, Incarnation);
        Committed committed = default;
        List<Sifted> fates = [];
        await using NpgsqlDataReader reader = await _sift.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            committed = Read(reader);
            if (committed.Admission == Admission.Granted)
            {
                PostFate fate = reader.GetInt32(3) switch { 0 => PostFate.Posted, 1 => PostFate.Duplicate, _ => PostFate.Fenced };
                fates.Add(new Sifted(fate, reader.IsDBNull(4) ? 0 : reader.GetInt64(4), reader.GetInt64(5), reader.GetBoolean(6)));
            }
        }

        return (committed, fates);
    }

    /// <summary>Writes a change of an account itself.</summary>
    public async Task<Committed> Change(PendingTransfer transfer)
    {
        AccountChange change = transfer.Change!;
        await using NpgsqlCommand command = new(
            "select state, xid, at from ledger_change($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)", _connection) { CommandTimeout = 0 };
        NpgsqlParameterCollection p = command.Parameters;
        p.Add(new NpgsqlParameter<long> { TypedValue = Writer });
        p.Add(new NpgsqlParameter<Guid> { TypedValue = Incarnation });
        p.Add(new NpgsqlParameter<long> { TypedValue = transfer.Id.Payer.Value });
        p.Add(new NpgsqlParameter<long> { TypedValue = transfer.Line.Last });
        p.Add(new NpgsqlParameter<Guid> { TypedValue = transfer.Id.Key });
        p.Add(new NpgsqlParameter<short> { TypedValue = (short)transfer.Legs[0].Kind });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)transfer.Memo ?? DBNull.Value });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)change.Floor ?? DBNull.Value });
        p.Add(new NpgsqlParameter<short> { TypedValue = change.Tier });
        p.Add(new NpgsqlParameter<short> { TypedValue = (short)change.Freeze });
        p.Add(new NpgsqlParameter<bool> { TypedValue = change.Closed });
        p.Add(new NpgsqlParameter<string> { TypedValue = change.Profile.Owner });
        p.Add(new NpgsqlParameter<string> { TypedValue = change.Profile.DisplayName });
        p.Add(new NpgsqlParameter<string> { TypedValue = change.Profile.Phone });
        p.Add(new NpgsqlParameter<string> { TypedValue = change.Profile.Language });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(CancellationToken.None);
        await reader.ReadAsync(CancellationToken.None);
        return Read(reader);
    }

    /// <summary>Which of these transfers are in the ledger. Only after <see cref="Bury"/> is a no final.</summary>
    public async Task<Dictionary<TransferId, PostResult>> LookUp(List<PendingTransfer> transfers, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync(cancellation);
        await using NpgsqlCommand command = new(
            """
            select p.debit_account, p.transfer_id, p.debit_seq, p.request_hash, p.created_at
            from unnest($1, $2) t (debit, transfer)
            join posting p on p.debit_account = t.debit and p.transfer_id = t.transfer and p.leg = 0
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. transfers.Select(transfer => transfer.Id.Payer.Value)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. transfers.Select(transfer => transfer.Id.Key)] });
        Dictionary<TransferId, PostResult> found = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found[new TransferId(new AccountId(reader.GetInt64(0)), reader.GetGuid(1))] =
                new PostResult(PostFate.Duplicate, reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4));
        }

        return found;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Close();

    private Committed Read(NpgsqlDataReader reader)
    {
        Admission admission = (Admission)reader.GetInt32(0);
        return admission == Admission.Granted
            ? new Committed(admission, Incarnation, ulong.Parse(reader.GetString(1), System.Globalization.CultureInfo.InvariantCulture), reader.GetFieldValue<DateTimeOffset>(2))
            : new Committed(admission, Incarnation, 0, default);
    }

    private async Task Close()
    {
        NpgsqlConnection? connection = _connection;
        (_connection, _post, _sift) = (null, null, null);
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
