using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Commerce.Guests;

/// <summary>The process that hands guests' orders and money over to their accounts is killed in the midst of it.</summary>
public sealed class GuestKillTests
{
    private const int Guests = 40;
    private const long Waiting = ShopRows.Price + ShopRows.Parcel;

    [Fact]
    public async Task Killed_in_the_midst_of_handing_over_every_account_gets_its_orders_and_its_money_once()
    {
        await using KillableSilo silo = await KillableSilo.StartAsync(database => ShopRows.MakeAsync(database, shops: 1, products: 1, pieces: 1_000));
        Moved[] all = await Task.WhenAll(Enumerable.Range(0, Guests).Select(one => Prepare(silo.Grains, PhoneNumber.TryParse("+2420690" + one.ToString("D5", System.Globalization.CultureInfo.InvariantCulture), out PhoneNumber phone) ? phone : default)));

        Task[] claims = [.. all.Select(one => Claim(silo.Grains, one))];
        await Eventually.GetAsync(() => silo.Number("select count(*) from posting where kind = 5"), paid => paid >= 2, TimeSpan.FromSeconds(60));
        await silo.KillAsync();
        long before = await silo.Number("select count(*) from posting where kind = 5");
        silo.StartAgain();
        await Task.WhenAll(claims);

        // Whoever did not hear an answer asks again.
        await Eventually.GetAsync(() => silo.Number("select count(*) from cluster_silo where status = 3"), active => active >= 1, TimeSpan.FromSeconds(90));
        foreach (Moved one in all)
        {
            await Eventually.GetAsync(() => Claim(silo.Grains, one), done => done, TimeSpan.FromSeconds(60));
        }

        await Eventually.GetAsync(() => silo.Number("select count(*) from posting where kind = 5"), paid => paid == Guests, TimeSpan.FromSeconds(120));
        Assert.True(before < Guests, "It was killed when all was done.");
        foreach (Moved one in all)
        {
            await Eventually.GetAsync(() => silo.Grains.GetGrain<IOrderGrain>(one.Order.Value).Look(), order => order!.Placement.Buyer == one.Heir.Customer && order.Placement.BuyerWallet == one.Heir.Wallet, TimeSpan.FromSeconds(60));
            Assert.Equal((0, 2 * Waiting), ((await silo.Grains.Account(one.Account).Look())!.Balance, (await silo.Grains.Account(one.Heir.Wallet).Look())!.Balance));
        }

        Assert.Empty(await silo.FaultsAsync());
    }

    private static async Task<Moved> Prepare(IGrainFactory grains, PhoneNumber phone)
    {
        CustomerId guest = (await grains.GetGrain<IPhoneGrain>(phone.Key).Guest())!.Value;
        Assert.True(await grains.GetGrain<IGuestGrain>(guest.Value).Confirmed(phone, "fr"));
        AccountId account = (await grains.GetGrain<IGuestGrain>(guest.Value).Look())!.Account;
        await ShopRows.FundAsync(grains, account);
        OrderPlacement order = await ShopRows.PlacedAsync(grains, guest, account);
        return new Moved(phone, account, order.Checkout.Order(1), new PhoneOwner(CustomerId.New(TimeProvider.System), await ShopRows.OpenAsync(grains, AccountKind.Wallet)));
    }

    private static Task<bool> Claim(IGrainFactory grains, Moved one) =>
        KillableSilo.TryAsync(async () => await grains.GetGrain<IPhoneGrain>(one.Phone.Key).Claim(one.Heir) is null);

    private sealed record Moved(PhoneNumber Phone, AccountId Account, OrderId Order, PhoneOwner Heir);
}
