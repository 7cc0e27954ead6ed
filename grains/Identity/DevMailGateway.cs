using Npgsql;

namespace Postmobile.Identity;

/// <summary>Development only: e-mail goes to the table <c>dev_mail</c>, where every process of the cluster and its developer can read it.</summary>
public sealed class DevMailGateway(NpgsqlDataSource database) : IMailGateway
{
    /// <inheritdoc />
    public bool IsOn => true;

    /// <inheritdoc />
    public async Task<MailFate> Send(MailMessage message, CancellationToken cancellation)
    {
        await using NpgsqlCommand insert = database.CreateCommand("insert into dev_mail (id, recipient, subject, body, html) values ($1, $2, $3, $4, $5) on conflict (id) do nothing");
        insert.Parameters.Add(new() { Value = message.Id });
        insert.Parameters.Add(new() { Value = message.To.Value });
        insert.Parameters.Add(new() { Value = message.Letter.Subject });
        insert.Parameters.Add(new() { Value = message.Letter.Text });
        insert.Parameters.Add(new() { Value = (object?)message.Letter.Html ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await insert.ExecuteNonQueryAsync(cancellation);
        return MailFate.Sent;
    }
}
