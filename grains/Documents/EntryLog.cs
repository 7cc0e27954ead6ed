using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Documents;

/// <summary>
/// Appends to logs, what only ever grows: rows of <c>entry</c>, numbered within their stream, each with a digest chained
/// to the one before. The database refuses to change or remove them.
/// </summary>
public sealed class EntryLog(NpgsqlDataSource database)
{
    /// <summary>Appends once: the same id again gives the number that it has already.</summary>
    /// <param name="stream">Which log.</param>
    /// <param name="id">Names the entry within it, the same at each attempt.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="body">An immutable record; it is kept as JSON.</param>
    /// <param name="at">When it happened.</param>
    public async Task<long> Append<TBody>(string stream, string id, string kind, TBody body, DateTimeOffset at)
    {
        await using NpgsqlCommand command = database.CreateCommand("select entry_append($1, $2, $3, $4, $5)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(body, DocumentSerializer.Options) });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = at.UtcDateTime });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The number of the first entry that is not what it was when it was written; null when the chain is whole.</summary>
    public async Task<long?> FirstBroken(string stream)
    {
        await using NpgsqlCommand command = database.CreateCommand("select entry_first_broken($1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        return await command.ExecuteScalarAsync() as long?;
    }
}
