namespace Postmobile.Commerce;

/// <summary>Settings of people who buy without an account, from the section <c>Guests</c>.</summary>
public sealed class GuestOptions
{
    /// <summary>The most that one checkout may cost, in XAF; lower than for people whom the post knows.</summary>
    public long CashMax { get; set; } = 50_000;

    /// <summary>So many orders of a number may be on their way at once.</summary>
    public int OpenOrdersMax { get; set; } = 2;

    /// <summary>After so many parcels that were not taken, an account is needed.</summary>
    public int RefusedMax { get; set; } = 2;

    /// <summary>For so long a parcel that was not taken counts.</summary>
    public TimeSpan RefusedCountFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A number that was not confirmed for so long may have changed hands: nobody inherits what was bought with it.</summary>
    public TimeSpan NumberKnownFor { get; set; } = TimeSpan.FromDays(180);
}
