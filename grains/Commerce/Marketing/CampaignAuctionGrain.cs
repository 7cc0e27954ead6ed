using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <inheritdoc cref="ICampaignAuctionGrain"/>
/// <remarks>
/// Reads the campaigns that have money set aside, a few seconds before they are needed again. What it does not know yet costs nobody
/// anything: a click is judged by its campaign, which knows exactly.
/// </remarks>
[StatelessWorker(1), Reentrant, GrainType("commerce.campaign-auction")]
internal sealed class CampaignAuctionGrain(NpgsqlDataSource database, TimeProvider time) : Grain, ICampaignAuctionGrain
{
    private static readonly TimeSpan s_goodFor = TimeSpan.FromSeconds(3), s_ratesGoodFor = TimeSpan.FromMinutes(1), s_ratesOver = TimeSpan.FromDays(30);

    private IReadOnlyList<Entry> _entries = [];
    private Dictionary<(string Campaign, string Product), (long Views, long Clicks)> _rates = [];
    private DateTimeOffset _readAt, _ratesReadAt;
    private Task? _reading;

    public async Task<IReadOnlyList<AuctionWin>> Run(AuctionRequest request)
    {
        await Fresh();
        IReadOnlySet<string> query = AdWords.Of(request.Query);
        HashSet<string>? among = request.Among is null ? null : [.. request.Among.Select(product => product.Value)];
        List<Contender> contenders = [];
        foreach (Entry entry in _entries)
        {
            double fit = query.Count == 0 ? AuctionRules.FitsCategory(request.Category, entry.Placing, entry.Path)
                : request.Category.Length > 0 && !entry.Path.Contains(request.Category) ? 0
                : AuctionRules.FitsSearch(query, entry.Placing, entry.Title);
            if (fit > 0 && among?.Contains(entry.Win.Product.Value) != false)
            {
                (long views, long clicks) = _rates.GetValueOrDefault((entry.Win.Campaign, entry.Win.Product.Value));
                contenders.Add(new Contender(entry.Win.Campaign, entry.Shop, entry.Win.Product.Value, entry.Bid, AuctionRules.Relevance(fit, views, clicks)));
            }
        }

        Dictionary<(string, string), AuctionWin> wins = _entries.ToDictionary(entry => (entry.Win.Campaign, entry.Win.Product.Value), entry => entry.Win);
        return [.. AuctionRules.Run(contenders, Math.Clamp(request.Count, 0, 12))
            .Select(place => wins[(place.Winner.Campaign, place.Winner.Product)] with { Price = place.Price })];
    }

    // Whoever comes first reads, the others wait for it. A read that has ended, well or not, is never waited for again.
    private async Task Fresh()
    {
        if (time.GetUtcNow() - _readAt <= s_goodFor)
        {
            return;
        }

        if (_reading is null or { IsCompleted: true })
        {
            _reading = Read();
        }

        await _reading;
    }

    private async Task Read()
    {
        DateTimeOffset now = time.GetUtcNow();
        List<(string Id, CampaignState State, long Spent)> campaigns = await Campaigns();
        Dictionary<string, ProductState> products = await Products([.. campaigns.SelectMany(one => one.State.Terms!.Products).Select(product => product.Value).Distinct()]);
        if (now - _ratesReadAt > s_ratesGoodFor)
        {
            _rates = await Rates([.. campaigns.Select(one => one.Id)], now - s_ratesOver);
            _ratesReadAt = now;
        }

        _entries = [.. campaigns.SelectMany(one => Entries(one.Id, one.State, one.Spent, products, now))];
        _readAt = now;
    }

    private static IEnumerable<Entry> Entries(string id, CampaignState state, long spent, Dictionary<string, ProductState> products, DateTimeOffset now)
    {
        CampaignTerms terms = state.Terms!;
        if (state.Purse?.Day != CampaignRules.DayOf(now) || now >= terms.EndsAt)
        {
            yield break;
        }

        var placing = new Placing([.. terms.Words.Select(AdWords.Of)], terms.Categories.ToHashSet());
        long bid = Math.Min(terms.Bid, CampaignRules.Left(state, spent));
        foreach (ProductId product in terms.Products)
        {
            if (bid >= Ads.PriceFloor && products.TryGetValue(product.Value, out ProductState? found) && found.Shop == state.Shop)
            {
                yield return new Entry(state.Shop, bid, placing, AdWords.Of(found.Title), found.Path.Count > 0 ? found.Path : [found.Category], new AuctionWin
                {
                    Campaign = id, Product = product, Price = bid, Title = found.Title, Slug = found.Slug, PriceFrom = found.PriceFrom,
                    Image = found.Images.Count > 0 ? found.Images[0] : null, ShopName = found.ShopName,
                });
            }
        }
    }

    private async Task<List<(string Id, CampaignState State, long Spent)>> Campaigns()
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select d.id, d.body -> 'state',
                   (select coalesce(sum(c.price), 0)::bigint from campaign_click c where c.campaign = d.id and c.purse = (d.body #>> '{state,purse,number}')::int)
            from document d
            where d.type = 'commerce.campaign' and d.body #>> '{state,purse,status}' = 'open'
            """);
        List<(string, CampaignState, long)> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add((rows.GetString(0), JsonSerializer.Deserialize<CampaignState>(rows.GetString(1), DocumentSerializer.Options)!, rows.GetInt64(2)));
        }

        return found;
    }

    private async Task<Dictionary<string, ProductState>> Products(string[] ids)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            "select id, body -> 'state' from document where type = 'commerce.product' and id = any($1) and (body #>> '{state,visible}')::boolean");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        Dictionary<string, ProductState> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found[rows.GetString(0)] = JsonSerializer.Deserialize<ProductState>(rows.GetString(1), DocumentSerializer.Options)!;
        }

        return found;
    }

    private async Task<Dictionary<(string, string), (long, long)>> Rates(string[] campaigns, DateTimeOffset since)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            select campaign, product, sum(views)::bigint, sum(clicks)::bigint from (
                select campaign, product, views, 0 as clicks from campaign_view where campaign = any($1) and day >= $2
                union all
                select campaign, product, 0, count(*) from campaign_click where campaign = any($1) and at >= $3 and product <> '' group by campaign, product
            ) counted group by campaign, product
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = campaigns });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = Money.BrazzavilleCalendar.Day(since) });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = since.UtcDateTime });
        Dictionary<(string, string), (long, long)> found = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found[(rows.GetString(0), rows.GetString(1))] = (rows.GetInt64(2), rows.GetInt64(3));
        }

        return found;
    }

    private sealed record Entry(string Shop, long Bid, Placing Placing, IReadOnlySet<string> Title, IReadOnlyList<string> Path, AuctionWin Win);
}
