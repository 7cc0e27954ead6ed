using Npgsql;

namespace Postmobile.Bench.Search;

/// <summary>How other shops search by default, over the same rows: <c>ilike</c> with wildcards, and full text that only lowers letters.</summary>
internal static class SearchReferences
{
    /// <summary>Keeps what the second one searches in a column of its own with an index, as it does.</summary>
    public static async Task Prepare(NpgsqlDataSource database)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            create table bench_simple as
                select id, body #>> '{state,title}' as title, setweight(to_tsvector('simple', body #>> '{state,title}'), 'A') || setweight(to_tsvector('simple', body #>> '{state,description}'), 'C') as vector
                from document where type = 'commerce.product';
            create index on bench_simple using gin (vector);
            analyze bench_simple
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Each word anywhere in title or description.</summary>
    public static Task<IReadOnlyList<string>> Ilike(NpgsqlDataSource database, string text) => Ask(
        database,
        """
        select body #>> '{state,title}' from document
        where type = 'commerce.product' and (body #>> '{state,title}' ilike all ($1) or body #>> '{state,description}' ilike all ($1))
        order by (body #>> '{state,publishedAtMs}')::bigint desc limit 24
        """,
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"%{word}%").ToArray());

    /// <summary>Full text without stemming, accents or errors.</summary>
    public static Task<IReadOnlyList<string>> Simple(NpgsqlDataSource database, string text) => Ask(
        database,
        "select title from bench_simple where vector @@ websearch_to_tsquery('simple', $1) order by ts_rank(vector, websearch_to_tsquery('simple', $1)) desc limit 24",
        text);

    private static async Task<IReadOnlyList<string>> Ask(NpgsqlDataSource database, string sql, object value)
    {
#pragma warning disable CA2100 // The constants above.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = value });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var titles = new List<string>();
        while (await row.ReadAsync())
        {
            titles.Add(row.GetString(0));
        }

        return titles;
    }
}
