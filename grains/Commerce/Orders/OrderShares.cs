using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// Who gets what of an order of which so much has gone back to the buyer. No franc is lost: commission and tax are rounded
/// down and the merchant's part is what remains. A coupon of the post goes back to it in the measure in which the goods
/// that it helped to pay were refunded.
/// </summary>
/// <param name="Merchant">The shop's part.</param>
/// <param name="Commission">The post's commission on what the buyer kept.</param>
/// <param name="Tax">The tax on it.</param>
/// <param name="Carriage">The carrier's part.</param>
/// <param name="CouponBack">What returns of the post's coupon.</param>
internal readonly record struct OrderShares(long Merchant, long Commission, long Tax, long Carriage, long CouponBack)
{
    private const int Whole = 10_000;

    /// <summary>The parts of an order when the buyer has got <paramref name="refunded"/> back and keeps the rest.</summary>
    public static OrderShares Of(OrderState order, long refunded)
    {
        OrderPlacement placement = order.Placement!;
        long goods = placement.Goods - placement.ShopDiscount;
        long paidForGoods = goods - placement.PostDiscount;
        long goodsBack = Math.Clamp(refunded, 0, Math.Max(0, paidForGoods));
        long couponBack = CouponBackOf(placement, refunded);
        long kept = goods - goodsBack - couponBack;
        long left = goods + placement.Delivery.Price - refunded - couponBack;
        long carriage = order.Carried ? Math.Min(placement.Delivery.Cost, left) : 0;
        long commission = Math.Min(Part(kept, order.CommissionBasisPoints), left - carriage);
        long tax = Math.Min(Part(commission, order.TaxBasisPoints), left - carriage - commission);
        return new OrderShares(left - carriage - commission - tax, commission, tax, carriage, couponBack);
    }

    /// <summary>What returns of the post's coupon when so much has gone back to the buyer.</summary>
    public static long CouponBackOf(OrderPlacement placement, long refunded)
    {
        long paidForGoods = placement.Goods - placement.ShopDiscount - placement.PostDiscount;
        return paidForGoods > 0 ? (long)((Int128)placement.PostDiscount * Math.Clamp(refunded, 0, paidForGoods) / paidForGoods) : 0;
    }

    private static long Part(long amount, int basisPoints) => (long)((Int128)Math.Max(0, amount) * basisPoints / Whole);

    /// <summary>The legs of the one transfer that ends a sale, and what each means for the shop.</summary>
    public IReadOnlyList<TransferLeg> Legs(OrderState order, long toBuyer, long recover) => Positive(
        new TransferLeg(new AccountId(order.Takings), Merchant - recover, PostingKind.Sale),
        new TransferLeg(PostAccounts.Fees, Commission, PostingKind.SaleCommission),
        new TransferLeg(PostAccounts.Taxes, Tax, PostingKind.Tax),
        new TransferLeg(order.Carrier is { } carrier ? new AccountId(carrier) : PostAccounts.Fees, Carriage, PostingKind.Carriage),
        new TransferLeg(order.Placement!.BuyerWallet, toBuyer, PostingKind.Refund),
        new TransferLeg(PostAccounts.Fees, CouponBack - order.CouponMoved, PostingKind.Coupon),
        new TransferLeg(PostAccounts.Fees, recover, PostingKind.RefundRecovered));

    /// <summary>Legs that move something.</summary>
    public static IReadOnlyList<TransferLeg> Positive(params ReadOnlySpan<TransferLeg> legs)
    {
        var moving = new List<TransferLeg>();
        foreach (TransferLeg leg in legs)
        {
            if (leg.Amount > 0)
            {
                moving.Add(leg);
            }
        }

        return moving;
    }
}
