namespace Postmobile.Identity;

/// <summary>What a number's grain remembers.</summary>
public sealed class PhoneState
{
    /// <summary>Whose it is; empty when nobody's.</summary>
    public string Customer { get; set; } = "";

    /// <summary>Where money for it goes.</summary>
    public long Wallet { get; set; }

    /// <summary>The guest who buys with it, while it is nobody's; empty without.</summary>
    public string Guest { get; set; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }
}
