using Microsoft.Extensions.Logging;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IImportGrain"/>
[GrainType("commerce.import")]
internal sealed partial class ImportGrain(
    [PersistentState("commerce.import")] IPersistentState<Document<ImportState>> document, ImportLines lines, ImportPictures pictures, ImageFetcher images,
    ILogger<ImportGrain> log)
    : DurableGrain<ImportState>(document), IImportGrain
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private Task _work = Task.CompletedTask;
    private bool _leaving;

    private string Id => this.GetPrimaryKeyString();

    // Should the process die, the waker begins again where this stopped.
    protected override DateTimeOffset? NextWake => State.Status is ImportStatus.Running ? DateTimeOffset.FromUnixTimeMilliseconds(State.WatchedAtMs) : null;

    public async Task<ImportOutcome> Begin(ShopId shop, string file, CustomerId by)
    {
        if (await GrainFactory.GetGrain<IShopGrain>(shop.Value).Look() is not { } known)
        {
            return new ImportOutcome(null, ProductRefusal.UnknownShop);
        }

        if (!known.Employs(by, ShopRole.Manager, ShopRole.Cataloguer) || known.Status is ShopStatus.Closed)
        {
            return new ImportOutcome(null, known.Status is ShopStatus.Closed ? ProductRefusal.ShopState : ProductRefusal.NotShopStaff);
        }

        if (State.Shop.Length == 0)
        {
            State = new ImportState { Shop = shop.Value, File = file.Length <= 100 ? file : file[..100], By = by.Value, AtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() };
            await Save();
        }

        return new ImportOutcome(State.View(Id), null);
    }

    public async Task<bool> Add(IReadOnlyList<ImportLine> some)
    {
        if (State.Shop.Length == 0 || State.Status is not ImportStatus.Uploading)
        {
            return false;
        }

        await lines.Write(Id, some);
        return true;
    }

    public async Task<bool> AddPicture(string name, byte[] file)
    {
        if (State.Shop.Length == 0 || State.Status is not ImportStatus.Uploading || name.Length > 200)
        {
            return false;
        }

        await pictures.Put(Id, name, file);
        return true;
    }

    public async Task<CatalogueImport?> Seal()
    {
        if (State.Shop.Length > 0 && State.Status is ImportStatus.Uploading)
        {
            int count = await lines.Group(Id);
            State = State with { Status = ImportStatus.Running, Lines = count, WatchedAtMs = Clock.GetUtcNow().Add(s_patience).ToUnixTimeMilliseconds() };
            await Save();
            Work();
        }

        return State.View(Id);
    }

    public Task<CatalogueImport?> Look() => Task.FromResult(State.View(Id));

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        await _work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    protected override Task OnWake(DateTimeOffset now)
    {
        State = State with { WatchedAtMs = now.Add(s_patience).ToUnixTimeMilliseconds() };
        Work();
        return Task.CompletedTask;
    }

    private void Work()
    {
        if (_work.IsCompleted && !_leaving)
        {
            _work = GoOn();
        }
    }

    private async Task GoOn()
    {
        await Task.Yield();
        try
        {
            while (!_leaving && State.Status is ImportStatus.Running)
            {
                await Bite();
            }
        }
        catch (Exception failure)
        {
            // The waker begins again where this stopped; a lost activation goes, and the next one reads.
            LogInterrupted(log, failure, Id);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The import {Import} was interrupted; it goes on by itself.")]
    private static partial void LogInterrupted(ILogger logger, Exception failure, string import);
}
