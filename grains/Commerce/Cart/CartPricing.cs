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

    /// <summary>The cart with the facts of now.</summary>
    public static async Task<CartView> Look(IGrainFactory grains, IReadOnlyList<CartLineState> lines, IEnumerable<string> codes, DateTimeOffset now)
    {
        string[] products = [.. lines.Select(line => line.Product).Distinct()];
        Task<Coupon?[]> coupons = Task.WhenAll(codes.Select(code => grains.GetGrain<ICouponGrain>(Coupons.Key(code)).Look()));
        Product?[] found = await Task.WhenAll(products.Select(product => grains.GetGrain<IProductGrain>(product).Look()));
        StockView[] stocks = await Task.WhenAll(products.Select(product => grains.GetGrain<IStockGrain>(product).Look()));
        ShopId[] shopIds = [.. lines.Select(line => new ShopId(line.Shop)).Distinct()];
        Shop?[] shops = await Task.WhenAll(shopIds.Select(shop => grains.GetGrain<IShopGrain>(shop.Value).Look()));
        var all = new List<CartParcel>();
        for (int i = 0; i < shopIds.Length; i++)
        {
            Shop? shop = shops[i];
            CartLine[] own = [.. lines.Where(line => line.Shop == shopIds[i].Value).Select(line =>
                Line(line, found[Array.IndexOf(products, line.Product)], stocks[Array.IndexOf(products, line.Product)], shop))];
            all.Add(new CartParcel
            {
                Shop = shopIds[i], ShopName = shop?.Name ?? "", ShopSlug = shop?.Slug ?? "", Origin = shop?.Origin, Lines = own, Total = new ParcelTotal(),
            });
        }

        PriceRules.Result reckoned = PriceRules.Reckon([.. all.Select(Priced)], [.. (await coupons).OfType<Coupon>()], now);
        return new CartView { Parcels = [.. all.Select((parcel, i) => parcel with { Total = reckoned.Parcels[i] })], Coupons = reckoned.Coupons };
    }

    private static PriceRules.Parcel Priced(CartParcel parcel) =>
        new(parcel.Shop, [.. parcel.Lines.Select(line => new PriceRules.PricedLine(line.Product, line.Category, line.Amount))], null);

    private static CartLine Line(CartLineState line, Product? product, StockView stock, Shop? shop)
    {
        Variant? variant = product is { Status: ProductStatus.Published } && product.Shop.Value == line.Shop ? product.Find(line.Sku) : null;
        int left = stock.Left(line.Sku);
        LineChange change = variant is null ? LineChange.Gone
            : (shop is { TakesOrders: true } ? LineChange.None : LineChange.ShopClosed)
                | (left <= 0 ? LineChange.SoldOut : left < line.Quantity ? LineChange.FewerLeft : LineChange.None)
                | (variant.Price < line.SeenPrice ? LineChange.Cheaper : variant.Price > line.SeenPrice ? LineChange.Dearer : LineChange.None);
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
            Price = variant?.Price ?? line.SeenPrice,
            SeenPrice = line.SeenPrice,
            Left = Math.Max(0, left),
            Change = change,
            Category = product?.Category ?? "",
            WeightGrams = variant?.WeightGrams ?? 0,
            VolumeCubicMillimetres = (long)(variant?.LengthMillimetres ?? 0) * (variant?.WidthMillimetres ?? 0) * (variant?.HeightMillimetres ?? 0),
        };
    }
}
