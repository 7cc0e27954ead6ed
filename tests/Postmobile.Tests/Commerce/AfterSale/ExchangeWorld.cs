using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>A shop whose product comes in sizes, and short sentences about exchanging them. What is bought costs 10,000, size M.</summary>
public sealed record ExchangeWorld(OrderWorld Orders)
{
    /// <summary>Sizes with their prices; there is no XXL.</summary>
    private static readonly (string Size, long Price, int Pieces)[] s_sizes = [("M", 10_000, 20), ("S", 7_000, 20), ("XL", 12_500, 20), ("XXL", 12_500, 0)];

    private IGrainFactory Grains => Orders.Host.Grains;

    /// <summary>The stock of the product.</summary>
    public IStockGrain Stock => Grains.GetGrain<IStockGrain>(Orders.Product.Value);

    /// <summary>Everybody is there, and so are the goods.</summary>
    public static async Task<ExchangeWorld> OpenAsync(ApiHost host)
    {
        OrderWorld orders = await OrderWorld.OpenAsync(host);
        JsonObject shirt = TestShop.Product("x", title: "Chemise en pagne");
        shirt["options"] = new JsonArray("Taille");
        shirt["variants"] = new JsonArray([.. s_sizes.Select(size => (JsonNode)new JsonObject
        {
            ["sku"] = $"{orders.Sku}-{size.Size}", ["price"] = size.Price, ["weightGrams"] = 500, ["options"] = new JsonObject { ["Taille"] = size.Size },
        })]);
        var product = new ProductId((await orders.Shop.SellAsync(shirt)).GetProperty("id").GetString()!);
        IStockGrain stock = host.Grains.GetGrain<IStockGrain>(product.Value);
        await Eventually.GetAsync(stock.Look, view => view.Skus.Count == s_sizes.Length);
        foreach ((string size, _, int pieces) in s_sizes.Where(size => size.Pieces > 0))
        {
            Assert.Null(await stock.Move(new StockMovement { Key = "first-" + size, Sku = $"{orders.Sku}-{size}", Quantity = pieces, Reason = "reçu", Actor = orders.Staff }));
        }

        return new ExchangeWorld(orders with { Product = product, Sku = orders.Sku + "-M" });
    }

    /// <summary>The SKU of a size.</summary>
    public string Size(string size) => Orders.Sku[..^1] + size;

    /// <summary>Two pieces are bought and delivered; and, when it is wanted, all is well and the shop is paid.</summary>
    public async Task<OrderId> BuyAsync(bool complete = false, long coupon = 0)
    {
        OrderId order = await Orders.BuyAsync(coupon: coupon);
        await Orders.DeliverAsync(order);
        if (complete)
        {
            await Orders.DoAsync(order, OrderAct.Confirm, Orders.Me);
            await Orders.SettledAsync(order);
        }

        return order;
    }

    /// <summary>What the buyer asks.</summary>
    public ReturnWish Wish(OrderId order, string size, int pieces = 1, ComplaintReason reason = ComplaintReason.Damaged, string? of = null) => new()
    {
        Order = order, Buyer = Orders.Me, Reason = reason, Lines = [new ReturnedLine(Orders.Product, of ?? Orders.Sku, pieces)], Exchange = true, For = Size(size),
    };

    /// <summary>The buyer asks and the shop agrees.</summary>
    public async Task<IReturnGrain> AskAsync(OrderId order, string size, int pieces = 1, ComplaintReason reason = ComplaintReason.Damaged, string key = "one", string? of = null)
    {
        IReturnGrain back = Grains.GetGrain<IReturnGrain>(AfterSaleKeys.Of("r-", order, key));
        Assert.Null((await back.Ask(Wish(order, size, pieces, reason, of))).Refusal);
        Assert.Null((await back.Ask(Wish(order, size, pieces, reason, of))).Refusal);
        Assert.Null((await back.Answer(Orders.Staff, true, "")).Refusal);
        Assert.Null((await back.Answer(Orders.Staff, true, "")).Refusal);
        return back;
    }

    /// <summary>The goods are back at the shop, which says so twice.</summary>
    public async Task ReceiveAsync(IReturnGrain back)
    {
        Assert.Null((await back.Receive(Orders.Staff, 0, "")).Refusal);
        Assert.Null((await back.Receive(Orders.Staff, 0, "")).Refusal);
    }

    /// <summary>Asked, agreed, received and under way: the order of what is sent instead.</summary>
    public async Task<OrderId> ExchangeAsync(OrderId order, string size, int pieces = 1, string key = "one", string? of = null)
    {
        IReturnGrain back = await AskAsync(order, size, pieces, key: key, of: of);
        await ReceiveAsync(back);
        return await PlacedAsync(back);
    }

    /// <summary>Waits for the order of what is sent instead.</summary>
    public async Task<OrderId> PlacedAsync(IReturnGrain back)
    {
        OrderId placed = (await UntilAsync(back, ReturnStatus.Exchanged)).Exchange!.Order!.Value;
        Order order = (await Orders.Order(placed).Look())!;
        Assert.Equal(OrderStatus.Accepted, order.Status);
        await Eventually.GetAsync(() => Orders.HoldsAsync(order.Placement.Escrow), held => held == order.Placement.Total + order.Placement.PostDiscount);
        return placed;
    }

    /// <summary>Waits for a state of a return.</summary>
    public async Task<Return> UntilAsync(IReturnGrain back, ReturnStatus status)
    {
        // The next return of the order reads the rows: they must have it too.
        Return seen = (await Eventually.GetAsync(back.Look, one => one!.Status == status))!;
        await Eventually.GetAsync(() => Grains.GetGrain<IAfterSaleGrain>(0).Returns(seen.Wish.Order), all => all.Any(one => one.Id == seen.Id && one.Status == status));
        return seen;
    }

    /// <summary>Waits until the buyer's wallet holds so much: it hears of what comes in a moment later.</summary>
    public Task BuyerHoldsAsync(long amount) => Eventually.GetAsync(() => Orders.Buyer.BalanceAsync(), held => held == amount);

    /// <summary>The parcel of an accepted order is brought.</summary>
    public async Task BringAsync(OrderId order)
    {
        await Orders.DoAsync(order, OrderAct.Pack, Orders.Staff);
        string code = (await Eventually.GetAsync(() => Orders.Delivery(order).Code(), one => one is not null))!;
        Assert.Null(await Orders.Delivery(order).Move(Postmobile.Logistics.DeliveryStage.HandedOver, new CustomerId(Orders.Courier.Id), ""));
        Assert.Null(await Orders.Delivery(order).Deliver(code, new CustomerId(Orders.Courier.Id), null));
        await Orders.UntilAsync(order, OrderStatus.Delivered);
    }

    /// <summary>All is well with a delivered order; it ends with an empty escrow.</summary>
    public async Task<Order> CompleteAsync(OrderId order)
    {
        await Orders.DoAsync(order, OrderAct.Confirm, Orders.Me);
        return await Orders.SettledAsync(order);
    }

    /// <summary>How many of a size are left.</summary>
    public async Task<int> LeftAsync(string size) => (await Stock.Look()).Left(Size(size));
}
