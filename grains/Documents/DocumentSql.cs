using System.Collections.Concurrent;
using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Documents;

/// <summary>
/// The statements for a group, one a type and to its own table: naming the parent would have PostgreSQL open every type's
/// table to find the one. They are few and short, and stay prepared on the connections of their pool.
/// </summary>
internal sealed class DocumentSql(NpgsqlDataSource database)
{
    private static readonly ConcurrentDictionary<string, Statements> s_statements = new(StringComparer.Ordinal);

    /// <summary>Those that are there, each as of one moment for its type.</summary>
    public async Task<Dictionary<DocumentKey, DocumentRow>> Read(IReadOnlyList<DocumentKey> keys)
    {
        Dictionary<DocumentKey, DocumentRow> found = new(keys.Count);
        await using NpgsqlBatch batch = database.CreateBatch();
        List<string> types = [];
        foreach (IGrouping<string, DocumentKey> type in keys.GroupBy(key => key.Type))
        {
            types.Add(type.Key);
            batch.BatchCommands.Add(Command(Of(type.Key).Read, Texts(type, key => key.Id)));
        }

        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess);
        foreach (string type in types)
        {
            while (await reader.ReadAsync())
            {
                string id = reader.GetString(0);
                found[new DocumentKey(type, id)] = new DocumentRow(reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2));
            }

            await reader.NextResultAsync();
        }

        return found;
    }

    /// <summary>Writes them in one transaction. Those whose row was not what their grain has seen are left out.</summary>
    /// <returns>Which were written.</returns>
    public async Task<HashSet<DocumentKey>> Write(IReadOnlyList<DocumentWrite> writes)
    {
        HashSet<DocumentKey> written = new(writes.Count);
        await using NpgsqlBatch batch = database.CreateBatch();
        List<string> types = [];
        foreach (IGrouping<(string Type, bool New), DocumentWrite> some in writes.GroupBy(write => (write.Key.Type, write.Seen == 0)).OrderBy(some => some.Key))
        {
            types.Add(some.Key.Type);
            NpgsqlParameter ids = Texts(some, write => write.Key.Id);
            NpgsqlParameter bodies = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = some.Select(write => write.Body.ToArray()).ToArray() };
            batch.BatchCommands.Add(some.Key.New
                ? Command(Of(some.Key.Type).Insert, ids, bodies)
                : Command(Of(some.Key.Type).Update, ids, bodies, new NpgsqlParameter<int[]> { TypedValue = [.. some.Select(write => write.Seen)] }));
        }

        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        foreach (string type in types)
        {
            while (await reader.ReadAsync())
            {
                written.Add(new DocumentKey(type, reader.GetString(0)));
            }

            await reader.NextResultAsync();
        }

        return written;
    }

    private static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        NpgsqlBatchCommand command = new(text);
        foreach (NpgsqlParameter parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter<string[]> Texts<T>(IEnumerable<T> from, Func<T, string> text) => new() { TypedValue = [.. from.Select(text)] };

    private static Statements Of(string type) => s_statements.GetOrAdd(type, static name =>
    {
        string table = DocumentKey.Table(name);

        // Materialized, or PostgreSQL would read the JSON anew for each place where it is used.
        const string Wake = "case when jsonb_typeof(n.body -> 'wakeAt') = 'number' then to_timestamp((n.body ->> 'wakeAt')::double precision / 1000) end";
        return new Statements(
            $"select id, version, body from {table} where type = '{name}' and id = any($1)",
            $"""
            with n as materialized (select g.id, convert_from(g.payload, 'UTF8')::jsonb as body from unnest($1, $2) as g(id, payload))
            insert into {table} (type, id, version, body, wake_at) select '{name}', n.id, 1, n.body, {Wake} from n
            on conflict do nothing returning id
            """,
            $"""
            with n as materialized (select g.id, g.version, convert_from(g.payload, 'UTF8')::jsonb as body from unnest($1, $2, $3) as g(id, payload, version))
            update {table} d set version = d.version + 1, body = n.body, wake_at = {Wake}, modified_at = now()
            from n where d.type = '{name}' and d.id = n.id and d.version = n.version returning d.id
            """);
    });

    private sealed record Statements(string Read, string Insert, string Update);
}
