using Npgsql;

namespace Postmobile.Commerce;

/// <summary>The pictures that came with an import's file, until its lines have taken them in.</summary>
internal sealed class ImportPictures(NpgsqlDataSource database)
{
    /// <summary>The name under which a file is kept and looked for.</summary>
    public static string Key(string name) => name.Trim().ToLowerInvariant();

    /// <summary>Puts one down; of two with one name the first stays.</summary>
    public async Task Put(string import, string name, byte[] content)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "insert into catalogue_import_picture (import, name, content) values ($1, $2, $3) on conflict do nothing");
        command.Parameters.Add(Text(import));
        command.Parameters.Add(Text(Key(name)));
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = content });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Their names.</summary>
    public async Task<HashSet<string>> Names(string import)
    {
        await using NpgsqlCommand command = database.CreateCommand("select name from catalogue_import_picture where import = $1");
        command.Parameters.Add(Text(import));
        HashSet<string> names = new(StringComparer.Ordinal);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    /// <summary>One of them: the file, or the picture that was made of it.</summary>
    public async Task<(byte[]? Content, string? Image)> Find(string import, string name)
    {
        await using NpgsqlCommand command = database.CreateCommand("select content, image from catalogue_import_picture where import = $1 and name = $2");
        command.Parameters.Add(Text(import));
        command.Parameters.Add(Text(Key(name)));
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? (await row.IsDBNullAsync(0) ? null : row.GetFieldValue<byte[]>(0), await row.IsDBNullAsync(1) ? null : row.GetString(1))
            : (null, null);
    }

    /// <summary>It is taken in, or is none.</summary>
    public async Task Settle(string import, string name, string? image)
    {
        await using NpgsqlCommand command = database.CreateCommand("update catalogue_import_picture set content = null, image = $3 where import = $1 and name = $2");
        command.Parameters.Add(Text(import));
        command.Parameters.Add(Text(Key(name)));
        command.Parameters.Add(Text(image ?? ""));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The import is at its end.</summary>
    public async Task Clear(string import)
    {
        await using NpgsqlCommand command = database.CreateCommand("delete from catalogue_import_picture where import = $1");
        command.Parameters.Add(Text(import));
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
