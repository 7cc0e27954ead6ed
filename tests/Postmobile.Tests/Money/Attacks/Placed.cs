using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;
using Postmobile.Tests.Hosting;

namespace Postmobile.Tests.Money.Attacks;

/// <summary>Says where a grain wakes; left to itself a busy machine may put all of them on one silo, and nothing crosses.</summary>
internal static class Placed
{
    /// <summary>Calls so that grains which the call wakes live on that silo.</summary>
    public static async Task<T> On<T>(SiloAddress silo, Func<Task<T>> call)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        return await call();
    }

    public static SiloAddress Address(this LedgerWorld world) => world.Silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>Until this silo knows that so many are active.</summary>
    public static Task UntilKnown(this LedgerWorld world, int silos) => Eventually.TrueAsync(() => world.Silo.Services
        .GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == silos);
}
