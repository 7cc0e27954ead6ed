using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <content>Buying without an account: what the shops and the number's record allow.</content>
internal sealed partial class CheckoutGrain
{
    /// <summary>Where refunds go; null when there is no such person.</summary>
    private async Task<AccountId?> AccountOf(CustomerId buyer) => buyer.IsGuest
        ? (await GrainFactory.GetGrain<IGuestGrain>(buyer.Value).Look())?.Account
        : (await GrainFactory.GetGrain<ICustomerGrain>(buyer.Value).Look())?.Wallet;

    /// <summary>Why a guest cannot buy of these shops; null: they can.</summary>
    private async Task<CartRefusal?> GuestRefused(CustomerId guest, ShopId[] shops) =>
        await AllServeGuests(shops) ? await GrainFactory.GetGrain<IGuestOrdersGrain>(guest.Value).MayOrder(shops.Length) : CartRefusal.GuestNotServed;

    /// <summary>Counts this checkout's orders against what the guest may have on the way; why not, or null.</summary>
    private async Task<CartRefusal?> GuestAdmitted(CustomerId guest) =>
        await AllServeGuests([.. State.Parcels.Select(parcel => parcel.Parcel.Shop)])
            ? await GrainFactory.GetGrain<IGuestOrdersGrain>(guest.Value).Admit(Id, [.. State.Parcels.Select(parcel => parcel.Parcel.Order)])
            : CartRefusal.GuestNotServed;

    private async Task<bool> AllServeGuests(ShopId[] shops) =>
        (await Task.WhenAll(shops.Select(shop => GrainFactory.GetGrain<IShopGrain>(shop.Value).Look()))).All(shop => shop is { ServesGuests: true });
}
