using System.ComponentModel;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>What a buyer says.</summary>
public sealed record ReviewBody([property: Description("One to five.")] int Stars, [property: Description("At most 2,000 characters; may be empty.")] string? Text = null);

/// <summary>Words: an answer or a question.</summary>
public sealed record WordsBody(string Text);

/// <summary>Why words are wrong.</summary>
public sealed record WordsReportBody([property: Description("3 to 300 characters.")] string Reason);

/// <summary>What the post decides about words.</summary>
public sealed record WordsDecisionBody([property: Description("true: nobody sees it any more; false: it is shown.")] bool Withhold, [property: Description("3 to 300 characters, for the record.")] string Reason);

/// <summary>A review.</summary>
public sealed record ReviewView(string Id, string Product, string Name, int Stars, string Text, DateTimeOffset At, bool Edited, string? Answer, bool Withheld)
{
    /// <summary>The outside's view.</summary>
    public static ReviewView Of(Review review) =>
        new(review.Id, review.Product.Value, review.Name, review.Stars, review.Text, review.At, review.Edited, review.Answer, review.Withheld);
}

/// <summary>Some reviews of a product, newest first.</summary>
public sealed record ReviewsView(IReadOnlyList<ReviewView> Items, [property: Description("How many of one star, of two …, of five.")] IReadOnlyList<int> ByStars, int Count, double? Rating, string? Next)
{
    /// <summary>The outside's view.</summary>
    public static ReviewsView Of(ReviewPage page) =>
        new([.. page.Items.Select(ReviewView.Of)], page.ByStars, page.Count, page.Count == 0 ? null : Math.Round(page.Rating, 2), page.Next);
}

/// <summary>A question with its answers.</summary>
public sealed record QuestionView(string Id, string Product, string Name, string Text, DateTimeOffset At, IReadOnlyList<QuestionAnswerView> Answers)
{
    /// <summary>The outside's view.</summary>
    public static QuestionView Of(Question question) => new(
        question.Id, question.Product.Value, question.Name, question.Text, question.At,
        [.. question.Answers.Select(one => new QuestionAnswerView(one.Name, one.IsShop, one.Text, one.At))]);
}

/// <summary>An answer.</summary>
public sealed record QuestionAnswerView(string Name, bool IsShop, string Text, DateTimeOffset At);

/// <summary>Words that people have reported.</summary>
public sealed record FlaggedWordsView(string Id, string Product, string Name, string Text, IReadOnlyList<string> Reasons, DateTimeOffset Since, bool Withheld)
{
    /// <summary>The outside's view.</summary>
    public static FlaggedWordsView Of(FlaggedWords words) => new(words.Id, words.Product.Value, words.Name, words.Text, words.Reasons, words.Since, words.Withheld);
}

/// <summary>How a shop has served its buyers in the last ninety days; percents are null while there is too little to say.</summary>
public sealed record ShopScoreView(int Orders, int? AcceptedPercent, int Received, int? ReturnedPercent, int? DisputedPercent, int Reviews, double? Rating)
{
    /// <summary>The outside's view.</summary>
    public static ShopScoreView Of(ShopScore score) => new(
        score.Orders, ShopScore.Percent(score.Accepted, score.Orders), score.Received, ShopScore.Percent(score.Returned, score.Received),
        ShopScore.Percent(score.Disputed, score.Orders), score.Reviews, score.Reviews == 0 ? null : Math.Round(score.Rating, 2));
}
