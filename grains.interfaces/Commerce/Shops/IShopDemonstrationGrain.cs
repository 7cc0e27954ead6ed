namespace Postmobile.Commerce;

/// <summary>Development only: a shop to try things with. Key 0.</summary>
[Alias("commerce.shop-demonstration"), GrainInterfaceType("commerce.shop-demonstration")]
public interface IShopDemonstrationGrain : IGrainWithIntegerKey
{
    /// <summary>Makes what is missing of it; outside of Development nothing. Can be repeated.</summary>
    /// <exception cref="InvalidOperationException">Somebody it needs is not there yet; call again.</exception>
    [Alias("seed")]
    Task Seed();
}
