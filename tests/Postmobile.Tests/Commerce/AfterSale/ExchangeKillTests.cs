using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>The process that exchanges goods is killed, as the kernel kills, between whatever steps it has reached.</summary>
public sealed class ExchangeKillTests
{
    private const int Exchanges = 24;
    private const long Goods = 1_000, Dear = 1_200, Parcel = 500;

    private static readonly CustomerId s_owner = new("c-owner");

    [Fact]
    public async Task Killed_between_its_steps_every_exchange_moves_its_money_once_and_sends_one_order()
    {
        await using KillableSilo silo = await KillableSilo.StartAsync(MakeAsync);
        OrderPlacement[] orders = await Task.WhenAll(Enumerable.Range(0, Exchanges).Select(_ => DeliveredAsync(silo.Grains)));
        Task[] exchanging = [.. orders.Select((order, i) => Eventually.GetAsync(() => ExchangeAsync(silo.Grains, order, i % 2 == 0 ? "A" : "B"), done => done, TimeSpan.FromSeconds(150)))];
        await Eventually.GetAsync(() => silo.Number("select count(*) from posting where kind = 5"), moved => moved >= 4, TimeSpan.FromSeconds(90));
        await silo.KillAsync();
        long placed = await silo.Number("select count(*) from document where type = 'commerce.order' and body #> '{state,placement,exchange}' <> 'null'");
        silo.StartAgain();
        await Task.WhenAll(exchanging);
        Assert.True(placed < Exchanges, "It was killed too late.");

        Assert.Equal(Exchanges, await silo.Number("select count(*) from posting where kind = 5"));
        Assert.Equal((Exchanges / 2, Exchanges / 2 * (Dear - Goods)), (await silo.Number("select count(*) from posting where kind = 30"), await silo.Number("select sum(amount)::bigint from posting where kind = 30")));
        Assert.Equal(Exchanges, await silo.Number("select count(*) from document where type = 'commerce.order' and body #> '{state,placement,exchange}' <> 'null' and body #>> '{state,status}' = 'accepted'"));

        // What is left in the escrows: a parcel's price in the first, the goods in the second; each end pays it out.
        OrderId[] all = [.. orders.Select(order => order.Checkout.Order(1)), .. orders.Select(order => ExchangeRules.Checkout(Return(order)).Order(1))];
        await Task.WhenAll(all.Select(order => Eventually.GetAsync(() => EndAsync(silo.Grains, order), ended => ended, TimeSpan.FromSeconds(90))));
        Assert.Equal(0, await silo.Number("select count(*) from account a where a.kind = 13 and (select coalesce(sum(case when credit_account = a.id then amount else -amount end), 0) from posting where a.id in (credit_account, debit_account)) <> 0"));
        Assert.Equal(1_000, await silo.Number("select (body #>> '{state,skus,A,onHand}')::int from document where type = 'commerce.stock'") - (Exchanges / 2));
        Assert.Equal(1_000, await silo.Number("select (body #>> '{state,skus,B,onHand}')::int from document where type = 'commerce.stock'") + (Exchanges / 2));
        Assert.Equal(0, await silo.Number("select sum((sku.value ->> 'reserved')::int) from document, jsonb_each(body #> '{state,skus}') sku where type = 'commerce.stock'"));
        Assert.Empty((await new LedgerVerifier(silo.Database, TimeProvider.System).Verify(null, null, CancellationToken.None)).Faults);
    }

    private static string Return(OrderPlacement order) => AfterSaleKeys.Of("r-", order.Checkout.Order(1), "kill");

    // A person who asks again and again, whatever happens: each step again does nothing twice.
    private static async Task<bool> ExchangeAsync(IGrainFactory grains, OrderPlacement order, string sku)
    {
        try
        {
            IReturnGrain back = grains.GetGrain<IReturnGrain>(Return(order));
            var wish = new ReturnWish
            {
                Order = order.Checkout.Order(1), Buyer = order.Buyer, Reason = ComplaintReason.Wrong, Lines = [new ReturnedLine(ShopRows.Product(1, 1), "A", 1)], Exchange = true, For = sku,
            };
            _ = await back.Ask(wish);
            _ = await back.Answer(s_owner, true, "");
            _ = await back.Receive(s_owner, 0, "");
            _ = await back.Pay(order.Buyer, false);
            return (await back.Look())!.Status is ReturnStatus.Exchanged;
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            return false; // the silo was killed meanwhile
        }
    }

    private static async Task<bool> EndAsync(IGrainFactory grains, OrderId id)
    {
        IOrderGrain order = grains.GetGrain<IOrderGrain>(id.Value);
        Order now = (await order.Look())!;
        if (now.Status is OrderStatus.Accepted)
        {
            _ = await order.Act(OrderAct.Pack, s_owner, null);
            await order.DeliveryMoved(new DeliveryMove { Key = "brought", Stage = DeliveryStage.Delivered, At = TimeProvider.System.GetUtcNow(), Actor = s_owner.Value });
        }

        _ = await order.Act(OrderAct.Confirm, now.Placement.Buyer, null);
        return (await order.Look()) is { IsEnded: true } ended && ended.Payments.All(payment => payment.Done);
    }

    private static async Task<OrderPlacement> DeliveredAsync(IGrainFactory grains)
    {
        CheckoutId checkout = CheckoutId.New(TimeProvider.System);
        AccountId wallet = await OpenAsync(grains, AccountKind.Wallet), escrow = await OpenAsync(grains, AccountKind.Escrow);
        foreach (AccountId account in new[] { wallet, escrow })
        {
            Assert.Null((await grains.Account(PostAccounts.Trust).Transfer(new TransferRequest { Key = "fund-" + account, Payee = account, Amount = Goods + Parcel, Kind = PostingKind.Demonstration })).Refusal);
        }

        var order = new OrderPlacement
        {
            Checkout = checkout,
            Shop = ShopRows.Shop(1),
            Buyer = CustomerId.New(TimeProvider.System),
            BuyerWallet = wallet,
            Lines = [new OrderLine { Product = ShopRows.Product(1, 1), Sku = "A", Title = "Article", Quantity = 1, Price = Goods, WeightGrams = 300 }],
            Delivery = new DeliveryChoice
            {
                Method = DeliveryMethod.PostOffice, To = new Place { Department = "Cuvette", Town = "Oyo" }, Recipient = new Recipient("Cliente", "+242066000001"), Price = Parcel, Cost = Parcel,
            },
            Payment = PaymentWay.Wallet,
            Escrow = escrow,
            At = TimeProvider.System.GetUtcNow(),
        };
        IOrderGrain grain = grains.GetGrain<IOrderGrain>(checkout.Order(1).Value);
        await grain.Place(order);
        Assert.Null((await grain.Act(OrderAct.Accept, s_owner, null)).Refusal);
        Assert.Null((await grain.Act(OrderAct.Pack, s_owner, null)).Refusal);
        await grain.DeliveryMoved(new DeliveryMove { Key = "brought", Stage = DeliveryStage.Delivered, At = TimeProvider.System.GetUtcNow(), Actor = s_owner.Value });
        return order;
    }

    private static async Task<AccountId> OpenAsync(IGrainFactory grains, AccountKind kind)
    {
        AccountId account = await grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await grains.Account(account).Open(new AccountOpening { Kind = kind }));
        return account;
    }

    // One shop with one product, in a variant A and a dearer one B.
    private static async Task MakeAsync(NpgsqlDataSource database)
    {
        await ShopRows.MakeAsync(database, shops: 1, products: 1, pieces: 1_000);
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with product as (
                update document set body = jsonb_set(body, '{state,variants}', (body #> '{state,variants}') || '[{"sku": "B", "price": 1200, "weightGrams": 300}]')
                where type = 'commerce.product' returning 1)
            update document set body = jsonb_set(body, '{state,skus,B}', body #> '{state,skus,A}') where type = 'commerce.stock'
            """);
        await command.ExecuteNonQueryAsync();
    }
}
