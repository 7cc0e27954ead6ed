using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <summary>
/// The promotions of one shop, or of the post, that buyers may meet now or soon: known in memory, so that a cart need not look for them.
/// Keyed by the shop's id, or <see cref="PostKey"/>. How much is left of each is asked of its own grain.
/// </summary>
[Alias("commerce.promotions"), GrainInterfaceType("commerce.promotions")]
public interface IPromotionsGrain : IGrainWithStringKey
{
    /// <summary>The post's key.</summary>
    public const string PostKey = "post";

    /// <summary>Those that have not ended.</summary>
    [AlwaysInterleave, Alias("running")]
    Task<IReadOnlyList<Coupon>> Running();

    /// <summary>One was made, approved or stopped: they are read again.</summary>
    [Alias("refresh")]
    Task Refresh();
}
