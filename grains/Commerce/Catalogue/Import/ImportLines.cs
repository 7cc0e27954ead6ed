using System.Text.Json;
using Npgsql;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>The rows of an import: what every line says, and what became of it.</summary>
internal sealed class ImportLines(NpgsqlDataSource database)
{
    /// <summary>What became of a line.</summary>
    public readonly record struct Answer(int Number, ImportLineStatus Status, string Code, string Field, string Product);

    /// <summary>Writes lines; those that are there already stay.</summary>
    public async Task Write(string import, IReadOnlyList<ImportLine> lines)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into catalogue_import_line (import, number, grp, cells)
            select $1, line.number, line.grp, line.cells::jsonb from unnest($2, $3, $4) line (number, grp, cells) on conflict do nothing
            """);
        command.Parameters.Add(Text(import));
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. lines.Select(line => line.Number)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lines.Select(ImportRules.GroupOf)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lines.Select(line => JsonSerializer.Serialize(line.Cells, DocumentSerializer.Options))] });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Puts the lines of one article together: each learns the number of the first.</summary>
    public async Task<int> Group(string import)
    {
        // The planner does not know yet how many lines have just come, takes them for one, and would compare each with each.
        await using (NpgsqlCommand first = database.CreateCommand("analyze catalogue_import_line"))
        {
            await first.ExecuteNonQueryAsync();
        }

        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using (NpgsqlCommand plan = new("set local enable_nestloop = off", connection, transaction))
        {
            await plan.ExecuteNonQueryAsync();
        }

        await using NpgsqlCommand command = new(
            """
            update catalogue_import_line l set lead = leads.first
            from (select number, min(number) over (partition by grp) as first from catalogue_import_line where import = $1) leads
            where l.import = $1 and l.number = leads.number
            """, connection, transaction);
        command.Parameters.Add(Text(import));
        int count = await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return count;
    }

    /// <summary>The next articles that have no answer, whole.</summary>
    public async Task<List<List<ImportLine>>> Take(string import, int articles)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select l.lead, l.number, l.cells from catalogue_import_line l
            where l.import = $1 and l.lead in (select distinct lead from catalogue_import_line where import = $1 and status = 0 order by lead limit $2)
            order by l.lead, l.number
            """);
        command.Parameters.Add(Text(import));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = articles });
        var groups = new List<List<ImportLine>>();
        int lead = 0;
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (groups.Count == 0 || rows.GetInt32(0) != lead)
            {
                lead = rows.GetInt32(0);
                groups.Add([]);
            }

            groups[^1].Add(new ImportLine(rows.GetInt32(1), JsonSerializer.Deserialize<Dictionary<string, string>>(rows.GetString(2), DocumentSerializer.Options)!));
        }

        return groups;
    }

    /// <summary>The products of a shop that have these codes.</summary>
    public async Task<Dictionary<string, ProductId>> Products(ShopId shop, string[] skus)
    {
        await using NpgsqlCommand command = database.CreateCommand("select sku, product from commerce_sku where shop = $1 and sku = any ($2)");
        command.Parameters.Add(Text(shop.Value));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = skus });
        var found = new Dictionary<string, ProductId>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (ProductId.TryParse(rows.GetString(1), out ProductId product))
            {
                found[rows.GetString(0)] = product;
            }
        }

        return found;
    }

    /// <summary>A number for each of these codes of a shop, the same whenever it is asked for.</summary>
    public async Task<Dictionary<string, ProductId>> Draw(ShopId shop, string[] skus)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into commerce_begun (creator, key, number) select $1, sku, nextval('commerce_number') from unnest($2) sku
            on conflict (creator, key) do update set key = excluded.key returning key, number
            """);
        command.Parameters.Add(Text($"{shop} sku"));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = skus });
        var drawn = new Dictionary<string, ProductId>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            drawn[rows.GetString(0)] = ProductId.Of(rows.GetInt64(1));
        }

        return drawn;
    }

    /// <summary>Writes answers down. A line that has one keeps it.</summary>
    public async Task Settle(string import, IReadOnlyList<Answer> answers)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            update catalogue_import_line l set status = a.status, code = a.code, field = a.field, product = a.product
            from unnest($2, $3, $4, $5, $6) a (number, status, code, field, product) where l.import = $1 and l.number = a.number and l.status = 0
            """);
        command.Parameters.Add(Text(import));
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. answers.Select(one => one.Number)] });
        command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. answers.Select(one => (short)one.Status)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. answers.Select(one => one.Code)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. answers.Select(one => one.Field)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. answers.Select(one => one.Product)] });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How many lines have which answer, by its number.</summary>
    public async Task<int[]> Count(string import)
    {
        await using NpgsqlCommand command = database.CreateCommand("select status, count(*)::int from catalogue_import_line where import = $1 group by status");
        command.Parameters.Add(Text(import));
        int[] counts = new int[5];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            counts[rows.GetInt16(0)] = rows.GetInt32(1);
        }

        return counts;
    }

    /// <summary>What became of lines, in the order of the file.</summary>
    public async Task<IReadOnlyList<ImportLineReport>> Report(string import, int after, int limit, bool failedOnly)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select number, coalesce(cells ->> 'sku', ''), status, code, field, product from catalogue_import_line
            where import = $1 and number > $2 and (not $4 or status = 4) order by number limit $3
            """);
        command.Parameters.Add(Text(import));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = failedOnly });
        var lines = new List<ImportLineReport>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            lines.Add(new ImportLineReport(rows.GetInt32(0), rows.GetString(1), (ImportLineStatus)rows.GetInt16(2), rows.GetString(3), rows.GetString(4), rows.GetString(5)));
        }

        return lines;
    }

    /// <summary>The imports of a shop, newest first.</summary>
    public async Task<IReadOnlyList<CatalogueImport>> Of(ShopId shop, int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select id, body -> 'state' from document where type = 'commerce.import' and body #>> '{state,shop}' = $1
            order by (body #>> '{state,atMs}')::bigint desc limit $2
            """);
        command.Parameters.Add(Text(shop.Value));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var imports = new List<CatalogueImport>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            imports.Add(JsonSerializer.Deserialize<ImportState>(rows.GetString(1), DocumentSerializer.Options)!.View(rows.GetString(0))!);
        }

        return imports;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
