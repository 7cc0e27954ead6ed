using Npgsql;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Development only: reads the SMS and e-mail that would have been sent. Whatever process wrote them, they lie in one table.</summary>
public sealed class DevSmsOutbox(NpgsqlDataSource database)
{
    /// <summary>The latest SMS, newest first; to one number, or to all.</summary>
    public async Task<IReadOnlyList<DevSms>> Read(PhoneNumber? to, int limit, CancellationToken cancellation)
    {
        var found = new List<DevSms>();
        await using NpgsqlCommand command = database.CreateCommand(
            "select id, recipient, body, sent_at from dev_sms where $1::text is null or recipient = $1 order by sent_at desc limit $2");
        command.Parameters.Add(new() { Value = (object?)to?.E164 ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new DevSms(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return found;
    }

    /// <summary>The latest e-mail, newest first; to one address, or to all.</summary>
    public async Task<IReadOnlyList<DevMail>> ReadMail(EmailAddress? to, int limit, CancellationToken cancellation)
    {
        var found = new List<DevMail>();
        await using NpgsqlCommand command = database.CreateCommand(
            "select id, recipient, subject, body, sent_at from dev_mail where $1::text is null or recipient = $1 order by sent_at desc limit $2");
        command.Parameters.Add(new() { Value = (object?)to?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new DevMail(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return found;
    }
}

/// <summary>An SMS that was not sent but can be read.</summary>
public sealed record DevSms(string Id, string To, string Text, DateTimeOffset SentAt);

/// <summary>An e-mail that was not sent but can be read.</summary>
public sealed record DevMail(string Id, string To, string Subject, string Text, DateTimeOffset SentAt);
