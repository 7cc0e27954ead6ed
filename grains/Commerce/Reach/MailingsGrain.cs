using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IMailingsGrain"/>
[StatelessWorker, GrainType("commerce.mailings")]
internal sealed class MailingsGrain(NpgsqlDataSource database, IOptions<ReachOptions> options) : Grain, IMailingsGrain
{
    public async Task<MailingOutcome> Quote(ShopId shop, MailingTerms terms)
    {
        if (options.Value.Address.Length == 0)
        {
            return MailingRefusal.Unavailable;
        }

        return MailingText.Read(terms.Text) is not { } text ? MailingRefusal.Text : new MailingOutcome
        {
            Quote = MailingText.Quote(text, 0, (await GrainFactory.GetGrain<IFollowersGrain>(0).Count(shop)).Reachable, options.Value),
        };
    }

    public async Task<IReadOnlyList<Mailing>> Of(ShopId shop)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select id, body -> 'state' from document where type = 'commerce.mailing' and body #>> '{state,shop}' = $1
            order by (body #>> '{state,submittedAtMs}')::bigint desc limit 100
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Value });
        return await Read(command);
    }

    public async Task<IReadOnlyList<Mailing>> Queue()
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select id, body -> 'state' from document where type = 'commerce.mailing' and body #>> '{state,status}' = 'submitted' and body #>> '{state,shop}' <> ''
            order by (body #>> '{state,submittedAtMs}')::bigint limit 100
            """);
        return await Read(command);
    }

    public async Task<MailingResults> Results(string mailing)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with line as (select * from mailing_line where mailing = $1),
            about as (select body #>> '{state,shop}' as shop from document where type = 'commerce.mailing' and id = $1),
            bought as (
                select
                       (select sum((l ->> 'quantity')::bigint * (l ->> 'price')::bigint) from jsonb_array_elements(o.body #> '{state,placement,lines}') l)::bigint as amount
                from line join about on true
                join document o on o.type = 'commerce.order' and o.body #>> '{state,buyer}' = line.person and o.body #>> '{state,shop}' = about.shop
                    and o.body #> '{state,placement,exchange}' is null
                where line.status = 1 and (o.body #>> '{state,placedAtMs}')::bigint >= extract(epoch from line.at) * 1000
                  and (o.body #>> '{state,placedAtMs}')::bigint < extract(epoch from line.at + $2::interval) * 1000)
            select (select count(*) from line where status = 0), (select count(*) from line where status = 1), (select count(*) from line where status = 2), (select count(*) from line where status = 3),
                   (select count(*) from line join about on true join document f on f.type = 'commerce.follow' and f.id = 'follow-' || about.shop || '-' || line.person
                    where line.status = 1 and f.body #>> '{state,endedAfter}' = $1),
                   (select coalesce(sum(visits), 0)::bigint from link_visit where link = $1), (select count(*) from bought), (select coalesce(sum(amount), 0)::bigint from bought)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Mailings.Attribution });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new MailingResults(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7));
    }

    private static async Task<IReadOnlyList<Mailing>> Read(NpgsqlCommand command)
    {
        List<Mailing> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(MailingRules.View(JsonSerializer.Deserialize<MailingState>(rows.GetString(1), DocumentSerializer.Options)!, rows.GetString(0))!);
        }

        return found;
    }
}
