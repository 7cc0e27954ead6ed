using Npgsql;

namespace Postmobile.Identity;

/// <summary>Development only: SMS go to the table <c>dev_sms</c>, where every process of the cluster and its developer can read them.</summary>
public sealed class DevSmsGateway(NpgsqlDataSource database) : ISmsGateway
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<SmsMessage>> Send(IReadOnlyList<SmsMessage> messages, CancellationToken cancellation)
    {
        await using NpgsqlCommand insert = database.CreateCommand(
            "insert into dev_sms (id, recipient, body) select * from unnest($1::text[], $2::text[], $3::text[]) on conflict (id) do nothing");
        insert.Parameters.Add(new() { Value = messages.Select(message => message.Id).ToArray() });
        insert.Parameters.Add(new() { Value = messages.Select(message => message.To).ToArray() });
        insert.Parameters.Add(new() { Value = messages.Select(message => message.Text).ToArray() });
        await insert.ExecuteNonQueryAsync(cancellation);
        return [];
    }
}
