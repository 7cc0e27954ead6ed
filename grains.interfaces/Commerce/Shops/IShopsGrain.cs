using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Numbers shops and products, and lists shops. Key 0.</summary>
[Alias("commerce.shops"), GrainInterfaceType("commerce.shops")]
public interface IShopsGrain : IGrainWithIntegerKey
{
    /// <summary>A number for a new shop or product: the same for the same creator and key.</summary>
    /// <param name="creator">Who creates what: a customer's or shop's id, and of what kind.</param>
    /// <param name="key">The creator's own name for it.</param>
    [Alias("draw")]
    Task<long> Draw(string creator, string key);

    /// <summary>Open shops, newest first.</summary>
    [Alias("list")]
    Task<ShopPage> List(int limit, string? cursor);

    /// <summary>What waits for the post's review, oldest first; or shops of another status, newest first.</summary>
    [Alias("review")]
    Task<ShopPage> Review(ShopStatus status, int limit, string? cursor);

    /// <summary>The shops of a person: as owner, as staff, or asked to be.</summary>
    [Alias("of")]
    Task<IReadOnlyList<ShopLine>> Of(CustomerId person);
}

/// <summary>A shop in a list.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-line")]
public sealed record ShopLine
{
    /// <summary>Its id.</summary>
    [Id(0)] public required ShopId Id { get; init; }

    /// <summary>Its name in addresses.</summary>
    [Id(1)] public required string Slug { get; init; }

    /// <summary>Its name.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    [Id(3)] public required ShopStatus Status { get; init; }

    /// <summary>Its town.</summary>
    [Id(4)] public required string Town { get; init; }

    /// <summary>The picture of its sign.</summary>
    [Id(5)] public string? Logo { get; init; }

    /// <summary>When it was handed in, or changed its status last.</summary>
    [Id(6)] public required DateTimeOffset At { get; init; }

    /// <summary>For a person's own list: the role; null when they were asked and have not answered.</summary>
    [Id(7)] public ShopRole? Role { get; init; }
}

/// <summary>A page of shops.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-page")]
public sealed record ShopPage([property: Id(0)] IReadOnlyList<ShopLine> Shops, [property: Id(1)] string? NextCursor);
