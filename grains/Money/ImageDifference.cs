namespace Postmobile.Money;

/// <summary>How an image differs from the ledger.</summary>
internal enum ImageDifference
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It has not heard of credits: it refuses what could be paid.</summary>
    Behind,

    /// <summary>It does not know of debits, or has counted credits twice: it shows more than there is. The fence keeps it from spending the former.</summary>
    Ahead,
}
