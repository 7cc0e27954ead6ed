using System.Globalization;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="ICouponGrain"/>
[Reentrant, GrainType("commerce.coupon")]
internal sealed class CouponGrain([PersistentState("commerce.coupon")] IPersistentState<Document<CouponState>> document) : DurableGrain<CouponState>(document), ICouponGrain
{
    protected override DateTimeOffset? NextWake =>
        State.Held.IsEmpty ? null : DateTimeOffset.FromUnixTimeMilliseconds(State.Held.Values.Min(held => held.UntilMs));

    public Task<Coupon?> Look() => Task.FromResult(CouponRules.View(State));

    public Task<Coupon?> LookFor(CustomerId? person, CheckoutId? open) =>
        Task.FromResult(CouponRules.View(State, person?.Value, open?.Value, Clock.GetUtcNow()));

    public async Task<CouponOutcome> Make(Coupon coupon)
    {
        if (State.Coupon is { } known)
        {
            await Saved();
            return new(CouponRules.View(State), known.MadeBy == coupon.MadeBy && known.Shop == coupon.Shop && Same(known, coupon) ? null : CouponRefusal.Taken);
        }

        if (!CouponRules.IsValid(coupon) || Coupons.Key(coupon.Code) != this.GetPrimaryKeyString())
        {
            return new(null, CouponRefusal.Invalid);
        }

        State = State with
        {
            Coupon = coupon with { Status = coupon.Shop is null ? CouponStatus.Proposed : CouponStatus.Active, ApprovedBy = null, Used = 0, Reserved = 0, Spent = 0, Promised = 0, Mine = 0 },
            MadeAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (coupon.Shop is null)
        {
            Record(coupon.MadeBy.Value, "coupon.propose", string.Create(CultureInfo.InvariantCulture, $"{coupon.Kind} {coupon.Value}, {coupon.UsesMax} uses"));
        }

        await Saved();
        return new(CouponRules.View(State), null);
    }

    public async Task<CouponOutcome> Approve(CustomerId byOperator)
    {
        if (State.Coupon is not { Shop: null } coupon)
        {
            return new(null, CouponRefusal.Unknown);
        }

        if (coupon.Status != CouponStatus.Proposed)
        {
            // Again: the answer to the first time was lost, and perhaps nobody was told.
            await Saved();
            return new(CouponRules.View(State), coupon.ApprovedBy == byOperator ? null : CouponRefusal.AlreadyDecided);
        }

        if (coupon.MadeBy == byOperator)
        {
            return new(CouponRules.View(State), CouponRefusal.SameOperator);
        }

        State = State with { Coupon = coupon with { Status = CouponStatus.Active, ApprovedBy = byOperator } };
        Record(byOperator.Value, "coupon.approve");
        await Saved();
        return new(CouponRules.View(State), null);
    }

    public async Task<CouponOutcome> Stop(CustomerId actor)
    {
        if (State.Coupon is not { } coupon)
        {
            return new(null, CouponRefusal.Unknown);
        }

        if (coupon.Status != CouponStatus.Stopped)
        {
            State = State with { Coupon = coupon with { Status = CouponStatus.Stopped } };
            if (coupon.Shop is null)
            {
                Record(actor.Value, "coupon.stop");
            }

            await Saved();
        }

        return new(CouponRules.View(State), null);
    }

    public async Task<CartRefusal?> Reserve(CheckoutId checkout, CustomerId person, DateTimeOffset until, long worth)
    {
        (CouponState next, CartRefusal? refusal) = CouponRules.Reserve(State, checkout.Value, person.Value, until, Clock.GetUtcNow(), worth);
        if (refusal is null)
        {
            State = next;
            await Save();
        }

        return refusal;
    }

    public async Task Release(CheckoutId checkout)
    {
        if (State.Held.ContainsKey(checkout.Value))
        {
            State = State with { Held = State.Held.Remove(checkout.Value) };
            await Save();
        }
    }

    public async Task Commit(CheckoutId checkout, CustomerId person, long worth)
    {
        State = CouponRules.Commit(State, checkout.Value, person.Value, Clock.GetUtcNow(), worth);
        await Save();
    }

    protected override Task OnWake(DateTimeOffset now)
    {
        State = CouponRules.Expire(State, now);
        return Task.CompletedTask;
    }

    // Promotions are known in memory where carts ask for them; whoever makes or stops one has told there before the answer.
    private async Task Saved()
    {
        await Save();
        if (State.Coupon is { Automatic: true } promotion)
        {
            await GrainFactory.GetGrain<IPromotionsGrain>(promotion.Shop?.Value ?? IPromotionsGrain.PostKey).Refresh();
        }
    }

    private static bool Same(Coupon known, Coupon again) =>
        (known.Kind, known.Value, known.AtMost, known.Minimum, known.From, known.Until, known.UsesMax, known.PersonMax)
            == (again.Kind, again.Value, again.AtMost, again.Minimum, again.From, again.Until, again.UsesMax, again.PersonMax)
        && (known.Automatic, known.Title, known.Buy, known.Get, known.SameProduct, known.Budget) == (again.Automatic, again.Title, again.Buy, again.Get, again.SameProduct, again.Budget)
        && known.Categories.SequenceEqual(again.Categories) && known.Products.SequenceEqual(again.Products);
}
