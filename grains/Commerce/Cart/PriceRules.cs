namespace Postmobile.Commerce;

/// <summary>
/// What a cart comes to: pure, and the only place where it is reckoned. Cart, checkout, charge and order show the figures that
/// come from here. All amounts are whole francs; what is rounded is rounded down, so that nobody is given more than was said.
/// </summary>
internal static class PriceRules
{
    /// <summary>One shop's goods.</summary>
    /// <param name="Shop">The shop.</param>
    /// <param name="Lines">What can be bought.</param>
    /// <param name="Delivery">What its delivery costs; null until it is chosen.</param>
    public sealed record Parcel(ShopId Shop, IReadOnlyList<PricedLine> Lines, long? Delivery)
    {
        public long Goods => Lines.Sum(line => line.Amount);
    }

    /// <summary>A line, as coupons see it.</summary>
    public readonly record struct PricedLine(ProductId Product, string Category, long Amount);

    /// <summary>What each parcel comes to, and what each coupon takes off.</summary>
    public sealed record Result(IReadOnlyList<ParcelTotal> Parcels, IReadOnlyList<CartCoupon> Coupons);

    /// <summary>Reckons parcels with coupons: first each shop's own, then the post's on what is left.</summary>
    public static Result Reckon(IReadOnlyList<Parcel> parcels, IReadOnlyList<Coupon> coupons, DateTimeOffset now)
    {
        ParcelTotal[] totals = [.. parcels.Select(parcel => new ParcelTotal { Goods = parcel.Goods, Delivery = parcel.Delivery, Carriage = parcel.Delivery ?? 0 })];
        var worth = new CartCoupon[coupons.Count];
        foreach (int at in Enumerable.Range(0, coupons.Count).OrderBy(at => coupons[at].Shop is null))
        {
            Coupon coupon = coupons[at];
            CartRefusal? refusal = Refused(coupon, parcels, now);
            worth[at] = new CartCoupon(coupon, refusal is null ? Apply(coupon, parcels, totals) : 0, refusal);
        }

        return new Result(totals, worth);
    }

    /// <summary>Whether a coupon can be used at all now; null: it can.</summary>
    public static CartRefusal? Usable(Coupon coupon, DateTimeOffset now) =>
        coupon.Status != CouponStatus.Active || now < coupon.From || now >= coupon.Until ? CartRefusal.CouponNotNow
        : coupon.Used >= coupon.UsesMax ? CartRefusal.CouponUsedUp
        : null;

    private static CartRefusal? Refused(Coupon coupon, IReadOnlyList<Parcel> parcels, DateTimeOffset now)
    {
        long meant = parcels.Sum(parcel => Meant(coupon, parcel));
        return Usable(coupon, now) ?? (meant == 0 || meant < coupon.Minimum ? CartRefusal.CouponUseless : null);
    }

    private static long Meant(Coupon coupon, Parcel parcel) =>
        parcel.Lines.Where(line => coupon.IsFor(line.Product, line.Category, parcel.Shop)).Sum(line => line.Amount);

    private static long Apply(Coupon coupon, IReadOnlyList<Parcel> parcels, ParcelTotal[] totals) =>
        coupon.Kind == CouponKind.FreeDelivery ? GiveDelivery(coupon, parcels, totals) : TakeOff(coupon, parcels, totals);

    private static long TakeOff(Coupon coupon, IReadOnlyList<Parcel> parcels, ParcelTotal[] totals)
    {
        // What another coupon has taken off already cannot be taken off again.
        long[] bases = [.. parcels.Select((parcel, i) => Math.Min(Meant(coupon, parcel), totals[i].Goods - totals[i].ShopDiscount - totals[i].PostDiscount))];
        long sum = bases.Sum();
        long off = coupon.Kind == CouponKind.Amount ? Math.Min(coupon.Value, sum) : (long)((Int128)sum * coupon.Value / 10_000);
        off = Math.Min(off, coupon.AtMost ?? off);
        long[] shares = Share(off, bases, sum);
        for (int i = 0; i < totals.Length; i++)
        {
            totals[i] = coupon.Shop is null
                ? totals[i] with { PostDiscount = totals[i].PostDiscount + shares[i] }
                : totals[i] with { ShopDiscount = totals[i].ShopDiscount + shares[i] };
        }

        return off;
    }

    private static long GiveDelivery(Coupon coupon, IReadOnlyList<Parcel> parcels, ParcelTotal[] totals)
    {
        long given = 0;
        for (int i = 0; i < totals.Length; i++)
        {
            if (Meant(coupon, parcels[i]) == 0 || totals[i].Delivery is not { } price)
            {
                continue;
            }

            // The carrier is paid from what the buyer pays, so a shop cannot give more delivery than its goods bring in.
            long may = coupon.Shop is null ? price : Math.Min(price, totals[i].Goods - totals[i].ShopDiscount);
            may = Math.Min(may, (coupon.AtMost ?? long.MaxValue) - given);
            given += may;
            totals[i] = coupon.Shop is null ? totals[i] with { PostDiscount = totals[i].PostDiscount + may } : totals[i] with { Delivery = price - may };
        }

        return given;
    }

    /// <summary>Divides an amount by weight, to the franc: the first parcels get what rounding leaves.</summary>
    private static long[] Share(long amount, long[] weights, long sum)
    {
        long[] shares = [.. weights.Select(weight => sum == 0 ? 0 : (long)((Int128)amount * weight / sum))];
        long rest = amount - shares.Sum();
        for (int i = 0; rest > 0; i = (i + 1) % shares.Length)
        {
            if (shares[i] < weights[i])
            {
                shares[i]++;
                rest--;
            }
        }

        return shares;
    }
}
