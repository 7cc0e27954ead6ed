namespace Postmobile.Commerce;

/// <summary>Settings of the checkout, from the section <c>Checkout</c>.</summary>
public sealed class CheckoutOptions
{
    /// <summary>For so long goods are set aside.</summary>
    public TimeSpan HoldFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The most that can be paid in cash at delivery, in XAF.</summary>
    public long CashMax { get; set; } = 100_000;

    /// <summary>From this tier on somebody may pay in cash at delivery: the post knows who they are.</summary>
    public short CashTier { get; set; } = 1;
}
