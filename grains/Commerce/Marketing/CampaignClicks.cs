using Npgsql;
using NpgsqlTypes;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>
/// The clicks of one campaign: in memory what the next one is judged by, in PostgreSQL every one of them. Clicks that come while
/// others are being written wait together for the next statement. A number is taken once: the second of two activations
/// meets the first's row, loses what it was about to write, and goes.
/// </summary>
internal sealed class CampaignClicks(NpgsqlDataSource database, string campaign, Action lost)
{
    private readonly Dictionary<(string Viewer, string Product), DateTimeOffset> _recent = [];
    private readonly Queue<(DateTimeOffset At, string Viewer, string Product, string Source)> _order = [];
    private readonly Dictionary<string, int> _sources = [];
    private List<(Row Row, TaskCompletionSource Written)> _waiting = [];
    private long _seq;
    private bool _writing, _isLost;

    /// <summary>The purse that <see cref="Spent"/> speaks of.</summary>
    public int Purse { get; private set; }

    /// <summary>What its clicks cost, those on their way into the database included.</summary>
    public long Spent { get; private set; }

    /// <summary>What is written of it and has not gone to the ledger.</summary>
    public long Uncharged { get; private set; }

    /// <summary>The last number that is written.</summary>
    public long Written { get; private set; }

    /// <summary>Reads what counts now.</summary>
    public async Task Load(int purse, long charged, DateTimeOffset since)
    {
        await using NpgsqlBatch batch = database.CreateBatch();
        batch.BatchCommands.Add(Command("select coalesce(max(seq), 0) from campaign_click where campaign = $1"));
        NpgsqlBatchCommand sums = Command("select coalesce(sum(price), 0)::bigint, coalesce(sum(price) filter (where seq > $3), 0)::bigint from campaign_click where campaign = $1 and purse = $2");
        sums.Parameters.Add(new NpgsqlParameter<int> { TypedValue = purse });
        sums.Parameters.Add(new NpgsqlParameter<long> { TypedValue = charged });
        batch.BatchCommands.Add(sums);
        NpgsqlBatchCommand recent = Command("select viewer, product, source, at from campaign_click where campaign = $1 and at > $2 and product <> '' order by seq");
        recent.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = since.UtcDateTime });
        batch.BatchCommands.Add(recent);
        await using NpgsqlDataReader rows = await batch.ExecuteReaderAsync();
        await rows.ReadAsync();
        _seq = Written = rows.GetInt64(0);
        await rows.NextResultAsync();
        await rows.ReadAsync();
        (Purse, Spent, Uncharged) = (purse, rows.GetInt64(0), rows.GetInt64(1));
        await rows.NextResultAsync();
        while (await rows.ReadAsync())
        {
            Remember(rows.GetString(0), rows.GetString(1), rows.GetString(2), new DateTimeOffset(rows.GetDateTime(3), TimeSpan.Zero));
        }
    }

    /// <summary>When this viewer's last click on this product was counted.</summary>
    public DateTimeOffset? Before(string viewer, string product) => _recent.TryGetValue((viewer, product), out DateTimeOffset at) ? at : null;

    /// <summary>How many clicks within the window came from this address.</summary>
    public int From(string source, DateTimeOffset now)
    {
        Forget(now);
        return _sources.GetValueOrDefault(source);
    }

    /// <summary>Another purse pays from now on.</summary>
    public void Begin(int purse) => (Purse, Spent, Uncharged) = (purse, 0, 0);

    /// <summary>What is written goes to the ledger now. Answers with the last click and the sum.</summary>
    public (long To, long Amount) Take()
    {
        (long To, long Amount) taken = (Written, Uncharged);
        Uncharged = 0;
        return taken;
    }

    /// <summary>Counts a click at once; the task ends when it is durable.</summary>
    public Task Add(AdClick click, long price, DateTimeOffset now)
    {
        Spent += price;
        Remember(click.Viewer, click.Product.Value, click.Source, now);
        return Append(new Row(0, Purse, click.Product.Value, click.Viewer, click.Source, price, now.UtcDateTime));
    }

    /// <summary>Takes a number without a click: whatever another activation still has on its way can no longer be written.</summary>
    public Task Fence(DateTimeOffset now) => Append(new Row(0, Purse, "", "", "", 0, now.UtcDateTime));

    private Task Append(Row row)
    {
        if (_isLost)
        {
            throw new DocumentNotSavedException($"A click of {campaign} was not written, or nobody knows.");
        }

        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((row with { Seq = ++_seq }, written));
        if (!_writing)
        {
            _ = WriteAsync();
        }

        return written.Task;
    }

    private async Task WriteAsync()
    {
        _writing = true;
        while (_waiting.Count > 0)
        {
            List<(Row Row, TaskCompletionSource Written)> batch = _waiting;
            _waiting = [];
            try
            {
                await Insert([.. batch.Select(one => one.Row)]);
                foreach ((Row row, TaskCompletionSource written) in batch)
                {
                    (Written, Uncharged) = (row.Seq, Uncharged + (row.Purse == Purse ? row.Price : 0));
                    written.SetResult();
                }
            }
            catch (Exception failure)
            {
                Lose(failure, batch);
                return;
            }
        }

        _writing = false;
    }

    private void Lose(Exception failure, List<(Row Row, TaskCompletionSource Written)> batch)
    {
        _isLost = true;
        var lostWrite = new DocumentNotSavedException($"A click of {campaign} was not written, or nobody knows ({failure.GetType().Name}: {failure.Message}).");
        foreach ((_, TaskCompletionSource written) in batch.Concat(_waiting))
        {
            written.SetException(lostWrite);
        }

        _waiting = [];
        lost();
    }

    private async Task Insert(Row[] rows)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into campaign_click (campaign, seq, purse, product, viewer, source, price, at)
            select $1, * from unnest($2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[])
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = campaign });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Seq)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. rows.Select(row => row.Purse)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(row => row.Product)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(row => row.Viewer)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(row => row.Source)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Price)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. rows.Select(row => row.At)] });
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlBatchCommand Command(string sql)
    {
#pragma warning disable CA2100 // One of the constants above.
        NpgsqlBatchCommand command = new(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = campaign });
        return command;
    }

    private void Remember(string viewer, string product, string source, DateTimeOffset at)
    {
        _recent[(viewer, product)] = at;
        _order.Enqueue((at, viewer, product, source));
        _sources[source] = _sources.GetValueOrDefault(source) + 1;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_order.TryPeek(out var oldest) && now - oldest.At > Ads.Memory)
        {
            _order.Dequeue();
            if (_recent.TryGetValue((oldest.Viewer, oldest.Product), out DateTimeOffset at) && at == oldest.At)
            {
                _recent.Remove((oldest.Viewer, oldest.Product));
            }

            if (--_sources[oldest.Source] == 0)
            {
                _sources.Remove(oldest.Source);
            }
        }
    }

    private sealed record Row(long Seq, int Purse, string Product, string Viewer, string Source, long Price, DateTime At);
}
