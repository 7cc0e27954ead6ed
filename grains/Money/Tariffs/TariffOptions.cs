namespace Postmobile.Money;

/// <summary>How the tariff travels and how commissions are paid. Bound from the section <c>Tariffs</c>.</summary>
public sealed class TariffOptions
{
    /// <summary>
    /// How long before it holds a version must be approved. Every silo asks for news several times in this time, so all of them change
    /// at the same moment.
    /// </summary>
    public TimeSpan Lead { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a silo asks PostgreSQL whether there is a new version, besides being told.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether commissions are paid right after the operation; otherwise only the sweep pays them.</summary>
    public bool CommissionsAtOnce { get; set; } = true;

    /// <summary>How often the sweep looks for commissions that are owed.</summary>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much is moved at once from fees to commissions when these run out, in minor units, as far as there is that much.</summary>
    public long FillUp { get; set; } = 100_000;
}
