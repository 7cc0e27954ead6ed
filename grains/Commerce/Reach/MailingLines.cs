using Npgsql;
using NpgsqlTypes;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>The messages of mailings, one row a person. A row gets its answer once.</summary>
internal sealed class MailingLines(NpgsqlDataSource database)
{
    public const short Waiting = 0, Sent = 1, Failed = 2, Unwanted = 3;

    /// <summary>A message that waits, and how often it was tried.</summary>
    public readonly record struct Line(CustomerId Person, int Tries, MessageChannel Channel = MessageChannel.Sms);

    /// <summary>What came of one message.</summary>
    public readonly record struct Answer(CustomerId Person, short Status);

    /// <summary>
    /// Chooses whom it goes to: who agreed and has heard nothing for a while, and by no way more than this. Whom an e-mail reaches gets none
    /// by SMS, when it goes both ways. Chosen before, they are chosen anew.
    /// </summary>
    public async Task<MailingCount> Choose(string mailing, string shop, MailingChannel channel, MailingCount most, DateTimeOffset quietSince)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using (NpgsqlCommand clear = new("delete from mailing_line where mailing = $1", connection, transaction))
        {
            clear.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
            await clear.ExecuteNonQueryAsync();
        }

        long emails = most.Emails == 0 ? 0 : await Insert(connection, transaction, mailing, shop, channel, byEmail: true, most.Emails, quietSince);
        long sms = most.Sms == 0 ? 0 : await Insert(connection, transaction, mailing, shop, channel, byEmail: false, most.Sms, quietSince);
        await transaction.CommitAsync();
        return new MailingCount(sms, emails);
    }

    private static async Task<long> Insert(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string mailing, string shop, MailingChannel channel, bool byEmail, long most, DateTimeOffset quietSince)
    {
        await using NpgsqlCommand choose = new(
            """
            insert into mailing_line (mailing, person, channel)
            select $1, person, case when $5 then 1 else 0 end from (
                select f.id, f.body #>> '{state,person}' as person, (f.body #>> '{state,agreed}') = 'true' as sms,
                       coalesce((f.body #>> '{state,emailAgreed}') = 'true' and c.body #>> '{state,email,address}' <> '' and (c.body #>> '{state,email,undeliverable}') is distinct from 'true', false) as reached
                from document f
                left join document c on c.type = 'identity.customer' and c.id = f.body #>> '{state,person}' and (f.body #>> '{state,emailAgreed}') = 'true'
                where f.type = 'commerce.follow' and (f.body #>> '{state,following}') = 'true' and f.body #>> '{state,shop}' = $2
                  and coalesce((f.body #>> '{state,heardAtMs}')::bigint, 0) <= $3) follower
            where case when $5 then reached else sms and not ($6 and reached) end
            order by id limit $4
            """,
            connection,
            transaction);
        choose.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        choose.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop });
        choose.Parameters.Add(new NpgsqlParameter<long> { TypedValue = quietSince.ToUnixTimeMilliseconds() });
        choose.Parameters.Add(new NpgsqlParameter<long> { TypedValue = most });
        choose.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = byEmail });
        choose.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = channel is MailingChannel.Both });
        return await choose.ExecuteNonQueryAsync();
    }

    /// <summary>Messages that wait, those first that were tried least.</summary>
    public async Task<IReadOnlyList<Line>> Due(string mailing, int most)
    {
        await using NpgsqlCommand command = database.CreateCommand("select person, tries, channel from mailing_line where mailing = $1 and status = 0 order by tries, person limit $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        List<Line> due = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            due.Add(new Line(new CustomerId(rows.GetString(0)), rows.GetInt16(1), (MessageChannel)rows.GetInt16(2)));
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
    public async Task<(long Waiting, MailingCount Sent)> Count(string mailing)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "select count(*) filter (where status = 0), count(*) filter (where status = 1 and channel = 0), count(*) filter (where status = 1 and channel = 1) from mailing_line where mailing = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), new MailingCount(row.GetInt64(1), row.GetInt64(2)));
    }
}
