using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Commerce;

/// <summary>A product that matches: what is needed to narrow, count and order, no more.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Price">Its lowest price, without flash sales.</param>
/// <param name="Published">When, in milliseconds.</param>
/// <param name="Rating">How it is rated.</param>
/// <param name="Available">Whether there is any.</param>
/// <param name="Facets">Their numbers.</param>
/// <param name="Score">How well it matches.</param>
/// <param name="Flash">Price, from and until of flash sales that have pieces left, one after the other; null without.</param>
internal readonly record struct Hit(long Number, long Price, long Published, float Rating, bool? Available, int[] Facets, double Score, long[]? Flash = null)
{
    /// <summary>The hit with what it costs at a moment, in milliseconds.</summary>
    public Hit At(long now)
    {
        long price = Price;
        for (int i = 0; Flash is not null && i + 2 < Flash.Length; i += 3)
        {
            price = Flash[i] < price && Flash[i + 1] <= now && Flash[i + 2] > now ? Flash[i] : price;
        }

        return price == Price ? this : this with { Price = price };
    }
}

/// <summary>What matches, the best first.</summary>
/// <param name="All">As many as are kept.</param>
/// <param name="Total">How many match.</param>
/// <param name="IsLeast">Whether there are more than that.</param>
internal sealed record Hits(IReadOnlyList<Hit> All, int Total, bool IsLeast)
{
    private readonly bool _hasFlash = All.Any(hit => hit.Flash is not null);

    /// <summary>The hits with what they cost at a moment: they may have been found before a flash sale began, or ended.</summary>
    public IReadOnlyList<Hit> At(long now) => _hasFlash ? [.. All.Select(hit => hit.At(now))] : All;

    /// <summary>Whether every match is here.</summary>
    public bool IsWhole => !IsLeast && All.Count == Total;
}

/// <summary>What the database is asked for.</summary>
internal sealed record HitsQuery(string Words, int[] Must, IReadOnlyList<int[]> Any, long? PriceFrom, long? PriceTo, bool InStock, SearchSort Sort)
{
    /// <summary>The same for the same question.</summary>
    public string Key => string.Join('|', Words, string.Join(',', Must), string.Join(';', Any.Select(some => string.Join(',', some))), PriceFrom, PriceTo, InStock, Sort);
}

/// <summary>The search's own connections and what is read over them.</summary>
internal sealed class SearchDatabase([FromKeyedServices(SearchHosting.Pool)] NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The most hits that are kept in memory and counted one by one.</summary>
    public const int HitsMax = 3000;

    /// <summary>The most hits of a search so broad that not all are weighed: each costs looking through many that do not match.</summary>
    public const int WalkedMax = 1000;

    /// <summary>The most hits that are weighed; the same number as in the statements.</summary>
    public const int WeighedMax = 12_000;

    /// <summary>Of one kind of choices each; more kinds than there are places narrow in memory.</summary>
    public const int AnyMax = 6;

    /// <summary>Reads what matches. A search so broad that not every match is weighed is then read from the best ones on.</summary>
    public async Task<Hits> Find(HitsQuery query, bool isBroad)
    {
        Hits found = isBroad ? await Read(SearchSql.Walked(query.Sort), query, WalkedMax) : await Read(SearchSql.Weighed(query.Sort), query, HitsMax);
        return found.IsLeast && !isBroad ? await Read(SearchSql.Walked(query.Sort), query, WalkedMax) : found;
    }

    /// <summary>Products as lists show them.</summary>
    public async Task<IReadOnlyList<ProductCard>> Cards(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        // Unlike a search, this is planned alike for everybody, and the planning would take longer than the reading: it stays prepared.
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(SearchSql.Cards, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        command.Parameters.Add(Now);
        await command.PrepareAsync();
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var cards = new List<ProductCard>(ids.Count);
        while (await row.ReadAsync())
        {
            cards.Add(new ProductCard
            {
                Id = new ProductId(row.GetString(0)),
                Slug = Text(row, 1),
                Title = Text(row, 2),
                Shop = new ShopId(Text(row, 3)),
                ShopName = Text(row, 4),
                Town = Text(row, 5),
                Price = row.GetInt64(6),
                Image = row.IsDBNull(7) ? null : row.GetString(7),
                Stars = row.IsDBNull(8) ? 0 : row.GetInt32(8),
                Reviews = row.IsDBNull(9) ? 0 : row.GetInt32(9),
                Category = Text(row, 10),
                PublishedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.IsDBNull(11) ? 0 : row.GetInt64(11)),
                CompareAt = row.IsDBNull(12) || row.GetInt64(12) <= row.GetInt64(6) ? null : row.GetInt64(12),
                FromPrice = !row.IsDBNull(13) && row.GetBoolean(13),
                Available = row.IsDBNull(14) ? null : row.GetBoolean(14),
                FlashUntil = row.IsDBNull(15) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(15)),
            });
        }

        return cards;
    }

    /// <summary>Ids of a statement that asks for so many of something.</summary>
    public async Task<IReadOnlyList<string>> Ids(SearchList list, string about, int most)
    {
        await using NpgsqlCommand command = database.CreateCommand(list switch
        {
            SearchList.Newest => SearchSql.Newest,
            SearchList.Best => SearchSql.Best,
            SearchList.Offers => SearchSql.Offers,
            SearchList.Begun => SearchSql.Begun,
            _ => throw new ArgumentOutOfRangeException(nameof(list)),
        });
        if (list is SearchList.Offers or SearchList.Begun)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = about });
        }

        command.Parameters.Add(list is SearchList.Offers ? Now : new NpgsqlParameter<int> { TypedValue = most });

        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await row.ReadAsync())
        {
            ids.Add(row.GetString(0));
        }

        return ids;
    }

    /// <summary>Titles, brands and shops of products written since a moment.</summary>
    public async IAsyncEnumerable<string> Texts(DateTimeOffset since)
    {
        await using NpgsqlCommand command = database.CreateCommand(SearchSql.Texts);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = since.UtcDateTime });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            yield return row.GetString(0);
        }
    }

    /// <summary>Facets with numbers above one.</summary>
    public async Task<IReadOnlyList<(int Number, string Value, string Label)>> Facets(int above)
    {
        await using NpgsqlCommand command = database.CreateCommand(SearchSql.Facets);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = above });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var facets = new List<(int, string, string)>();
        while (await row.ReadAsync())
        {
            facets.Add((row.GetInt32(0), row.GetString(1), row.GetString(2)));
        }

        return facets;
    }

    /// <summary>How many products some categories have.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Counts(IEnumerable<string> categories)
    {
        await using NpgsqlCommand command = database.CreateCommand(SearchSql.Counts);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. categories.Select(code => "c:" + code)] });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var counts = new Dictionary<string, int>();
        while (await row.ReadAsync())
        {
            counts[row.GetString(0)[2..]] = row.GetInt32(1);
        }

        return counts;
    }

    /// <summary>Keeps the words of the categories, and writes the products of those that changed again.</summary>
    public async Task SetCategories(IEnumerable<(string Code, string Words)> all)
    {
        var changed = new List<string>();
        foreach ((string code, string words) in all)
        {
            await using NpgsqlCommand set = database.CreateCommand(SearchSql.SetCategory);
            set.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
            set.Parameters.Add(new NpgsqlParameter<string> { TypedValue = words });
            if (await set.ExecuteScalarAsync() is true)
            {
                changed.Add("c:" + code);
            }
        }

        for (string? after = changed.Count > 0 ? "" : null; after is not null;)
        {
            await using NpgsqlCommand rewrite = database.CreateCommand(SearchSql.Rewrite);
            rewrite.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changed] });
            rewrite.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
            after = await rewrite.ExecuteScalarAsync() as string;
        }
    }

    /// <summary>Adds searches to what people look for.</summary>
    public async Task Ask(IReadOnlyDictionary<string, int> times)
    {
        await using NpgsqlCommand command = database.CreateCommand(SearchSql.Ask);
        string[] texts = [.. times.Keys.Order(StringComparer.Ordinal)];
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = texts });
        command.Parameters.Add(new NpgsqlParameter<float[]> { TypedValue = [.. texts.Select(text => (float)times[text])] });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What people look for most, at least so many times.</summary>
    public async Task<IReadOnlyList<string>> Asked(float times)
    {
        await using NpgsqlCommand command = database.CreateCommand(SearchSql.Asked);
        command.Parameters.Add(new NpgsqlParameter<float> { TypedValue = times });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var asked = new List<string>();
        while (await row.ReadAsync())
        {
            asked.Add(row.GetString(0));
        }

        return asked;
    }

    private NpgsqlParameter<long> Now => new() { TypedValue = time.GetUtcNow().ToUnixTimeMilliseconds() };

    private static string Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? "" : row.GetString(column);

    private async Task<Hits> Read(string statement, HitsQuery query, int most)
    {
#pragma warning disable CA2100 // One of the constants of SearchSql.
        await using NpgsqlCommand command = database.CreateCommand(statement);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Words });
        Add(command, query.Must.Length > 0 ? query.Must : null);
        for (int i = 0; i < AnyMax; i++)
        {
            Add(command, i < query.Any.Count ? query.Any[i] : null);
        }

        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = query.PriceFrom ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = query.PriceTo ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = query.InStock });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most + 1 });
        command.Parameters.Add(Now);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        var hits = new List<Hit>();
        int total = 0;
        while (await row.ReadAsync())
        {
            total = row.GetInt32(7);
            hits.Add(new Hit(
                row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetFloat(3), row.IsDBNull(4) ? null : row.GetBoolean(4), row.GetFieldValue<int[]>(5), row.GetDouble(6),
                row.IsDBNull(8) ? null : row.GetFieldValue<long[]>(8)));
        }

        // An index that was walked to its end has counted everything.
        bool walkedOut = total > WeighedMax && hits.Count <= most;
        total = walkedOut ? hits.Count : total;
        if (hits.Count > most)
        {
            hits.RemoveAt(most);
        }

        return new Hits(hits, Math.Min(total, WeighedMax), total > WeighedMax);
    }

    private static void Add(NpgsqlCommand command, int[]? numbers) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer, Value = numbers ?? (object)DBNull.Value });
}

/// <summary>A list of products that is no search.</summary>
internal enum SearchList
{
    /// <summary>The newest.</summary>
    Newest,

    /// <summary>What stands best.</summary>
    Best,

    /// <summary>Offers of one trade item.</summary>
    Offers,

    /// <summary>What was begun to be typed.</summary>
    Begun,
}
