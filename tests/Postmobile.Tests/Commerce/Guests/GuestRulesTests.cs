using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Commerce.Guests;

/// <summary>What a guest may buy, as tables.</summary>
public sealed class GuestRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly GuestOptions s_options = new();

    [Theory]
    [InlineData(0, 1, 0, null)]
    [InlineData(0, 2, 0, null)]
    [InlineData(0, 3, 0, CartRefusal.GuestOpenOrders)]
    [InlineData(1, 1, 0, null)]
    [InlineData(1, 2, 0, CartRefusal.GuestOpenOrders)]
    [InlineData(2, 1, 0, CartRefusal.GuestOpenOrders)]
    [InlineData(0, 1, 1, null)]
    [InlineData(0, 1, 2, CartRefusal.GuestAccountNeeded)]
    [InlineData(2, 1, 2, CartRefusal.GuestAccountNeeded)]
    public void So_many_orders_at_once_and_none_after_parcels_that_were_not_taken(int open, int more, int refused, CartRefusal? expected) =>
        Assert.Equal(expected, GuestRules.Refused(Guest(open, [.. Enumerable.Repeat(s_now.AddDays(-1), refused)]), more, s_now, s_options));

    [Theory]
    [InlineData(89, CartRefusal.GuestAccountNeeded)]
    [InlineData(90, null)]
    public void A_parcel_that_was_not_taken_counts_for_ninety_days(int days, CartRefusal? expected) =>
        Assert.Equal(expected, GuestRules.Refused(Guest(0, [s_now.AddDays(-days), s_now.AddDays(-days)]), 1, s_now, s_options));

    [Fact]
    public void Whoever_has_an_heir_or_has_lapsed_buys_no_more() =>
        Assert.Equal(CartRefusal.GuestAccountNeeded, GuestRules.Refused(Guest(0, []) with { HeirAccount = 5 }, 1, s_now, s_options));

    [Theory]
    [InlineData(null, CheckoutStatus.Open, "open")]
    [InlineData(null, CheckoutStatus.Paying, "open")]
    [InlineData(null, CheckoutStatus.Done, "over")]
    [InlineData(null, CheckoutStatus.Abandoned, "over")]
    [InlineData(null, null, "over")]
    [InlineData("placed", CheckoutStatus.Done, "open")]
    [InlineData("in-transit", CheckoutStatus.Done, "open")]
    [InlineData("delivered", CheckoutStatus.Done, "over")]
    [InlineData("cancelled", CheckoutStatus.Done, "over")]
    [InlineData("sent-back", CheckoutStatus.Done, "not taken")]
    [InlineData("uncollected", CheckoutStatus.Done, "not taken")]
    public void An_order_is_open_until_it_is_delivered_called_off_or_goes_back(string? happened, CheckoutStatus? checkout, string fate) =>
        Assert.Equal(
            fate switch { "open" => new GuestRules.Fate(true), "over" => new GuestRules.Fate(false), _ => new GuestRules.Fate(false, s_now) },
            GuestRules.Of(happened is null ? null : OrderAfter(happened), checkout));

    [Fact]
    public void What_is_over_leaves_and_what_was_not_taken_is_remembered()
    {
        GuestState guest = Guest(3, [s_now.AddDays(-100), s_now.AddDays(-10)]);

        GuestState settled = GuestRules.Settle(guest, [new(false), new(true), new(false, s_now.AddDays(-3))], s_now, s_options);

        Assert.Equal(guest.Open[1], Assert.Single(settled.Open));
        Assert.Equal([s_now.AddDays(-10), s_now.AddDays(-3)], settled.RefusedAt.ToArray());
    }

    [Fact]
    public void A_checkout_counts_once_however_often_it_is_admitted()
    {
        CheckoutId checkout = CheckoutId.New(TimeProvider.System);
        GuestState once = GuestRules.Admit(Guest(0, []), checkout, [checkout.Order(1), checkout.Order(2)]);
        GuestState twice = GuestRules.Admit(once, checkout, [checkout.Order(1), checkout.Order(2)]);

        Assert.Equal(2, once.Open.Length);
        Assert.Equal(once.Open.ToArray(), twice.Open.ToArray());
        Assert.Empty(GuestRules.Others(twice, checkout));
    }

    [Fact]
    public void Guests_and_customers_are_told_apart_by_their_ids()
    {
        CustomerId guest = CustomerId.NewGuest(TimeProvider.System), customer = CustomerId.New(TimeProvider.System);

        Assert.True(guest.IsGuest);
        Assert.False(customer.IsGuest);
        Assert.False(CustomerId.TryParse(guest.Value, out _));
        Assert.False(CustomerId.TryParseGuest(customer.Value, out _));
        Assert.True(CustomerId.TryParseGuest(guest.Value, out CustomerId read));
        Assert.Equal(guest, read);
    }

    [Fact]
    public void Whoever_has_signed_in_is_no_guest_though_their_browser_remembers_one()
    {
        CustomerId guest = CustomerId.NewGuest(TimeProvider.System), customer = CustomerId.New(TimeProvider.System);
        var remembered = new ClaimsIdentity([new Claim(ClaimNames.Guest, guest.Value)]);
        var signedIn = new ClaimsIdentity([new Claim(ClaimNames.Subject, customer.Value)], "cookie");

        Assert.Equal((guest, guest), (new ClaimsPrincipal(remembered).Guest()!.Value, new ClaimsPrincipal(remembered).Buyer()));
        Assert.Equal((null, customer), (new ClaimsPrincipal([remembered, signedIn]).Guest(), new ClaimsPrincipal([remembered, signedIn]).Buyer()));
        Assert.False(new ClaimsPrincipal(remembered).Identity!.IsAuthenticated);
    }

    private static GuestState Guest(int open, DateTimeOffset[] refused) => new()
    {
        Phone = "+242066000001",
        Account = 7,
        Open = [.. Enumerable.Range(0, open).Select(one => new GuestOrder("o-" + one, "x-" + one))],
        RefusedAt = [.. refused],
    };

    private static Order OrderAfter(string kind)
    {
        OrderStatus status = kind switch
        {
            "placed" => OrderStatus.Placed, "in-transit" => OrderStatus.InTransit, "delivered" => OrderStatus.Delivered, "cancelled" => OrderStatus.Cancelled, _ => OrderStatus.Returned,
        };
        CheckoutId checkout = CheckoutId.New(TimeProvider.System);
        return new Order
        {
            Id = checkout.Order(1),
            Status = status,
            DeliveredAt = status is OrderStatus.Delivered ? s_now : null,
            Events = [new OrderEvent(s_now, status, kind, "", "", 0)],
            Placement = new OrderPlacement
            {
                Checkout = checkout, Shop = ShopId.Of(1), Buyer = CustomerId.NewGuest(TimeProvider.System), BuyerWallet = new AccountId(7), Lines = [], Payment = PaymentWay.CashOnDelivery, Escrow = new AccountId(8), At = s_now,
                Delivery = new DeliveryChoice { Method = DeliveryMethod.Home, To = new Place { Department = "Pool", Town = "Kinkala" }, Recipient = new Recipient("Cliente", "+242066000001"), Price = 0, Cost = 0 },
            },
        };
    }
}
