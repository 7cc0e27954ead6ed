using System.Collections.Immutable;
using System.Globalization;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What lies in a checkout's document: where it stands, so that whoever wakes it knows how to go on. Times are milliseconds since 1970 UTC.</summary>
public sealed record CheckoutState
{
    /// <summary>How it stands; null before it begins.</summary>
    public CheckoutStatus? Status { get; init; }

    /// <summary>Who buys: the customer's id.</summary>
    public string Buyer { get; init; } = "";

    /// <summary>The wallet that pays.</summary>
    public long Wallet { get; init; }

    /// <summary>The cart that it comes from.</summary>
    public string Cart { get; init; } = "";

    /// <summary>When it began.</summary>
    public long BegunAtMs { get; init; }

    /// <summary>Until when goods are set aside.</summary>
    public long UntilMs { get; init; }

    /// <summary>A parcel and an order a shop.</summary>
    public ImmutableArray<ParcelState> Parcels { get; init; } = [];

    /// <summary>The coupons and promotions that count, as they were when it began.</summary>
    public ImmutableArray<Coupon> Coupons { get; init; } = [];

    /// <summary>What each of them takes off, in their order.</summary>
    public ImmutableArray<long> Worths { get; init; } = [];

    /// <summary>How it is paid.</summary>
    public PaymentWay Way { get; init; }

    /// <summary>When the buyer said yes; the orders bear this time.</summary>
    public long PayingAtMs { get; init; }

    /// <summary>How often the ledger's definite no spent a key.</summary>
    public int Attempt { get; init; }

    /// <summary>The ledger was asked and its answer is not known: it may still come true.</summary>
    public bool Doubt { get; init; }

    /// <summary>The buyer agreed without entering the PIN.</summary>
    public bool WithoutProof { get; init; }

    /// <summary>Where the buyer can follow it, for the SMS.</summary>
    public string? Link { get; init; }

    /// <summary>While it is being paid: when to look after it, should nobody else.</summary>
    public long RetryAtMs { get; init; }

    /// <summary>How often that was in vain.</summary>
    public int Failures { get; init; }

    /// <summary>The receipt.</summary>
    public string? PaidBy { get; init; }

    /// <summary>What the buyer pays.</summary>
    internal long Total => Parcels.Sum(parcel => parcel.Parcel.Total.Total);

    /// <summary>The coupons and promotions with what each takes off.</summary>
    internal IEnumerable<(Coupon Coupon, long Worth)> Given() => Coupons.Select((coupon, at) => (coupon, at < Worths.Length ? Worths[at] : 0));

    /// <summary>What is to be set aside of each product; one reservation a product, of the checkout's name.</summary>
    internal IEnumerable<(ProductId Product, StockLine[] Lines)> Wanted() => CheckoutRules.Wanted(Parcels.SelectMany(parcel => parcel.Parcel.Lines));

    /// <summary>The key by which the ledger knows the payment.</summary>
    internal string Key(CheckoutId id) => Attempt == 0 ? $"§checkout-{id}" : string.Create(CultureInfo.InvariantCulture, $"§checkout-{id}-{Attempt}");

    /// <summary>The checkout as others see it; null before it begins.</summary>
    internal Checkout? View(CheckoutId id) => Status is not { } status ? null : new Checkout
    {
        Id = id,
        Buyer = new CustomerId(Buyer),
        Status = status,
        Until = DateTimeOffset.FromUnixTimeMilliseconds(UntilMs),
        Parcels = [.. Parcels.Select(parcel => parcel.Parcel)],
        Coupons = [.. Coupons.Where(coupon => !coupon.Automatic).Select(coupon => coupon.Code)],
        Promotions = [.. Given().Where(one => one.Coupon.Automatic)
            .Select(one => new CheckoutPromotion(one.Coupon.Code, one.Coupon.Title, one.Coupon.Shop, one.Coupon.Kind, one.Worth))],
        Way = Way,
        PaidBy = TransferId.TryParse(PaidBy, out TransferId receipt) ? receipt : null,
    };
}

/// <summary>A parcel, and what only the checkout needs of it.</summary>
/// <param name="Parcel">The parcel.</param>
/// <param name="Categories">The category of each product, for coupons.</param>
/// <param name="Escrow">The order's account; 0 until it is being paid.</param>
public sealed record ParcelState(CheckoutParcel Parcel, ImmutableDictionary<string, string> Categories, long Escrow);
