using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace Postmobile.Identity;

/// <summary>The lists in the database, and the one in force ready to be asked in this silo's memory.</summary>
internal sealed class SanctionsBook(NpgsqlDataSource database) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1);
    private SanctionsIndex? _index;

    /// <summary>The id of a file: its digest.</summary>
    public static string IdOf(byte[] file) => "sr-" + Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 16));

    /// <summary>The list in force; null when there is none yet.</summary>
    public async Task<SanctionsIndex?> Current()
    {
        int? newest = await Scalar<int>("select max(version) from sanctions_list", null);
        if (newest is not { } version || _index?.Version == version)
        {
            return newest is null ? null : _index;
        }

        await _loading.WaitAsync();
        try
        {
            if (_index?.Version != version)
            {
                List<ListedName> names = await Names(version);
                _index = await Task.Run(() => new SanctionsIndex(version, names));
            }

            return _index;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The version of a stored list; null when it is not stored.</summary>
    public Task<int?> VersionOf(string id) => Scalar<int>("select version from sanctions_list where id = $1", id);

    /// <summary>Stores a list whole, once; the same id again gives the version that it has.</summary>
    public async Task<int> Store(string id, string title, string by, IReadOnlyList<ListedName> names)
    {
        await using NpgsqlConnection connection = await database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(
            "insert into sanctions_list (id, title, names, uploaded_by) values ($1, $2, $3, $4) on conflict (id) do nothing returning version", connection, transaction);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = title });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = names.Count });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = by });
        if (await insert.ExecuteScalarAsync() is not int version)
        {
            return (await VersionOf(id))!.Value;
        }

        await using (NpgsqlBinaryImporter rows = await connection.BeginBinaryImportAsync(
            "copy sanctions_name (list, number, name, aliases, birth, source) from stdin (format binary)"))
        {
            for (int number = 0; number < names.Count; number++)
            {
                ListedName listed = names[number];
                await rows.StartRowAsync();
                await rows.WriteAsync(version, NpgsqlDbType.Integer);
                await rows.WriteAsync(number + 1, NpgsqlDbType.Integer);
                await rows.WriteAsync(listed.Name, NpgsqlDbType.Text);
                await rows.WriteAsync(listed.Aliases.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
                await (listed.Birth is { } birth ? rows.WriteAsync(birth, NpgsqlDbType.Text) : rows.WriteNullAsync());
                await rows.WriteAsync(listed.Source, NpgsqlDbType.Text);
            }

            await rows.CompleteAsync();
        }

        await transaction.CommitAsync();
        return version;
    }

    /// <summary>The versions, newest first.</summary>
    public async Task<List<SanctionsList>> Lists(int limit)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "select id, version, title, names, uploaded_by, uploaded_at from sanctions_list order by version desc limit $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var lists = new List<SanctionsList>();
        while (await rows.ReadAsync())
        {
            lists.Add(new SanctionsList
            {
                Id = rows.GetString(0),
                Version = rows.GetInt32(1),
                Title = rows.GetString(2),
                Names = rows.GetInt32(3),
                UploadedBy = rows.GetString(4),
                UploadedAt = rows.GetDateTime(5),
            });
        }

        return lists;
    }

    public void Dispose() => _loading.Dispose();

    private async Task<List<ListedName>> Names(int version)
    {
        await using NpgsqlCommand command = database.CreateCommand("select name, aliases, birth, source from sanctions_name where list = $1 order by number");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var names = new List<ListedName>();
        while (await rows.ReadAsync())
        {
            names.Add(new ListedName(rows.GetString(0), rows.GetFieldValue<string[]>(1), await rows.IsDBNullAsync(2) ? null : rows.GetString(2), rows.GetString(3)));
        }

        return names;
    }

    private async Task<T?> Scalar<T>(string sql, string? parameter)
        where T : struct
    {
#pragma warning disable CA2100 // The two above.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        if (parameter is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        }

        return await command.ExecuteScalarAsync() is T value ? value : null;
    }
}
