using System.Collections.Immutable;

namespace Postmobile.Commerce;

/// <summary>What lies in a guest's document.</summary>
public sealed record GuestState
{
    /// <summary>E.164; empty until it is confirmed.</summary>
    public string Phone { get; init; } = "";

    /// <summary>fr, ln, ktu or en.</summary>
    public string Language { get; init; } = "fr";

    /// <summary>Where money for them waits.</summary>
    public long Account { get; init; }

    /// <summary>When the number was last confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Orders that are on their way, or about to be placed.</summary>
    public ImmutableArray<GuestOrder> Open { get; init; } = [];

    /// <summary>When parcels were not taken.</summary>
    public ImmutableArray<DateTimeOffset> RefusedAt { get; init; } = [];

    /// <summary>Who has opened an account with the number; empty while nobody has, and when it lapsed.</summary>
    public string Heir { get; init; } = "";

    /// <summary>Where money for them goes instead: the heir's wallet, or suspense; 0 while it stays.</summary>
    public long HeirAccount { get; init; }

    /// <summary>Orders that are the heir's, or about to be, and may have money under way to this guest's account.</summary>
    public ImmutableArray<string> Owing { get; init; } = [];

    /// <summary>Everything was handed over once; it is looked at again, because news of money can come late.</summary>
    public bool Emptied { get; init; }

    /// <summary>How many transfers have left the account.</summary>
    public int Transfers { get; init; }

    /// <summary>When the handing over goes on; null: it has not begun, or is done.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How often it did not come through.</summary>
    public int Failures { get; init; }

    /// <summary>Whether this guest can buy.</summary>
    internal bool Stands => Phone.Length > 0 && HeirAccount == 0;
}

/// <summary>An order that a guest's checkout places.</summary>
public sealed record GuestOrder(string Order, string Checkout);
