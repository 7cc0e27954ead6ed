using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Asks products, stock and shops what is true now of what somebody means to buy.</summary>
internal static class CartPricing
{
    /// <summary>So many shops' orders can be paid with one transfer.</summary>
    public const int ShopsMax = 16;

    /// <summary>So many lines may a cart have.</summary>
    public const int LinesMax = 60;

    /// <summary>So many pieces may a line have.</summary>
    public const int QuantityMax = 999;

    /// <summary>Who looks, and the checkout that already holds what they mean to buy.</summary>
    /// <param name="Person">Who; null for a stranger.</param>
    /// <param name="Open">Their open checkout: what it has set aside is theirs.</param>
    public readonly record struct Looker(CustomerId? Person, CheckoutId? Open);

    /// <summary>The cart with the facts of now.</summary>
    public static async Task<CartView> Look(IGrainFactory grains, IReadOnlyList<CartLineState> lines, IEnumerable<string> codes, Looker who, DateTimeOffset now)
    {
        string[] products = [.. lines.Select(line => line.Product).Distinct()];
        ShopId[] shopIds = [.. lines.Select(line => new ShopId(line.Shop)).Distinct()];
        Task<Coupon[]> coupons = Offered(grains, shopIds, codes, who);
        Product?[] found = await Task.WhenAll(products.Select(product => grains.GetGrain<IProductGrain>(product).Look()));
        StockView[] stocks = await Task.WhenAll(products.Select(product => grains.GetGrain<IStockGrain>(product).LookFor(who.Person?.Value ?? "", who.Open?.Value)));
        Shop?[] shops = await Task.WhenAll(shopIds.Select(shop => grains.GetGrain<IShopGrain>(shop.Value).Look()));
        var all = new List<CartParcel>();
        for (int i = 0; i < shopIds.Length; i++)
        {
            Shop? shop = shops[i];
            CartLine[] own = [.. lines.Where(line => line.Shop == shopIds[i].Value).Select(line =>
                Line(line, found[Array.IndexOf(products, line.Product)], stocks[Array.IndexOf(products, line.Product)], shop, now))];
            all.Add(new CartParcel
            {
                Shop = shopIds[i], ShopName = shop?.Name ?? "", ShopSlug = shop?.Slug ?? "", Origin = shop?.Origin, Lines = own, Total = new ParcelTotal(),
            });
        }

        PriceRules.Parcel[] priced = [.. all.Select(Priced)];
        PriceRules.Result reckoned = PriceRules.Reckon(priced, await coupons, now);
        return new CartView
        {
            Parcels = [.. all.Select((parcel, i) => parcel with { Total = reckoned.Parcels[i] })],
            Coupons = [.. reckoned.Coupons.Where(one => !one.Coupon.Automatic)],
            Promotions = [.. reckoned.Coupons.Where(one => one is { Coupon.Automatic: true, Refusal: null })],
            Hints = PriceRules.Missing(priced, reckoned.Coupons, now),
        };
    }

    /// <summary>The codes, and every promotion of these shops and of the post, as they are for whoever looks.</summary>
    private static async Task<Coupon[]> Offered(IGrainFactory grains, ShopId[] shops, IEnumerable<string> codes, Looker who)
    {
        if (shops.Length == 0)
        {
            return [];
        }

        IReadOnlyList<Coupon>[] running = await Task.WhenAll(
            shops.Select(shop => shop.Value).Append(IPromotionsGrain.PostKey).Select(giver => grains.GetGrain<IPromotionsGrain>(giver).Running()));
        IEnumerable<string> all = codes.Concat(running.SelectMany(some => some).Select(promotion => promotion.Code));
        return [.. (await Task.WhenAll(all.Select(code => grains.GetGrain<ICouponGrain>(Coupons.Key(code)).LookFor(who.Person, who.Open)))).OfType<Coupon>()];
    }

    private static PriceRules.Parcel Priced(CartParcel parcel) => new(
        parcel.Shop,
        [.. parcel.Lines.Select(line => new PriceRules.PricedLine(
            line.Product, line.Category, line.Amount, line.Buyable ? line.Quantity : 0, line.Flash is { Applies: true }, line.PostOff))],
        null);

    /// <summary>What one of so many costs the buyer now: the flash price while it can be had.</summary>
    public static long Asked(Variant variant, int quantity, StockView stock, DateTimeOffset now) =>
        stock.FlashOf(variant.Sku) is { } flash && flash.Terms.Price < variant.Price && flash.Gives(quantity, now) ? flash.Terms.Price : variant.Price;

    private static CartFlash? Flash(CartLineState line, Variant variant, StockView stock, DateTimeOffset now) =>
        stock.FlashOf(line.Sku) is { } flash && flash.Terms.Price < variant.Price && (flash.Kept > 0 || flash.IsOn(now))
            ? new CartFlash(
                flash.Terms.Sale, flash.Terms.Price, variant.Price, flash.Terms.Until, Math.Max(flash.Mine, flash.Kept), flash.Terms.ByPost, flash.Gives(line.Quantity, now))
            : null;

    private static CartLine Line(CartLineState line, Product? product, StockView stock, Shop? shop, DateTimeOffset now)
    {
        Variant? variant = product is { Status: ProductStatus.Published } && product.Shop.Value == line.Shop ? product.Find(line.Sku) : null;
        int left = stock.Left(line.Sku);
        CartFlash? flash = variant is null ? null : Flash(line, variant, stock, now);
        long asked = flash is { Applies: true } ? flash.Price : variant?.Price ?? line.SeenPrice;
        LineChange change = variant is null ? LineChange.Gone
            : (shop is { TakesOrders: true } ? LineChange.None : LineChange.ShopClosed)
                | (left <= 0 ? LineChange.SoldOut : left < line.Quantity ? LineChange.FewerLeft : LineChange.None)
                | (asked < line.SeenPrice && flash is not { Applies: true } ? LineChange.Cheaper : asked > line.SeenPrice ? LineChange.Dearer : LineChange.None);
        return new CartLine
        {
            Product = new ProductId(line.Product),
            Sku = line.Sku,
            Quantity = line.Quantity,
            Shop = new ShopId(line.Shop),
            Title = product?.Title ?? line.Title,
            Label = variant?.Label ?? "",
            Slug = product?.Slug ?? "",
            Image = product?.Image,
            Price = flash is { ByPost: true } ? variant!.Price : asked,
            Flash = flash,
            SeenPrice = line.SeenPrice,
            Left = Math.Max(0, left),
            Change = change,
            Category = product?.Category ?? "",
            WeightGrams = variant?.WeightGrams ?? 0,
            VolumeCubicMillimetres = (long)(variant?.LengthMillimetres ?? 0) * (variant?.WidthMillimetres ?? 0) * (variant?.HeightMillimetres ?? 0),
        };
    }
}
