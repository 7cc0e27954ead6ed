namespace Postmobile.Money;

/// <summary>The kinds of account. The number is stored and never reused.</summary>
public enum AccountKind : short
{
    /// <summary>The post's mirror of the trust bank account; no floor.</summary>
    Trust = 1,

    /// <summary>The post's fees.</summary>
    Fees = 2,

    /// <summary>Commissions owed to agents and partners.</summary>
    Commissions = 3,

    /// <summary>Taxes collected.</summary>
    Taxes = 4,

    /// <summary>Money whose owner is not known yet.</summary>
    Suspense = 5,

    /// <summary>A customer's wallet.</summary>
    Wallet = 10,

    /// <summary>A merchant's takings.</summary>
    Merchant = 11,

    /// <summary>An agent's e-money, from which cash-ins are paid.</summary>
    AgentFloat = 12,

    /// <summary>An order's money until the goods have arrived.</summary>
    Escrow = 13,

    /// <summary>One hold: money set aside until captured or released.</summary>
    Holding = 14,
}

/// <summary>Which movements of an account are stopped.</summary>
[Flags]
public enum Freeze : short
{
    /// <summary>Nothing is stopped.</summary>
    None = 0,

    /// <summary>Nothing may go out.</summary>
    Debits = 1,

    /// <summary>Nothing may come in.</summary>
    Credits = 2,

    /// <summary>Neither out nor in.</summary>
    Both = Debits | Credits,
}

/// <summary>Who an account belongs to and how others see it.</summary>
[GenerateSerializer, Immutable, Alias("money.account-profile")]
public sealed record AccountProfile
{
    /// <summary>Id of the owner: a customer's id, another account's number for a hold, or empty for the post's own accounts.</summary>
    [Id(0)] public string Owner { get; init; } = "";

    /// <summary>The owner's name in full.</summary>
    [Id(1)] public string DisplayName { get; init; } = "";

    /// <summary>The owner's telephone in E.164, or empty.</summary>
    [Id(2)] public string Phone { get; init; } = "";

    /// <summary>The owner's language: fr, ln, ktu or en.</summary>
    [Id(3)] public string Language { get; init; } = "fr";
}

/// <summary>What it takes to open an account.</summary>
[GenerateSerializer, Immutable, Alias("money.account-opening")]
public sealed record AccountOpening
{
    /// <summary>The kind of account.</summary>
    [Id(0)] public required AccountKind Kind { get; init; }

    /// <summary>Its currency, for ever.</summary>
    [Id(1)] public Currency Currency { get; init; } = Currency.XAF;

    /// <summary>The tier whose limits hold; see <c>MoneyOptions</c>.</summary>
    [Id(2)] public short Tier { get; init; }

    /// <summary>Owner, name and telephone.</summary>
    [Id(3)] public AccountProfile Profile { get; init; } = new();
}

/// <summary>How an account stands, as its own grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("money.account-view")]
public sealed record AccountView
{
    /// <summary>The account's number.</summary>
    [Id(0)] public required AccountId Account { get; init; }

    /// <summary>Its kind.</summary>
    [Id(1)] public required AccountKind Kind { get; init; }

    /// <summary>Its currency.</summary>
    [Id(2)] public required Currency Currency { get; init; }

    /// <summary>Credits less debits, in minor units.</summary>
    [Id(3)] public required long Balance { get; init; }

    /// <summary>What can be spent now: the balance less promises on their way, less the floor.</summary>
    [Id(4)] public required long Available { get; init; }

    /// <summary>The sum that lies in this account's open holds. It has left <see cref="Balance"/> already.</summary>
    [Id(5)] public required long Held { get; init; }

    /// <summary>The tier.</summary>
    [Id(6)] public required short Tier { get; init; }

    /// <summary>What is stopped.</summary>
    [Id(7)] public required Freeze Freeze { get; init; }

    /// <summary>Closed for good.</summary>
    [Id(8)] public required bool Closed { get; init; }

    /// <summary>Owner, name and telephone.</summary>
    [Id(9)] public required AccountProfile Profile { get; init; }

    /// <summary>The limits that hold and what is left of each.</summary>
    [Id(10)] public required IReadOnlyList<LimitLeft> Limits { get; init; }

    /// <summary>From this amount on a transfer needs a fresh proof of the PIN; null: never.</summary>
    [Id(11)] public long? StepUpFrom { get; init; }
}

/// <summary>The limits of an account.</summary>
public enum LimitName
{
    /// <summary>The most that one operation may move.</summary>
    Operation,

    /// <summary>The most that may go out in one day of Brazzaville.</summary>
    Day,

    /// <summary>The most that may go out in one month of Brazzaville.</summary>
    Month,

    /// <summary>The most that the account may hold.</summary>
    Balance,
}

/// <summary>One limit, and what is left of it now.</summary>
[GenerateSerializer, Immutable, Alias("money.limit-left")]
public sealed record LimitLeft(
    [property: Id(0)] LimitName Name,
    [property: Id(1)] long Limit,
    [property: Id(2)] long Left,
    [property: Id(3)] DateTimeOffset? ResetsAt);
