using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Money;

/// <summary>The rows of bulk payments: written in thousands at a time, and the truth about every line.</summary>
internal sealed partial class BulkLines(NpgsqlDataSource database)
{
    /// <summary>A line that is to be paid, with the wallet that its number led to when it was taken; 0: to none.</summary>
    public readonly record struct Due(int Number, long Amount, long Charges, long Wallet);

    /// <summary>What became of a line: whose wallet has the money, or why none has.</summary>
    public readonly record struct Answer(int Number, long Wallet, string? Failure, DateTimeOffset At);

    /// <summary>A payee who has not been told.</summary>
    public readonly record struct Untold(int Number, string Phone, long Amount, string Language);

    /// <summary>What the rows of a batch come to.</summary>
    public readonly record struct Sums(int Lines, int Problems, int Warnings, int Ready, long Amount, long Charges, int Paid, long PaidAmount, int Failed, int Told);

    /// <summary>Forgets the lines of a batch.</summary>
    public Task Clear(Guid batch) => Execute("delete from bulk_line where batch = $1", Parameter(batch));

    /// <summary>Writes judged lines.</summary>
    public async Task Write(Guid batch, IReadOnlyList<BulkLineRules.Judged> lines)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using NpgsqlBinaryImporter rows = await connection.BeginBinaryImportAsync(
            "copy bulk_line (batch, number, phone, amount, written_amount, name, reference, problem, status) from stdin (format binary)");
        foreach (BulkLineRules.Judged line in lines)
        {
            await rows.StartRowAsync();
            await rows.WriteAsync(batch, NpgsqlDbType.Uuid);
            await rows.WriteAsync(line.Input.Number, NpgsqlDbType.Integer);
            await rows.WriteAsync(line.Phone, NpgsqlDbType.Text);
            await rows.WriteAsync(line.Amount, NpgsqlDbType.Bigint);
            await WriteOptional(rows, line.Problem is null ? null : Written(line.Input.Amount));
            await rows.WriteAsync(line.Name, NpgsqlDbType.Text);
            await rows.WriteAsync(line.Reference, NpgsqlDbType.Text);
            await WriteOptional(rows, line.Problem);
            await rows.WriteAsync((short)line.Status, NpgsqlDbType.Smallint);
        }

        await rows.CompleteAsync();
    }

    // What belongs to a line is looked up line by line: joined, a planner that knows nothing of fresh rows reads whole tables.

    /// <summary>The next lines that are to be paid, and whose wallet each means now.</summary>
    public async Task<List<Due>> Take(Guid batch, int after, int count)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select l.number, l.amount, l.charges, coalesce(
                (select (d.body #>> '{state,wallet}')::bigint from document d where d.type = 'identity.phone' and d.id = 'tel-' || substr(l.phone, 2)), 0)
            from bulk_line l where l.batch = $1 and l.number > $2 and l.status = 0 order by l.number limit $3
            """);
        command.Parameters.Add(Parameter(batch));
        command.Parameters.Add(Parameter(after));
        command.Parameters.Add(Parameter(count));
        List<Due> due = new(count);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            due.Add(new Due(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return due;
    }

    /// <summary>Writes down what became of lines. A line that has its answer keeps it.</summary>
    public Task Settle(Guid batch, long hold, IReadOnlyList<Answer> answers) => Execute(
        """
        update bulk_line l set status = case when a.failure is null then 1 else 2 end, failure = a.failure, hold = $2, wallet = a.wallet,
            paid_at = case when a.failure is null then a.at end
        from unnest($3, $4, $5, $6) a (number, wallet, failure, at)
        where l.batch = $1 and l.number = a.number and l.status = 0
        """,
        Parameter(batch),
        Parameter(hold),
        Parameter(answers.Select(answer => answer.Number).ToArray()),
        Parameter(answers.Select(answer => answer.Wallet).ToArray()),
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = answers.Select(answer => answer.Failure).ToArray() },
        Parameter(answers.Select(answer => answer.At.UtcDateTime).ToArray()));

    /// <summary>Of a round that is ended before its time, the lines of which the ledger has never heard have failed.</summary>
    public Task FailUnsent(Guid batch, int sent, string why) => Execute(
        "update bulk_line set status = 2, failure = $3 where batch = $1 and number > $2 and status = 0", Parameter(batch), Parameter(sent), Parameter(why));

    /// <summary>The others: sent, and without an answer.</summary>
    public async Task<List<int>> Unanswered(Guid batch, int count)
    {
        await using NpgsqlCommand command = database.CreateCommand("select number from bulk_line where batch = $1 and status = 0 order by number limit $2");
        command.Parameters.Add(Parameter(batch));
        command.Parameters.Add(Parameter(count));
        List<int> numbers = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            numbers.Add(reader.GetInt32(0));
        }

        return numbers;
    }

    /// <summary>The lines that failed are to be paid after all; their numbers are looked up anew.</summary>
    public Task Revive(Guid batch) => Execute(
        "update bulk_line set status = 0, failure = null, wallet = null, hold = null where batch = $1 and status = 2", Parameter(batch));

    /// <summary>A further round that was not approved leaves its lines as failed as before.</summary>
    public Task Shelve(Guid batch) => FailUnsent(batch, 0, "bulk_not_approved");

    /// <summary>Payees who were paid and not told, in the order of the file, with the language of their wallet.</summary>
    public async Task<List<Untold>> NextUntold(Guid batch, int after, int count)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select l.number, l.phone, l.amount, coalesce((select a.language from account a where a.id = l.wallet), 'fr')
            from bulk_line l
            where l.batch = $1 and l.number > $2 and l.status = 1 and l.told_at is null order by l.number limit $3
            """);
        command.Parameters.Add(Parameter(batch));
        command.Parameters.Add(Parameter(after));
        command.Parameters.Add(Parameter(count));
        List<Untold> untold = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            untold.Add(new Untold(reader.GetInt32(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3)));
        }

        return untold;
    }

    /// <summary>These payees have their message.</summary>
    public Task Told(Guid batch, int[] numbers, DateTimeOffset at) => Execute(
        "update bulk_line set told_at = $3 where batch = $1 and number = any($2)", Parameter(batch), Parameter(numbers), Parameter(at.UtcDateTime));

    /// <summary>Counts the rows.</summary>
    public async Task<Sums> Count(Guid batch)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select count(*)::int, count(*) filter (where status = 3)::int, count(*) filter (where warning is not null and status = 0)::int,
                   count(*) filter (where status = 0)::int,
                   coalesce(sum(amount) filter (where status = 0), 0)::bigint, coalesce(sum(charges) filter (where status = 0), 0)::bigint,
                   count(*) filter (where status = 1)::int, coalesce(sum(amount) filter (where status = 1), 0)::bigint,
                   count(*) filter (where status = 2)::int, count(told_at)::int
            from bulk_line where batch = $1
            """);
        command.Parameters.Add(Parameter(batch));
        await using NpgsqlDataReader r = await command.ExecuteReaderAsync(CommandBehavior.SingleRow);
        await r.ReadAsync();
        return new Sums(r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), r.GetInt64(4), r.GetInt64(5), r.GetInt32(6), r.GetInt64(7), r.GetInt32(8), r.GetInt32(9));
    }

    private async Task Execute(string sql, params NpgsqlParameter[] parameters)
    {
#pragma warning disable CA2100 // The constants above and in the other part of this class.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 120;
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };

    private static string Written(string amount) => amount.Length > 40 ? amount[..40] : PaymentRules.ValidNote(amount) ? amount : "?";

    private static Task WriteOptional(NpgsqlBinaryImporter rows, string? text) =>
        text is null ? rows.WriteNullAsync() : rows.WriteAsync(text, NpgsqlDbType.Text);
}
