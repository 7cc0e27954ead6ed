using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Money;
using Postmobile.Partners;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IStockWatchGrain"/>
[GrainType("commerce.stock-watch")]
internal sealed class StockWatchGrain([PersistentState("commerce.stock-watch")] IPersistentState<Document<StockWatchState>> document, NpgsqlDataSource database)
    : DurableGrain<StockWatchState>(document), IStockWatchGrain
{
    private const string TellKind = "tell";
    private const string EventKind = "event";

    // More than a shop can look after at a time; what is beyond is seen when these are refilled.
    private const int LowMax = 500;

    // The products of one shop by its index, then each stock by its key.
    private const string Variants =
        """
        select p.id, v ->> 'sku', p.body #>> '{state,title}',
               (select string_agg(choice, ' · ') from jsonb_each_text(case when jsonb_typeof(v -> 'options') = 'object' then v -> 'options' else '{}' end) o (name, choice)),
               p.body #>> '{state,images,0}', stock.left_now, coalesce((own.value)::int, $2), own.value is not null
        from document p
        cross join lateral jsonb_array_elements(p.body #> '{state,variants}') v
        join document s on s.type = 'commerce.stock' and s.id = p.id
        cross join lateral (select s.body #> array['state', 'skus', v ->> 'sku'] as sku) known
        cross join lateral (select greatest(0, (known.sku ->> 'onHand')::int - (known.sku ->> 'reserved')::int) as left_now) stock
        left join jsonb_each_text($3) own on own.key = p.id || ' ' || (v ->> 'sku')
        where p.type = 'commerce.product' and p.body #>> '{state,shop}' = $1 and p.body #>> '{state,status}' = 'published' and known.sku is not null
          and (not $4 or stock.left_now <= coalesce((own.value)::int, $2))
          and ($5::text is null or (p.id, v ->> 'sku') > ($5, $6))
        order by p.id, v ->> 'sku' limit $7
        """;

    private ShopId Id => new(this.GetPrimaryKeyString());

    protected override DateTimeOffset? NextWake => State.NextMs is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    public async Task Begin()
    {
        if (State.NextMs is null)
        {
            State = State with { NextMs = (Clock.GetUtcNow() + StockWatchRules.Every).ToUnixTimeMilliseconds() };
            await Save();
        }
    }

    public Task<int> Usual() => Task.FromResult(State.Usual ?? IStockWatchGrain.ThresholdUsual);

    public async Task<IReadOnlyList<VariantStock>> List(bool low, int limit, string? after)
    {
        string[]? parts = after?.Split(' ', 2) is { Length: 2 } two ? two : null;
        await using NpgsqlCommand command = database.CreateCommand(Variants);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Id.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = State.Usual ?? IStockWatchGrain.ThresholdUsual });
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(State.Thresholds)));
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = low });
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Text, parts?[0]));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Text, parts?[1]));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var found = new List<VariantStock>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add(new VariantStock
            {
                Product = new ProductId(rows.GetString(0)),
                Sku = rows.GetString(1),
                Title = rows.GetString(2),
                Label = rows.IsDBNull(3) ? "" : rows.GetString(3),
                Image = rows.IsDBNull(4) ? null : rows.GetString(4),
                Left = rows.GetInt32(5),
                Threshold = rows.GetInt32(6),
                OwnThreshold = rows.GetBoolean(7),
            });
        }

        return found;
    }

    public async Task<ShopRefusal?> Choose(CustomerId by, string? variant, int? threshold)
    {
        if (await Shop() is not { } shop || !shop.Employs(by, ShopRole.Manager, ShopRole.Cataloguer))
        {
            return await Shop() is null ? ShopRefusal.UnknownShop : ShopRefusal.NotShopStaff;
        }

        if (threshold is < 0 or > IStockWatchGrain.ThresholdMax || variant is { Length: > 120 } || variant?.Split(' ', 2) is [var product, _] && !await IsOurs(product))
        {
            return ShopRefusal.InvalidField;
        }

        State = variant is null ? State with { Usual = threshold }
            : threshold is { } chosen ? State with { Thresholds = State.Thresholds.SetItem(variant, chosen) }
            : State with { Thresholds = State.Thresholds.Remove(variant) };
        State = State with { NextMs = State.NextMs ?? (Clock.GetUtcNow() + StockWatchRules.Every).ToUnixTimeMilliseconds() };
        await Save();
        return null;
    }

    public async Task LookNow()
    {
        await OnWake(Clock.GetUtcNow());
        await Save();
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (await Shop() is not { Status: ShopStatus.Open or ShopStatus.Suspended } shop)
        {
            State = State with { NextMs = null };
            return;
        }

        IReadOnlyList<VariantStock> low = await List(low: true, LowMax, null);
        StockWatchRules.Looked looked = StockWatchRules.Look(State, low, BrazzavilleCalendar.Day(now), now);
        State = looked.Next;
        foreach (VariantStock one in looked.Crossed)
        {
            Send(EventKind, new Running(one.Product.Value, one.Sku, one.Left, one.Threshold, now));
        }

        if (looked.Tell is [var first, ..] all)
        {
            Send(TellKind, new Telling(shop.Owner.Value, StockWatchWords.Low(shop.Name, first.Label.Length > 0 ? $"{first.Title} ({first.Label})" : first.Title, first.Left, all.Count - 1)));
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        TellKind => Tell(MessageKey(item), item.Read<Telling>()),
        EventKind => Publish(MessageKey(item), item.Read<Running>()),
        _ => base.Deliver(item),
    };

    private async Task Tell(string key, Telling telling)
    {
        GrainFactory.Topic(Topics.Of(new CustomerId(telling.Owner))).Tell(new Notice { Kind = "stock.low", Subject = Id.Value, At = Clock.GetUtcNow() }).Ignore();
        await GrainFactory.GetGrain<ICustomerGrain>(telling.Owner).Tell(key, telling.Words);
    }

    private Task Publish(string key, Running running) => GrainFactory.GetGrain<IWebhooksGrain>(Id.Value).Publish(new WebhookEvent
    {
        Id = "msg_" + ShopKeyRules.Digest(key)[..32],
        Type = "stock.low",
        At = running.At,
        Data = JsonSerializer.Serialize(new { shop = Id.Value, product = running.Product, running.Sku, running.Left, running.Threshold }, DocumentSerializer.Options),
    });

    private async Task<bool> IsOurs(string product) =>
        ProductId.TryParse(product, out ProductId id) && await GrainFactory.GetGrain<IProductGrain>(id.Value).Look() is { } known && known.Shop == Id;

    private Task<Shop?> Shop() => GrainFactory.GetGrain<IShopGrain>(Id.Value).Look();

    internal sealed record Telling(string Owner, Words Words);

    internal sealed record Running(string Product, string Sku, int Left, int Threshold, DateTimeOffset At);
}
