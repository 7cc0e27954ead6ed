using Postmobile.Api.Commerce;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>A promotion as a person fills it in: per cent, francs and days.</summary>
public sealed class PromotionForm
{
    /// <summary>Its name.</summary>
    public string? Title { get; set; }

    /// <summary>What it gives.</summary>
    public CouponKind Kind { get; set; }

    /// <summary>In per cent or francs.</summary>
    public string? Value { get; set; }

    /// <summary>So many are paid.</summary>
    public int? Buy { get; set; } = 2;

    /// <summary>So many are given.</summary>
    public int? Get { get; set; } = 1;

    /// <summary>Of one product only.</summary>
    public bool SameProduct { get; set; }

    /// <summary>So much must the goods cost.</summary>
    public string? Minimum { get; set; }

    /// <summary>The most that it takes off an order.</summary>
    public string? AtMost { get; set; }

    /// <summary>The most that it takes off in all.</summary>
    public string? Budget { get; set; }

    /// <summary>The first day.</summary>
    public DateOnly? From { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Orders in all.</summary>
    public int? Uses { get; set; }

    /// <summary>Orders a person.</summary>
    public int? Person { get; set; }

    /// <summary>Categories' codes.</summary>
    public string[] Categories { get; set; } = [];

    /// <summary>The products' ids.</summary>
    public string[] Products { get; set; } = [];

    /// <summary>What was typed; or the field that cannot be read.</summary>
    public (NewPromotionBody? Body, string? Fault) Read()
    {
        long? value = Amount(Value), minimum = Amount(Minimum), most = Amount(AtMost), budget = Amount(Budget);
        string? fault = string.IsNullOrWhiteSpace(Title) || Title.Trim().Length is < 3 or > 60 ? nameof(Title)
            : value is null || (Kind is CouponKind.Percent or CouponKind.Amount && value == 0) || (Kind is CouponKind.Percent && value > 100) ? nameof(Value)
            : Kind == CouponKind.BuyGet && Buy is not (> 0 and <= 100) ? nameof(Buy)
            : Kind == CouponKind.BuyGet && Get is not (> 0 and <= 100) ? nameof(Get)
            : minimum is null ? nameof(Minimum)
            : most is null || (Kind == CouponKind.FreeDelivery && budget > 0 && most == 0) ? nameof(AtMost)
            : budget is null ? nameof(Budget)
            : From is null ? nameof(From)
            : Until is null || Until < From ? nameof(Until)
            : Uses is < 1 or > 20_000 ? nameof(Uses)
            : Person < 1 ? nameof(Person)
            : null;
        return fault is not null ? (null, fault) : (new NewPromotionBody(
            Title!, Kind, Say.StartOf(From!.Value).ToUniversalTime(), Say.StartOf(Until!.Value.AddDays(1)).ToUniversalTime(), Uses ?? 20_000,
            Kind switch { CouponKind.Percent => value!.Value * 100, CouponKind.Amount => value!.Value, CouponKind.BuyGet => 10_000, _ => 0 },
            Kind == CouponKind.BuyGet ? Buy ?? 0 : 0, Kind == CouponKind.BuyGet ? Get ?? 0 : 0, Kind == CouponKind.BuyGet && SameProduct,
            Positive(most), minimum!.Value, Person, Positive(budget), Categories, Products), null);
    }

    // Nothing typed is nothing asked; what cannot be read is a fault.
    private static long? Amount(string? typed) => string.IsNullOrWhiteSpace(typed) ? 0 : Say.TryReadAmount(typed, out long amount) ? amount : null;

    private static long? Positive(long? amount) => amount > 0 ? amount : null;
}
