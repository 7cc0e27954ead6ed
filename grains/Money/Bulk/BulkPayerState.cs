namespace Postmobile.Money;

/// <summary>What lies in the document of an account's people.</summary>
public sealed class BulkPayerState
{
    /// <summary>The account, for lists.</summary>
    public long Account { get; set; }

    /// <summary>Whom the owner has named.</summary>
    public List<Person> People { get; set; } = [];

    /// <summary>One of them. Times are milliseconds since 1970 UTC.</summary>
    public sealed record Person(string Customer, string Name, string Phone, long InvitedAtMs, long? AcceptedAtMs);
}
