using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Keys of what buyers say.</summary>
public static class TrustKeys
{
    /// <summary>The review of one buyer and product: there is one at most. Nobody can tell the buyer from it.</summary>
    public static string Review(ProductId product, CustomerId buyer) =>
        $"r-{product}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(buyer.Value)).AsSpan(0, 12))}";

    /// <summary>A question, the same for the same request of the same person.</summary>
    public static string Question(ProductId product, CustomerId by, string key) =>
        $"q-{product}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(by.Value + "\n" + key)).AsSpan(0, 12))}";

    /// <summary>A person's wish list.</summary>
    public static string Wishes(CustomerId person) => "w-" + person.Value;

    /// <summary>Who waits for a product.</summary>
    public static string Waiting(ProductId product) => "waiting-" + product.Value;
}

/// <summary>Why nothing came of it. The stable code is the name in snake case.</summary>
public enum TrustRefusal
{
    /// <summary><c>not_found</c>: there is no such review, question or product.</summary>
    NotFound,

    /// <summary><c>review_not_bought</c>: this person has not received this product with this order.</summary>
    ReviewNotBought,

    /// <summary><c>review_too_late</c>: the time in which a review may be changed is over.</summary>
    ReviewTooLate,

    /// <summary><c>review_stars</c>: one to five.</summary>
    ReviewStars,

    /// <summary><c>words_invalid</c>: too short, too long, or with signs that no text has.</summary>
    WordsInvalid,

    /// <summary><c>words_withheld</c>: the post has withheld it; it is not changed any more.</summary>
    WordsWithheld,

    /// <summary><c>not_shop_staff</c>: only the shop answers a review.</summary>
    NotShopStaff,

    /// <summary><c>answer_not_yours</c>: the shop and earlier buyers answer a question.</summary>
    AnswerNotYours,

    /// <summary><c>own_words</c>: nobody reports what they wrote themselves.</summary>
    OwnWords,

    /// <summary><c>own_case</c>: whoever decides has written it, or works for the shop.</summary>
    OwnCase,

    /// <summary><c>reason_needed</c>.</summary>
    ReasonNeeded,

    /// <summary><c>list_full</c>: as many as there can be.</summary>
    ListFull,
}

/// <summary>What a buyer says of a product.</summary>
[GenerateSerializer, Immutable, Alias("commerce.review-draft")]
public sealed record ReviewDraft
{
    /// <summary>Which product.</summary>
    [Id(0)] public required ProductId Product { get; init; }

    /// <summary>The order with which it was received.</summary>
    [Id(1)] public required OrderId Order { get; init; }

    /// <summary>Who.</summary>
    [Id(2)] public required CustomerId By { get; init; }

    /// <summary>One to five.</summary>
    [Id(3)] public required int Stars { get; init; }

    /// <summary>In their words; may be empty, at most 2,000 characters.</summary>
    [Id(4)] public string Text { get; init; } = "";
}

/// <summary>A review as everybody sees it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.review-view")]
public sealed record Review
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Which product.</summary>
    [Id(1)] public required ProductId Product { get; init; }

    /// <summary>Whose.</summary>
    [Id(2)] public required ShopId Shop { get; init; }

    /// <summary>First name and initial.</summary>
    [Id(3)] public required string Name { get; init; }

    /// <summary>One to five.</summary>
    [Id(4)] public required int Stars { get; init; }

    /// <summary>The words; may be empty.</summary>
    [Id(5)] public required string Text { get; init; }

    /// <summary>When it was first written.</summary>
    [Id(6)] public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was changed since.</summary>
    [Id(7)] public bool Edited { get; init; }

    /// <summary>The shop's answer, or null.</summary>
    [Id(8)] public string? Answer { get; init; }

    /// <summary>Whether the post withholds it: nobody sees it but its author and the post.</summary>
    [Id(9)] public bool Withheld { get; init; }
}

/// <summary>The review as it stands, or why nothing changed.</summary>
[GenerateSerializer, Immutable, Alias("commerce.review-outcome")]
public readonly record struct ReviewOutcome([property: Id(0)] Review? Review, [property: Id(1)] TrustRefusal? Refusal)
{
    /// <summary>Nothing changed.</summary>
    public static implicit operator ReviewOutcome(TrustRefusal refusal) => new(null, refusal);
}
