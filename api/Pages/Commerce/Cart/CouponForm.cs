using System.Security.Claims;
using Postmobile.Api.Commerce;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>A coupon as a person fills it in: per cent, francs and days.</summary>
public sealed class CouponForm
{
    private static readonly TimeSpan s_congo = TimeSpan.FromHours(1);

    /// <summary>The code.</summary>
    public string? Code { get; set; }

    /// <summary>What it gives.</summary>
    public CouponKind Kind { get; set; }

    /// <summary>In per cent or francs.</summary>
    public string? Value { get; set; }

    /// <summary>So much must the goods cost.</summary>
    public string? Minimum { get; set; }

    /// <summary>The most that it takes off.</summary>
    public string? AtMost { get; set; }

    /// <summary>The first day.</summary>
    public DateOnly? From { get; set; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Uses in all.</summary>
    public int? Uses { get; set; }

    /// <summary>Uses a person.</summary>
    public int? Person { get; set; }

    /// <summary>Categories, separated by commas.</summary>
    public string? Categories { get; set; }

    /// <summary>Makes it, for a shop or for the post; what is wrong, or null.</summary>
    internal async Task<CouponRefusal?> Make(IGrainFactory grains, ClaimsPrincipal user, ShopId? shop)
    {
        if (From is not { } from || Until is not { } until || !Read(Value, out long value) || !Read(Minimum, out long minimum) || !Read(AtMost, out long most))
        {
            return CouponRefusal.Invalid;
        }

        var body = new NewCouponBody(
            Code ?? "", Kind, Midnight(from), Midnight(until.AddDays(1)), Uses ?? 0, Kind == CouponKind.Percent ? value * 100 : Kind == CouponKind.Amount ? value : 0,
            most == 0 ? null : most, minimum, Person, (Categories ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return (await CouponEndpoints.Make(grains, body, user, shop)).Refusal;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), s_congo).ToUniversalTime();

    private static bool Read(string? typed, out long amount)
    {
        amount = 0;
        return string.IsNullOrWhiteSpace(typed) || Say.TryReadAmount(typed, out amount);
    }
}
