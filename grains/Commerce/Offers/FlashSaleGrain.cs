using System.Globalization;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>
/// The stock promises the pieces and this says what they are promised for. It is written as "opening" before the stock is asked, so that
/// whoever wakes it after a crash asks again; the stock knows a sale by its id.
/// </summary>
[GrainType("commerce.flash-sale")]
internal sealed class FlashSaleGrain([PersistentState("commerce.flash-sale")] IPersistentState<Document<FlashSaleState>> document)
    : DurableGrain<FlashSaleState>(document), IFlashSaleGrain
{
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(10);

    protected override DateTimeOffset? NextWake => State.NextMs is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    public async Task<FlashSale?> Look() => State.Sale is { } sale ? await Counted(FlashSaleRules.At(sale, Clock.GetUtcNow())) : null;

    public async Task<FlashSaleOutcome> Make(FlashSaleWish wish)
    {
        DateTimeOffset now = Clock.GetUtcNow();
        if (State.Sale is { } known)
        {
            return !FlashSaleRules.Same(known, wish) ? new(null, FlashSaleRefusal.Conflict)
                : known.Status == FlashSaleStatus.Opening ? await Open()
                : new(await Look(), known.Status == FlashSaleStatus.Refused ? FlashSaleRefusal.Stock : null);
        }

        Product? product = await GrainFactory.GetGrain<IProductGrain>(wish.Product.Value).Look();
        (FlashSale? sale, FlashSaleRefusal? refusal) = FlashSaleRules.Make(this.GetPrimaryKeyString(), wish, product, now);
        if (sale is null)
        {
            return new(null, refusal);
        }

        if (sale.ByPost)
        {
            Record(wish.By.Value, "flash-sale.propose", string.Create(CultureInfo.InvariantCulture, $"{sale.Product} {sale.Sku}: {sale.Pieces} at {sale.Price}"));
        }

        await Become(sale, sale.ByPost ? null : now + s_askAgain, now);
        return sale.ByPost ? new(sale, null) : await Open();
    }

    public async Task<FlashSaleOutcome> Approve(CustomerId byOperator)
    {
        DateTimeOffset now = Clock.GetUtcNow();
        if (State.Sale is not { ByPost: true } sale)
        {
            return new(null, FlashSaleRefusal.Unknown);
        }

        if (sale.Status != FlashSaleStatus.Proposed)
        {
            return sale.ApprovedBy != byOperator ? new(sale, FlashSaleRefusal.AlreadyDecided)
                : sale.Status == FlashSaleStatus.Opening ? await Open()
                : new(await Look(), null);
        }

        if (sale.MadeBy == byOperator || now >= sale.Until)
        {
            return new(sale, sale.MadeBy == byOperator ? FlashSaleRefusal.SameOperator : FlashSaleRefusal.Times);
        }

        Record(byOperator.Value, "flash-sale.approve");
        await Become(sale with { Status = FlashSaleStatus.Opening, ApprovedBy = byOperator }, now + s_askAgain);
        return await Open();
    }

    public async Task<FlashSaleOutcome> End(CustomerId actor)
    {
        if (State.Sale is not { } sale)
        {
            return new(null, FlashSaleRefusal.Unknown);
        }

        DateTimeOffset now = Clock.GetUtcNow();
        if (sale.Status is FlashSaleStatus.Open or FlashSaleStatus.Opening or FlashSaleStatus.Proposed)
        {
            // The stock first: killed in between, nobody gets the price any more, and the sale can be ended again.
            await Stock(sale).EndFlash(sale.Id);
            if (sale.ByPost)
            {
                Record(actor.Value, "flash-sale.end");
            }

            await Become(sale with { Status = FlashSaleStatus.Ended, Until = now < sale.Until ? now : sale.Until }, now + FlashSaleRules.SettledAfter);
        }

        return new(await Look(), null);
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        switch (State.Sale)
        {
            case { Status: FlashSaleStatus.Opening } sale:
                (FlashSale next, DateTimeOffset? wake, _) = await Ask(sale);
                State = With(next, wake);
                break;
            case { Status: FlashSaleStatus.Open } sale when now >= sale.Until:
                State = With(await Counted(sale with { Status = FlashSaleStatus.Ended }), now + FlashSaleRules.SettledAfter);
                break;
            case { } sale:
                State = With(await Counted(sale), null);
                break;
            case null:
                break;
        }
    }

    private async Task<FlashSaleOutcome> Open()
    {
        (FlashSale next, DateTimeOffset? wake, FlashSaleRefusal? refusal) = await Ask(State.Sale!);
        await Become(next, wake);
        return new(next, refusal);
    }

    private async Task<(FlashSale Next, DateTimeOffset? Wake, FlashSaleRefusal? Refusal)> Ask(FlashSale sale) =>
        await Stock(sale).OpenFlash(FlashSaleRules.Terms(sale)) is { } refusal
            ? (sale with { Status = FlashSaleStatus.Refused }, null, FlashSaleRules.Of(refusal))
            : (sale with { Status = FlashSaleStatus.Open }, sale.Until, null);

    // An hour after the end the document keeps the last figures, and a day after it the stock forgets them.
    private async Task<FlashSale> Counted(FlashSale sale) =>
        sale.Status is FlashSaleStatus.Open or FlashSaleStatus.Ended && State.NextMs is not null && await Stock(sale).Flash(sale.Id) is { } count
            ? sale with { Sold = count.Sold, Reserved = count.Reserved }
            : sale;

    private Task Become(FlashSale sale, DateTimeOffset? wake, DateTimeOffset? madeAt = null)
    {
        State = With(sale, wake) with { MadeAtMs = madeAt?.ToUnixTimeMilliseconds() ?? State.MadeAtMs };
        return Save();
    }

    private FlashSaleState With(FlashSale sale, DateTimeOffset? wake) =>
        State with { Sale = sale, FromMs = sale.From.ToUnixTimeMilliseconds(), NextMs = wake?.ToUnixTimeMilliseconds() };

    private IStockGrain Stock(FlashSale sale) => GrainFactory.GetGrain<IStockGrain>(sale.Product.Value);
}
