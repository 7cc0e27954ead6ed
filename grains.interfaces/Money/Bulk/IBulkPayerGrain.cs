using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>
/// Who acts for an account that pays in bulk: its owner, and the people whom the owner has named by telephone and who have
/// accepted. Key: <see cref="BulkPayers.Key"/>.
/// </summary>
[Alias("money.bulk-payer"), GrainInterfaceType("money.bulk-payer")]
public interface IBulkPayerGrain : IGrainWithStringKey
{
    /// <summary>The account and its people; null when it can pay nothing in bulk.</summary>
    [Alias("look")]
    Task<BulkPayer?> Look();

    /// <summary>The owner asks somebody to act for the account. They are told by SMS and must accept.</summary>
    /// <returns>Null; or not_found, unknown_customer, bulk_too_many_people, same_account for the owner's own number.</returns>
    [Alias("invite")]
    Task<BulkPeopleRefusal?> Invite(CustomerId owner, PhoneNumber phone);

    /// <summary>Accepts to act for the account. Accepting again succeeds.</summary>
    /// <returns>Null; or not_found when nobody asked.</returns>
    [Alias("accept")]
    Task<BulkPeopleRefusal?> Accept(CustomerId customer);

    /// <summary>The owner sends somebody away, or somebody leaves or declines.</summary>
    /// <returns>Null; or not_found.</returns>
    [Alias("remove")]
    Task<BulkPeopleRefusal?> Remove(CustomerId by, CustomerId whom);
}

/// <summary>Why a payer's people did not change.</summary>
public enum BulkPeopleRefusal
{
    /// <summary><c>not_found</c>: no such account, not the owner's call, or nobody asked.</summary>
    NotFound,

    /// <summary><c>unknown_customer</c>: nobody has that number.</summary>
    UnknownCustomer,

    /// <summary><c>same_account</c>: it is the owner's own number.</summary>
    SameAccount,

    /// <summary><c>bulk_too_many_people</c>: more than twenty.</summary>
    TooManyPeople,
}

/// <summary>An account that can pay in bulk, and its people.</summary>
[GenerateSerializer, Immutable, Alias("money.bulk-payer-view")]
public sealed record BulkPayer
{
    /// <summary>The account.</summary>
    [Id(0)] public required AccountId Account { get; init; }

    /// <summary>A wallet or a merchant's account.</summary>
    [Id(1)] public required AccountKind Kind { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>The owner's customer id.</summary>
    [Id(3)] public required string Owner { get; init; }

    /// <summary>Whom the owner has named.</summary>
    [Id(4)] public required IReadOnlyList<BulkPerson> People { get; init; }

    /// <summary>Whether this person acts for the account: the owner, or one who has accepted.</summary>
    public bool Has(CustomerId customer) => Owner == customer.Value || People.Any(person => person.Customer == customer && person.AcceptedAt is not null);
}

/// <summary>Somebody whom an owner has named.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Name">Their name as others see it.</param>
/// <param name="Phone">Their number, masked.</param>
/// <param name="InvitedAt">When they were asked.</param>
/// <param name="AcceptedAt">When they accepted; null: not yet.</param>
[GenerateSerializer, Immutable, Alias("money.bulk-person")]
public sealed record BulkPerson(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] string Phone,
    [property: Id(3)] DateTimeOffset InvitedAt,
    [property: Id(4)] DateTimeOffset? AcceptedAt);

/// <summary>Names of payers.</summary>
public static class BulkPayers
{
    /// <summary>The most people beside the owner.</summary>
    public const int PeopleMax = 20;

    /// <summary>What the keys begin with.</summary>
    public const string Prefix = "payer-";

    /// <summary>The key of the account's people.</summary>
    public static string Key(AccountId account) => Prefix + account;

    /// <summary>Whether an account is one of the post's from which operators pay: the trust account for money that others have
    /// brought to the bank, the fees for what the post itself owes.</summary>
    public static bool IsOfThePost(AccountId account) => account == PostAccounts.Trust || account == PostAccounts.Fees;
}
