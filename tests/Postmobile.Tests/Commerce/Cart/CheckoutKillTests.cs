using System.Globalization;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Cart;

/// <summary>The process that sells is killed, as the kernel kills, at whatever step its checkouts have reached.</summary>
public sealed class CheckoutKillTests
{
    private const int Buyers = 40, Rounds = 3, Shops = 3, Pieces = 100_000;
    private const long Money = 1_000_000;

    [Fact]
    public async Task Killed_at_any_step_whoever_paid_has_every_order_and_nobody_pays_for_nothing()
    {
        await using KillableSilo silo = await KillableSilo.StartAsync(database => ShopRows.MakeAsync(database, Shops, products: 2, Pieces));
        await Eventually.GetAsync(() => Answers(silo.Grains), answers => answers, TimeSpan.FromSeconds(90));
        (CustomerId Id, AccountId Wallet)[] buyers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(_ => Join(silo.Grains)));
        var begun = new List<CheckoutId>();
        int interrupted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            await Eventually.GetAsync(() => Answers(silo.Grains), answers => answers, TimeSpan.FromSeconds(90));
            CheckoutId[] ids = [.. buyers.Select(_ => CheckoutId.New(TimeProvider.System))];
            begun.AddRange(ids);
            long before = await silo.Number("select count(*) from posting where kind = 30");
            Task[] selling = [.. buyers.Select((buyer, i) => Buy(silo.Grains, ids[i], buyer.Id))];
            await Eventually.GetAsync(() => silo.Number("select count(*) from posting where kind = 30"), paid => paid >= before + 1 + (round * Shops * 5), TimeSpan.FromSeconds(60));
            await silo.KillAsync();
            interrupted += (int)await silo.Number("select count(*) from document where type = 'commerce.checkout' and body #>> '{state,status}' = 'paying'");
            silo.StartAgain();
            await Task.WhenAll(selling);
        }

        // Those that were paying go on by themselves; the others give back what they held when their time is over.
        await Eventually.GetAsync(
            () => silo.Number("select count(*) from document where type = 'commerce.checkout' and body #>> '{state,status}' = 'paying'"), paying => paying == 0, TimeSpan.FromSeconds(120));
        Assert.True(interrupted > 0, "It was never killed in the midst of paying.");
        await AssertConsistent(silo, buyers);
    }

    private static async Task AssertConsistent(KillableSilo silo, (CustomerId Id, AccountId Wallet)[] buyers)
    {
        long done = await silo.Number("select count(*) from document where type = 'commerce.checkout' and body #>> '{state,status}' = 'done'");
        Assert.True(done > 0, "Nobody bought anything.");
        Assert.Equal(done * Shops, await silo.Number("select count(*) from document where type = 'commerce.order' and body #>> '{state,status}' = 'paid'"));
        Assert.Equal(done * Shops, await silo.Number("select count(*) from posting where kind = 30"));
        Assert.Equal(done, await silo.Number("select count(distinct (debit_account, transfer_id)) from posting where kind = 30"));

        // A wallet has paid what lies in the escrows of its orders, no franc more; and the stock lacks what was ordered, and holds what is still set aside.
        long paid = await silo.Number("select coalesce(sum(amount), 0)::bigint from posting where kind = 30");
        Assert.Equal(paid, await silo.Number("select sum(amount)::bigint from posting p join account a on a.id = p.credit_account where p.kind = 30 and a.kind = 13"));
        string wallets = string.Join(',', buyers.Select(buyer => buyer.Wallet.Value.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(paid, (Buyers * Money) - await silo.Number($"select sum(case when credit_account in ({wallets}) then amount else -amount end)::bigint from posting where credit_account in ({wallets}) or debit_account in ({wallets})"));
        Assert.Equal((Shops * 2L * Pieces) - (done * Shops * 2), await silo.Number("select sum((body #>> '{state,skus,A,onHand}')::bigint)::bigint from document where type = 'commerce.stock'"));
        Assert.Equal(0, await silo.Number("select count(*) from document where type = 'commerce.stock' and (body #>> '{state,skus,A,reserved}')::bigint <> (select count(*) from jsonb_object_keys(body #> '{state,held}'))"));
        Assert.Empty(await silo.FaultsAsync());
    }

    // Whoever loses the connection stops asking: what was begun must end by itself.
    private static Task Buy(IGrainFactory grains, CheckoutId id, CustomerId buyer) => KillableSilo.TryAsync(async () =>
    {
        ICheckoutGrain checkout = grains.GetGrain<ICheckoutGrain>(id.Value);
        await checkout.Begin(new CheckoutOpening { Buyer = buyer, Cart = Carts.Of(buyer), Coupons = [], Items = [.. Goods()] });
        var to = new Place { Department = "Cuvette", Town = "Oyo" };
        CheckoutOutcome chosen = await checkout.Choose(buyer, [.. Enumerable.Range(1, Shops).Select(shop => new ParcelChoice
        {
            Shop = ShopRows.Shop(shop), Method = DeliveryMethod.PostOffice, To = to, Recipient = new Recipient("Cliente de test", "+242066000001"),
        })], PaymentWay.Wallet);
        await checkout.Pay(buyer, chosen.Checkout!.Total, withoutProof: false, null);
        return true;
    });

    private static Task<bool> Answers(IGrainFactory grains) => KillableSilo.TryAsync(async () => (await grains.GetGrain<ILedgerGrain>(0).Allocate()).Value > 0);

    private static IEnumerable<CartItem> Goods() =>
        from shop in Enumerable.Range(1, Shops) from product in Enumerable.Range(1, 2) select new CartItem(ShopRows.Product(shop, product), "A", 1);

    private static async Task<(CustomerId Id, AccountId Wallet)> Join(IGrainFactory grains)
    {
        CustomerId id = CustomerId.New(TimeProvider.System);
        Assert.True(PhoneNumber.TryParse(NewPhone.Next(), out PhoneNumber phone));
        ICustomerGrain customer = grains.GetGrain<ICustomerGrain>(id.Value);
        Assert.Null(await customer.Create(new CustomerCreation { Phone = phone, Name = "Cliente de test", Language = "fr", PinHash = "", Tier = 3 }));
        AccountId wallet = (await customer.Look())!.Wallet;
        TransferOutcome funded = await grains.Account(PostAccounts.Trust).Transfer(new TransferRequest { Key = "fund-" + wallet, Payee = wallet, Amount = Money, Kind = PostingKind.Demonstration });
        Assert.Null(funded.Refusal);
        return (id, wallet);
    }
}
