using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Orders;

/// <summary>A shop, a buyer with money, a courier; and short sentences about orders between them.</summary>
public sealed record OrderWorld(ApiHost Host, TestShop Shop, Person Buyer, Person Courier, ProductId Product, string Sku, AccountId Takings)
{
    private const long Price = 10_000;
    private const long Parcel = 1_500;

    /// <summary>The shop's staff.</summary>
    public CustomerId Staff => new(Shop.Owner.Id);

    /// <summary>The buyer's id.</summary>
    public CustomerId Me => new(Buyer.Id);

    /// <summary>Everybody is there, and the post has earned something before, so that it can lend.</summary>
    public static async Task<OrderWorld> OpenAsync(ApiHost host)
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string sku = "S-" + Guid.NewGuid().ToString("N")[..8];
        string product = (await shop.SellAsync(TestShop.Product(sku, Price))).GetProperty("id").GetString()!;
        Person buyer = await Person.JoinAsync(host, 1_000_000), courier = await Person.JoinAsync(host, 0, Role.Courier);
        await host.FundAsync(PostAccounts.Fees, 100_000);
        return new OrderWorld(host, shop, buyer, courier, new ProductId(product), sku, (await shop.Grain.Look())!.Account);
    }

    /// <summary>The order's grain.</summary>
    public IOrderGrain Order(OrderId order) => Host.Grains.GetGrain<IOrderGrain>(order.Value);

    /// <summary>Its parcel's grain.</summary>
    public IDeliveryGrain Delivery(OrderId order) => Host.Grains.GetGrain<IDeliveryGrain>(DeliveryId.Of(order).Value);

    /// <summary>Buys two pieces, as a checkout does: opens the escrow, pays it, places the order.</summary>
    public async Task<OrderId> BuyAsync(PaymentWay way = PaymentWay.Wallet, long coupon = 0, DateTimeOffset? at = null, bool couponPaid = true, AccountId? wallet = null, Point? point = null)
    {
        CheckoutId checkout = CheckoutId.New(TimeProvider.System);
        OrderId order = checkout.Order(1);
        AccountId escrow = await Host.Grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await Host.Grains.Account(escrow).Open(new AccountOpening { Kind = AccountKind.Escrow, Profile = new AccountProfile { Owner = order.Value } }));
        var placement = new OrderPlacement
        {
            Checkout = checkout,
            Shop = new ShopId(Shop.Id),
            Buyer = Me,
            BuyerWallet = wallet ?? Buyer.Wallet,
            Lines = [new OrderLine { Product = Product, Sku = Sku, Title = "Pagne wax à fleurs", Quantity = 2, Price = Price, WeightGrams = 500 }],
            PostDiscount = coupon,
            Delivery = new DeliveryChoice
            {
                Method = point?.Method ?? DeliveryMethod.Home,
                Point = point?.Facts.Name ?? "",
                PointCode = point?.Code,
                To = point?.Facts.Place ?? new Place { Department = "Brazzaville", Town = "Brazzaville", Address = "Poto-Poto, rue Mbochis" },
                Recipient = new Recipient("Client de test", Buyer.Phone),
                Price = Parcel,
                Cost = Parcel,
            },
            Payment = way,
            Escrow = escrow,
            At = at ?? TimeProvider.System.GetUtcNow(),
        };
        if (way is PaymentWay.Wallet)
        {
            Receipt paid = await PayAsync(wallet ?? Buyer.Wallet, escrow, placement.Total, PostingKind.Purchase);
            placement = placement with { PaidBy = paid.Id };
        }

        if (couponPaid && coupon > 0)
        {
            await PayAsync(PostAccounts.Fees, escrow, coupon, PostingKind.Coupon);
        }

        await Order(order).Place(placement);
        await Order(order).Place(placement);
        return order;
    }

    /// <summary>Money from one account to another.</summary>
    public async Task<Receipt> PayAsync(AccountId payer, AccountId payee, long amount, PostingKind kind)
    {
        TransferOutcome outcome = await Host.Grains.Account(payer).Transfer(new TransferRequest { Key = Guid.NewGuid().ToString("N"), Payee = payee, Amount = amount, Kind = kind });
        Assert.Null(outcome.Refusal);
        return outcome.Receipt!;
    }

    /// <summary>Does an act, which must succeed; and again, which must change nothing.</summary>
    public async Task<Order> DoAsync(OrderId order, OrderAct act, CustomerId actor, string? note = null)
    {
        OrderOutcome outcome = await Order(order).Act(act, actor, note);
        Assert.Null(outcome.Refusal);
        Assert.Null((await Order(order).Act(act, actor, note)).Refusal);
        Assert.Equal(outcome.Order!.Events.Count(happening => happening.Kind != "suspended"), (await Order(order).Look())!.Events.Count(happening => happening.Kind != "suspended"));
        return outcome.Order!;
    }

    /// <summary>The shop accepts and packs; the parcel is announced.</summary>
    public async Task PackAsync(OrderId order)
    {
        await DoAsync(order, OrderAct.Accept, Staff);
        await DoAsync(order, OrderAct.Pack, Staff);
        await Eventually.GetAsync(() => Delivery(order).Look(), parcel => parcel is not null);
    }

    /// <summary>The shop packs, and the courier brings it.</summary>
    public async Task DeliverAsync(OrderId order)
    {
        await PackAsync(order);
        Assert.Null(await Delivery(order).Move(DeliveryStage.HandedOver, new CustomerId(Courier.Id), ""));
        Assert.Null(await Delivery(order).Deliver((await Delivery(order).Code())!, new CustomerId(Courier.Id), null));
        await UntilAsync(order, OrderStatus.Delivered);
    }

    /// <summary>Waits for a state.</summary>
    public Task<Order?> UntilAsync(OrderId order, OrderStatus status) => Eventually.GetAsync(() => Order(order).Look(), one => one!.Status == status);

    /// <summary>Waits until the ledger has answered to all that the order asked; the escrow must then be empty.</summary>
    public async Task<Order> SettledAsync(OrderId order)
    {
        Order settled = (await Eventually.GetAsync(() => Order(order).Look(), one => one!.IsEnded && one.Payments.All(payment => payment.Done)))!;
        Assert.Equal(0, await HoldsAsync(settled.Placement.Escrow));
        return settled;
    }

    /// <summary>What an account holds.</summary>
    public async Task<long> HoldsAsync(AccountId account) => (await Host.Grains.Account(account).Look())!.Balance;
}
