namespace Postmobile.Money;

/// <summary>What lies in the document of one sale's refunds.</summary>
public sealed record RefundsState
{
    /// <summary>The merchant; 0 until the first refund.</summary>
    public long Merchant { get; init; }

    /// <summary>The customer's account.</summary>
    public long Customer { get; init; }

    /// <summary>What was paid.</summary>
    public long Amount { get; init; }

    /// <summary>The merchant's name, for the message.</summary>
    public string MerchantName { get; init; } = "";

    /// <summary>All refunds, oldest first.</summary>
    public IReadOnlyList<Refund> All { get; init; } = [];
}
