namespace Postmobile.Commerce;

/// <summary>How long an order may stay in a state, and the tax on the post's commission. Bound from the section <c>Orders</c>.</summary>
public sealed class OrderOptions
{
    /// <summary>The shop accepts within this time, or the order expires and is refunded.</summary>
    public TimeSpan AcceptWithin { get; set; } = TimeSpan.FromHours(48);

    /// <summary>The shop packs within this time after accepting, and hands over within it after packing; later the buyer may call it off.</summary>
    public TimeSpan PackWithin { get; set; } = TimeSpan.FromDays(5);

    /// <summary>An order that is late for this long is called off by itself.</summary>
    public TimeSpan CancelLateAfter { get; set; } = TimeSpan.FromDays(14);

    /// <summary>A parcel that has not arrived after this time is lost, and the buyer refunded.</summary>
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromDays(60);

    /// <summary>After delivery the buyer has this time to complain; then the shop is paid.</summary>
    public TimeSpan CompleteAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>A dispute that the post has not decided after this time is decided for the buyer.</summary>
    public TimeSpan DisputeWithin { get; set; } = TimeSpan.FromDays(60);

    /// <summary>Goods that are to come back do so within this time, or the order goes on as delivered.</summary>
    public TimeSpan ReturnWithin { get; set; } = TimeSpan.FromDays(14);

    /// <summary>In a dispute, and when a buyer asks to return goods, the shop answers within this time; then it is the post's affair.</summary>
    public TimeSpan ShopAnswersWithin { get; set; } = TimeSpan.FromDays(5);

    /// <summary>What exchanged goods cost more is paid within this time, or the exchange becomes a refund.</summary>
    public TimeSpan ExchangePaidWithin { get; set; } = TimeSpan.FromDays(5);

    /// <summary>The tax on the post's commission, in basis points: 18 % VAT with 5 % of it on top.</summary>
    public int TaxBasisPoints { get; set; } = 1_890;
}
