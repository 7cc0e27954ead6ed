using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <summary>Who hears of what buyers say.</summary>
internal static class TrustNotices
{
    /// <summary>The queue of the post's people.</summary>
    public const string Queue = "moderation";

    /// <summary>Those of the post who look at what people report.</summary>
    public static async Task TellModerators(this IGrainFactory grains, Notice notice)
    {
        await grains.Topic(Topics.For(Role.Support, Queue)).Tell(notice);
        await grains.Topic(Topics.For(Role.Operator, Queue)).Tell(notice);
    }

    /// <summary>Everybody who works in a shop.</summary>
    public static async Task TellShop(this IGrainFactory grains, ShopId shop, Notice notice)
    {
        if (await grains.GetGrain<IShopGrain>(shop.Value).Look() is { } known)
        {
            foreach (ShopStaff member in known.Staff)
            {
                grains.Topic(Topics.Of(member.Person)).Tell(notice).Ignore();
            }
        }
    }
}
