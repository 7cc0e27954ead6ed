using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>Who gets a unit, who does not, and when it goes back: pure, state in and state out.</summary>
internal static class StockRules
{
    /// <summary>More than any shelf holds, far below an overflow.</summary>
    public const int OnHandMax = 1_000_000_000;

    /// <summary>For so long a repeated commit, put-back or movement is known.</summary>
    public static readonly TimeSpan MarkLife = TimeSpan.FromDays(1);

    /// <summary>For so long a purchase counts towards the cap per buyer.</summary>
    public static readonly TimeSpan CapWindow = TimeSpan.FromDays(30);

    // What is forgotten is forgotten together, a few times a day and not once per sale.
    private static readonly long s_forgetStep = (long)TimeSpan.FromHours(2).TotalMilliseconds;

    /// <summary>What a reservation came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(StockState? Next, ReserveOutcome Outcome);

    /// <summary>All lines or none, for whoever comes first.</summary>
    public static Decision Reserve(StockState before, Reservation wanted, DateTimeOffset now)
    {
        StockState state = Expire(before, now);
        ImmutableArray<StockLine> lines = Merge(wanted.Lines);
        if (state.Marks.TryGet(Sale(wanted.Name), out MarkState sold))
        {
            return sold.Hash == Hash(lines) ? default : Refuse(StockRefusal.ReservationConflict);
        }

        if (state.Held.TryGetValue(wanted.Name, out HeldState? held))
        {
            long until = wanted.Until.ToUnixTimeMilliseconds();
            return !held.Lines.SequenceEqual(lines) ? Refuse(StockRefusal.ReservationConflict)
                : until <= held.UntilMs ? default
                : new(state with { Held = state.Held.SetItem(wanted.Name, held with { UntilMs = until }) }, default);
        }

        return Refused(state, wanted.Buyer, lines, now) is { } refusal
            ? new(null, refusal)
            : new(Hold(state, wanted, lines, now), default);
    }

    /// <summary>What was set aside goes back.</summary>
    public static StockState Release(StockState before, string name, DateTimeOffset now)
    {
        StockState state = Expire(before, now);
        return state.Held.TryGetValue(name, out HeldState? held) ? GiveBack(state, name, held) : state;
    }

    /// <summary>Sold: from what was set aside, or anew from what is left. Whether it is, and the state with it.</summary>
    public static (StockState Next, bool Sold) Commit(StockState before, Reservation wanted, DateTimeOffset now)
    {
        ImmutableArray<StockLine> lines = Merge(wanted.Lines);
        if (before.Marks.Has(Sale(wanted.Name)))
        {
            return (before, true);
        }

        // Until somebody else has taken the units, even a reservation that has run out is still this buyer's: the buyer has paid.
        StockState state = before;
        if (!state.Held.TryGetValue(wanted.Name, out HeldState? held))
        {
            state = Expire(before, now);
            if (Refused(state, wanted.Buyer, lines, paidAt: null) is not null)
            {
                return (state, false);
            }

            state = Hold(state, wanted, lines, now);
            held = state.Held[wanted.Name];
        }

        var skus = state.Skus.ToBuilder();
        foreach (StockLine line in held.Lines)
        {
            SkuState sku = skus[line.Sku];
            skus[line.Sku] = sku with { OnHand = sku.OnHand - line.Quantity, Reserved = sku.Reserved - line.Quantity };
        }

        state = state with { Skus = skus.ToImmutable(), Flashes = FlashRules.Sell(state.Flashes, held.Lines), Held = state.Held.Remove(wanted.Name) };
        return (Mark(state, Sale(wanted.Name), Hash(held.Lines), now), true);
    }

    /// <summary>Sold units come back for sale, once per key.</summary>
    public static StockState PutBack(StockState state, string key, IReadOnlyList<StockLine> lines, DateTimeOffset now)
    {
        if (state.Marks.Has(Return(key)))
        {
            return state;
        }

        var skus = state.Skus.ToBuilder();
        foreach (StockLine line in lines.Where(line => line.Quantity > 0))
        {
            SkuState sku = skus.GetValueOrDefault(line.Sku) ?? new SkuState(0, 0, null, Sold: false);
            skus[line.Sku] = sku with { OnHand = sku.OnHand + line.Quantity };
        }

        return Mark(state with { Skus = skus.ToImmutable() }, Return(key), 0, now);
    }

    /// <summary>The shop received, broke or counted. The same state when the key is known.</summary>
    public static (StockState Next, StockRefusal? Refusal) Move(StockState before, StockMovement movement, DateTimeOffset now)
    {
        StockState state = Expire(before, now);
        if (state.Marks.Has(Movement(movement.Key)))
        {
            return (before, null);
        }

        if (state.Skus.GetValueOrDefault(movement.Sku) is not { Sold: true } sku)
        {
            return (before, StockRefusal.UnknownSku);
        }

        long onHand = movement.IsCount ? movement.Quantity : (long)sku.OnHand + movement.Quantity;
        if (onHand < sku.Reserved || onHand > OnHandMax)
        {
            return (before, StockRefusal.StockNegative);
        }

        state = state with { Skus = state.Skus.SetItem(movement.Sku, sku with { OnHand = (int)onHand }) };
        return (Mark(state, Movement(movement.Key), 0, now), null);
    }

    /// <summary>The variants that the product has now. What is left of others stays countable.</summary>
    public static StockState SetSkus(StockState state, ShopId shop, IReadOnlyList<SkuRule> rules)
    {
        var skus = ImmutableDictionary.CreateBuilder<string, SkuState>();
        foreach ((string code, SkuState sku) in state.Skus)
        {
            if (sku.OnHand != 0 || sku.Reserved != 0)
            {
                skus[code] = sku with { Sold = false };
            }
        }

        foreach (SkuRule rule in rules)
        {
            skus[rule.Sku] = (state.Skus.GetValueOrDefault(rule.Sku) ?? new SkuState(0, 0, null, true)) with { BuyerCap = rule.BuyerCap, Sold = true };
        }

        return state with { Shop = shop.Value, Skus = skus.ToImmutable() };
    }

    /// <summary>What has run out goes back, and what need not be known any longer is forgotten.</summary>
    public static StockState Expire(StockState state, DateTimeOffset now)
    {
        long at = now.ToUnixTimeMilliseconds();
        if (state.NextEndMs <= at)
        {
            foreach ((string name, HeldState held) in state.Held)
            {
                if (held.UntilMs <= at)
                {
                    state = GiveBack(state, name, held);
                }
            }

            state = state with { NextEndMs = state.Held.IsEmpty ? null : state.Held.Values.Min(held => held.UntilMs) };
        }

        return state.NextForgetMs <= at ? Forget(state, at) : state;
    }

    /// <summary>When the state next changes by itself.</summary>
    public static long? NextChange(StockState state) =>
        state.NextEndMs is { } end && state.NextForgetMs is { } forget ? Math.Min(end, forget) : state.NextEndMs ?? state.NextForgetMs;

    /// <summary>The state as others see it.</summary>
    public static StockView View(StockState state) => new(
        [.. state.Skus.Where(entry => entry.Value.Sold).OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new SkuStock(entry.Key, entry.Value.OnHand, entry.Value.Reserved, entry.Value.BuyerCap))]);

    /// <summary>The state as a buyer sees it: what their own reservation holds is theirs to buy. With the flash sales that are on or coming.</summary>
    public static StockView View(StockState state, string buyer, string? reservation, DateTimeOffset now)
    {
        HeldState? own = reservation is not null && state.Held.TryGetValue(reservation, out HeldState? held) && held.Buyer == buyer ? held : null;
        return new([.. View(state).Skus.Select(sku =>
        {
            int kept = own?.Lines.Where(line => line.Sku == sku.Sku).Sum(line => line.Quantity) ?? 0;
            SkuStock seen = sku with { Reserved = sku.Reserved - kept };
            return seen with { Flash = FlashRules.View(state.Flashes, seen, buyer, own, now) };
        })]);
    }

    /// <summary>A flash sale begins to be known. The same state when it is already; or why it cannot be.</summary>
    public static (StockState Next, StockRefusal? Refusal) OpenFlash(StockState before, FlashTerms terms, DateTimeOffset now)
    {
        StockState state = Expire(before, now);
        if (state.Flashes.ContainsKey(terms.Sale))
        {
            return (before, null);
        }

        StockRefusal? refusal = state.Skus.GetValueOrDefault(terms.Sku) is not { Sold: true } sku ? StockRefusal.UnknownSku
            : sku.OnHand - sku.Reserved < terms.Pieces ? StockRefusal.OutOfStock
            : FlashRules.Overlaps(state.Flashes, terms, now) ? StockRefusal.FlashOverlap
            : null;
        long forget = Round(terms.Until, MarkLife);
        return refusal is not null ? (before, refusal) : (state with
        {
            Flashes = state.Flashes.Add(terms.Sale, FlashRules.New(terms)),
            NextForgetMs = state.NextForgetMs is { } known && known < forget ? known : forget,
        }, null);
    }

    /// <summary>A flash sale is over now; who has set pieces aside keeps its price.</summary>
    public static StockState EndFlash(StockState state, string sale, DateTimeOffset now) =>
        state.Flashes.TryGetValue(sale, out FlashState? flash) && flash.UntilMs > now.ToUnixTimeMilliseconds()
            ? state with { Flashes = state.Flashes.SetItem(sale, flash with { UntilMs = now.ToUnixTimeMilliseconds() }) }
            : state;

    // What is paid already is sold whatever the time and the caps say, as long as there are pieces.
    private static ReserveOutcome? Refused(StockState state, string buyer, ImmutableArray<StockLine> lines, DateTimeOffset? paidAt)
    {
        bool withCap = paidAt is not null;
        foreach (StockLine line in lines)
        {
            if (line.Quantity <= 0 || state.Skus.GetValueOrDefault(line.Sku) is not { } sku || (withCap && !sku.Sold))
            {
                return new(StockRefusal.UnknownSku, line.Sku, 0);
            }

            int left = sku.OnHand - sku.Reserved;
            if (left < line.Quantity)
            {
                return new(StockRefusal.OutOfStock, line.Sku, left);
            }

            if (FlashRules.Refused(state.Flashes, buyer, line, paidAt) is { } gone)
            {
                return gone;
            }

            if (withCap && sku.BuyerCap is { } cap && cap - Had(state, buyer, line.Sku) is var may && may < line.Quantity)
            {
                return new(StockRefusal.BuyerCap, line.Sku, Math.Max(0, may));
            }
        }

        return lines.IsEmpty ? new(StockRefusal.UnknownSku, "", 0) : null;
    }

    private static int Had(StockState state, string buyer, string sku) => state.Buyers.GetValueOrDefault(Buyer(buyer, sku))?.Quantity ?? 0;

    private static StockState Hold(StockState state, Reservation wanted, ImmutableArray<StockLine> lines, DateTimeOffset now)
    {
        var skus = state.Skus.ToBuilder();
        var buyers = state.Buyers;
        foreach (StockLine line in lines)
        {
            SkuState sku = skus[line.Sku];
            skus[line.Sku] = sku with { Reserved = sku.Reserved + line.Quantity };
            if (sku.BuyerCap is not null)
            {
                buyers = buyers.SetItem(Buyer(wanted.Buyer, line.Sku), new BuyerState(Had(state, wanted.Buyer, line.Sku) + line.Quantity, now.ToUnixTimeMilliseconds()));
            }
        }

        long until = wanted.Until.ToUnixTimeMilliseconds();
        return state with
        {
            Skus = skus.ToImmutable(),
            Flashes = FlashRules.Hold(state.Flashes, wanted.Buyer, lines),
            Buyers = buyers,
            Held = state.Held.Add(wanted.Name, new HeldState(wanted.Buyer, lines, until)),
            NextEndMs = state.NextEndMs is { } end && end < until ? end : until,
            NextForgetMs = buyers == state.Buyers ? state.NextForgetMs : state.NextForgetMs ?? Round(now, CapWindow),
        };
    }

    private static StockState GiveBack(StockState state, string name, HeldState held)
    {
        var skus = state.Skus.ToBuilder();
        var buyers = state.Buyers;
        foreach (StockLine line in held.Lines)
        {
            SkuState sku = skus[line.Sku];
            skus[line.Sku] = sku with { Reserved = sku.Reserved - line.Quantity };
            string key = Buyer(held.Buyer, line.Sku);
            if (buyers.TryGetValue(key, out BuyerState? had))
            {
                buyers = had.Quantity > line.Quantity ? buyers.SetItem(key, had with { Quantity = had.Quantity - line.Quantity }) : buyers.Remove(key);
            }
        }

        return state with { Skus = skus.ToImmutable(), Flashes = FlashRules.GiveBack(state.Flashes, held.Buyer, held.Lines), Buyers = buyers, Held = state.Held.Remove(name) };
    }

    private static StockState Mark(StockState state, string key, int hash, DateTimeOffset now)
    {
        long forget = Round(now, MarkLife);
        return state with
        {
            Marks = state.Marks.Set(key, new MarkState(now.ToUnixTimeMilliseconds(), hash)),
            NextForgetMs = state.NextForgetMs is { } known && known < forget ? known : forget,
        };
    }

    private static StockState Forget(StockState state, long at)
    {
        long marks = at - (long)MarkLife.TotalMilliseconds, caps = at - (long)CapWindow.TotalMilliseconds;
        StockState next = state with
        {
            Marks = state.Marks.Forget(marks),
            Buyers = state.Buyers.RemoveRange(state.Buyers.Where(buyer => buyer.Value.AtMs <= caps).Select(buyer => buyer.Key)),
            Flashes = state.Flashes.RemoveRange(state.Flashes.Where(flash => flash.Value.UntilMs <= marks && flash.Value.Held == 0).Select(flash => flash.Key)),
        };
        long? mark = next.Marks.OldestMs() + (long)MarkLife.TotalMilliseconds;
        long? cap = next.Buyers.IsEmpty ? null : next.Buyers.Values.Min(one => one.AtMs) + (long)CapWindow.TotalMilliseconds;
        long? flash = next.Flashes.IsEmpty ? null : Math.Max(at, next.Flashes.Values.Min(one => one.UntilMs) + (long)MarkLife.TotalMilliseconds);
        long? first = new[] { mark, cap, flash }.Min();
        return next with { NextForgetMs = first is { } due ? Up(due) : null };
    }

    private static long Round(DateTimeOffset now, TimeSpan life) => Up((now + life).ToUnixTimeMilliseconds());

    private static long Up(long ms) => ((ms / s_forgetStep) + 1) * s_forgetStep;

    // The same SKU twice is one line; the order of lines says nothing.
    private static ImmutableArray<StockLine> Merge(IReadOnlyList<StockLine> lines) =>
        [.. lines.GroupBy(line => line.Sku).Select(group => new StockLine(
            group.Key,
            group.Any(line => line.Quantity <= 0 || line.Sale != group.First().Sale) ? 0 : group.Sum(line => line.Quantity),
            group.First().Sale))
            .OrderBy(line => line.Sku, StringComparer.Ordinal)];

    private static int Hash(ImmutableArray<StockLine> lines)
    {
        string text = string.Join(';', lines.Select(line => $"{line.Sku}={line.Quantity}" + (line.Sale is null ? "" : " " + line.Sale)));
        return unchecked((int)System.IO.Hashing.XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static Decision Refuse(StockRefusal refusal) => new(null, new(refusal, null, 0));

    private static string Buyer(string buyer, string sku) => buyer + " " + sku;

    private static string Sale(string name) => "sale " + name;

    private static string Return(string key) => "return " + key;

    private static string Movement(string key) => "move " + key;
}
