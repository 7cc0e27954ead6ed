using Postmobile.Identity;

namespace Postmobile.Logistics;

/// <summary>Lists of deliveries, read from the rows that their own grains wrote. Key 0.</summary>
[Alias("logistics.deliveries"), GrainInterfaceType("logistics.deliveries")]
public interface IDeliveriesGrain : IGrainWithIntegerKey
{
    /// <summary>What this person has moved last and nobody has received yet, oldest first.</summary>
    [Alias("held-by")]
    Task<IReadOnlyList<Delivery>> HeldBy(CustomerId person);
}
