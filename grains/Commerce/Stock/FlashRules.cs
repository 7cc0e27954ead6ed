using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>
/// Who gets a piece at a flash price: pure. A sale's pieces are a number beside the stock and not a shelf of their own: a
/// piece set aside at the flash price is set aside in the stock as well, and both come back together.
/// </summary>
internal static class FlashRules
{
    /// <summary>A sale that begins to be known.</summary>
    public static FlashState New(FlashTerms terms) => new(
        terms.Sku, terms.Price, terms.From.ToUnixTimeMilliseconds(), terms.Until.ToUnixTimeMilliseconds(), terms.Pieces, terms.Cap, terms.ByPost, 0, 0,
        ImmutableDictionary<string, int>.Empty);

    /// <summary>Whether another sale of the variant is on or coming in the same time.</summary>
    public static bool Overlaps(ImmutableDictionary<string, FlashState> sales, FlashTerms terms, DateTimeOffset now) => sales.Values.Any(sale =>
        sale.Sku == terms.Sku && sale.UntilMs > now.ToUnixTimeMilliseconds()
        && sale.FromMs < terms.Until.ToUnixTimeMilliseconds() && terms.From.ToUnixTimeMilliseconds() < sale.UntilMs);

    /// <summary>Why a line cannot have its flash price; null: it can, or does not ask for one. Without a time it is paid already, and only the pieces count.</summary>
    public static ReserveOutcome? Refused(ImmutableDictionary<string, FlashState> sales, string buyer, StockLine line, DateTimeOffset? at)
    {
        if (line.Sale is null)
        {
            return null;
        }

        if (!sales.TryGetValue(line.Sale, out FlashState? sale) || sale.Sku != line.Sku)
        {
            return new(StockRefusal.FlashGone, line.Sku, 0);
        }

        bool open = at is not { } now || (now.ToUnixTimeMilliseconds() >= sale.FromMs && now.ToUnixTimeMilliseconds() < sale.UntilMs);
        int left = sale.Pieces - sale.Held - sale.Done;
        int may = at is not null && sale.Cap is { } cap ? Math.Min(left, cap - sale.Buyers.GetValueOrDefault(buyer)) : left;
        return open && may >= line.Quantity ? null : new(StockRefusal.FlashGone, line.Sku, open ? Math.Max(0, may) : 0);
    }

    /// <summary>Pieces are set aside.</summary>
    public static ImmutableDictionary<string, FlashState> Hold(ImmutableDictionary<string, FlashState> sales, string buyer, ImmutableArray<StockLine> lines) =>
        Change(sales, lines, (sale, quantity) => Count(sale with { Held = sale.Held + quantity }, buyer, quantity));

    /// <summary>Pieces come back.</summary>
    public static ImmutableDictionary<string, FlashState> GiveBack(ImmutableDictionary<string, FlashState> sales, string buyer, ImmutableArray<StockLine> lines) =>
        Change(sales, lines, (sale, quantity) => Count(sale with { Held = sale.Held - quantity }, buyer, -quantity));

    /// <summary>Pieces set aside are sold.</summary>
    public static ImmutableDictionary<string, FlashState> Sell(ImmutableDictionary<string, FlashState> sales, ImmutableArray<StockLine> lines) =>
        Change(sales, lines, (sale, quantity) => sale with { Held = sale.Held - quantity, Done = sale.Done + quantity });

    /// <summary>The sale of a variant that is on, else the one that comes first, as a buyer sees it; null without. One that this buyer has set aside goes before.</summary>
    public static FlashView? View(ImmutableDictionary<string, FlashState> sales, SkuStock sku, string buyer, HeldState? own, DateTimeOffset now)
    {
        StockLine kept = own?.Lines.FirstOrDefault(line => line.Sku == sku.Sku && line.Sale is not null) ?? default;
        (string id, FlashState? sale) = sales.Where(one => one.Value.Sku == sku.Sku && (one.Key == kept.Sale || (one.Value.UntilMs > now.ToUnixTimeMilliseconds() && one.Value.FromMs < one.Value.UntilMs)))
            .OrderBy(one => one.Key != kept.Sale).ThenBy(one => one.Value.FromMs).Select(one => (one.Key, (FlashState?)one.Value)).FirstOrDefault();
        if (sale is null)
        {
            return null;
        }

        int held = id == kept.Sale ? kept.Quantity : 0;
        int left = Math.Clamp(sale.Pieces - sale.Held - sale.Done + held, 0, Math.Max(0, sku.Left));
        int mine = sale.Cap is { } cap ? Math.Clamp(cap - sale.Buyers.GetValueOrDefault(buyer) + held, 0, left) : left;
        return new FlashView(Terms(id, sale), left, mine, held);
    }

    private static FlashTerms Terms(string id, FlashState sale) => new()
    {
        Sale = id, Sku = sale.Sku, Price = sale.Price, Pieces = sale.Pieces, Cap = sale.Cap, ByPost = sale.ByPost,
        From = DateTimeOffset.FromUnixTimeMilliseconds(sale.FromMs), Until = DateTimeOffset.FromUnixTimeMilliseconds(sale.UntilMs),
    };

    private static FlashState Count(FlashState sale, string buyer, int more)
    {
        if (sale.Cap is null)
        {
            return sale;
        }

        int now = sale.Buyers.GetValueOrDefault(buyer) + more;
        return sale with { Buyers = now > 0 ? sale.Buyers.SetItem(buyer, now) : sale.Buyers.Remove(buyer) };
    }

    private static ImmutableDictionary<string, FlashState> Change(
        ImmutableDictionary<string, FlashState> sales, ImmutableArray<StockLine> lines, Func<FlashState, int, FlashState> change)
    {
        foreach (StockLine line in lines)
        {
            if (line.Sale is not null && sales.TryGetValue(line.Sale, out FlashState? sale))
            {
                sales = sales.SetItem(line.Sale, change(sale, line.Quantity));
            }
        }

        return sales;
    }
}
