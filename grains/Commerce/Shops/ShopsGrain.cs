using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Draws numbers, and lists shops from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("commerce.shops")]
internal sealed class ShopsGrain(NpgsqlDataSource database) : Grain, IShopsGrain
{
    private const string ByStatus =
        """
        select id, body -> 'state' from document
        where type = 'commerce.shop' and body #>> '{state,status}' = $1
          and ($2::bigint is null or ((body #>> '{state,statusAtMs}')::bigint, id) < ($2, $3))
        order by (body #>> '{state,statusAtMs}')::bigint desc, id desc limit $4
        """;

    // Of applications those that were handed in, the oldest first.
    private const string Queue =
        """
        select id, body -> 'state' from document
        where type = 'commerce.shop' and body #>> '{state,status}' = $1 and body #>> '{state,submittedAtMs}' is not null
          and ($2::bigint is null or ((body #>> '{state,statusAtMs}')::bigint, id) > ($2, $3))
        order by (body #>> '{state,statusAtMs}')::bigint, id limit $4
        """;

    private const string OfPerson =
        """
        select id, body -> 'state' from document
        where type = 'commerce.shop' and (body #>> '{state,owner}' = $1 or body -> 'state' -> 'staff' @> $2 or body -> 'state' -> 'invitations' @> $2)
        order by (body #>> '{state,statusAtMs}')::bigint desc, id desc limit 100
        """;

    public async Task<long> Draw(string creator, string key)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into commerce_begun (creator, key, number) values ($1, $2, nextval('commerce_number'))
            on conflict (creator, key) do update set key = excluded.key returning number
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = creator });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public Task<ShopPage> List(int limit, string? cursor) => Page(ByStatus, ShopStatus.Open, limit, cursor);

    public Task<ShopPage> Review(ShopStatus status, int limit, string? cursor) => Page(status is ShopStatus.Pending ? Queue : ByStatus, status, limit, cursor);

    public async Task<IReadOnlyList<ShopLine>> Of(CustomerId person)
    {
        await using NpgsqlCommand command = database.CreateCommand(OfPerson);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(new[] { new { person = new { value = person.Value } } }) });
        var lines = new List<ShopLine>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            (ShopLine line, ShopState state) = Read(rows);
            lines.Add(line with { Role = state.Owner == person.Value ? ShopRole.Owner : state.Staff.FirstOrDefault(member => member.Person == person)?.Role });
        }

        return lines;
    }

    private async Task<ShopPage> Page(string sql, ShopStatus status, int limit, string? cursor)
    {
        (long At, string Id)? after = QueueCursor.Read(cursor);
        await using NpgsqlCommand command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonNamingPolicy.CamelCase.ConvertName(status.ToString()) });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after?.At ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = after?.Id ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var lines = new List<ShopLine>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            lines.Add(Read(rows).Line);
        }

        return new ShopPage(lines, lines.Count == limit ? QueueCursor.Write(lines[^1].At.ToUnixTimeMilliseconds(), lines[^1].Id.Value) : null);
    }

    private static (ShopLine Line, ShopState State) Read(NpgsqlDataReader rows)
    {
        ShopState state = JsonSerializer.Deserialize<ShopState>(rows.GetString(1), DocumentSerializer.Options)!;
        var line = new ShopLine
        {
            Id = new ShopId(rows.GetString(0)),
            Slug = state.Slug,
            Name = state.Profile!.Name,
            Status = state.Status,
            Town = state.Profile.Origin.Town,
            Logo = state.Profile.Logo,
            At = DateTimeOffset.FromUnixTimeMilliseconds(state.StatusAtMs),
        };
        return (line, state);
    }
}
