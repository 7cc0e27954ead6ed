using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Logistics;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>The first step of a checkout: to which town, then how, and what each parcel costs. It moves no money.</summary>
[Authorize(Policy = Policies.Buyer), EnableRateLimiting(RateLimits.Money)]
public sealed class CheckoutModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    /// <summary>The method of each parcel, in their order.</summary>
    [BindProperty]
    public List<DeliveryMethod> Methods { get; set; } = [];

    /// <summary>The note of each parcel.</summary>
    [BindProperty]
    public List<string?> Notes { get; set; } = [];

    /// <summary>The point of each parcel by method, where a town has several.</summary>
    [BindProperty]
    public List<Dictionary<DeliveryMethod, string?>> Points { get; set; } = [];

    /// <summary>Where somebody is, as <c>latitude,longitude</c>; empty when they did not say.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Pres { get; set; }

    /// <summary>Who receives it.</summary>
    [BindProperty]
    public string? FullName { get; set; }

    /// <summary>Their telephone.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>Where they live, for delivery at home.</summary>
    [BindProperty]
    public string? Address { get; set; }

    /// <summary>How it is paid.</summary>
    [BindProperty]
    public PaymentWay Way { get; set; }

    /// <summary>Who buys without an account; null for a customer.</summary>
    public CustomerId? Guest => User.Guest();

    /// <summary>The checkout.</summary>
    public Checkout Checkout { get; private set; } = null!;

    /// <summary>The town that prices are shown for; null before it is chosen.</summary>
    public Town? Town { get; private set; }

    /// <summary>What each parcel costs there, by method.</summary>
    public IReadOnlyList<IReadOnlyDictionary<DeliveryMethod, long>> Quotes { get; private set; } = [];

    /// <summary>Every town, by department.</summary>
    public IEnumerable<IGrouping<string, Town>> Towns => Congo.Towns.GroupBy(town => town.Department).OrderBy(group => group.Key, StringComparer.Ordinal);

    /// <summary>The method that is marked for a parcel.</summary>
    public DeliveryMethod MethodOf(int parcel) =>
        parcel < Methods.Count ? Methods[parcel] : Checkout.Parcels[parcel].Delivery?.Method ?? Quotes[parcel].OrderBy(quote => quote.Value).FirstOrDefault().Key;

    /// <summary>The points of the town that take parcels by a method, the nearest first when it is known where somebody is.</summary>
    public IReadOnlyList<Point> PointsBy(DeliveryMethod method) => [.. InTown.Where(point => point.Method == method)];

    /// <summary>The point that is marked for a parcel.</summary>
    public PointCode? PointOf(int parcel, DeliveryMethod method) =>
        parcel < Points.Count && PointCode.TryParse(Points[parcel].GetValueOrDefault(method), out PointCode code) ? code : Checkout.Parcels[parcel].Delivery?.PointCode;

    /// <summary>How far a point is, when it is known where somebody is.</summary>
    public double? Kilometres(Point point) => PointSentences.Near(Pres) is { } here ? Math.Round(point.Facts.KilometresFrom(here.Latitude, here.Longitude), 1) : null;

    /// <summary>Whether a point is open now, in words.</summary>
    public string OpenWords(Point point) => texts[point.Facts.IsOpenAt(time.GetUtcNow()) switch { true => "points.open-now", false => "points.shut-now", null => "points.hours-unknown" }];

    private IReadOnlyList<Point> InTown { get; set; } = [];

    /// <summary>Shows it, with prices once the town is known.</summary>
    public async Task<IActionResult> OnGet(string id, string? ville)
    {
        if (await Load(id, ville) is { } elsewhere)
        {
            return elsewhere;
        }

        DeliveryChoice? before = Checkout.Parcels[0].Delivery;
        (string? name, PhoneNumber? phone) = await Me();
        (FullName, Phone) = (before?.Recipient.Name ?? name, before?.Recipient.Phone ?? phone?.E164);
        (Address, Way) = (before?.To.Address, Checkout.Way);
        return Page();
    }

    /// <summary>Takes the choice and goes on to what it costs in all.</summary>
    public async Task<IActionResult> OnPost(string id, string? ville)
    {
        if (await Load(id, ville) is { } elsewhere)
        {
            return elsewhere;
        }

        if (Town is null || Methods.Count < Checkout.Parcels.Count)
        {
            ModelState.Refuse("", Refusals.Words("delivery_missing"));
            return Page();
        }

        CheckoutOutcome outcome = await grains.GetGrain<ICheckoutGrain>(Checkout.Id.Value).Choose(User.Buyer(), [.. Checkout.Parcels.Select(Choice)], Way);
        if (outcome.Refusal is not { } no)
        {
            return RedirectToPage("/Commerce/Cart/PayCheckout", new { id });
        }

        ModelState.Refuse(no switch { CartRefusal.CashNotAllowed or CartRefusal.GuestCashOnly => nameof(Way), CartRefusal.PlaceInvalid => nameof(Address), CartRefusal.RecipientInvalid => nameof(Phone), _ => "" }, Refusals.Words(no.Code()));
        return Page();
    }

    /// <summary>Gives everything back and returns to the cart.</summary>
    public async Task<IActionResult> OnPostAbandon(string id)
    {
        if (await CheckoutEndpoints.Own(grains, id, User) is { } checkout)
        {
            await grains.GetGrain<ICheckoutGrain>(checkout.Id.Value).Abandon();
        }

        return RedirectToPage("/Commerce/Cart/Cart");
    }

    private async Task<(string? Name, PhoneNumber? Phone)> Me()
    {
        if (Guest is { } guest)
        {
            return (null, (await grains.GetGrain<IGuestGrain>(guest.Value).Look())?.Phone);
        }

        CustomerView? me = await grains.Customer(User).Look();
        return (me?.Name, me?.Phone);
    }

    private async Task<IActionResult?> Load(string id, string? ville)
    {
        if (await CheckoutEndpoints.Own(grains, id, User) is not { } checkout || checkout.Status == CheckoutStatus.Abandoned)
        {
            return RedirectToPage("/Commerce/Cart/Cart");
        }

        if (checkout.Status != CheckoutStatus.Open)
        {
            return RedirectToPage("/Commerce/Cart/Done", new { id });
        }

        Checkout = checkout;
        Town = Congo.Find(ville ?? checkout.Parcels[0].Delivery?.To.Town);
        if (Town is not null)
        {
            var quotes = await grains.QuoteParcels(checkout, Town);
            InTown = await grains.PointsIn(Town.Name, PointSentences.Near(Pres));
            Quotes = [.. checkout.Parcels.Select(parcel => quotes[parcel.Shop.Value])];
        }

        return null;
    }

    private ParcelChoice Choice(CheckoutParcel parcel, int index) => new()
    {
        Shop = parcel.Shop,
        Method = Methods[index],
        To = new Place { Department = Town!.Department, Town = Town.Name, Address = Methods[index] == DeliveryMethod.Home ? Address?.Trim() ?? "" : "" },
        PointCode = Methods[index] != DeliveryMethod.Home && index < Points.Count && PointCode.TryParse(Points[index].GetValueOrDefault(Methods[index]), out PointCode code) ? code : null,
        Recipient = new Recipient(FullName?.Trim() ?? "", Phone ?? ""),
        Note = index < Notes.Count ? Notes[index] : null,
    };
}
