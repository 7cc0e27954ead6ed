using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// What an exchange costs whom: pure. Reductions stay with the goods: who had a tenth off has a tenth off what they get instead, up to
/// the price of what they send back; what is dearer is paid in full. The same giver gives it again: the shop, or the post.
/// </summary>
internal static class ExchangeRules
{
    /// <summary>The money of it.</summary>
    /// <param name="placement">The first order.</param>
    /// <param name="refunded">What has gone back of it before.</param>
    /// <param name="back">What is sent back.</param>
    /// <param name="wanted">What the wanted goods cost, all of them.</param>
    /// <param name="delivery">What the buyer pays for the new parcel.</param>
    public static ExchangeSum Sum(OrderPlacement placement, long refunded, ReturnedLine back, long wanted, long delivery)
    {
        long listed = back.Quantity * Price(placement, back), goods = placement.Goods, paid = goods - placement.ShopDiscount - placement.PostDiscount;
        long value = Math.Clamp(goods > 0 ? Share(Math.Max(0, paid), listed, goods) : 0, 0, placement.Total - refunded);
        long coupon = OrderShares.CouponBackOf(placement, refunded + value) - OrderShares.CouponBackOf(placement, refunded);
        bool cheaper = wanted < listed;
        long forGoods = cheaper ? Share(value, wanted, listed) : value + wanted - listed;
        long moved = cheaper ? Share(coupon, wanted, listed) : coupon;
        long total = forGoods + delivery, kept = Math.Min(value, total);
        return new ExchangeSum(value, kept, value - kept, total - kept, moved, coupon - moved, wanted - forGoods - moved);
    }

    /// <summary>Whether the shop pays for the new parcel: it does, unless the buyer only thought again.</summary>
    public static bool ShopCarries(ComplaintReason reason) => reason is not ComplaintReason.ChangedMind;

    /// <summary>The order of an exchange: the same at each attempt, named by its return.</summary>
    public static CheckoutId Checkout(string returnId) => new("x-" + returnId[2..]);

    /// <summary>The order of what is sent instead.</summary>
    public static OrderPlacement Placement(Order first, string returnId, Exchange exchange, AccountId escrow, TransferId? paidBy, DateTimeOffset at) => new()
    {
        Checkout = Checkout(returnId),
        Shop = first.Placement.Shop,
        Buyer = first.Placement.Buyer,
        BuyerWallet = first.Placement.BuyerWallet,
        Lines = [exchange.Wanted],
        ShopDiscount = exchange.Sum.ShopDiscount,
        PostDiscount = exchange.Sum.Coupon,
        Delivery = first.Placement.Delivery with { Price = exchange.Delivery, Cost = exchange.Carriage },
        Payment = PaymentWay.Wallet,
        Escrow = escrow,
        PaidBy = paidBy,
        At = at,
        Exchange = new ExchangeOf(first.Id, returnId),
    };

    /// <summary>What one of these cost.</summary>
    public static long Price(OrderPlacement placement, ReturnedLine back) =>
        placement.Lines.FirstOrDefault(line => line.Product == back.Product && line.Sku == back.Sku)?.Price ?? 0;

    private static long Share(long amount, long part, long whole) => (long)((Int128)amount * part / whole);
}

/// <summary>Finds what may be had in exchange, with prices and stock as they are now.</summary>
internal static class ExchangeDesk
{
    /// <summary>Variants of the products of an order that are in stock; the same variant at the price that was paid.</summary>
    public static async Task<IReadOnlyList<ExchangeChoice>> Choices(IGrainFactory grains, OrderPlacement placement)
    {
        var choices = new List<ExchangeChoice>();
        foreach (IGrouping<ProductId, OrderLine> lines in placement.Lines.GroupBy(line => line.Product))
        {
            if (await grains.GetGrain<IProductGrain>(lines.Key.Value).Look() is not { Status: ProductStatus.Published } product)
            {
                continue;
            }

            StockView stock = await grains.GetGrain<IStockGrain>(lines.Key.Value).Look();
            foreach (OrderLine line in lines.DistinctBy(line => line.Sku))
            {
                choices.AddRange(product.Variants.Where(variant => stock.Left(variant.Sku) > 0).Select(variant => Choice(line, variant, stock.Left(variant.Sku))));
            }
        }

        return choices;
    }

    /// <summary>What a wish comes to; or why it cannot be.</summary>
    public static async Task<(Exchange? Exchange, AfterSaleRefusal? Refusal)> Find(IGrainFactory grains, Order order, ReturnWish wish)
    {
        OrderPlacement placement = order.Placement;
        if (wish.Lines is not [var back])
        {
            return (null, AfterSaleRefusal.ExchangeLines);
        }

        string sku = wish.For is { Length: > 0 } other ? other : back.Sku;
        if (sku == back.Sku && wish.Reason is ComplaintReason.ChangedMind)
        {
            return (null, AfterSaleRefusal.ExchangeSame);
        }

        ExchangeChoice? choice = (await Choices(grains, placement)).FirstOrDefault(one => one.Product == back.Product && one.Sku == back.Sku && one.For == sku && one.Left >= back.Quantity);
        Shop? shop = await grains.GetGrain<IShopGrain>(placement.Shop.Value).Look();
        Product? product = await grains.GetGrain<IProductGrain>(back.Product.Value).Look();
        if (choice is null || shop is null || product?.Find(sku) is not { } variant)
        {
            return (null, AfterSaleRefusal.ExchangeGone);
        }

        var prices = await grains.GetGrain<Logistics.IDeliveryPricesGrain>(0).Quote(
            shop.Origin, placement.Delivery.To, variant.WeightGrams * back.Quantity, (long)variant.LengthMillimetres * variant.WidthMillimetres * variant.HeightMillimetres * back.Quantity);
        var exchange = new Exchange
        {
            Wanted = new OrderLine
            {
                Product = back.Product, Sku = sku, Title = product.Title, Label = variant.Label, Image = product.Image, Quantity = back.Quantity, Price = choice.Price, WeightGrams = variant.WeightGrams,
            },
            Carriage = prices.TryGetValue(placement.Delivery.Method, out long price) ? price : placement.Delivery.Cost,
            ShopCarries = ExchangeRules.ShopCarries(wish.Reason),
        };
        return (exchange with { Sum = ExchangeRules.Sum(placement, order.Refunded, back, exchange.Wanted.Amount, exchange.Delivery) }, null);
    }

    private static ExchangeChoice Choice(OrderLine line, Variant variant, int left)
    {
        long price = variant.Sku == line.Sku ? line.Price : variant.Price;
        return new ExchangeChoice(line.Product, line.Sku, variant.Sku, variant.Label, price, price - line.Price, left);
    }
}
