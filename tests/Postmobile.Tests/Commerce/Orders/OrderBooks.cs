using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Tests.Commerce.Orders;

/// <summary>Orders that exist only on paper, and what their payments do to everybody's accounts.</summary>
internal static class OrderBooks
{
    public const string Id = "o-0193500000007000800000000000abcd-1";
    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    public static readonly OrderOptions Options = new();
    public static readonly OrderActor Buyer = new(Customer(1), IsBuyer: true), Staff = new(Customer(2), IsStaff: true), Post = new(Customer(3), IsPost: true), Stranger = new(Customer(4));

    private static readonly AccountId s_wallet = new(10_000_001), s_takings = new(10_000_002), s_escrow = new(10_000_003), s_courier = new(10_000_004);

    /// <summary>Two lines of goods, a coupon of the shop and one of the post, a parcel.</summary>
    public static OrderPlacement Placement(PaymentWay payment = PaymentWay.Wallet, long shopDiscount = 500, long postDiscount = 1_000, long price = 1_500, long cost = 1_500) => new()
    {
        Checkout = new CheckoutId("x-0193500000007000800000000000abcd"),
        Shop = new ShopId("s-1000"),
        Buyer = new CustomerId(Customer(1)),
        BuyerWallet = s_wallet,
        Lines =
        [
            new OrderLine { Product = new ProductId("p-1001"), Sku = "A", Title = "Pagne", Quantity = 2, Price = 7_333, WeightGrams = 400 },
            new OrderLine { Product = new ProductId("p-1002"), Sku = "B", Title = "Savon", Quantity = 1, Price = 1_001, WeightGrams = 100 },
        ],
        ShopDiscount = shopDiscount,
        PostDiscount = postDiscount,
        Delivery = new DeliveryChoice
        {
            Method = DeliveryMethod.Home,
            To = new Place { Department = "Pointe-Noire", Town = "Pointe-Noire", Address = "Près du marché" },
            Recipient = new Recipient("Client", "+242060000000"),
            Price = price,
            Cost = cost,
        },
        Payment = payment,
        Escrow = s_escrow,
        At = Begin,
    };

    public static readonly Shop Shop = new()
    {
        Id = new ShopId("s-1000"),
        Slug = "demo",
        Name = "Boutique",
        Status = ShopStatus.Open,
        Owner = new CustomerId(Customer(2)),
        Account = s_takings,
        Staff = [],
        Origin = new Place { Department = "Brazzaville", Town = "Brazzaville" },
        CommissionBasisPoints = 833,
        ReturnDays = 14,
        TakesOrders = true,
    };

    /// <summary>An order that is just placed.</summary>
    public static OrderState Placed(OrderPlacement? placement = null) => OrderRules.Place(new OrderState(), Id, placement ?? Placement(), Shop, Options).Next!;

    /// <summary>A move of the parcel by a courier.</summary>
    public static DeliveryMove Move(DeliveryStage stage, int number = 1, bool collected = false, bool courier = true) => new()
    {
        Key = "move-" + number,
        Stage = stage,
        At = Begin.AddDays(1),
        Actor = Customer(5),
        Carrier = courier ? s_courier : null,
        Collected = collected ? TransferId.From(s_courier, "collected") : null,
    };

    /// <summary>
    /// Does what the payments of an order say on paper: the escrow holds what buyer and post paid in, and whatever the order
    /// asks for moves. Answers with the balances of escrow, buyer, shop, carrier and post.
    /// </summary>
    public static (long Escrow, long Buyer, long Shop, long Carrier, long Post) Settle(OrderState order)
    {
        OrderPlacement placement = order.Placement!;
        var books = new Dictionary<AccountId, long> { [s_escrow] = placement.PostDiscount + (order.Paid ? placement.Total : 0) };
        foreach (OrderPayment payment in order.Payments)
        {
            foreach (TransferLeg leg in payment.Legs)
            {
                books[payment.Payer] = books.GetValueOrDefault(payment.Payer) - leg.Amount;
                books[leg.Payee] = books.GetValueOrDefault(leg.Payee) + leg.Amount;
            }
        }

        long post = new[] { PostAccounts.Fees, PostAccounts.Taxes }.Sum(account => books.GetValueOrDefault(account));
        return (books[s_escrow], books.GetValueOrDefault(s_wallet), books.GetValueOrDefault(s_takings), books.GetValueOrDefault(s_courier), post);
    }

    private static string Customer(int number) => "c-" + number.ToString("D32", System.Globalization.CultureInfo.InvariantCulture);
}
