using System.Globalization;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Live;

namespace Postmobile.Commerce;

/// <summary>
/// The only one who may promise a unit of a product. It decides in memory, in the order in which calls arrive, and answers
/// when the write that carries the decision is durable: thousands of buyers of a hot product share a few writes.
/// </summary>
[Reentrant, GrainType("commerce.stock")]
internal sealed class StockGrain([PersistentState("commerce.stock")] IPersistentState<Document<StockState>> document, EntryLog log)
    : DurableGrain<StockState>(document), IStockGrain
{
    private const string MovedKind = "moved";
    private const string BackKind = "back";

    /// <summary>Whoever looks at the product hears of its count this often at most.</summary>
    private static readonly TimeSpan s_tellEvery = TimeSpan.FromMilliseconds(300);

    private IGrainTimer? _telling;
    private bool _untold;

    protected override DateTimeOffset? NextWake =>
        StockRules.NextChange(State) is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    // What has run out is shown as gone already, whether or not the waker has been here.
    public Task<StockView> Look() => Task.FromResult(StockRules.View(StockRules.Expire(State, Clock.GetUtcNow())));

    public Task<StockView> LookFor(string buyer, string? reservation)
    {
        DateTimeOffset now = Clock.GetUtcNow();
        return Task.FromResult(StockRules.View(StockRules.Expire(State, now), buyer, reservation, now));
    }

    public async Task<StockRefusal?> OpenFlash(FlashTerms terms)
    {
        (StockState next, StockRefusal? refusal) = StockRules.OpenFlash(State, terms, Clock.GetUtcNow());
        if (refusal is null)
        {
            await Become(next);
        }

        return refusal;
    }

    public Task EndFlash(string sale) => Change(StockRules.EndFlash(State, sale, Clock.GetUtcNow()));

    public Task<FlashCount?> Flash(string sale) => Task.FromResult<FlashCount?>(
        StockRules.Expire(State, Clock.GetUtcNow()).Flashes.TryGetValue(sale, out FlashState? flash) ? new FlashCount(flash.Held, flash.Done) : null);

    public async Task<ReserveOutcome> Reserve(Reservation reservation)
    {
        StockRules.Decision decision = StockRules.Reserve(State, reservation, Clock.GetUtcNow());
        if (decision.Next is { } next)
        {
            await Become(next);
        }
        else if (decision.Outcome.Refusal is null)
        {
            // The first call of this name may still be waiting for its write, and this one must not answer before it.
            await Save();
        }

        return decision.Outcome;
    }

    public Task Release(string reservation) => Change(StockRules.Release(State, reservation, Clock.GetUtcNow()));

    public async Task<bool> Commit(Reservation reservation)
    {
        (StockState next, bool sold) = StockRules.Commit(State, reservation, Clock.GetUtcNow());
        await Change(next);
        return sold;
    }

    public Task PutBack(string key, IReadOnlyList<StockLine> lines) => Change(StockRules.PutBack(State, key, lines, Clock.GetUtcNow()));

    public async Task<StockRefusal?> Move(StockMovement movement)
    {
        DateTimeOffset now = Clock.GetUtcNow();
        (StockState next, StockRefusal? refusal) = StockRules.Move(State, movement, now);
        if (refusal is null)
        {
            if (next != State)
            {
                Send(MovedKind, new Moved(movement, next.Skus[movement.Sku].OnHand, now));
            }

            await Change(next);
        }

        return refusal;
    }

    public Task SetSkus(ShopId shop, IReadOnlyList<SkuRule> skus) => Change(StockRules.SetSkus(State, shop, skus));

    public Task TellWhenBack() => Become(State with { TellsWhenBack = true });

    protected override Task OnWake(DateTimeOffset now)
    {
        StockState next = StockRules.Expire(State, now);
        if (next.Left != State.Left)
        {
            TellSoon();
        }

        State = HearWhoWait(next);
        return Task.CompletedTask;
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        MovedKind when item.Read<Moved>() is var moved =>
            log.Append("stock:" + this.GetPrimaryKeyString(), "move-" + moved.Movement.Key, "move", moved, moved.At),
        BackKind => GrainFactory.GetGrain<IWaitingGrain>(TrustKeys.Waiting(new ProductId(this.GetPrimaryKeyString()))).Back(),
        _ => base.Deliver(item),
    };

    // Also what changes nothing is saved when it repeats a call whose write may still be on its way; coalesced, that costs little.
    private Task Change(StockState next)
    {
        if (!Exists && next == State)
        {
            return Task.CompletedTask;
        }

        return Become(next);
    }

    private Task Become(StockState next)
    {
        if (next != State)
        {
            State = HearWhoWait(next);
            TellSoon();
        }

        return Save();
    }

    // Also when there are some at the moment of asking: whoever asks may not have seen the last ones come.
    private StockState HearWhoWait(StockState next)
    {
        if (!next.TellsWhenBack || next.Left <= 0)
        {
            return next;
        }

        Send(BackKind, next.Left);
        return next with { TellsWhenBack = false };
    }

    private void TellSoon()
    {
        _untold = true;
        _telling ??= this.RegisterGrainTimer(Tell, new() { DueTime = s_tellEvery, Period = s_tellEvery, Interleave = true });
    }

    private Task Tell(CancellationToken cancellation)
    {
        if (!_untold)
        {
            _telling?.Dispose();
            _telling = null;
            return Task.CompletedTask;
        }

        _untold = false;
        string key = this.GetPrimaryKeyString();
        DateTimeOffset now = Clock.GetUtcNow();
        var left = new Dictionary<string, string>();
        foreach (SkuStock sku in StockRules.View(State, "", null, now).Skus)
        {
            left[sku.Sku] = sku.Left.ToString(CultureInfo.InvariantCulture);
            if (sku.Flash is { } flash && flash.IsOn(now))
            {
                left["flash " + sku.Sku] = flash.Left.ToString(CultureInfo.InvariantCulture);
            }
        }

        GrainFactory.Topic("product:" + key).Tell(new Notice { Kind = "product.stock", Subject = key, Data = left, At = now }).Ignore();
        return Task.CompletedTask;
    }

    /// <summary>A movement as its product's log keeps it.</summary>
    internal sealed record Moved(StockMovement Movement, int OnHand, DateTimeOffset At);
}
