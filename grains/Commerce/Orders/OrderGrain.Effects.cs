using System.Globalization;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Logistics;
using Postmobile.Partners;

namespace Postmobile.Commerce;

/// <content>What follows from a change, out of the outbox until it is done.</content>
internal sealed partial class OrderGrain
{
    private const string PayKind = "pay";
    private const string PutBackKind = "put-back";
    private const string AnnounceKind = "announce";
    private const string HandOverKind = "hand-over";
    private const string CallOffKind = "call-off";
    private const string EarnedKind = "earned";
    private const string ExchangedKind = "exchanged";
    private const string InheritedKind = "inherited";
    private const string TellKind = "tell";

    private void Promise(OrderEffect effect)
    {
        switch (effect)
        {
            case OrderEffect.Pay pay:
                Send(PayKind, pay.Payments);
                break;
            case OrderEffect.PutBack back:
                foreach (IGrouping<ProductId, ReturnedLine> product in back.Lines.GroupBy(line => line.Product))
                {
                    Send(PutBackKind, new Units(product.Key.Value, back.Key, [.. product.Select(line => new StockLine(line.Sku, line.Quantity))]));
                }

                break;
            case OrderEffect.Announce:
                Send(AnnounceKind, State.Placement!);
                break;
            case OrderEffect.HandOver over:
                Send(HandOverKind, over);
                break;
            case OrderEffect.CallOff:
                Send(CallOffKind, Key);
                break;
            case OrderEffect.Earned:
                Send(EarnedKind, State.Shop);
                break;
            case OrderEffect.Exchanged exchanged:
                Send(ExchangedKind, exchanged.Return);
                break;
            case OrderEffect.Inherited inherited:
                Send(InheritedKind, inherited);
                break;
            case OrderEffect.Tell tell:
                Send(TellKind, News(tell));
                break;
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        PayKind => Pay(item.Read<List<OrderPayment>>()),
        PutBackKind => PutBack(item.Read<Units>()),
        AnnounceKind => Announce(item.Read<OrderPlacement>()),
        HandOverKind => HandOver(item.Read<OrderEffect.HandOver>()),
        CallOffKind => Parcel.CallOff(),
        EarnedKind => Earned(item.Read<string>()),
        ExchangedKind => GrainFactory.GetGrain<IReturnGrain>(item.Read<string>()).Moved(),
        InheritedKind => Inherited(item.Read<OrderEffect.Inherited>()),
        TellKind => Tell(item.Id.ToString(CultureInfo.InvariantCulture), item.Read<OrderNews>()),
        _ => base.Deliver(item),
    };

    private IDeliveryGrain Parcel => GrainFactory.GetGrain<IDeliveryGrain>("d-" + Key);

    private async Task Pay(List<OrderPayment> payments)
    {
        var self = this.AsReference<IOrderGrain>();
        foreach (OrderPayment payment in payments)
        {
            OrderPaid paid = await new OrderCashier(GrainFactory).Pay(payment);
            if (paid.Lent > 0)
            {
                await GrainFactory.GetGrain<IShopDuesGrain>(State.Shop).Lend(payment.Key, paid.Lent);
            }

            await self.Settled(payment.Key, paid);
        }
    }

    private Task Earned(string shop) =>
        OrderId.TryParse(Key, out OrderId order) ? GrainFactory.GetGrain<IPayoutGrain>(shop).Earned(order) : Task.CompletedTask;

    private Task PutBack(Units units) => GrainFactory.GetGrain<IStockGrain>(units.Product).PutBack(units.Key, units.Lines);

    private async Task Announce(OrderPlacement placement)
    {
        Shop? shop = await GrainFactory.GetGrain<IShopGrain>(placement.Shop.Value).Look();
        if (shop is not null && OrderId.TryParse(Key, out OrderId order))
        {
            await Parcel.Announce(new DeliveryOrder
            {
                Order = order,
                From = shop.Origin,
                To = placement.Delivery,
                Buyer = placement.Buyer,
                Shop = placement.Shop,
                WeightGrams = placement.Lines.Sum(line => line.Quantity * line.WeightGrams),
                Collect = placement.Payment is PaymentWay.CashOnDelivery ? placement.Total : 0,
                Escrow = placement.Escrow,
            });
        }
    }

    private async Task HandOver(OrderEffect.HandOver over)
    {
        DeliveryRefusal? refusal = await Parcel.Move(DeliveryStage.HandedOver, new CustomerId(over.Actor), "");
        if (refusal is DeliveryRefusal.UnknownDelivery)
        {
            throw new InvalidOperationException($"The parcel of {Key} is not announced yet.");
        }
    }

    /// <summary>Parcel and cases follow the order to whoever it belongs to now.</summary>
    private async Task Inherited(OrderEffect.Inherited inherited)
    {
        if (State.Delivery is not null && !await Parcel.Inherit(inherited.Guest, inherited.Heir))
        {
            throw new InvalidOperationException($"The parcel of {Key} is not announced yet.");
        }

        if (State.Dispute is { } dispute)
        {
            await GrainFactory.GetGrain<IDisputeGrain>(dispute).Inherit(inherited.Guest, inherited.Heir);
        }

        IReadOnlyList<Return> returns = OrderId.TryParse(Key, out OrderId order) ? await GrainFactory.GetGrain<IAfterSaleGrain>(0).Returns(order) : [];
        await Task.WhenAll(returns.Select(one => GrainFactory.GetGrain<IReturnGrain>(one.Id).Inherit(inherited.Guest, inherited.Heir)));
    }

    private OrderNews News(OrderEffect.Tell tell) =>
        new(tell.Kind, tell.Amount, tell.Note, State.Number, State.ShopName, State.Shop, State.Buyer, State.Placement!.Delivery.Method, State.Placement.Payment,
            State.Placement.Exchange?.Order.Number, State.Placement.Delivery.PointCode);

    /// <summary>Tells everybody whom it concerns.</summary>
    /// <param name="which">Which news of this order it is: whoever has had it does not get it again.</param>
    /// <param name="news">What happened.</param>
    private async Task Tell(string which, OrderNews news)
    {
        string key = $"{this.GetGrainId()}#{which}";
        if (OrderWebhooks.TypeOf(news) is { } type)
        {
            await GrainFactory.GetGrain<IWebhooksGrain>(news.Shop).Publish(OrderWebhooks.Of($"msg_{Key}_{which}", type, Key, news, Clock.GetUtcNow()));
        }

        Shop? shop = await GrainFactory.GetGrain<IShopGrain>(news.Shop).Look();
        IEnumerable<string> people = [news.Buyer, .. shop?.Staff.Where(member => member.Role is not ShopRole.Cataloguer).Select(member => member.Person.Value) ?? []];
        var notice = new Notice { Kind = "order." + news.Kind, Subject = Key, At = Clock.GetUtcNow() };
        foreach (string person in people.Distinct())
        {
            await GrainFactory.Topic(Topics.Of(new CustomerId(person))).Tell(notice);
        }

        var whose = new CustomerId(news.Buyer);
        Words? words = OrderWords.ToBuyer(news, await Fetching(news));
        if ((whose.IsGuest ? GuestWords.Of(news, words) : words) is { } buyer)
        {
            await GrainFactory.Text(whose, key + "-buyer", buyer);
        }

        if (shop is not null && OrderWords.ToShop(news) is { } owner)
        {
            await GrainFactory.GetGrain<ICustomerGrain>(shop.Owner.Value).Tell(key + "-shop", owner);
        }
    }

    /// <summary>Where a parcel that is ready waits, and until when.</summary>
    private async Task<PointWords.Fetching?> Fetching(OrderNews news) =>
        news is { Kind: "ready", Point: { } code } && await GrainFactory.GetGrain<IPointGrain>(code.Key).Look() is { } point
            ? new PointWords.Fetching(point.Facts, (await Parcel.Look())?.WaitsUntil)
            : null;

    internal sealed record Units(string Product, string Key, IReadOnlyList<StockLine> Lines);
}

/// <summary>What is told of an order.</summary>
internal sealed record OrderNews(
    string Kind, long Amount, string Note, string Number, string ShopName, string Shop, string Buyer, DeliveryMethod Method, PaymentWay Payment,
    string? Exchange = null, PointCode? Point = null);
