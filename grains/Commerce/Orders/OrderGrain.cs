using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Logistics;

namespace Postmobile.Commerce;

/// <summary>
/// One order. It decides by <see cref="OrderRules"/>, saves state and what follows in one write, and then does what follows
/// until it is done: money, parcel, stock, messages. Each payment is kept word for word until the ledger has answered.
/// </summary>
[GrainType("commerce.order")]
internal sealed partial class OrderGrain([PersistentState("commerce.order")] IPersistentState<Document<OrderState>> document, IOptions<OrderOptions> options)
    : DurableGrain<OrderState>(document), IOrderGrain
{
    private string Key => this.GetPrimaryKeyString();

    private OrderOptions Times => options.Value;

    protected override DateTimeOffset? NextWake => State.DeadlineMs is { } deadline ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : null;

    public async Task Place(OrderPlacement placement)
    {
        if (State.Status is null)
        {
            Shop shop = await GrainFactory.GetGrain<IShopGrain>(placement.Shop.Value).Look()
                ?? throw new InvalidOperationException($"The order {Key} is for a shop that nobody has opened.");
            await Apply(OrderRules.Place(State, Key, placement, shop, Times));
        }
    }

    // A checkout keeps this in its own outbox: so an order is written once when it is placed, and not twice. What is sent in exchange tells itself.
    public Task TellPlaced() => State.Placement is { } placement
        ? Tell("placed", News(new OrderEffect.Tell("new", placement.Total, "")))
        : Task.CompletedTask;

    public Task<Order?> Look() => Task.FromResult(State.View(Key));

    public async Task<OrderOutcome> Act(OrderAct act, CustomerId actor, string? note)
    {
        OrderActor who = await Who(actor, ShopRole.Manager, ShopRole.Packer);
        if (act is OrderAct.Cancel && State is { Status: OrderStatus.Packed, Late: true } && who.IsBuyer && !await CallOffParcel())
        {
            return new OrderOutcome(State.View(Key), OrderRefusal.State);
        }

        DateTimeOffset now = Clock.GetUtcNow();
        return await Apply(await Recovering(recover => OrderRules.Act(State, Key, act, who, note, recover, now, Times)));
    }

    public async Task DeliveryMoved(DeliveryMove move) => await Apply(OrderRules.Moved(State, Key, move, Clock.GetUtcNow(), Times));

    public async Task<OrderOutcome> OpenDispute(string dispute, CustomerId actor) =>
        await Apply(OrderCases.OpenDispute(State, new OrderCase(dispute, await Who(actor)), Clock.GetUtcNow(), Times));

    public async Task<OrderOutcome> DecideDispute(string dispute, long toBuyer, CustomerId actor, string reason)
    {
        DateTimeOffset now = Clock.GetUtcNow();
        var wish = new OrderCase(dispute, new OrderActor(actor.Value, IsPost: true), OrderRules.Clean(reason), toBuyer);
        OrderDecision decision = await Recovering(recover => OrderCases.DecideDispute(State, Key, wish, recover, now));
        if (decision.Next is not null)
        {
            Record(actor.Value, "order.decide-dispute", $"{dispute}: {toBuyer} XAF to the buyer; {wish.Reason}");
        }

        return await Apply(decision);
    }

    public async Task<OrderOutcome> WithdrawDispute(string dispute, CustomerId actor) =>
        await Apply(OrderCases.WithdrawDispute(State, Key, new OrderCase(dispute, await Who(actor)), Clock.GetUtcNow(), Times));

    public async Task<OrderOutcome> AwaitReturn(string returnId, CustomerId actor) =>
        await Apply(OrderCases.AwaitReturn(State, new OrderCase(returnId, await Who(actor, ShopRole.Manager, ShopRole.Packer)), Clock.GetUtcNow(), Times));

    public async Task<OrderOutcome> Refund(OrderRefund refund)
    {
        OrderActor who = CustomerId.TryParse(refund.Actor, out CustomerId actor) ? await Who(actor, ShopRole.Manager) : default;
        return await Apply(OrderCases.Refund(State, Key, refund with { Reason = OrderRules.Clean(refund.Reason) }, who, Clock.GetUtcNow(), Times));
    }

    public async Task<OrderOutcome> EndReturn(string returnId, CustomerId actor) =>
        await Apply(OrderCases.EndReturn(State, new OrderCase(returnId, await Who(actor, ShopRole.Manager, ShopRole.Packer)), Clock.GetUtcNow(), Times));

    public async Task<OrderOutcome> Exchange(OrderExchange exchange) => await Apply(OrderCases.Exchange(
        State, Key, exchange with { Words = OrderRules.Clean(exchange.Words) }, await Who(exchange.Actor, ShopRole.Manager), Clock.GetUtcNow(), Times));

    public async Task ExchangeUndone(string returnId) => await Apply(OrderCases.ExchangeUndone(State, returnId, Clock.GetUtcNow()));

    public async Task<bool> Inherit(CustomerId guest, PhoneOwner heir)
    {
        await Apply(OrderCases.Inherit(State, guest, heir));
        return State.Payments.All(payment => payment.Done);
    }

    public async Task Settled(string key, OrderPaid paid) => await Apply(OrderCases.Settled(State, key, paid, Clock.GetUtcNow()));

    protected override async Task OnWake(DateTimeOffset now)
    {
        bool onItsWay = State is { Status: OrderStatus.HandedOver or OrderStatus.InTransit } or { Status: OrderStatus.Packed, Late: true };
        if (onItsWay && !await CallOffParcel())
        {
            // It was delivered a moment ago: the news is on its way here.
            State = State with { DeadlineMs = (now + TimeSpan.FromMinutes(10)).ToUnixTimeMilliseconds() };
            return;
        }

        Change(await Recovering(recover => OrderRules.Expire(State, Key, recover, now, Times)));
    }

    private async Task<OrderOutcome> Apply(OrderDecision decision)
    {
        if (decision.Next is not null)
        {
            Change(decision);
            await Save();
        }

        return new OrderOutcome(State.View(Key), decision.Refusal);
    }

    private void Change(OrderDecision decision)
    {
        if (decision.Next is not { } next)
        {
            return;
        }

        State = next;
        foreach (OrderEffect effect in decision.Effects)
        {
            Promise(effect);
        }
    }

    /// <summary>Who somebody is to this order. To whom it does not belong it does not exist.</summary>
    private async Task<OrderActor> Who(CustomerId actor, params ShopRole[] roles)
    {
        bool staff = roles.Length > 0 && State.Shop.Length > 0
            && await GrainFactory.GetGrain<IShopGrain>(State.Shop).Look() is { } shop && shop.Employs(actor, roles);
        return new OrderActor(actor.Value, State.Buyer == actor.Value && State.Buyer.Length > 0, staff);
    }

    /// <summary>A decision that completes the order first asks what the post may take back of the shop's part; any other asks nothing.</summary>
    private async Task<OrderDecision> Recovering(Func<long, OrderDecision> decide)
    {
        OrderDecision decision = decide(0);
        if (decision.Next is not { Status: OrderStatus.Completed } done || !OrderId.TryParse(Key, out OrderId order))
        {
            return decision;
        }

        long most = OrderCases.MerchantPart(State, done.Refunded - State.Refunded);
        long recover = most > 0 ? await GrainFactory.GetGrain<IShopDuesGrain>(State.Shop).Claim(order, most) : 0;
        return recover == 0 ? decision : decide(recover);
    }

    private async Task<bool> CallOffParcel() =>
        State.Delivery is not { } delivery || await GrainFactory.GetGrain<IDeliveryGrain>(delivery).CallOff();
}
