namespace Postmobile.Money;

/// <summary>
/// Keys of transfers that the system itself makes from an account. They begin with a character that no
/// <c>Idempotency-Key</c> may hold, so that nobody can use up such a key beforehand.
/// </summary>
public static class DerivedKey
{
    private const string Prefix = "§";

    /// <summary>Of the transfer that gives back another one, whole: whoever asks, and however often, it is this one.</summary>
    public static string Reversal(TransferId original) => $"{Prefix}reversal-{original}";

    /// <summary>Of what pays a request: one request, one transfer.</summary>
    public static string Request(string request) => $"{Prefix}request-{request}";

    /// <summary>Of what a mandate collects in one period, counted from 0: one period, one transfer.</summary>
    public static string Mandate(string mandate, int period) => $"{Prefix}mandate-{mandate}-{period}";

    /// <summary>Of money on its way out of a closed account; each time another.</summary>
    public static string Stray() => $"{Prefix}stray-{Guid.CreateVersion7():N}";
}
