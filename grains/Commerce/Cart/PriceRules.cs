namespace Postmobile.Commerce;

/// <summary>
/// What a cart comes to: pure, and the only place where it is reckoned. Cart, checkout, charge and order show the figures that
/// come from here. All amounts are whole francs; what is rounded is rounded down, so that nobody is given more than was said.
/// One rule combines what is given: of each giver (a shop for its own goods, the post for all) the one price reduction that takes off
/// most counts, and one free delivery, whether typed as a code or automatic; each shop's first, then the post's on what is left.
/// What is sold at a flash price is not lowered again.
/// </summary>
internal static class PriceRules
{
    /// <summary>So many hints are given.</summary>
    private const int HintsMax = 3;

    /// <summary>One shop's goods.</summary>
    /// <param name="Shop">The shop.</param>
    /// <param name="Lines">What can be bought.</param>
    /// <param name="Delivery">What its delivery costs; null until it is chosen.</param>
    public sealed record Parcel(ShopId Shop, IReadOnlyList<PricedLine> Lines, long? Delivery)
    {
        public long Goods => Lines.Sum(line => line.Amount);
    }

    /// <summary>A line, as coupons and promotions see it.</summary>
    /// <param name="Product">The product.</param>
    /// <param name="Category">Its category.</param>
    /// <param name="Amount">What it comes to.</param>
    /// <param name="Quantity">Of how many pieces.</param>
    /// <param name="Flash">It is sold at a flash price.</param>
    /// <param name="PostOff">What the post takes off it by a flash sale of its own.</param>
    public readonly record struct PricedLine(ProductId Product, string Category, long Amount, int Quantity = 1, bool Flash = false, long PostOff = 0);

    /// <summary>What each parcel comes to, and what each coupon or promotion takes off.</summary>
    public sealed record Result(IReadOnlyList<ParcelTotal> Parcels, IReadOnlyList<CartCoupon> Coupons);

    /// <summary>Reckons parcels with coupons and promotions.</summary>
    public static Result Reckon(IReadOnlyList<Parcel> parcels, IReadOnlyList<Coupon> coupons, DateTimeOffset now)
    {
        ParcelTotal[] totals = [.. parcels.Select(parcel => new ParcelTotal
        {
            Goods = parcel.Goods, PostDiscount = parcel.Lines.Sum(line => line.PostOff), Delivery = parcel.Delivery, Carriage = parcel.Delivery ?? 0,
        })];
        var worth = coupons.Select(coupon => new CartCoupon(coupon, 0, Refused(coupon, parcels, now))).ToArray();

        // A delivery given by a shop is limited by what its goods bring in, so prices come before deliveries.
        foreach (int[] rivals in Rivals(coupons, worth, delivery: false))
        {
            Best(rivals, worth, [.. rivals.Select(at => Off(coupons[at], parcels, totals))], totals);
        }

        foreach (int[] rivals in Rivals(coupons, worth, delivery: true))
        {
            int best = rivals.MaxBy(at => (parcels.Count(parcel => Meant(coupons[at], parcel) > 0), coupons[at].AtMost ?? long.MaxValue, coupons[at].Automatic));
            foreach (int at in rivals)
            {
                worth[at] = at == best ? worth[at] with { Worth = GiveDelivery(coupons[at], parcels, totals) } : worth[at] with { Refusal = CartRefusal.CouponBeaten };
            }
        }

        return new Result(totals, worth);
    }

    /// <summary>Whether a coupon can be used at all now; null: it can.</summary>
    public static CartRefusal? Usable(Coupon coupon, DateTimeOffset now) =>
        coupon.Status != CouponStatus.Active || now < coupon.From || now >= coupon.Until ? CartRefusal.CouponNotNow
        : coupon.Used >= coupon.UsesMax ? CartRefusal.CouponUsedUp
        : null;

    /// <summary>What is missing to reach promotions that would take off more than what counts now; the nearest first.</summary>
    public static IReadOnlyList<CartHint> Missing(IReadOnlyList<Parcel> parcels, IReadOnlyList<CartCoupon> reckoned, DateTimeOffset now)
    {
        var hints = new List<CartHint>();
        foreach (CartCoupon one in reckoned.Where(one => one is { Coupon.Automatic: true, Refusal: CartRefusal.CouponUseless } && Open(one.Coupon, now) is null))
        {
            Coupon promotion = one.Coupon;
            long meant = parcels.Sum(parcel => Meant(promotion, parcel));
            int pieces = Pieces(promotion, parcels);
            CartCoupon? counts = reckoned.FirstOrDefault(other => other.Refusal is null && other.Coupon.Shop == promotion.Shop
                && (other.Coupon.Kind == CouponKind.FreeDelivery) == (promotion.Kind == CouponKind.FreeDelivery));
            if (meant > 0 && meant < promotion.Minimum && (counts is null || (promotion.Kind != CouponKind.FreeDelivery && AtMinimum(promotion) > counts.Worth)))
            {
                hints.Add(new CartHint(promotion, promotion.Minimum - meant, 0));
            }
            else if (promotion.Kind == CouponKind.BuyGet && meant >= promotion.Minimum && pieces > 0 && pieces < promotion.Buy + promotion.Get && counts is null)
            {
                hints.Add(new CartHint(promotion, 0, promotion.Buy + promotion.Get - pieces));
            }
        }

        return [.. hints.OrderBy(hint => hint.Amount).ThenBy(hint => hint.Pieces).ThenBy(hint => hint.Promotion.Code, StringComparer.Ordinal).Take(HintsMax)];
    }

    /// <summary>Those of one giver of which one counts; shops before the post.</summary>
    private static IEnumerable<int[]> Rivals(IReadOnlyList<Coupon> coupons, CartCoupon[] worth, bool delivery) =>
        Enumerable.Range(0, coupons.Count).Where(at => worth[at].Refusal is null && (coupons[at].Kind == CouponKind.FreeDelivery) == delivery)
            .GroupBy(at => coupons[at].Shop).OrderBy(group => group.Key is null)
            .Select(group => group.OrderBy(at => coupons[at].Code, StringComparer.Ordinal).ToArray());

    private static void Best(int[] rivals, CartCoupon[] worth, long[][] shares, ParcelTotal[] totals)
    {
        for (int i = 0; i < rivals.Length; i++)
        {
            Coupon coupon = worth[rivals[i]].Coupon;
            long off = shares[i].Sum();
            CartRefusal? refusal = off == 0 ? CartRefusal.CouponUseless : coupon.Spent + coupon.Promised + off > coupon.Budget ? CartRefusal.CouponUsedUp : null;
            worth[rivals[i]] = worth[rivals[i]] with { Worth = off, Refusal = refusal };
        }

        // For the same money the automatic one: a code stays for another time.
        int best = Enumerable.Range(0, rivals.Length).Where(i => worth[rivals[i]].Refusal is null)
            .OrderByDescending(i => worth[rivals[i]].Worth).ThenByDescending(i => worth[rivals[i]].Coupon.Automatic).FirstOrDefault(-1);
        for (int i = 0; i < rivals.Length; i++)
        {
            CartCoupon one = worth[rivals[i]];
            worth[rivals[i]] = i == best ? one : one with { Worth = 0, Refusal = one.Refusal ?? CartRefusal.CouponBeaten };
        }

        for (int p = 0; best >= 0 && p < totals.Length; p++)
        {
            totals[p] = worth[rivals[best]].Coupon.Shop is null
                ? totals[p] with { PostDiscount = totals[p].PostDiscount + shares[best][p] }
                : totals[p] with { ShopDiscount = totals[p].ShopDiscount + shares[best][p] };
        }
    }

    private static CartRefusal? Refused(Coupon coupon, IReadOnlyList<Parcel> parcels, DateTimeOffset now)
    {
        long meant = parcels.Sum(parcel => Meant(coupon, parcel));
        bool useless = meant == 0 || meant < coupon.Minimum || (coupon.Kind == CouponKind.BuyGet && Pieces(coupon, parcels) < coupon.Buy + coupon.Get);
        return Open(coupon, now) ?? (useless ? CartRefusal.CouponUseless : null);
    }

    // A code says that it is used when it is set aside; what nobody typed is not shown to who cannot have it.
    private static CartRefusal? Open(Coupon coupon, DateTimeOffset now) =>
        Usable(coupon, now)
        ?? (!coupon.Automatic ? null
            : coupon.Mine >= coupon.PersonMax ? CartRefusal.CouponUsed
            : coupon.Used + coupon.Reserved >= coupon.UsesMax || coupon.Spent + coupon.Promised + coupon.MayTake(0) > coupon.Budget || coupon.Spent + coupon.Promised >= coupon.Budget ? CartRefusal.CouponUsedUp
            : null);

    private static IEnumerable<PricedLine> Lines(Coupon coupon, Parcel parcel) =>
        parcel.Lines.Where(line => line.Amount > 0 && (!line.Flash || coupon.Kind == CouponKind.FreeDelivery) && coupon.IsFor(line.Product, line.Category, parcel.Shop));

    private static long Meant(Coupon coupon, Parcel parcel) => Lines(coupon, parcel).Sum(line => line.Amount - line.PostOff);

    // What is at the ordinary price, and beside it the post's flash discounts, which stand in what the parcel's discounts come to.
    private static long Ordinary(Parcel parcel) => parcel.Lines.Sum(line => line.Flash ? line.PostOff : line.Amount);

    /// <summary>Pieces that count together: of all that it is for, or of the product of which there are most.</summary>
    private static int Pieces(Coupon coupon, IReadOnlyList<Parcel> parcels)
    {
        IEnumerable<PricedLine> lines = parcels.SelectMany(parcel => Lines(coupon, parcel));
        return coupon.SameProduct ? lines.GroupBy(line => line.Product).Select(group => group.Sum(line => line.Quantity)).DefaultIfEmpty().Max() : lines.Sum(line => line.Quantity);
    }

    private static long AtMinimum(Coupon promotion) => promotion.Kind switch
    {
        CouponKind.Amount => promotion.Value,
        CouponKind.Percent => Math.Min((long)((Int128)promotion.Minimum * promotion.Value / 10_000), promotion.AtMost ?? long.MaxValue),
        _ => long.MaxValue,
    };

    /// <summary>What it takes off each parcel.</summary>
    private static long[] Off(Coupon coupon, IReadOnlyList<Parcel> parcels, ParcelTotal[] totals)
    {
        // What another has taken off already cannot be taken off again.
        long[] bases = [.. parcels.Select((parcel, i) => Math.Min(Meant(coupon, parcel), Ordinary(parcel) - totals[i].ShopDiscount - totals[i].PostDiscount))];
        if (coupon.Kind == CouponKind.BuyGet)
        {
            bases = [.. Given(coupon, parcels).Zip(bases, Math.Min)];
        }

        long sum = bases.Sum();
        long off = coupon.Kind switch
        {
            CouponKind.Amount => Math.Min(coupon.Value, sum),
            CouponKind.Percent => (long)((Int128)sum * coupon.Value / 10_000),
            _ => sum,
        };
        return Share(Math.Min(off, coupon.AtMost ?? off), bases, sum);
    }

    /// <summary>The cheapest pieces of each full group, for what they cost less, by parcel.</summary>
    private static long[] Given(Coupon coupon, IReadOnlyList<Parcel> parcels)
    {
        long[] given = new long[parcels.Count];
        var lines = parcels.SelectMany((parcel, at) => Lines(coupon, parcel).Select(line => (At: at, Line: line, Price: line.Amount / line.Quantity)));
        foreach (var group in lines.GroupBy(one => coupon.SameProduct ? one.Line.Product : default))
        {
            long rest = (long)group.Sum(one => one.Line.Quantity) / (coupon.Buy + coupon.Get) * coupon.Get;
            foreach (var (at, line, price) in group.OrderBy(one => one.Price))
            {
                long taken = Math.Min(rest, line.Quantity);
                given[at] += (long)((Int128)taken * price * coupon.Value / 10_000);
                rest -= taken;
            }
        }

        return given;
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
