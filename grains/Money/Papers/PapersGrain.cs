using Orleans.Concurrency;

namespace Postmobile.Money;

/// <inheritdoc cref="IPapersGrain"/>
[StatelessWorker, GrainType("money.papers")]
internal sealed class PapersGrain(AccountHistory history) : Grain, IPapersGrain
{
    public Task<AccountFacts?> Facts(AccountId account, DateTimeOffset at) => history.Facts(account, at);

    public Task<PaperChunk> Read(PaperSpan span, int? after) => history.Read(span, after);
}
