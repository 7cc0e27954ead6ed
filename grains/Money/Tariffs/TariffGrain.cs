using Orleans.Concurrency;

namespace Postmobile.Money;

/// <inheritdoc cref="ITariffGrain"/>
[StatelessWorker, GrainType("money.tariff")]
internal sealed class TariffGrain(TariffBook book, TimeProvider time) : Grain, ITariffGrain
{
    public Task<TariffInForce> At(DateTimeOffset? moment) => Task.FromResult(book.At(moment ?? time.GetUtcNow()).View());

    public Task<Charges> Charge(PostingKind operation, short tier, long amount) =>
        Task.FromResult(book.Now(time.GetUtcNow()).Charge(operation, tier, amount));
}
