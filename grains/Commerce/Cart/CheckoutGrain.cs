using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// A step machine. What was set aside runs out by itself wherever it lies, so nothing needs to be written before it is; what is
/// paid is found again by its key. So two writes frame the payment: "I am paying" and "all is placed". Between them every step
/// can be repeated, and whoever wakes the document repeats them. <c>CheckoutGrain.Pay.cs</c> holds these steps.
/// </summary>
[GrainType("commerce.checkout")]
internal sealed partial class CheckoutGrain([PersistentState("commerce.checkout")] IPersistentState<Document<CheckoutState>> document, IOptions<CheckoutOptions> options, IOptions<GuestOptions> guests)
    : DurableGrain<CheckoutState>(document), ICheckoutGrain
{
    private CheckoutId Id => new(this.GetPrimaryKeyString());

    protected override DateTimeOffset? NextWake => State.Status switch
    {
        CheckoutStatus.Open => DateTimeOffset.FromUnixTimeMilliseconds(State.UntilMs),
        CheckoutStatus.Paying => DateTimeOffset.FromUnixTimeMilliseconds(State.RetryAtMs),
        _ => null,
    };

    public Task<Checkout?> Look() => Task.FromResult(View());

    public async Task<CheckoutOutcome> Begin(CheckoutOpening opening)
    {
        if (State.Status is not null)
        {
            return State.Buyer == opening.Buyer.Value ? new CheckoutOutcome { Checkout = View() } : CartRefusal.UnknownCheckout;
        }

        if (await AccountOf(opening.Buyer) is not { } account)
        {
            return opening.Buyer.IsGuest ? CartRefusal.GuestAccountNeeded : CartRefusal.UnknownCheckout;
        }

        DateTimeOffset now = Clock.GetUtcNow(), until = now + options.Value.HoldFor;
        CartView cart = await Priced(opening, now);
        if (CheckoutRules.Refused(cart, opening.SeenGoods, opening.SeenTotal) is { } refused)
        {
            return refused;
        }

        if (opening.Buyer.IsGuest && await GuestRefused(opening.Buyer, [.. cart.Parcels.Select(parcel => parcel.Shop)]) is { } no)
        {
            return no;
        }

        CartCoupon[] given = [.. cart.Coupons.Concat(cart.Promotions).Where(one => one.Refusal is null)];
        CheckoutState next = State with
        {
            Status = CheckoutStatus.Open,
            Buyer = opening.Buyer.Value,
            Wallet = account.Value,
            Way = opening.Buyer.IsGuest ? PaymentWay.CashOnDelivery : PaymentWay.Wallet,
            Cart = opening.Cart,
            BegunAtMs = now.ToUnixTimeMilliseconds(),
            UntilMs = until.ToUnixTimeMilliseconds(),
            Parcels = CheckoutRules.Parcels(Id, cart),
            Coupons = [.. given.Select(one => one.Coupon)],
            Worths = [.. given.Select(one => one.Worth)],
        };
        if (await SetAside(next, until) is { } missing)
        {
            await GiveBack(next);
            return missing;
        }

        State = next;
        await Save();
        return new CheckoutOutcome { Checkout = View() };
    }

    public async Task<CheckoutOutcome> Choose(CustomerId buyer, IReadOnlyList<ParcelChoice> choices, PaymentWay way)
    {
        if (NotNow(buyer) is { } refusal)
        {
            return refusal;
        }

        if (buyer.IsGuest && way is not PaymentWay.CashOnDelivery)
        {
            return Refuse(CartRefusal.GuestCashOnly);
        }

        CheckoutState next = State with { Way = way };
        foreach (ParcelChoice choice in choices)
        {
            int at = next.Parcels.Select(parcel => parcel.Parcel.Shop).ToList().IndexOf(choice.Shop);
            if ((at < 0 ? CartRefusal.DeliveryUnavailable : CheckoutRules.Check(choice)) is { } wrong)
            {
                return Refuse(wrong);
            }

            CheckoutParcel parcel = next.Parcels[at].Parcel;
            var quotes = await GrainFactory.GetGrain<IDeliveryPricesGrain>(0).Quote(parcel.From, choice.To, parcel.WeightGrams, parcel.VolumeCubicMillimetres);
            if (!quotes.TryGetValue(choice.Method, out long cost))
            {
                return Refuse(CartRefusal.DeliveryUnavailable);
            }

            (Point? point, CartRefusal? nowhere) = await Where(choice);
            if (nowhere is { } refused)
            {
                return Refuse(refused);
            }

            next = next with { Parcels = next.Parcels.SetItem(at, CheckoutRules.Choose(next.Parcels[at], choice, point, cost)) };
        }

        next = CheckoutRules.Reckon(next, DateTimeOffset.FromUnixTimeMilliseconds(next.BegunAtMs));
        if (way == PaymentWay.CashOnDelivery && !await CashAllowed(next))
        {
            return Refuse(CartRefusal.CashNotAllowed);
        }

        State = next;
        await Save();
        return new CheckoutOutcome { Checkout = View() };
    }

    public async Task Abandon()
    {
        if (State.Status == CheckoutStatus.Open)
        {
            CheckoutState before = State;
            State = State with { Status = CheckoutStatus.Abandoned };
            await Save();
            await GiveBack(before);
        }
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (State.Status == CheckoutStatus.Open)
        {
            // The goods have run out at the same moment by themselves.
            State = State with { Status = CheckoutStatus.Abandoned };
        }
        else if (State.Status == CheckoutStatus.Paying)
        {
            State = State with { Doubt = true };
            await Run();
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        CouponKind => PayCoupon(item.Read<CouponDebt>()),
        BoughtKind => Bought(item.Read<BoughtItems>()),
        PlacedKind => Task.WhenAll(item.Read<string[]>().Select(order => GrainFactory.GetGrain<IOrderGrain>(order).TellPlaced())),
        TellKind => GrainFactory.TellPerson(item.Read<TellOrder>(), MessageKey(item), Clock),
        _ => base.Deliver(item),
    };

    // The lines as the cart knows them; the prices seen do not matter here, the goods' sum does.
    private async Task<CartView> Priced(CheckoutOpening opening, DateTimeOffset now)
    {
        Product?[] products = await Task.WhenAll(opening.Items.Select(item => GrainFactory.GetGrain<IProductGrain>(item.Product.Value).Look()));
        CartLineState[] lines = [.. opening.Items.Zip(products).Select(pair => new CartLineState(
            pair.First.Product.Value, pair.First.Sku, pair.First.Quantity, pair.Second?.Find(pair.First.Sku)?.Price ?? 0, pair.Second?.Shop.Value ?? "", pair.Second?.Title ?? ""))];
        return lines.Any(line => line.Shop.Length == 0)
            ? new CartView { Parcels = [], Coupons = [] }
            : await CartPricing.Look(GrainFactory, lines, opening.Coupons, new(opening.Buyer, Id), now);
    }

    /// <summary>The point that a parcel goes to; null for home.</summary>
    private async Task<(Point? Point, CartRefusal? Refusal)> Where(ParcelChoice choice) =>
        choice.Method is DeliveryMethod.Home ? (null, null)
        : choice.PointCode is { } code ? PointRules.Choose(choice, await GrainFactory.GetGrain<IPointGrain>(code.Key).Look(), [])
        : PointRules.Choose(choice, null, await GrainFactory.GetGrain<IPointsGrain>(0).List(choice.To.Town));

    /// <summary>Sets goods and coupons aside; says what could not be.</summary>
    private async Task<CheckoutOutcome?> SetAside(CheckoutState state, DateTimeOffset until)
    {
        var goods = state.Wanted().ToList();
        ReserveOutcome[] outcomes = await Task.WhenAll(goods.Select(one => Stock(one.Product).Reserve(Reservation(state, one.Lines, until))));
        int missing = Array.FindIndex(outcomes, outcome => outcome.Refusal is not null);
        if (missing >= 0)
        {
            return new CheckoutOutcome
            {
                Refusal = outcomes[missing].Refusal switch
                {
                    StockRefusal.BuyerCap => CartRefusal.BuyerCap,
                    StockRefusal.FlashGone => CartRefusal.FlashGone,
                    _ => CartRefusal.OutOfStock,
                },
                Product = goods[missing].Product,
                Left = outcomes[missing].Left,
                Checkout = View(),
            };
        }

        foreach ((Coupon coupon, long worth) in state.Given())
        {
            if (await CouponGrain(coupon.Code).Reserve(Id, new CustomerId(state.Buyer), until, coupon.MayTake(worth)) is { } refusal)
            {
                return new CheckoutOutcome { Refusal = coupon.Automatic ? CartRefusal.PromotionGone : refusal, Coupon = coupon.Automatic ? null : coupon.Code, Checkout = View() };
            }
        }

        return null;
    }

    private Task GiveBack(CheckoutState state) => Task.WhenAll([
        .. state.Wanted().Select(one => Stock(one.Product).Release(Id.Value)), .. state.Coupons.Select(coupon => CouponGrain(coupon.Code).Release(Id))]);

    private Reservation Reservation(CheckoutState state, StockLine[] lines, DateTimeOffset until) => new() { Name = Id.Value, Buyer = state.Buyer, Lines = lines, Until = until };

    private async Task<bool> CashAllowed(CheckoutState state) =>
        new CustomerId(state.Buyer).IsGuest ? state.Total <= guests.Value.CashMax :
        state.Total <= options.Value.CashMax && await GrainFactory.Account(new AccountId(state.Wallet)).Look() is { } wallet && wallet.Tier >= options.Value.CashTier;

    private CheckoutOutcome? NotNow(CustomerId buyer) =>
        State.Status is null || State.Buyer != buyer.Value ? CartRefusal.UnknownCheckout
        : State.Status != CheckoutStatus.Open || Clock.GetUtcNow().ToUnixTimeMilliseconds() >= State.UntilMs ? Refuse(CartRefusal.CheckoutState)
        : null;

    private CheckoutOutcome Refuse(CartRefusal refusal) => new() { Refusal = refusal, Checkout = View() };

    private Checkout? View() => State.View(Id);

    private IStockGrain Stock(ProductId product) => GrainFactory.GetGrain<IStockGrain>(product.Value);

    private ICouponGrain CouponGrain(string code) => GrainFactory.GetGrain<ICouponGrain>(Coupons.Key(code));
}
