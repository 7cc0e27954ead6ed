using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Somebody whom a person has paid, as that person may see them.</summary>
/// <param name="Phone">The number as the payer himself typed it.</param>
/// <param name="Name">The name, masked.</param>
/// <param name="LastPaidAt">When last.</param>
/// <param name="Times">How often.</param>
[GenerateSerializer, Immutable, Alias("money.recent-payee")]
public sealed record RecentPayee(
    [property: Id(0)] PhoneNumber Phone,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset LastPaidAt,
    [property: Id(3)] long Times);

/// <summary>
/// Whom a person pays. A number is noted when a quote is asked for it, never while money moves; whether it was ever paid is
/// read from the postings. Key: <see cref="PayeeBooks.Key"/>.
/// </summary>
[Alias("money.payees"), GrainInterfaceType("money.payees")]
public interface IPayeesGrain : IGrainWithStringKey
{
    /// <summary>A quote is asked for paying this account from that wallet.</summary>
    /// <param name="wallet">The person's wallet.</param>
    /// <param name="payee">Who would be paid.</param>
    /// <param name="phone">The number as typed; null when an account number was.</param>
    /// <returns>Whether this wallet has never paid that account.</returns>
    [Alias("asked")]
    Task<bool> Asked(AccountId wallet, AccountId payee, PhoneNumber? phone);

    /// <summary>The last whom the wallet has paid, each once, latest first.</summary>
    [Alias("recent")]
    Task<IReadOnlyList<RecentPayee>> Recent(AccountId wallet, int limit);
}

/// <summary>Names of books of payees.</summary>
public static class PayeeBooks
{
    /// <summary>The key of a person's book.</summary>
    public static string Key(CustomerId person) => "py-" + person;
}
