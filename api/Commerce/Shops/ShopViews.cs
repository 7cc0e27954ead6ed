using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>Hours of one day of the week, as <c>08:00</c>.</summary>
public sealed record HoursBody(DayOfWeek Day, [property: Description("Such as 08:00.")] string From, [property: Description("Such as 17:30; 24:00 is midnight.")] string To)
{
    internal OpeningHours Read() => new(Day, Minutes(From), Minutes(To));

    internal static HoursBody Of(OpeningHours hours) => new(hours.Day, Text(hours.From), Text(hours.To));

    /// <summary>Minutes after midnight; -1 when it is no time.</summary>
    internal static int Minutes(string? text) =>
        text == "24:00" ? 1_440 : TimeOnly.TryParseExact(text, "H:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out TimeOnly time)
            ? (time.Hour * 60) + time.Minute : -1;

    /// <summary>The time as one writes it.</summary>
    internal static string Text(int minutes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{minutes / 60:D2}:{minutes % 60:D2}");
}

/// <summary>Days without orders.</summary>
public sealed record HolidayBody(DateOnly First, DateOnly Last, string? Why = null);

/// <summary>What a shop says of itself.</summary>
public sealed record ShopBody(
    string Name,
    string Department,
    string Town,
    string? Address = null,
    double? Latitude = null,
    double? Longitude = null,
    string? Story = null,
    int ReturnDays = 7,
    string? ReturnPolicy = null,
    IReadOnlyList<HoursBody>? Hours = null,
    IReadOnlyList<HolidayBody>? Holidays = null,
    string? Logo = null,
    string? Banner = null,
    string? Colour = null,
    [property: Description("Whether people without an account may buy here, in cash at delivery.")] bool ServesGuests = true)
{
    internal ShopProfile Read() => new()
    {
        Name = Name.Trim(),
        Story = Story ?? "",
        Origin = new Place { Department = Department, Town = Town, Address = Address ?? "", Latitude = Latitude, Longitude = Longitude },
        ReturnDays = ReturnDays,
        ReturnPolicy = ReturnPolicy ?? "",
        Hours = [.. (Hours ?? []).Select(one => one.Read())],
        Holidays = [.. (Holidays ?? []).Select(one => new ShopHoliday(one.First, one.Last, one.Why ?? ""))],
        Logo = Logo,
        Banner = Banner,
        Colour = Colour ?? ShopColours.All[0],
        ServesGuests = ServesGuests,
    };
}

/// <summary>Somebody to work in a shop.</summary>
public sealed record StaffBody(string Phone, ShopRole Role);

/// <summary>Why, where a reason is needed.</summary>
public sealed record ShopReasonBody(string? Reason = null);

/// <summary>A commission plan.</summary>
public sealed record ShopPlanBody(string Plan);

/// <summary>A shop as everybody sees it.</summary>
public sealed record ShopView(
    string Id, string Url, string Name, ShopStatus Status, bool TakesOrders, string Story, string Department, string Town, string? Logo, string? Banner, string Colour,
    int ReturnDays, string ReturnPolicy, IReadOnlyList<HoursBody> Hours, IReadOnlyList<HolidayBody> Holidays, bool ServesGuests)
{
    internal static ShopView Of(ShopDetails one) => new(
        one.Shop.Id.Value, Slugs.PathOf(one.Shop.Id, one.Shop.Slug), one.Shop.Name, one.Shop.Status, one.Shop.TakesOrders, one.Profile.Story,
        one.Profile.Origin.Department, one.Profile.Origin.Town, one.Profile.Logo, one.Profile.Banner, one.Profile.Colour, one.Profile.ReturnDays, one.Profile.ReturnPolicy,
        [.. one.Profile.Hours.Select(HoursBody.Of)], [.. one.Profile.Holidays.Select(day => new HolidayBody(day.First, day.Last, day.Why))], one.Profile.ServesGuests);
}

/// <summary>A shop as its own people and the post see it.</summary>
public sealed record OwnShopView(
    ShopView Shop, long Version, string Address, double? Latitude, double? Longitude, string Owner, long? Account, string Plan, int CommissionBasisPoints, DateTimeOffset? SubmittedAt,
    IReadOnlyList<ShopPaperView> Papers, IReadOnlyList<ShopDecisionView> Decisions, IReadOnlyList<ShopStaffView> Staff, IReadOnlyList<ShopInvitationView> Invitations)
{
    internal static OwnShopView Of(ShopDetails one) => new(
        ShopView.Of(one), one.Version, one.Profile.Origin.Address, one.Profile.Origin.Latitude, one.Profile.Origin.Longitude, one.Shop.Owner.Value,
        one.Shop.Account.Value > 0 ? one.Shop.Account.Value : null, one.Plan, one.Shop.CommissionBasisPoints, one.SubmittedAt,
        [.. one.Papers.Select(paper => new ShopPaperView(paper.Id, paper.Kind, paper.Type, paper.At))],
        [.. one.Decisions.Select(made => new ShopDecisionView(made.Status, made.By.Value, made.At, made.Reason))],
        [.. one.Shop.Staff.Select(member => new ShopStaffView(member.Person.Value, member.Role, member.Name))],
        [.. one.Invitations.Select(asked => new ShopInvitationView(asked.Person.Value, asked.Role, asked.Name, asked.Phone, asked.At))]);
}

/// <summary>A paper.</summary>
public sealed record ShopPaperView(string Id, ShopPaperKind Kind, string Type, DateTimeOffset At);

/// <summary>A decision.</summary>
public sealed record ShopDecisionView(ShopStatus Status, string By, DateTimeOffset At, string Reason);

/// <summary>One of the staff.</summary>
public sealed record ShopStaffView(string Person, ShopRole Role, string Name);

/// <summary>Somebody who was asked.</summary>
public sealed record ShopInvitationView(string Person, ShopRole Role, string Name, string Phone, DateTimeOffset At);

/// <summary>A shop in a list.</summary>
public sealed record ShopLineView(string Id, string Url, string Name, ShopStatus Status, string Town, string? Logo, DateTimeOffset At, ShopRole? Role)
{
    internal static ShopLineView Of(ShopLine one) => new(one.Id.Value, Slugs.PathOf(one.Id, one.Slug), one.Name, one.Status, one.Town, one.Logo, one.At, one.Role);
}

/// <summary>A page of shops.</summary>
public sealed record ShopsView(IReadOnlyList<ShopLineView> Shops, string? NextCursor);

/// <summary>Grains of shops, and refusals by their stable codes.</summary>
public static class ShopSentences
{
    /// <summary>The shop of an id; null when the text is none.</summary>
    public static IShopGrain? Shop(this IGrainFactory grains, string? id) => ShopId.TryParse(id, out ShopId shop) ? grains.GetGrain<IShopGrain>(shop.Value) : null;

    /// <summary>The shop with everything, for this person of its staff; null when there is none or they do not work there.</summary>
    public static async Task<ShopDetails?> OwnShop(this IGrainFactory grains, string? id, ClaimsPrincipal user, params ShopRole[] roles) =>
        grains.Shop(id) is { } grain && await grain.Details() is { } shop && shop.Shop.Employs(user.Customer(), roles) ? shop : null;

    /// <summary>Whoever asks, when somebody has signed in.</summary>
    public static CustomerId? Visitor(this ClaimsPrincipal user) => CustomerId.TryParse(user.FindFirstValue(ClaimNames.Subject), out CustomerId id) ? id : null;

    /// <summary>The stable code.</summary>
    public static string Code(this ShopRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    internal static ProblemResult ToProblem(this ShopOutcome outcome) => outcome.Field is { } field
        ? Problem.InvalidField(field, outcome.Refusal!.Value.Code())
        : Problem.Refuse(outcome.Refusal!.Value.Code());

    /// <summary>The version that an <c>If-Match</c> header names; null: none. False when it is no version.</summary>
    internal static bool TryReadVersion(string? header, out long? version)
    {
        version = long.TryParse((header ?? "").Trim().Trim('"'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long read) ? read : null;
        return string.IsNullOrEmpty(header) || version is not null || header.Trim() == "*";
    }
}
