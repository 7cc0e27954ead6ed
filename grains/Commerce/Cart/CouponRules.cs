namespace Postmobile.Commerce;

/// <summary>Who may use a coupon, and how often: pure, state in and state out.</summary>
internal static class CouponRules
{
    /// <summary>More uses than one document can remember well.</summary>
    public const int UsesLimit = 20_000;

    private const long AmountLimit = 10_000_000;
    private const long BudgetLimit = 1_000_000_000;
    private static readonly long s_day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    /// <summary>Whether its figures can be.</summary>
    public static bool IsValid(Coupon coupon) =>
        (coupon.Automatic ? Coupons.IsPromotion(coupon.Code) && coupon.Title.Length is >= 3 and <= 60 : Coupons.Read(coupon.Code) == coupon.Code)
        && coupon.From < coupon.Until
        && coupon.UsesMax is > 0 and <= UsesLimit
        && coupon.PersonMax is null or > 0
        && coupon.Minimum is >= 0 and <= AmountLimit
        && coupon.AtMost is null or (> 0 and <= AmountLimit)
        && coupon.Products.Count <= 100 && coupon.Categories.Count <= 50
        && coupon.Budget is null or (> 0 and <= BudgetLimit)

        // What a free delivery takes is known late, so a budget needs its limit to set aside.
        && (coupon.Budget is null || coupon.Kind != CouponKind.FreeDelivery || coupon.AtMost is not null)
        && coupon.Kind switch
        {
            CouponKind.Percent => coupon.Value is > 0 and <= 10_000,
            CouponKind.Amount => coupon.Value is > 0 and <= AmountLimit,
            CouponKind.FreeDelivery => coupon.Value == 0,
            CouponKind.BuyGet => coupon.Value is > 0 and <= 10_000 && coupon.Buy is > 0 and <= 100 && coupon.Get is > 0 and <= 100,
            _ => false,
        };

    /// <summary>A use for a checkout; null refuses nothing.</summary>
    public static (CouponState Next, CartRefusal? Refusal) Reserve(
        CouponState before, string checkout, string person, DateTimeOffset until, DateTimeOffset now, long worth = 0)
    {
        CouponState state = Expire(before, now);
        if (state.Committed.ContainsKey(checkout))
        {
            return (state, null);
        }

        long end = until.ToUnixTimeMilliseconds();
        if (state.Held.TryGetValue(checkout, out CouponHold? held))
        {
            return (state with { Held = state.Held.SetItem(checkout, held with { UntilMs = Math.Max(held.UntilMs, end) }) }, null);
        }

        CartRefusal? refusal = state.Coupon is not { } coupon ? CartRefusal.UnknownCoupon
            : PriceRules.Usable(coupon, now) is { } unusable ? unusable
            : Had(state, person) >= coupon.PersonMax ? CartRefusal.CouponUsed
            : state.Used + state.Held.Count >= coupon.UsesMax || state.Spent + Promised(state) + worth > coupon.Budget ? CartRefusal.CouponUsedUp
            : null;
        return refusal is null ? (state with { Held = state.Held.Add(checkout, new CouponHold(person, end, worth)) }, null) : (before, refusal);
    }

    /// <summary>Used. What had run out is used all the same: the buyer has paid the lower price.</summary>
    public static CouponState Commit(CouponState state, string checkout, string person, DateTimeOffset now, long worth = 0) => state.Committed.ContainsKey(checkout) ? state : state with
    {
        Used = state.Used + 1,
        Spent = state.Spent + worth,
        Held = state.Held.Remove(checkout),
        People = state.Coupon?.PersonMax is null ? state.People : state.People.SetItem(person, state.People.GetValueOrDefault(person) + 1),
        Committed = state.Committed.RemoveRange(state.Committed.Where(one => one.Value < now.ToUnixTimeMilliseconds() - s_day).Select(one => one.Key))
            .SetItem(checkout, now.ToUnixTimeMilliseconds()),
    };

    /// <summary>What has run out goes back.</summary>
    public static CouponState Expire(CouponState state, DateTimeOffset now)
    {
        long at = now.ToUnixTimeMilliseconds();
        return state.Held.Values.Any(held => held.UntilMs <= at)
            ? state with { Held = state.Held.RemoveRange(state.Held.Where(held => held.Value.UntilMs <= at).Select(held => held.Key)) }
            : state;
    }

    /// <summary>The coupon as others see it.</summary>
    public static Coupon? View(CouponState state) =>
        state.Coupon is { } coupon ? coupon with { Used = state.Used, Reserved = state.Held.Count, Spent = state.Spent, Promised = Promised(state) } : null;

    /// <summary>The coupon as a person sees it whose open checkout may hold one of its uses already.</summary>
    public static Coupon? View(CouponState before, string? person, string? open, DateTimeOffset now)
    {
        CouponState state = Expire(before, now);
        state = open is null ? state : state with { Held = state.Held.Remove(open) };
        return View(state) is { } coupon ? coupon with { Mine = person is null ? 0 : Had(state, person) } : null;
    }

    private static long Promised(CouponState state) => state.Held.Values.Sum(held => held.Worth);

    private static int Had(CouponState state, string person) => state.People.GetValueOrDefault(person) + state.Held.Values.Count(held => held.Person == person);
}
