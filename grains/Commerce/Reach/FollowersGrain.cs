using System.Text.Json;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IFollowersGrain"/>
[StatelessWorker, GrainType("commerce.followers")]
internal sealed class FollowersGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IFollowersGrain
{
    public async Task<FollowCount> Count(ShopId shop)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select count(*), count(*) filter (where sms), count(*) filter (where sms and quiet), count(*) filter (where email), count(*) filter (where reached and quiet),
                   count(*) filter (where sms and quiet and not reached)
            from (
                select (f.body #>> '{state,agreed}') = 'true' as sms, coalesce((f.body #>> '{state,emailAgreed}') = 'true', false) as email,
                       coalesce((f.body #>> '{state,emailAgreed}') = 'true' and c.body #>> '{state,email,address}' <> '' and (c.body #>> '{state,email,undeliverable}') is distinct from 'true', false) as reached,
                       coalesce((f.body #>> '{state,heardAtMs}')::bigint, 0) <= $2 as quiet
                from document f
                left join document c on c.type = 'identity.customer' and c.id = f.body #>> '{state,person}' and (f.body #>> '{state,emailAgreed}') = 'true'
                where f.type = 'commerce.follow' and (f.body #>> '{state,following}') = 'true' and f.body #>> '{state,shop}' = $1) follower
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (time.GetUtcNow() - Consents.Pause).ToUnixTimeMilliseconds() });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new FollowCount(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }

    public Task<IReadOnlyList<Follow>> Of(CustomerId person) => Read(
        """
        select f.body -> 'state', coalesce(s.body #>> '{state,profile,name}', ''), coalesce(s.body #>> '{state,slug}', '')
        from document f left join document s on s.type = 'commerce.shop' and s.id = f.body #>> '{state,shop}'
        where f.type = 'commerce.follow' and (f.body #>> '{state,following}') = 'true' and f.body #>> '{state,person}' = $1
        order by (f.body #>> '{state,sinceMs}')::bigint desc limit 200
        """,
        person.Value);

    public Task<IReadOnlyList<Follow>> WantedBy(CustomerId person) => Read(
        """
        select f.body -> 'state', coalesce(s.body #>> '{state,profile,name}', ''), coalesce(s.body #>> '{state,slug}', '')
        from document f left join document s on s.type = 'commerce.shop' and s.id = f.body #>> '{state,shop}'
        where f.type = 'commerce.follow' and (f.body #>> '{state,following}') = 'true' and f.body #>> '{state,person}' = $1
          and ((f.body #>> '{state,agreed}') = 'true' or (f.body #>> '{state,emailAgreed}') = 'true')
        order by f.id limit 200
        """,
        person.Value);

    public Task<Follow?> ByToken(string token) => FollowRules.ChannelOf(token) is MessageChannel.Sms ? BySmsToken(token) : ByEmailToken(token);

    private async Task<Follow?> ByEmailToken(string token) => (await Read(
        """
        select f.body -> 'state', coalesce(s.body #>> '{state,profile,name}', ''), coalesce(s.body #>> '{state,slug}', '')
        from document f left join document s on s.type = 'commerce.shop' and s.id = f.body #>> '{state,shop}'
        where f.type = 'commerce.follow' and (f.body #>> '{state,emailToken}') <> '' and f.body #>> '{state,emailToken}' = $1 limit 1
        """,
        token)).FirstOrDefault() is { } found ? found with { Link = MessageChannel.Email } : null;

    private async Task<Follow?> BySmsToken(string token) => (await Read(
        """
        select f.body -> 'state', coalesce(s.body #>> '{state,profile,name}', ''), coalesce(s.body #>> '{state,slug}', '')
        from document f left join document s on s.type = 'commerce.shop' and s.id = f.body #>> '{state,shop}'
        where f.type = 'commerce.follow' and (f.body #>> '{state,token}') <> '' and f.body #>> '{state,token}' = $1 limit 1
        """,
        token)).FirstOrDefault() is { } found ? found with { Link = MessageChannel.Sms } : null;

    private async Task<IReadOnlyList<Follow>> Read(string sql, string key)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using NpgsqlCommand command = database.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        List<Follow> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var state = JsonSerializer.Deserialize<FollowState>(rows.GetString(0), DocumentSerializer.Options)!;
            found.Add(FollowRules.View(state, new ShopId(state.Shop), new CustomerId(state.Person)) with { ShopName = rows.GetString(1), ShopSlug = rows.GetString(2) });
        }

        return found;
    }
}
