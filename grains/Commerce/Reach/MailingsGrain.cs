using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IMailingsGrain"/>
[StatelessWorker, GrainType("commerce.mailings")]
internal sealed class MailingsGrain(NpgsqlDataSource database, IOptions<ReachOptions> options, IOptions<SmsOptions> sms, IMailGateway mail, TimeProvider time) : Grain, IMailingsGrain
{
    // Each person has another: who only looks sees where it stands.
    private static readonly string Unknown = new('x', Follows.EmailTokenLength);

    public async Task<MailingOutcome> Quote(ShopId shop, MailingTerms terms)
    {
        if (options.Value.Address.Length == 0)
        {
            return MailingRefusal.Unavailable;
        }

        (MailingTerms? read, MailingShow? show, MailingRefusal? refusal) = await MailingShows.Read(GrainFactory, shop, terms, mail.IsOn, time.GetUtcNow());
        if (refusal is { } no)
        {
            return no;
        }

        FollowCount count = await GrainFactory.GetGrain<IFollowersGrain>(0).Count(shop);
        return new MailingOutcome
        {
            Quote = MailingText.Quote(read!, 0, shop, count, options.Value, sms.Value.Inbound),
            Letter = show is null ? null : MailingLetter.Sign(MailingLetter.Write((await GrainFactory.GetGrain<IShopGrain>(shop.Value).Look())!.Name, read!, show, options.Value.Address, 0), "fr", options.Value.Address, Unknown),
        };
    }

    public Task<long?> EmailPrice() => Task.FromResult<long?>(mail.IsOn ? options.Value.EmailPrice : null);

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
            gone as (
                select line.channel from line join about on true join document f on f.type = 'commerce.follow' and f.id = 'follow-' || about.shop || '-' || line.person
                where line.status = 1 and f.body #>> '{state,endedAfter}' = $1),
            bought as (
                select
                       (select sum((l ->> 'quantity')::bigint * (l ->> 'price')::bigint) from jsonb_array_elements(o.body #> '{state,placement,lines}') l)::bigint as amount
                from line join about on true
                join document o on o.type = 'commerce.order' and o.body #>> '{state,buyer}' = line.person and o.body #>> '{state,shop}' = about.shop
                    and o.body #> '{state,placement,exchange}' is null
                where line.status = 1 and (o.body #>> '{state,placedAtMs}')::bigint >= extract(epoch from line.at) * 1000
                  and (o.body #>> '{state,placedAtMs}')::bigint < extract(epoch from line.at + $2::interval) * 1000)
            select (select count(*) from line where status = 0), (select count(*) from line where status = 1), (select count(*) from line where status = 2), (select count(*) from line where status = 3),
                   (select count(*) from gone),
                   (select coalesce(sum(visits), 0)::bigint from link_visit where link = $1), (select count(*) from bought), (select coalesce(sum(amount), 0)::bigint from bought),
                   (select count(*) from line where status = 1 and channel = 1), (select count(*) from line where status = 2 and channel = 1),
                   (select count(*) from line where status = 3 and channel = 1), (select count(*) from gone where channel = 1)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mailing });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = Mailings.Attribution });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new MailingResults(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7))
        {
            Emails = new ChannelResults(row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11)),
        };
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
