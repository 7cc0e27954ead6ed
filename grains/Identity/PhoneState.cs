namespace Postmobile.Identity;

/// <summary>What a number's grain remembers.</summary>
public sealed class PhoneState
{
    /// <summary>Whose it is; empty when nobody's.</summary>
    public string Customer { get; set; } = "";

    /// <summary>Where money for it goes.</summary>
    public long Wallet { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }
}
