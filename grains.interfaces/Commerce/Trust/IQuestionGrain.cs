using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>One question about a product, with its answers. Keyed by <see cref="TrustKeys.Question"/>.</summary>
[Alias("commerce.question"), GrainInterfaceType("commerce.question")]
public interface IQuestionGrain : IGrainWithStringKey
{
    /// <summary>Asks it. Again changes nothing.</summary>
    /// <returns>The question; or not_found (no such product), words_invalid.</returns>
    [Alias("ask")]
    Task<QuestionOutcome> Ask(ProductId product, CustomerId by, string text);

    /// <summary>An answer of the shop's staff or of somebody who has received the product; one per person, again replaces it.</summary>
    /// <returns>The question; or not_found, answer_not_yours, words_invalid, list_full.</returns>
    [Alias("answer")]
    Task<QuestionOutcome> Answer(CustomerId by, string text);

    /// <summary>Somebody finds it, or an answer, wrong. Once per person.</summary>
    /// <returns>The question; or not_found, own_words, reason_needed.</returns>
    [Alias("report")]
    Task<QuestionOutcome> Report(CustomerId by, string reason);

    /// <summary>The post withholds it with its answers, or shows it; goes into the record.</summary>
    /// <returns>The question; or not_found, own_case, reason_needed.</returns>
    [Alias("decide")]
    Task<QuestionOutcome> Decide(CustomerId by, bool withhold, string reason);
}

/// <summary>A question as everybody sees it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.question-view")]
public sealed record Question
{
    /// <summary>Its id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>About which product.</summary>
    [Id(1)] public required ProductId Product { get; init; }

    /// <summary>First name and initial.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>What is asked.</summary>
    [Id(3)] public required string Text { get; init; }

    /// <summary>When.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>The answers: the shop's first, then the oldest.</summary>
    [Id(5)] public required IReadOnlyList<QuestionAnswer> Answers { get; init; }

    /// <summary>Whether the post withholds it.</summary>
    [Id(6)] public bool Withheld { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Name">First name and initial, or the shop's name.</param>
/// <param name="IsShop">Whether the shop answers.</param>
/// <param name="Text">What.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("commerce.question-answer")]
public sealed record QuestionAnswer([property: Id(0)] string Name, [property: Id(1)] bool IsShop, [property: Id(2)] string Text, [property: Id(3)] DateTimeOffset At);

/// <summary>The question as it stands, or why nothing changed.</summary>
[GenerateSerializer, Immutable, Alias("commerce.question-outcome")]
public readonly record struct QuestionOutcome([property: Id(0)] Question? Question, [property: Id(1)] TrustRefusal? Refusal)
{
    /// <summary>Nothing changed.</summary>
    public static implicit operator QuestionOutcome(TrustRefusal refusal) => new(null, refusal);
}
