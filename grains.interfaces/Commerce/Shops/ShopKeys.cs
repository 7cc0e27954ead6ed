using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Names a key of a shop's own program, and is its client id (RFC 6749): <c>k-</c>, the shop's number, sixteen hexadecimal digits.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-key-id")]
public readonly record struct ShopKeyId([property: Id(0)] string Value)
{
    private const int Digits = 16;

    /// <summary>Whose it is.</summary>
    public ShopId Shop => new("s-" + Value.Split('-')[1]);

    /// <summary>The key as the one who acts, where a person is named otherwise. No person ever has such an id.</summary>
    public CustomerId Actor => new(Value);

    /// <summary>The id of a shop's key.</summary>
    public static ShopKeyId Of(ShopId shop, string digits) => new($"k-{shop.Value[2..]}-{digits}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ShopKeyId id)
    {
        string[] parts = text is { Length: < 60 } ? text.Split('-') : [];
        bool valid = parts is ["k", { Length: > 0 and < 20 } shop, { Length: Digits } digits]
            && long.TryParse(shop, NumberStyles.None, CultureInfo.InvariantCulture, out _) && ShopId.TryParse("s-" + shop, out _)
            && digits.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0;
        id = valid ? new ShopKeyId(text!) : default;
        return valid;
    }

    /// <inheritdoc />
    public override string ToString() => Value ?? "";
}

/// <summary>What a key may be good for. None of them moves money, names staff or makes keys.</summary>
public static class ShopScopes
{
    /// <summary>Products, their pictures and prices.</summary>
    public const string Products = "products";

    /// <summary>How many there are.</summary>
    public const string Stock = "stock";

    /// <summary>Orders: read, accept, pack, hand over.</summary>
    public const string Orders = "orders";

    /// <summary>Where the shop's systems are told.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Products, Stock, Orders, Webhooks];

    /// <summary>The roles of staff that a key with these scopes stands for; what it may, the doors narrow further.</summary>
    public static IReadOnlyList<ShopRole> Roles(IReadOnlyList<string> scopes) =>
    [
        .. scopes.Contains(Products) || scopes.Contains(Stock) ? [ShopRole.Cataloguer] : Array.Empty<ShopRole>(),
        .. scopes.Contains(Orders) ? [ShopRole.Packer] : Array.Empty<ShopRole>(),
    ];
}

/// <summary>A program of the shop's own, as the rest of the house sees it.</summary>
/// <param name="Id">Its key, as the one who acts.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Roles">What it stands for.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-program")]
public sealed record ShopProgram([property: Id(0)] CustomerId Id, [property: Id(1)] string Name, [property: Id(2)] IReadOnlyList<ShopRole> Roles);

/// <summary>A key as the shop's people see it. Its secret is shown once, when it is made.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-key")]
public sealed record ShopKey
{
    /// <summary>Its id, which is the client id.</summary>
    [Id(0)] public required ShopKeyId Id { get; init; }

    /// <summary>What it is called; 60 characters at most.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>What it is good for, of <see cref="ShopScopes.All"/>.</summary>
    [Id(2)] public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Who made it.</summary>
    [Id(3)] public required CustomerId By { get; init; }

    /// <summary>When.</summary>
    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a token was last given for it, to the minute; null: never.</summary>
    [Id(5)] public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until when the secret before the present one still opens; null: there is none.</summary>
    [Id(6)] public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>When it was revoked; null: it stands.</summary>
    [Id(7)] public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>What came of it: the key, with its secret where one was just made; or why not.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-key-outcome")]
public readonly record struct ShopKeyOutcome(
    [property: Id(0)] ShopKey? Key, [property: Id(1)] string? Secret, [property: Id(2)] ShopRefusal? Refusal, [property: Id(3)] string? Field = null)
{
    /// <summary>Nothing changed.</summary>
    public static implicit operator ShopKeyOutcome(ShopRefusal refusal) => new(null, null, refusal);
}

/// <summary>The keys of one shop. Keyed by <see cref="ShopId"/>; they lie in the shop's own document, so that what it says of who may act there is one thing.</summary>
[Alias("commerce.shop-keys-grain"), GrainInterfaceType("commerce.shop-keys-grain")]
public interface IShopKeysGrain : IGrainWithStringKey
{
    /// <summary>All keys, the newest first; revoked ones for a while.</summary>
    [AlwaysInterleave, Alias("keys")]
    Task<IReadOnlyList<ShopKey>> Keys();

    /// <summary>A key that stands; null when there is none or it is revoked.</summary>
    [AlwaysInterleave, Alias("standing")]
    Task<ShopKey?> Standing(ShopKeyId key);

    /// <summary>Makes a key. Again with the same request shows it without its secret.</summary>
    /// <param name="by">The owner; or a manager, for everything but webhooks.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="scopes">What it is good for.</param>
    /// <param name="request">The caller's own name for the request.</param>
    /// <returns>The key; or unknown_shop, not_shop_staff, shop_state, invalid_field (name, scopes), shop_key_limit.</returns>
    [Alias("make-key")]
    Task<ShopKeyOutcome> MakeKey(CustomerId by, string name, IReadOnlyList<string> scopes, string request);

    /// <summary>A new secret; the one before opens for another day.</summary>
    /// <returns>The key; or unknown_shop, not_shop_staff, unknown_shop_key.</returns>
    [Alias("rotate-key")]
    Task<ShopKeyOutcome> RotateKey(CustomerId by, ShopKeyId key);

    /// <summary>Ends a key at once. Again succeeds.</summary>
    /// <returns>The key; or unknown_shop, not_shop_staff, unknown_shop_key.</returns>
    [Alias("revoke-key")]
    Task<ShopKeyOutcome> RevokeKey(CustomerId by, ShopKeyId key);

    /// <summary>Whether this is the key's secret; if it is, the key counts as used.</summary>
    [Alias("prove")]
    Task<bool> Prove(ShopKeyId key, string secret);
}

/// <summary>Something that a key did, or that was done to it.</summary>
/// <param name="At">When.</param>
/// <param name="Key">Which.</param>
/// <param name="Name">What it was called then.</param>
/// <param name="What">What: a verb of HTTP and an address; or made, rotated, revoked.</param>
/// <param name="Status">The status of HTTP with which it was answered; 0 where a person did it.</param>
[GenerateSerializer, Immutable, Alias("commerce.shop-key-act")]
public sealed record ShopKeyAct(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Key, [property: Id(2)] string Name, [property: Id(3)] string What, [property: Id(4)] int Status);

/// <summary>What the keys of a shop did. Keyed by <see cref="ShopId"/>; a log that only grows.</summary>
[Alias("commerce.shop-key-log"), GrainInterfaceType("commerce.shop-key-log")]
public interface IShopKeyLogGrain : IGrainWithStringKey
{
    /// <summary>Writes one down, once per id.</summary>
    [Alias("append")]
    Task Append(string id, ShopKeyAct act);

    /// <summary>The latest, newest first.</summary>
    [Alias("latest")]
    Task<IReadOnlyList<ShopKeyAct>> Latest(int limit);
}
