namespace Postmobile.Money;

/// <summary>
/// What a posting is for. The number is stored and never reused. Kinds from 100 on carry no money: they are changes of
/// the account itself, in its own sequence, so that a second activation meets the fence.
/// </summary>
public enum PostingKind : short
{
    /// <summary>One person pays another.</summary>
    Transfer = 1,

    /// <summary>The post's fee for a transfer.</summary>
    Fee = 2,

    /// <summary>The tax on that fee.</summary>
    Tax = 3,

    /// <summary>An agent gives e-money for cash.</summary>
    CashIn = 10,

    /// <summary>A customer gives e-money for cash.</summary>
    CashOut = 11,

    /// <summary>E-money issued to an agent's float against the trust account.</summary>
    FloatIssue = 12,

    /// <summary>Demonstration money issued at first start of a development database.</summary>
    Demonstration = 13,

    /// <summary>Money set aside in a holding account.</summary>
    Hold = 20,

    /// <summary>Held money paid to whom it was held for.</summary>
    Capture = 21,

    /// <summary>Held money given back.</summary>
    Release = 22,

    /// <summary>The account's freeze changed.</summary>
    FreezeChanged = 100,

    /// <summary>The account's floor changed.</summary>
    FloorChanged = 101,

    /// <summary>The account's tier, and so its limits, changed.</summary>
    TierChanged = 102,

    /// <summary>The account takes no more money and pays none.</summary>
    Closed = 103,

    /// <summary>The account's owner, display name, telephone or language changed.</summary>
    ProfileChanged = 104,

    /// <summary>Takes the place of a transfer of unknown fate so that it can never happen.</summary>
    Annulled = 110,
}
