namespace Postmobile.Money;

/// <summary>How a merchant is known to the public.</summary>
[GenerateSerializer, Immutable, Alias("money.merchant-profile")]
public sealed record MerchantProfile
{
    /// <summary>The name over the door; 2 to 60 characters.</summary>
    [Id(0)] public required string TradeName { get; init; }

    /// <summary>One of <see cref="Merchants.Departments"/>.</summary>
    [Id(1)] public required string Department { get; init; }

    /// <summary>The town; 2 to 40 characters.</summary>
    [Id(2)] public required string Town { get; init; }

    /// <summary>The merchant category code (ISO 18245), one of <see cref="Merchants.Categories"/>.</summary>
    [Id(3)] public required string Category { get; init; }
}

/// <summary>A merchant who can be paid.</summary>
[GenerateSerializer, Immutable, Alias("money.merchant-view")]
public sealed record Merchant
{
    /// <summary>The account of the takings.</summary>
    [Id(0)] public required AccountId Account { get; init; }

    /// <summary>The owner's id.</summary>
    [Id(1)] public required string Owner { get; init; }

    /// <summary>The short number.</summary>
    [Id(2)] public required MerchantCode Code { get; init; }

    /// <summary>Name, place and category.</summary>
    [Id(3)] public required MerchantProfile Profile { get; init; }
}

/// <summary>Why a merchant's act came to nothing. Each is a definite no.</summary>
public enum MerchantRefusal
{
    /// <summary><c>invalid_field</c>: the trade name is too short, too long or holds what cannot be printed.</summary>
    TradeName,

    /// <summary><c>invalid_field</c>: no department of Congo.</summary>
    Department,

    /// <summary><c>invalid_field</c>: the town's name.</summary>
    Town,

    /// <summary><c>invalid_field</c>: no category that we know.</summary>
    Category,

    /// <summary><c>not_found</c>: no such sale of this merchant.</summary>
    NotFound,

    /// <summary><c>amount_not_positive</c>: zero or less.</summary>
    AmountNotPositive,

    /// <summary><c>refund_too_large</c>: with what was refunded before it would be more than was paid.</summary>
    RefundTooLarge,

    /// <summary><c>insufficient_funds</c>: the takings do not cover it.</summary>
    InsufficientFunds,

    /// <summary><c>memo_invalid</c>: the reason is missing, too long or cannot be stored.</summary>
    MemoInvalid,

    /// <summary><c>idempotency_conflict</c>: the key was used for another refund of this sale.</summary>
    IdempotencyConflict,
}

/// <summary>The merchant as they stand, or why not.</summary>
[GenerateSerializer, Immutable, Alias("money.merchant-outcome")]
public readonly record struct MerchantOutcome([property: Id(0)] Merchant? Merchant, [property: Id(1)] MerchantRefusal? Refusal);

/// <summary>What a merchant took in one day of Brazzaville.</summary>
[GenerateSerializer, Immutable, Alias("money.merchant-day")]
public sealed record MerchantDay
{
    /// <summary>The day.</summary>
    [Id(0)] public required DateOnly Day { get; init; }

    /// <summary>How many payments.</summary>
    [Id(1)] public required long Payments { get; init; }

    /// <summary>Their sum.</summary>
    [Id(2)] public required long Paid { get; init; }

    /// <summary>How many refunds.</summary>
    [Id(3)] public required long Refunds { get; init; }

    /// <summary>Their sum.</summary>
    [Id(4)] public required long Refunded { get; init; }

    /// <summary>Fees and taxes charged to the merchant.</summary>
    [Id(5)] public required long Fees { get; init; }

    /// <summary>What went to the merchant's own wallet.</summary>
    [Id(6)] public required long Settled { get; init; }

    /// <summary>Payments less refunds and fees.</summary>
    public long Net => Paid - Refunded - Fees;
}

/// <summary>Names of merchants' documents, and what their profiles are chosen from.</summary>
public static class Merchants
{
    /// <summary>The departments of Congo since 2024.</summary>
    public static readonly IReadOnlyList<string> Departments =
    [
        "Bouenza", "Brazzaville", "Congo-Oubangui", "Cuvette", "Cuvette-Ouest", "Djoué-Léfini", "Kouilou", "Lékoumou", "Likouala", "Niari",
        "Nkéni-Alima", "Plateaux", "Pointe-Noire", "Pool", "Sangha",
    ];

    /// <summary>Categories of ISO 18245 that are met in a Congolese street.</summary>
    public static readonly IReadOnlyList<string> Categories = ["5411", "5812", "5912", "4121", "5541", "5651", "5732", "7230", "8299", "7299", "5999"];

    /// <summary>The key of a merchant's document.</summary>
    public static string Key(AccountId account) => $"m-{account}";

    /// <summary>The key of the document of a sale that has a QR code of its own.</summary>
    public static string SaleKey(AccountId account, string reference) => $"s-{account}-{reference}";

    /// <summary>The key of the document that counts the refunds of one sale.</summary>
    public static string RefundsKey(TransferId sale) => $"r-{sale}";
}
