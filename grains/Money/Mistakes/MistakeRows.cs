using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>Reads lists of documents: id, time and state are the three columns of each statement.</summary>
internal static class MistakeRows
{
    /// <summary>Reads all that a statement gives, as views.</summary>
    public static async Task<(List<TView> Views, string? Last)> Read<TState, TView>(
        this NpgsqlDataSource database, string sql, Func<TState, string, TView?> view, params NpgsqlParameter[] parameters)
        where TView : class
    {
#pragma warning disable CA2100 // The statements are constants of the grains beside this file.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var views = new List<TView>();
        string? last = null;
        while (await rows.ReadAsync())
        {
            last = string.Create(CultureInfo.InvariantCulture, $"{rows.GetInt64(1)}.{rows.GetString(0)}");
            if (view(JsonSerializer.Deserialize<TState>(rows.GetString(2), DocumentSerializer.Options)!, rows.GetString(0)) is { } one)
            {
                views.Add(one);
            }
        }

        return (views, last);
    }

    /// <summary>The two halves of a cursor; one that is not ours is the first page.</summary>
    public static (NpgsqlParameter At, NpgsqlParameter Id) After(string? cursor)
    {
        int dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        bool ours = dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return ours
            ? (Of(NpgsqlDbType.Bigint, long.Parse(cursor.AsSpan(0, dot), CultureInfo.InvariantCulture)), Of(NpgsqlDbType.Text, cursor![(dot + 1)..]))
            : (Of(NpgsqlDbType.Bigint, null), Of(NpgsqlDbType.Text, null));
    }

    /// <summary>A parameter that may be null.</summary>
    public static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
