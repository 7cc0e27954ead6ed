using Orleans.Concurrency;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IImportsGrain"/>
[StatelessWorker, GrainType("commerce.imports")]
internal sealed class ImportsGrain(ImportLines lines) : Grain, IImportsGrain
{
    public Task<IReadOnlyList<CatalogueImport>> Of(ShopId shop, int limit) => lines.Of(shop, limit);

    public Task<IReadOnlyList<ImportLineReport>> Lines(string import, int after, int limit, bool failedOnly) => lines.Report(import, after, limit, failedOnly);
}
