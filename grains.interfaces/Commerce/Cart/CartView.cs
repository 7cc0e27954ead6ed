namespace Postmobile.Commerce;

/// <summary>Whether a line can be bought, and what changed since it was put in.</summary>
[Flags]
public enum LineChange
{
    /// <summary>As it was.</summary>
    None = 0,

    /// <summary>It costs less than it did.</summary>
    Cheaper = 1,

    /// <summary>It costs more than it did.</summary>
    Dearer = 2,

    /// <summary>Some are left, fewer than wanted.</summary>
    FewerLeft = 4,

    /// <summary>None is left.</summary>
    SoldOut = 8,

    /// <summary>It is no longer sold.</summary>
    Gone = 16,

    /// <summary>Its shop takes no orders now.</summary>
    ShopClosed = 32,
}

/// <summary>A line of a cart, with the facts of now.</summary>
[GenerateSerializer, Immutable, Alias("commerce.cart-line")]
public sealed record CartLine
{
    /// <summary>The product.</summary>
    [Id(0)] public required ProductId Product { get; init; }

    /// <summary>The variant.</summary>
    [Id(1)] public required string Sku { get; init; }

    /// <summary>How many are wanted.</summary>
    [Id(2)] public required int Quantity { get; init; }

    /// <summary>Who sells it.</summary>
    [Id(3)] public required ShopId Shop { get; init; }

    /// <summary>Its title.</summary>
    [Id(4)] public required string Title { get; init; }

    /// <summary>Its options, as one reads them.</summary>
    [Id(5)] public required string Label { get; init; }

    /// <summary>Its name in addresses.</summary>
    [Id(6)] public required string Slug { get; init; }

    /// <summary>Its picture, or null.</summary>
    [Id(7)] public string? Image { get; init; }

    /// <summary>What one costs now, in XAF.</summary>
    [Id(8)] public required long Price { get; init; }

    /// <summary>What one cost when it was last looked at.</summary>
    [Id(9)] public required long SeenPrice { get; init; }

    /// <summary>How many are left.</summary>
    [Id(10)] public required int Left { get; init; }

    /// <summary>What changed.</summary>
    [Id(11)] public required LineChange Change { get; init; }

    /// <summary>The category, for coupons.</summary>
    [Id(12)] public required string Category { get; init; }

    /// <summary>Weight of one, in grams.</summary>
    [Id(13)] public int WeightGrams { get; init; }

    /// <summary>Volume of one, in cubic millimetres; 0 when unknown.</summary>
    [Id(14)] public long VolumeCubicMillimetres { get; init; }

    /// <summary>The flash sale of it that is on; null without.</summary>
    [Id(15)] public CartFlash? Flash { get; init; }

    /// <summary>What one costs the buyer: the flash price where it applies.</summary>
    public long Asked => Flash is { Applies: true } flash ? flash.Price : Price;

    /// <summary>What the flash sale takes off at the post's cost; a shop's own lowers <see cref="Price"/> itself.</summary>
    public long PostOff => Buyable && Flash is { Applies: true, ByPost: true } flash ? Quantity * (Price - flash.Price) : 0;

    /// <summary>Whether it can be bought as it stands.</summary>
    public bool Buyable => (Change & (LineChange.FewerLeft | LineChange.SoldOut | LineChange.Gone | LineChange.ShopClosed)) == 0;

    /// <summary>Quantity times price; nothing for what cannot be bought.</summary>
    public long Amount => Buyable ? Quantity * Price : 0;
}

/// <summary>A flash sale, as a line of a cart meets it.</summary>
/// <param name="Sale">Which.</param>
/// <param name="Price">What one costs in it.</param>
/// <param name="Ordinary">What one costs without.</param>
/// <param name="Until">Until when it can be had for that.</param>
/// <param name="Left">How many pieces this buyer can still have at that price.</param>
/// <param name="ByPost">The post pays the difference.</param>
/// <param name="Applies">Whether this line is sold at that price: whole, or not at all.</param>
[GenerateSerializer, Immutable, Alias("commerce.cart-flash")]
public sealed record CartFlash(
    [property: Id(0)] string Sale, [property: Id(1)] long Price, [property: Id(2)] long Ordinary, [property: Id(3)] DateTimeOffset Until,
    [property: Id(4)] int Left, [property: Id(5)] bool ByPost, [property: Id(6)] bool Applies);

/// <summary>One shop's part of a cart: one order, one parcel.</summary>
[GenerateSerializer, Immutable, Alias("commerce.cart-parcel")]
public sealed record CartParcel
{
    /// <summary>The shop.</summary>
    [Id(0)] public required ShopId Shop { get; init; }

    /// <summary>Its name.</summary>
    [Id(1)] public required string ShopName { get; init; }

    /// <summary>Its name in addresses.</summary>
    [Id(2)] public required string ShopSlug { get; init; }

    /// <summary>Where its parcels start; null when the shop is not known.</summary>
    [Id(3)] public Place? Origin { get; init; }

    /// <summary>Its lines.</summary>
    [Id(4)] public required IReadOnlyList<CartLine> Lines { get; init; }

    /// <summary>What it comes to.</summary>
    [Id(5)] public required ParcelTotal Total { get; init; }
}

/// <summary>A coupon in a cart.</summary>
/// <param name="Coupon">What it gives.</param>
/// <param name="Worth">What it takes off here, in XAF; a free delivery is reckoned once the delivery is chosen.</param>
/// <param name="Refusal">Why it does nothing here; null when it does something.</param>
[GenerateSerializer, Immutable, Alias("commerce.cart-coupon")]
public sealed record CartCoupon([property: Id(0)] Coupon Coupon, [property: Id(1)] long Worth, [property: Id(2)] CartRefusal? Refusal);

/// <summary>What is missing to reach a promotion: so much of goods, or so many pieces.</summary>
/// <param name="Promotion">Which.</param>
/// <param name="Amount">Francs of goods; 0 when it is pieces.</param>
/// <param name="Pieces">Pieces; 0 when it is francs.</param>
[GenerateSerializer, Immutable, Alias("commerce.cart-hint")]
public sealed record CartHint([property: Id(0)] Coupon Promotion, [property: Id(1)] long Amount, [property: Id(2)] int Pieces);

/// <summary>A cart with the facts of now.</summary>
[GenerateSerializer, Immutable, Alias("commerce.cart-view")]
public sealed record CartView
{
    /// <summary>By shop.</summary>
    [Id(0)] public required IReadOnlyList<CartParcel> Parcels { get; init; }

    /// <summary>The coupons.</summary>
    [Id(1)] public required IReadOnlyList<CartCoupon> Coupons { get; init; }

    /// <summary>The promotions that apply.</summary>
    [Id(2)] public IReadOnlyList<CartCoupon> Promotions { get; init; } = [];

    /// <summary>What is nearly reached, the nearest first.</summary>
    [Id(3)] public IReadOnlyList<CartHint> Hints { get; init; } = [];

    /// <summary>What a flash sale of the post takes off.</summary>
    public long FlashDiscount => Lines.Sum(line => line.PostOff);

    /// <summary>Every line.</summary>
    public IEnumerable<CartLine> Lines => Parcels.SelectMany(parcel => parcel.Lines);

    /// <summary>How many pieces.</summary>
    public int Count => Lines.Sum(line => line.Quantity);

    /// <summary>What the goods cost that can be bought, before coupons.</summary>
    public long Goods => Parcels.Sum(parcel => parcel.Total.Goods);

    /// <summary>What coupons, promotions and the post's flash sales take off.</summary>
    public long Discount => Parcels.Sum(parcel => parcel.Total.ShopDiscount + parcel.Total.PostDiscount);

    /// <summary>What is to be paid, without deliveries.</summary>
    public long Total => Parcels.Sum(parcel => parcel.Total.Total);

    /// <summary>Whether something changed that whoever buys must know of.</summary>
    public bool Changed => Lines.Any(line => line.Change != LineChange.None);

    /// <summary>Whether there is anything to buy, and nothing in the way.</summary>
    public bool Ready => Parcels.Count > 0 && Lines.All(line => line.Buyable);
}

/// <summary>What one parcel comes to, in XAF. The same figures stand in the cart, the checkout, the charge and the order.</summary>
[GenerateSerializer, Immutable, Alias("commerce.parcel-total")]
public sealed record ParcelTotal
{
    /// <summary>The sum of its lines.</summary>
    [Id(0)] public long Goods { get; init; }

    /// <summary>Taken off at the shop's cost.</summary>
    [Id(1)] public long ShopDiscount { get; init; }

    /// <summary>Taken off at the post's cost, a delivery that the post gives included.</summary>
    [Id(2)] public long PostDiscount { get; init; }

    /// <summary>What the delivery costs the buyer; null until it is chosen.</summary>
    [Id(3)] public long? Delivery { get; init; }

    /// <summary>What the carrier earns.</summary>
    [Id(4)] public long Carriage { get; init; }

    /// <summary>What the buyer pays.</summary>
    public long Total => Goods - ShopDiscount - PostDiscount + (Delivery ?? 0);
}
