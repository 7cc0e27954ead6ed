namespace Postmobile.Commerce;

/// <summary>What lies in a flash sale's document. Times are milliseconds since 1970 UTC.</summary>
public sealed record FlashSaleState
{
    /// <summary>The sale; null before it is made.</summary>
    public FlashSale? Sale { get; init; }

    /// <summary>When it was made; lists sort by it.</summary>
    public long MadeAtMs { get; init; }

    /// <summary>From when; the public list sorts by it.</summary>
    public long FromMs { get; init; }

    /// <summary>When the stock is to be asked again, or the figures to be fetched for the last time; null: never.</summary>
    public long? NextMs { get; init; }
}
