using Orleans.Concurrency;
using Postmobile.Commerce;

namespace Postmobile.Logistics;

/// <inheritdoc cref="IDeliveryPricesGrain"/>
[StatelessWorker, GrainType("logistics.delivery-prices")]
internal sealed class DeliveryPricesGrain : Grain, IDeliveryPricesGrain
{
    public Task<IReadOnlyDictionary<DeliveryMethod, long>> Quote(Place from, Place to, int weightGrams, long volumeCubicMillimetres) =>
        Task.FromResult(DeliveryTable.BuiltIn.Quote(from, to, weightGrams, volumeCubicMillimetres));
}
