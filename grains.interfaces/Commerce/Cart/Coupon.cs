using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a coupon gives.</summary>
public enum CouponKind
{
    /// <summary>A part of the goods' price, in basis points (1/10,000).</summary>
    Percent,

    /// <summary>An amount in XAF, up to the goods' price.</summary>
    Amount,

    /// <summary>The delivery.</summary>
    FreeDelivery,

    /// <summary>Of so many pieces bought, the cheapest few for less or for nothing.</summary>
    BuyGet,
}

/// <summary>How a coupon stands.</summary>
public enum CouponStatus
{
    /// <summary>The post's own: one operator proposes it, another approves.</summary>
    Proposed,

    /// <summary>It can be used, between its dates.</summary>
    Active,

    /// <summary>Stopped, or not approved.</summary>
    Stopped,
}

/// <summary>What makes something cheaper: a code that is typed, or a promotion that applies by itself.</summary>
[GenerateSerializer, Immutable, Alias("commerce.coupon")]
public sealed record Coupon
{
    /// <summary>The code as it is entered: 4 to 20 capital letters, digits and dashes. One code is one coupon, of whichever shop. A promotion's is its id, which nobody can type.</summary>
    [Id(0)] public required string Code { get; init; }

    /// <summary>The shop that gives it, out of its own price; null: the post, out of its fees.</summary>
    [Id(1)] public ShopId? Shop { get; init; }

    /// <summary>What it gives.</summary>
    [Id(2)] public required CouponKind Kind { get; init; }

    /// <summary>Basis points or XAF; 0 for a free delivery. For <see cref="CouponKind.BuyGet"/> basis points of the pieces given: 10,000 is for nothing.</summary>
    [Id(3)] public long Value { get; init; }

    /// <summary>The most that a percentage takes off, in XAF; null: no limit.</summary>
    [Id(4)] public long? AtMost { get; init; }

    /// <summary>So much must the goods cost that it is for.</summary>
    [Id(5)] public long Minimum { get; init; }

    /// <summary>From when.</summary>
    [Id(6)] public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    [Id(7)] public required DateTimeOffset Until { get; init; }

    /// <summary>The categories that it is for, those under them included; empty with empty <see cref="Products"/>: everything.</summary>
    [Id(8)] public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The products that it is for.</summary>
    [Id(9)] public IReadOnlyList<ProductId> Products { get; init; } = [];

    /// <summary>How many orders it can make cheaper in all.</summary>
    [Id(10)] public required int UsesMax { get; init; }

    /// <summary>How many of them one person's; null: no limit.</summary>
    [Id(11)] public int? PersonMax { get; init; }

    /// <summary>How it stands.</summary>
    [Id(12)] public CouponStatus Status { get; init; }

    /// <summary>Who made it.</summary>
    [Id(13)] public required CustomerId MadeBy { get; init; }

    /// <summary>The operator who approved it.</summary>
    [Id(14)] public CustomerId? ApprovedBy { get; init; }

    /// <summary>Used by paid checkouts.</summary>
    [Id(15)] public int Used { get; init; }

    /// <summary>Set aside by open checkouts.</summary>
    [Id(16)] public int Reserved { get; init; }

    /// <summary>It applies by itself: a promotion, without a code to type.</summary>
    [Id(17)] public bool Automatic { get; init; }

    /// <summary>A promotion's name, as buyers read it.</summary>
    [Id(18)] public string Title { get; init; } = "";

    /// <summary>For <see cref="CouponKind.BuyGet"/>: so many are paid in full …</summary>
    [Id(19)] public int Buy { get; init; }

    /// <summary>… and so many more are given.</summary>
    [Id(20)] public int Get { get; init; }

    /// <summary>For <see cref="CouponKind.BuyGet"/>: pieces of the same product only; else of all that it is for.</summary>
    [Id(21)] public bool SameProduct { get; init; }

    /// <summary>The most that it may take off in all, in XAF; null: no limit.</summary>
    [Id(22)] public long? Budget { get; init; }

    /// <summary>What it has taken off, in XAF, by paid checkouts.</summary>
    [Id(23)] public long Spent { get; init; }

    /// <summary>What open checkouts may yet take of the budget.</summary>
    [Id(24)] public long Promised { get; init; }

    /// <summary>Uses of the person whom it was looked at for; 0 when for nobody.</summary>
    [Id(25)] public int Mine { get; init; }

    /// <summary>Whether a line is one that it is for.</summary>
    public bool IsFor(ProductId product, string category, ShopId shop) =>
        (Shop is null || Shop == shop) && ((Products.Count == 0 && Categories.Count == 0) || Products.Contains(product) || IsUnder(category));

    /// <summary>What of the budget one use can take at most, when that is less or other than what it takes off in the end: a delivery is chosen late.</summary>
    public long MayTake(long worth) => Kind == CouponKind.FreeDelivery ? AtMost ?? 0 : worth;

    private bool IsUnder(string category) =>
        Categories.Count > 0 && (Categories.Contains(category) || (Commerce.Categories.Find(category) is { } found && found.Path.Any(Categories.Contains)));
}

/// <summary>A coupon: who may use it, and how often. Keyed by <see cref="Coupons.Key"/>. Reentrant: a code that everybody enters shares writes.</summary>
[Alias("commerce.coupon-grain"), GrainInterfaceType("commerce.coupon-grain")]
public interface ICouponGrain : IGrainWithStringKey
{
    /// <summary>The coupon; null when nobody has made it.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Coupon?> Look();

    /// <summary>The coupon as it is for a person and their open checkout: what that one has set aside is not counted against it.</summary>
    [AlwaysInterleave, Alias("look-for")]
    Task<Coupon?> LookFor(CustomerId? person, CheckoutId? open);

    /// <summary>Makes it. A shop's is active at once; the post's waits for another operator. The same again succeeds.</summary>
    /// <returns>The coupon; or coupon_invalid, coupon_taken.</returns>
    [Alias("make")]
    Task<CouponOutcome> Make(Coupon coupon);

    /// <summary>Another operator approves the post's.</summary>
    /// <returns>The coupon; or unknown_coupon, same_operator, already_decided.</returns>
    [Alias("approve")]
    Task<CouponOutcome> Approve(CustomerId byOperator);

    /// <summary>Nobody can use it any more; who has it set aside still can. Again succeeds.</summary>
    /// <returns>The coupon; or unknown_coupon.</returns>
    [Alias("stop")]
    Task<CouponOutcome> Stop(CustomerId actor);

    /// <summary>Sets one use aside for a checkout, and of the budget what it may take. Again prolongs it.</summary>
    /// <returns>Null; or unknown_coupon, coupon_not_now, coupon_used_up, coupon_used.</returns>
    [Alias("set-aside")]
    Task<CartRefusal?> Reserve(CheckoutId checkout, CustomerId person, DateTimeOffset until, long worth);

    /// <summary>Gives it back. Again, or unknown, succeeds.</summary>
    [Alias("release")]
    Task Release(CheckoutId checkout);

    /// <summary>It was used and took so much off: the checkout is paid. Again succeeds.</summary>
    [Alias("use")]
    Task Commit(CheckoutId checkout, CustomerId person, long worth);
}

/// <summary>Lists coupons. Key 0.</summary>
[Alias("commerce.coupons"), GrainInterfaceType("commerce.coupons")]
public interface ICouponsGrain : IGrainWithIntegerKey
{
    /// <summary>A shop's coupons with a code, or with null the post's; the newest first.</summary>
    [Alias("list")]
    Task<IReadOnlyList<Coupon>> List(ShopId? shop, int limit);

    /// <summary>A shop's promotions, or with null the post's; the newest first.</summary>
    [Alias("promotions")]
    Task<IReadOnlyList<Coupon>> Promotions(ShopId? shop, int limit);
}

/// <summary>Names of coupons.</summary>
public static class Coupons
{
    /// <summary>The shortest and the longest code.</summary>
    public const int CodeMin = 4, CodeMax = 20;

    /// <summary>So many promotions of one shop, or of the post, apply at a time.</summary>
    public const int RunningMax = 30;

    private const int PromotionLength = 34;

    /// <summary>The grain's key.</summary>
    public static string Key(string code) => "coupon-" + code;

    /// <summary>Whether a text can be a promotion's id: <c>a-</c> and 32 hexadecimal digits, in small letters, which no typed code has.</summary>
    public static bool IsPromotion(string? id) => id is { Length: PromotionLength } && id.StartsWith("a-", StringComparison.Ordinal) && id.AsSpan(2).IndexOfAnyExcept("0123456789abcdef") < 0;

    /// <summary>A code as it is stored, however it was typed; null when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        string code = (typed ?? "").Trim().ToUpperInvariant();
        return code.Length is >= CodeMin and <= CodeMax && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-') ? code : null;
    }
}

/// <summary>Why nothing was done about a coupon.</summary>
public enum CouponRefusal
{
    /// <summary><c>coupon_invalid</c>: a figure or date that cannot be.</summary>
    Invalid,

    /// <summary><c>coupon_taken</c>: the code is another coupon's.</summary>
    Taken,

    /// <summary><c>unknown_coupon</c>.</summary>
    Unknown,

    /// <summary><c>same_operator</c>: who proposed cannot approve.</summary>
    SameOperator,

    /// <summary><c>already_decided</c>.</summary>
    AlreadyDecided,

    /// <summary><c>promotions_max</c>: as many of this shop, or of the post, run already as may.</summary>
    TooMany,
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.coupon-outcome")]
public readonly record struct CouponOutcome([property: Id(0)] Coupon? Coupon, [property: Id(1)] CouponRefusal? Refusal);
