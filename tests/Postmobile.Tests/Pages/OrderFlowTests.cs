using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>From a paid order to a paid merchant, and a dispute that freezes and refunds, in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class OrderFlowTests(PagesWorld world) : IAsyncLifetime
{
    private const long Price = 8_000, Parcel = 1_000;

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task The_merchant_accepts_and_packs_the_courier_delivers_by_code_the_buyer_confirms_and_the_merchant_is_paid()
    {
        DemonstrationAccount merchant = world.Someone(Role.Merchant), buyer = world.Someone(Role.Customer), courier = world.Someone(Role.Courier);
        (OrderId id, AccountId takings) = await BuyAsync(merchant, buyer);
        long before = await world.BalanceAsync(takings);
        IPage shop = await world.OpenAsync(merchant), purchase = await world.OpenAsync(buyer), road = await world.OpenAsync(courier);
        await purchase.GotoAsync("/achats");
        await purchase.ClickAsync($"[data-order='{id}'] a");
        await purchase.WaitForSelectorAsync("#order[data-status=Paid]");
        await shop.GotoAsync("/ma-boutique/commandes?shop=" + (await Order(id)).Placement.Shop);
        await shop.ClickAsync($"[data-order='{id}'] a");
        await shop.ClickAsync("[data-act=accept]");
        await shop.WaitForSelectorAsync("#order[data-status=Accepted]");
        await purchase.WaitForSelectorAsync("#order[data-status=Accepted]");
        await shop.ClickAsync("[data-act=pack]");
        await shop.WaitForSelectorAsync("#order[data-status=Packed]");
        await shop.ClickAsync("[data-act=hand-over]");
        await shop.WaitForSelectorAsync("#order[data-status=HandedOver]");
        await purchase.WaitForSelectorAsync("#order[data-status=HandedOver]");
        await purchase.ReloadAsync();
        string code = await purchase.InnerTextAsync("[data-code]");
        await Eventually.GetAsync(() => world.Host.Grains.GetGrain<IDeliveryGrain>(DeliveryId.Of(id).Value).Look(), parcel => parcel!.Stage is DeliveryStage.HandedOver);

        await road.GotoAsync("/remise");
        await road.FillAsync("[name=Number]", id.Number.ToLowerInvariant());
        await road.ClickAsync("main form .button");
        await road.FillAsync("[name=Code]", code == "111111" ? "222222" : "111111");
        await road.ClickAsync("[data-act=deliver]");
        await road.WaitForSelectorAsync(".error");
        await road.FillAsync("[name=Code]", code);
        await road.ClickAsync("[data-act=deliver]");
        await road.WaitForSelectorAsync("#parcel[data-stage=Delivered]");
        await purchase.WaitForSelectorAsync("#order[data-status=Delivered]");
        await purchase.ClickAsync("[data-act=confirm]");
        await purchase.WaitForSelectorAsync("#order[data-status=Completed]");
        Order order = await SettledAsync(id);
        long net = order.ShopLines.Sum(line => line.Amount);
        Assert.True(net > Price / 2);
        Assert.Equal(before + net, await world.BalanceAsync(takings));
        await shop.GotoAsync("/ma-boutique/ventes?shop=" + order.Placement.Shop);
        await shop.WaitForSelectorAsync("[data-sum]");
        Assert.Contains(id.Number, await shop.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dispute_freezes_the_money_and_the_posts_decision_refunds_the_buyer()
    {
        DemonstrationAccount merchant = world.Someone(Role.Merchant), buyer = world.Someone(Role.Customer), post = world.Someone(Role.Operator);
        AccountId wallet = await world.WalletAsync(buyer.Phone.E164);
        long before = await world.BalanceAsync(wallet);
        (OrderId id, _) = await BuyAsync(merchant, buyer);
        IPage purchase = await world.OpenAsync(buyer), shop = await world.OpenAsync(merchant), desk = await world.OpenAsync(post);
        await purchase.GotoAsync("/achats/" + id);
        await purchase.ClickAsync("#problem summary");
        await purchase.SelectOptionAsync("#problem [name=reason]", "NotReceived");
        await purchase.FillAsync("#problem [name=words]", "Je n'ai rien reçu");
        await purchase.ClickAsync("[data-act=dispute]");
        await purchase.WaitForSelectorAsync("#dispute[data-status=Open]");
        string dispute = new Uri(purchase.Url).AbsolutePath;
        await shop.GotoAsync("/ma-boutique/commandes/" + id);
        await shop.WaitForSelectorAsync("#order[data-status=Disputed]");
        Assert.Equal(0, await shop.Locator("[data-act=accept]").CountAsync());
        await shop.GotoAsync(dispute);
        await shop.FillAsync("[name=words]", "Le colis part demain");
        await shop.ClickAsync("[data-act=say]");
        await purchase.WaitForSelectorAsync("[data-who=shop]");
        await purchase.ClickAsync("[data-act=escalate]");
        await purchase.WaitForSelectorAsync("#dispute[data-status=WithPost]");
        await desk.GotoAsync("/operator/disputes");
        await desk.ClickAsync($"[data-dispute='{dispute.Split('/')[^1]}'] a");
        await desk.FillAsync("[name=reason]", "La boutique n'a pas livré");
        await desk.ClickAsync("[data-act=decide]");
        await desk.WaitForSelectorAsync("#dispute[data-status=Decided]");
        await SettledAsync(id);
        Assert.Equal(before, await world.BalanceAsync(wallet));
        await purchase.GotoAsync("/achats/" + id);
        await purchase.WaitForSelectorAsync("#order[data-status=Refunded]");
    }

    private async Task<Order> Order(OrderId id) => (await world.Host.Grains.GetGrain<IOrderGrain>(id.Value).Look())!;

    private async Task<Order> SettledAsync(OrderId id)
    {
        Order order = await Eventually.GetAsync(() => Order(id), one => one.IsEnded && one.Payments.All(payment => payment.Done));
        Assert.Equal(0, await world.BalanceAsync(order.Placement.Escrow));
        return order;
    }

    /// <summary>A shop of the merchant's, and an order that is paid as a checkout pays it.</summary>
    private async Task<(OrderId Order, AccountId Takings)> BuyAsync(DemonstrationAccount merchant, DemonstrationAccount buyer)
    {
        IGrainFactory grains = world.Host.Grains;
        CustomerId owner = await CustomerAsync(merchant), me = await CustomerAsync(buyer);
        ShopId shop = await ShopAsync(owner);
        AccountId takings = (await grains.GetGrain<IShopGrain>(shop.Value).Look())!.Account, wallet = await world.WalletAsync(buyer.Phone.E164);
        CheckoutId checkout = CheckoutId.New(TimeProvider.System);
        OrderId id = checkout.Order(1);
        AccountId escrow = await grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await grains.Account(escrow).Open(new AccountOpening { Kind = AccountKind.Escrow, Profile = new AccountProfile { Owner = id.Value } }));
        TransferOutcome paid = await grains.Account(wallet).Transfer(new TransferRequest { Key = id.Value, Payee = escrow, Amount = Price + Parcel, Kind = PostingKind.Purchase });
        Assert.Null(paid.Refusal);
        await grains.GetGrain<IOrderGrain>(id.Value).Place(new OrderPlacement
        {
            Checkout = checkout,
            Shop = shop,
            Buyer = me,
            BuyerWallet = wallet,
            Lines = [new OrderLine { Product = ProductId.Of(999_000), Sku = "A", Title = "Marmite en aluminium", Quantity = 1, Price = Price, WeightGrams = 900 }],
            Delivery = new DeliveryChoice
            {
                Method = DeliveryMethod.Home,
                To = new Place { Department = "Brazzaville", Town = "Brazzaville", Address = "Bacongo, près du marché Total" },
                Recipient = new Recipient("Cliente de démonstration", buyer.Phone.E164),
                Price = Parcel,
                Cost = Parcel,
            },
            Payment = PaymentWay.Wallet,
            Escrow = escrow,
            PaidBy = paid.Receipt!.Id,
            At = TimeProvider.System.GetUtcNow(),
        });
        return (id, takings);
    }

    private async Task<CustomerId> CustomerAsync(DemonstrationAccount person) => (await world.Host.Grains.GetGrain<IPhoneGrain>(person.Phone.Key).Owner())!.Customer;

    /// <summary>The merchant's shop: that of the demonstration, or one that is put where it would be had the post opened it.</summary>
    private async Task<ShopId> ShopAsync(CustomerId owner)
    {
        IReadOnlyList<ShopLine> own = await world.Host.Grains.GetGrain<IShopsGrain>(0).Of(owner);
        return own.FirstOrDefault(one => one is { Role: ShopRole.Owner, Status: ShopStatus.Open }) is { } known ? known.Id : await OrderShops.OpenAsync(world, owner);
    }
}

/// <summary>A shop for the tests of orders.</summary>
internal static class OrderShops
{
    private static long s_next = 990_000;

    /// <summary>Writes an open shop with an account of its own.</summary>
    public static async Task<ShopId> OpenAsync(PagesWorld world, CustomerId owner)
    {
        ShopId shop = ShopId.Of(Interlocked.Increment(ref s_next));
        AccountId takings = await world.Host.Grains.GetGrain<ILedgerGrain>(0).Allocate();
        Assert.Null(await world.Host.Grains.Account(takings).Open(new AccountOpening { Kind = AccountKind.Merchant, Profile = new AccountProfile { Owner = owner.Value, DisplayName = "Boutique de test" } }));
        var database = (Npgsql.NpgsqlDataSource)world.Host.Services.GetService(typeof(Npgsql.NpgsqlDataSource))!;
        await using Npgsql.NpgsqlCommand command = database.CreateCommand(
            """
            insert into document (type, id, version, body) values ('commerce.shop', $1, 1, jsonb_build_object('state', jsonb_build_object(
                'owner', $2::text, 'ownerName', 'Commerçant', 'status', 'open', 'slug', 'boutique-de-test', 'account', $3::bigint, 'statusAtMs', 1, 'version', 1, 'factsVersion', 1,
                'profile', jsonb_build_object('name', 'Boutique de test', 'origin', jsonb_build_object('department', 'Brazzaville', 'town', 'Brazzaville'), 'returnDays', 7)),
                'outbox', '[]'::jsonb, 'lastOutboxId', 0))
            """);
        command.Parameters.Add(new() { Value = shop.Value });
        command.Parameters.Add(new() { Value = owner.Value });
        command.Parameters.Add(new() { Value = takings.Value });
        await command.ExecuteNonQueryAsync();
        return shop;
    }
}
