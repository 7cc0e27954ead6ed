using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What one buyer says of one product. Keyed by <see cref="TrustKeys.Review"/>.</summary>
[Alias("commerce.review"), GrainInterfaceType("commerce.review")]
public interface IReviewGrain : IGrainWithStringKey
{
    /// <summary>Writes or changes it: whoever received the product, for thirty days after the first words. The same again succeeds.</summary>
    /// <returns>The review; or review_not_bought, review_too_late, review_stars, words_invalid, words_withheld.</returns>
    [Alias("write")]
    Task<ReviewOutcome> Write(ReviewDraft draft);

    /// <summary>The shop's answer; again replaces it.</summary>
    /// <returns>The review; or not_found, not_shop_staff, words_invalid.</returns>
    [Alias("answer")]
    Task<ReviewOutcome> Answer(CustomerId by, string text);

    /// <summary>Somebody finds it wrong. Once per person.</summary>
    /// <returns>The review; or not_found, own_words, reason_needed.</returns>
    [Alias("report")]
    Task<ReviewOutcome> Report(CustomerId by, string reason);

    /// <summary>The post withholds it, or shows it; goes into the record.</summary>
    /// <returns>The review; or not_found, own_case, reason_needed.</returns>
    [Alias("decide")]
    Task<ReviewOutcome> Decide(CustomerId by, bool withhold, string reason);

    /// <summary>The review; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Review?> Look();
}
