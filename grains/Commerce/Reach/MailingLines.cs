using Npgsql;
using NpgsqlTypes;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>The messages of mailings, one row a person. A row gets its answer once.</summary>
internal sealed class MailingLines(NpgsqlDataSource database)
{
    public const short Waiting = 0, Sent = 1, Failed = 2, Unwanted = 3;

    /// <summary>A message that waits, and how often it was tried.</summary>
    public readonly record struct Line(CustomerId Person, int Tries);

    /// <summary>What came of one message.</summary>
    public readonly record struct Answer(CustomerId Person, short Status);

    /// <summary>Chooses whom it goes to: who agreed and has heard nothing for a while, and no more than this. Chosen before, they are chosen anew.</summary>
    public async Task<long> Choose(string mailing, string shop, long most, DateTimeOffset quietSince)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using (NpgsqlCommand clear = new("delete from mailing_line where mailing = $1", connection, transaction))
        {
            clear.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
            await clear.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand choose = new(
            """
            insert into mailing_line (mailing, person)
            select $1, body #>> '{state,person}' from document
            where type = 'commerce.follow' and (body #>> '{state,following}') = 'true' and body #>> '{state,shop}' = $2 and (body #>> '{state,agreed}') = 'true'
              and coalesce((body #>> '{state,heardAtMs}')::bigint, 0) <= $3
            order by id limit $4
            """,
            connection,
            transaction);
        choose.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        choose.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop });
        choose.Parameters.Add(new NpgsqlParameter<long> { TypedValue = quietSince.ToUnixTimeMilliseconds() });
        choose.Parameters.Add(new NpgsqlParameter<long> { TypedValue = most });
        long chosen = await choose.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return chosen;
    }

    /// <summary>Messages that wait, those first that were tried least.</summary>
    public async Task<IReadOnlyList<Line>> Due(string mailing, int most)
    {
        await using NpgsqlCommand command = database.CreateCommand("select person, tries from mailing_line where mailing = $1 and status = 0 order by tries, person limit $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        List<Line> due = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            due.Add(new Line(new CustomerId(rows.GetString(0)), rows.GetInt16(1)));
        }

        return due;
    }

    /// <summary>Notes what came of a wave.</summary>
    public async Task Note(string mailing, IReadOnlyList<Answer> answers, DateTimeOffset at)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            update mailing_line l set status = a.status, tries = l.tries + 1, at = $4
            from unnest($2::text[], $3::smallint[]) a (person, status) where l.mailing = $1 and l.person = a.person and l.status = 0
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. answers.Select(answer => answer.Person.Value)] });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. answers.Select(answer => answer.Status)] });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at.UtcDateTime });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How many wait, and how many were sent.</summary>
    public async Task<(long Waiting, long Sent)> Count(string mailing)
    {
        await using NpgsqlCommand command = database.CreateCommand("select count(*) filter (where status = 0), count(*) filter (where status = 1) from mailing_line where mailing = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
