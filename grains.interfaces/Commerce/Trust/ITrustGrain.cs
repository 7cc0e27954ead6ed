using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Reads what buyers say, from the rows that their grains wrote. Key 0.</summary>
[Alias("commerce.trust"), GrainInterfaceType("commerce.trust")]
public interface ITrustGrain : IGrainWithIntegerKey
{
    /// <summary>Reviews of a product that are shown, newest first.</summary>
    [Alias("reviews")]
    Task<ReviewPage> Reviews(ProductId product, string? cursor, int limit);

    /// <summary>Questions about a product that are shown, newest first; fifty at most.</summary>
    [Alias("questions")]
    Task<IReadOnlyList<Question>> Questions(ProductId product);

    /// <summary>The newest order with which somebody has received a product; null when there is none.</summary>
    [Alias("received")]
    Task<OrderId?> Received(CustomerId person, ProductId product);

    /// <summary>What people have reported and nobody has decided, oldest first.</summary>
    [Alias("queue")]
    Task<IReadOnlyList<FlaggedWords>> Queue();

    /// <summary>How a shop has served its buyers in the last ninety days.</summary>
    [Alias("score")]
    Task<ShopScore> Score(ShopId shop);
}

/// <summary>Some reviews.</summary>
/// <param name="Items">The reviews.</param>
/// <param name="ByStars">How many of one star, of two …, of five: of all of the product's reviews.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
[GenerateSerializer, Immutable, Alias("commerce.review-page")]
public sealed record ReviewPage([property: Id(0)] IReadOnlyList<Review> Items, [property: Id(1)] IReadOnlyList<int> ByStars, [property: Id(2)] string? Next)
{
    /// <summary>How many reviews.</summary>
    public int Count => ByStars.Sum();

    /// <summary>Stars on average; 0 without reviews.</summary>
    public double Rating => Count == 0 ? 0 : ByStars.Select((count, i) => (i + 1.0) * count).Sum() / Count;
}

/// <summary>Words that people have reported.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flagged-words")]
public sealed record FlaggedWords
{
    /// <summary>The review's or question's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>About which product.</summary>
    [Id(1)] public required ProductId Product { get; init; }

    /// <summary>Who wrote it.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>What they wrote, with answers.</summary>
    [Id(3)] public required string Text { get; init; }

    /// <summary>Why people reported it.</summary>
    [Id(4)] public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Since when it waits.</summary>
    [Id(5)] public required DateTimeOffset Since { get; init; }

    /// <summary>Whether it is withheld already.</summary>
    [Id(6)] public bool Withheld { get; init; }
}

/// <summary>How a shop has served its buyers in the last ninety days.</summary>
[GenerateSerializer, Immutable, Alias("commerce.shop-score")]
public sealed record ShopScore
{
    /// <summary>Orders that it had to answer.</summary>
    [Id(0)] public required int Orders { get; init; }

    /// <summary>Of these, accepted in time.</summary>
    [Id(1)] public required int Accepted { get; init; }

    /// <summary>Orders that buyers received.</summary>
    [Id(2)] public required int Received { get; init; }

    /// <summary>Of these, sent back.</summary>
    [Id(3)] public required int Returned { get; init; }

    /// <summary>Orders with a dispute.</summary>
    [Id(4)] public required int Disputed { get; init; }

    /// <summary>Reviews of all its products, of all times.</summary>
    [Id(5)] public required int Reviews { get; init; }

    /// <summary>The sum of their stars.</summary>
    [Id(6)] public required int Stars { get; init; }

    /// <summary>Stars on average; 0 without reviews.</summary>
    public double Rating => Reviews == 0 ? 0 : (double)Stars / Reviews;

    /// <summary>A part of a whole in percent; null while the whole is too small to say anything.</summary>
    public static int? Percent(int part, int whole) => whole < 5 ? null : (int)Math.Round(100.0 * part / whole);
}
