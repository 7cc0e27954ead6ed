namespace Postmobile.Commerce;

/// <summary>What a flash sale may be: pure.</summary>
internal static class FlashSaleRules
{
    /// <summary>When everything that was set aside at the end has surely been paid or given back.</summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromHours(1);

    /// <summary>The sale that a wish makes of a product as it is now; or why not.</summary>
    public static (FlashSale? Sale, FlashSaleRefusal? Refusal) Make(string id, FlashSaleWish wish, Product? product, DateTimeOffset now)
    {
        Variant? variant = product is not { Status: ProductStatus.Published } ? null
            : wish.Sku is { Length: > 0 } sku ? product.Find(sku)
            : product.Variants.Count == 1 ? product.Variants[0] : null;
        if (variant is null || (wish.Shop is { } own && own != product!.Shop))
        {
            return (null, FlashSaleRefusal.UnknownProduct);
        }

        FlashSaleRefusal? refusal = wish.Price <= 0 || wish.Price >= variant.Price ? FlashSaleRefusal.Price
            : wish.Pieces is < 1 or > FlashSales.PiecesMax || wish.Cap < 1 || wish.Cap > wish.Pieces ? FlashSaleRefusal.Pieces
            : WrongTimes(wish.From, wish.Until, now) ? FlashSaleRefusal.Times
            : null;
        return refusal is not null ? (null, refusal) : (new FlashSale
        {
            Id = id, Product = wish.Product, Sku = variant.Sku, Shop = product!.Shop, ByPost = wish.Shop is null, Price = wish.Price, Ordinary = variant.Price,
            Pieces = wish.Pieces, Cap = wish.Cap, From = wish.From, Until = wish.Until, MadeBy = wish.By,
            Status = wish.Shop is null ? FlashSaleStatus.Proposed : FlashSaleStatus.Opening,
        }, null);
    }

    /// <summary>Whether it would be over already, last too long, or lie too far off.</summary>
    public static bool WrongTimes(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now) =>
        until <= now || until <= from || until - from > FlashSales.LongestFor || from - now > FlashSales.EarliestBefore;

    /// <summary>Whether this is what a wish made.</summary>
    public static bool Same(FlashSale sale, FlashSaleWish wish) =>
        sale.Product == wish.Product && (string.IsNullOrEmpty(wish.Sku) || sale.Sku == wish.Sku) && sale.Price == wish.Price && sale.Pieces == wish.Pieces && sale.Cap == wish.Cap
        && sale.From == wish.From && sale.Until == wish.Until && sale.ByPost == wish.Shop is null && sale.MadeBy == wish.By;

    /// <summary>What the stock is told.</summary>
    public static FlashTerms Terms(FlashSale sale) => new()
    {
        Sale = sale.Id, Sku = sale.Sku, Price = sale.Price, Pieces = sale.Pieces, Cap = sale.Cap, From = sale.From, Until = sale.Until, ByPost = sale.ByPost,
    };

    /// <summary>What the stock's refusal means for the sale.</summary>
    public static FlashSaleRefusal Of(StockRefusal refusal) => refusal switch
    {
        StockRefusal.OutOfStock => FlashSaleRefusal.Stock,
        StockRefusal.FlashOverlap => FlashSaleRefusal.Overlap,
        _ => FlashSaleRefusal.UnknownProduct,
    };

    /// <summary>How it stands at a time: one whose time is over has ended, whether or not its document has been woken.</summary>
    public static FlashSale At(FlashSale sale, DateTimeOffset now) =>
        sale.Status is FlashSaleStatus.Open or FlashSaleStatus.Proposed && now >= sale.Until ? sale with { Status = FlashSaleStatus.Ended } : sale;
}
