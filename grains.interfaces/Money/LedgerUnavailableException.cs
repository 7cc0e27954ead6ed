namespace Postmobile.Money;

/// <summary>The ledger's database cannot be reached: nothing was moved, and nothing can be read now.</summary>
[GenerateSerializer, Alias("money.ledger-unavailable")]
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>An exception with its cause in words.</summary>
    public LedgerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>For the serializer.</summary>
    public LedgerUnavailableException()
    {
    }
}
