namespace Postmobile.Commerce;

/// <summary>What a shop says of itself.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-profile")]
public sealed record ShopProfile
{
    /// <summary>The name over the door; 2 to 60 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Its story, in paragraphs; at most 4,000 characters.</summary>
    [Id(1)] public string Story { get; init; } = "";

    /// <summary>Where its parcels start.</summary>
    [Id(2)] public required Place Origin { get; init; }

    /// <summary>Days after delivery during which a buyer may ask to return goods; 0: none.</summary>
    [Id(3)] public int ReturnDays { get; init; } = 7;

    /// <summary>What the shop says of returns; at most 2,000 characters.</summary>
    [Id(4)] public string ReturnPolicy { get; init; } = "";

    /// <summary>When it works; empty: it does not say.</summary>
    [Id(5)] public IReadOnlyList<OpeningHours> Hours { get; init; } = [];

    /// <summary>Days on which it takes no orders.</summary>
    [Id(6)] public IReadOnlyList<ShopHoliday> Holidays { get; init; } = [];

    /// <summary>The picture of its sign, or null.</summary>
    [Id(7)] public string? Logo { get; init; }

    /// <summary>The broad picture at the top of its page, or null.</summary>
    [Id(8)] public string? Banner { get; init; }

    /// <summary>One of <see cref="ShopColours.All"/>: the colour of its page.</summary>
    [Id(9)] public string Colour { get; init; } = ShopColours.All[0];

    /// <summary>Whether people without an account may buy here, to be paid in cash at delivery.</summary>
    [Id(10)] public bool ServesGuests { get; init; } = true;
}

/// <summary>When a shop works on one day of the week.</summary>
/// <param name="Day">Which.</param>
/// <param name="From">Minutes after midnight.</param>
/// <param name="To">Minutes after midnight, later than <paramref name="From"/>.</param>
[GenerateSerializer, Immutable, Alias("commerce.opening-hours")]
public readonly record struct OpeningHours([property: Id(0)] DayOfWeek Day, [property: Id(1)] int From, [property: Id(2)] int To);

/// <summary>Days of Brazzaville on which a shop takes no orders.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
/// <param name="Why">What the page says; may be empty.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-holiday")]
public sealed record ShopHoliday([property: Id(0)] DateOnly First, [property: Id(1)] DateOnly Last, [property: Id(2)] string Why);

/// <summary>The colours that a shop can give to its page: each is read easily on white and with white on it.</summary>
public static class ShopColours
{
    /// <summary>Their names; the sheet of styles knows them.</summary>
    public static readonly IReadOnlyList<string> All = ["green", "indigo", "wine", "ochre", "teal", "slate"];
}

/// <summary>A commission plan.</summary>
/// <param name="Code">Its name.</param>
/// <param name="BasisPoints">The post's part of goods sold, in 1/10,000.</param>
public sealed record CommissionPlan(string Code, int BasisPoints);

/// <summary>The post's commission plans.</summary>
public static class CommissionPlans
{
    /// <summary>The ordinary one first, then that of artisans and cooperatives.</summary>
    public static readonly IReadOnlyList<CommissionPlan> All = [new("standard", 800), new("artisan", 400)];

    /// <summary>The plan of a code, or null.</summary>
    public static CommissionPlan? Find(string? code) => All.FirstOrDefault(plan => plan.Code == code);
}

/// <summary>Papers of a business.</summary>
public enum ShopPaperKind
{
    /// <summary>The extract of the register of commerce (RCCM), or an artisan's card.</summary>
    Register,

    /// <summary>The taxpayer's number (NIU).</summary>
    Tax,

    /// <summary>The trading licence (patente).</summary>
    Licence,

    /// <summary>The lease, or another proof of where it is.</summary>
    Premises,
}

/// <summary>A paper that was taken in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Type">Its media type: image/jpeg or application/pdf.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-paper")]
public sealed record ShopPaper([property: Id(0)] string Id, [property: Id(1)] ShopPaperKind Kind, [property: Id(2)] string Type, [property: Id(3)] DateTimeOffset At);

/// <summary>A paper itself.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-paper-file")]
public sealed record ShopPaperFile([property: Id(0)] byte[] Bytes, [property: Id(1)] string Type);
