using Npgsql;
using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <inheritdoc cref="ILinksGrain"/>
[StatelessWorker, GrainType("commerce.links")]
internal sealed class LinksGrain(NpgsqlDataSource database) : Grain, ILinksGrain
{
    public async Task Followed(IReadOnlyList<LinkVisits> visits)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into link_visit (link, day, channel, visits)
            select * from unnest($1::text[], $2::date[], $3::text[], $4::bigint[]) seen (link, day, channel, visits) order by link, day, channel
            on conflict (link, day, channel) do update set visits = link_visit.visits + excluded.visits
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. visits.Select(one => one.Link)] });
        command.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = [.. visits.Select(one => one.Day)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. visits.Select(one => one.Channel.ToString())] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. visits.Select(one => one.Visits)] });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyDictionary<ShareChannel, long>> OfShop(ShopId shop, DateOnly since)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select channel, sum(visits)::bigint from link_visit
            where day >= $2 and (link = $1 or link in (select id from document where type = 'commerce.product' and body #>> '{state,shop}' = $1)) group by channel
            """);
        return await Read(command, shop.Value, since);
    }

    public async Task<IReadOnlyDictionary<ShareChannel, long>> Of(string link, DateOnly since)
    {
        await using NpgsqlCommand command = database.CreateCommand("select channel, sum(visits)::bigint from link_visit where day >= $2 and link = $1 group by channel");
        return await Read(command, link, since);
    }

    private static async Task<IReadOnlyDictionary<ShareChannel, long>> Read(NpgsqlCommand command, string key, DateOnly since)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = since });
        Dictionary<ShareChannel, long> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            if (Enum.TryParse(rows.GetString(0), out ShareChannel channel))
            {
                found[channel] = rows.GetInt64(1);
            }
        }

        return found;
    }
}
