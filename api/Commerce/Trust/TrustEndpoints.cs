using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>Reviews, questions, wishes and waiting; what the post does about words that were reported.</summary>
public static class TrustEndpoints
{
    /// <summary>Maps <c>/products/{product}/reviews</c> and its neighbours, <c>/reviews</c>, <c>/questions</c>, <c>/wishes</c>, <c>/moderation</c>.</summary>
    public static WebApplication MapTrust(this WebApplication app)
    {
        RouteGroupBuilder open = app.MapGroup("/api/v1").AllowAnonymous().RequireRateLimiting(RateLimits.Search).WithTags("Reviews");
        open.MapGet("/products/{product}/reviews", Reviews).WithName("listReviews").WithSummary("Reviews of a product, newest first.").Refuses("not_found", "invalid_field", "too_many_requests");
        open.MapGet("/products/{product}/questions", Questions).WithName("listQuestions").WithSummary("Questions about a product with their answers, newest first.").Refuses("not_found", "too_many_requests");
        open.MapGet("/shops/{shop}/score", Score).WithName("getShopScore").WithSummary("How a shop has served its buyers in the last ninety days.").Refuses("not_found", "too_many_requests");

        RouteGroupBuilder own = app.MapGroup("/api/v1").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Reviews");
        own.MapPut("/products/{product}/review", Write).WithName("writeReview").WithSummary("Writes or changes one's review of a product that one has received.")
            .Refuses("review_not_bought", "review_too_late", "review_stars", "words_invalid", "words_withheld");
        own.MapPut("/reviews/{id}/answer", Answer).WithName("answerReview").WithSummary("The shop's answer.").Refuses("not_found", "not_shop_staff", "words_invalid");
        own.MapPost("/reviews/{id}/report", Report).WithName("reportReview").WithSummary("Tells the post that a review is wrong; once per person.").Refuses("not_found", "own_words", "reason_needed");
        own.MapPost("/products/{product}/questions", Ask).WithName("askQuestion").WithSummary("Asks about a product; the same key asks once.")
            .Refuses("not_found", "words_invalid", "idempotency_key_missing", "idempotency_key_invalid");
        own.MapPut("/questions/{id}/answer", AnswerQuestion).WithName("answerQuestion").WithSummary("An answer of the shop or of somebody who has received the product.")
            .Refuses("not_found", "answer_not_yours", "words_invalid", "list_full");
        own.MapPost("/questions/{id}/report", ReportQuestion).WithName("reportQuestion").WithSummary("Tells the post that a question or an answer is wrong.").Refuses("not_found", "own_words", "reason_needed");
        own.MapGet("/wishes", Wishes).WithName("listWishes").WithSummary("One's wish list, newest first.");
        own.MapPut("/wishes/{product}", Wish).WithName("addWish").WithSummary("Puts a product on the list.").Refuses("not_found", "list_full");
        own.MapDelete("/wishes/{product}", Unwish).WithName("removeWish").WithSummary("Takes it from the list.").Refuses("not_found");
        own.MapPut("/products/{product}/back-in-stock", Wait).WithName("awaitStock").WithSummary("One SMS when the product can be bought again.").Refuses("not_found", "list_full");
        own.MapDelete("/products/{product}/back-in-stock", Unwait).WithName("forgetStock").WithSummary("No SMS any more.").Refuses("not_found");

        RouteGroupBuilder post = app.MapGroup("/api/v1/moderation").RequireAuthorization(Policies.Moderator).WithTags("Moderation");
        post.MapGet("", Queue).WithName("listReportedWords").WithSummary("What people have reported, oldest first.");
        post.MapPost("/{id}", Decide).WithName("decideReportedWords").WithSummary("Withholds words or shows them; goes into the record.").Refuses("not_found", "own_case", "reason_needed");
        return app;
    }

    /// <summary>A refusal as the API says it.</summary>
    public static string CodeOf(TrustRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>The reader of what buyers say.</summary>
    public static ITrustGrain Trust(this IGrainFactory grains) => grains.GetGrain<ITrustGrain>(0);

    private static ProblemResult Refuse(TrustRefusal refusal) => Problem.Refuse(CodeOf(refusal));

    private static async Task<Results<Ok<ReviewsView>, ProblemResult>> Reviews(string product, IGrainFactory grains, string? cursor = null, int limit = 20) =>
        limit is < 1 or > 50 ? Problem.InvalidField("limit")
        : ProductId.TryParse(product, out ProductId id) ? TypedResults.Ok(ReviewsView.Of(await grains.Trust().Reviews(id, cursor, limit)))
        : Problem.Refuse("not_found");

    private static async Task<Results<Ok<IReadOnlyList<QuestionView>>, ProblemResult>> Questions(string product, IGrainFactory grains) =>
        ProductId.TryParse(product, out ProductId id)
            ? TypedResults.Ok<IReadOnlyList<QuestionView>>([.. (await grains.Trust().Questions(id)).Select(QuestionView.Of)])
            : Problem.Refuse("not_found");

    private static async Task<Results<Ok<ShopScoreView>, ProblemResult>> Score(string shop, IGrainFactory grains) =>
        ShopId.TryParse(shop, out ShopId id) ? TypedResults.Ok(ShopScoreView.Of(await grains.Trust().Score(id))) : Problem.Refuse("not_found");

    private static async Task<Results<Ok<ReviewView>, ProblemResult>> Write(string product, ReviewBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        CustomerId by = user.Customer();
        if (!ProductId.TryParse(product, out ProductId id) || await grains.Trust().Received(by, id) is not { } order)
        {
            return Refuse(TrustRefusal.ReviewNotBought);
        }

        var draft = new ReviewDraft { Product = id, Order = order, By = by, Stars = body.Stars, Text = body.Text ?? "" };
        return Map(await grains.GetGrain<IReviewGrain>(TrustKeys.Review(id, by)).Write(draft));
    }

    private static async Task<Results<Ok<ReviewView>, ProblemResult>> Answer(string id, WordsBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Review(id) is { } review ? Map(await review.Answer(user.Customer(), body.Text)) : Refuse(TrustRefusal.NotFound);

    private static async Task<Results<Ok<ReviewView>, ProblemResult>> Report(string id, WordsReportBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Review(id) is { } review ? Map(await review.Report(user.Customer(), body.Reason)) : Refuse(TrustRefusal.NotFound);

    private static async Task<Results<Ok<QuestionView>, ProblemResult>> Ask(string product, WordsBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        ProductId.TryParse(product, out ProductId id)
            ? Map(await grains.GetGrain<IQuestionGrain>(TrustKeys.Question(id, user.Customer(), key.Value)).Ask(id, user.Customer(), body.Text))
            : Refuse(TrustRefusal.NotFound);

    private static async Task<Results<Ok<QuestionView>, ProblemResult>> AnswerQuestion(string id, WordsBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Question(id) is { } question ? Map(await question.Answer(user.Customer(), body.Text)) : Refuse(TrustRefusal.NotFound);

    private static async Task<Results<Ok<QuestionView>, ProblemResult>> ReportQuestion(string id, WordsReportBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Question(id) is { } question ? Map(await question.Report(user.Customer(), body.Reason)) : Refuse(TrustRefusal.NotFound);

    private static async Task<Ok<IReadOnlyList<ProductCardView>>> Wishes(ClaimsPrincipal user, IGrainFactory grains) => TypedResults.Ok<IReadOnlyList<ProductCardView>>(
        [.. (await grains.Search().Cards(await grains.Wishes(user.Customer()).List())).Select(ProductCardView.Of)]);

    private static Task<Results<NoContent, ProblemResult>> Wish(string product, ClaimsPrincipal user, IGrainFactory grains) =>
        With(product, id => grains.Wishes(user.Customer()).Add(id));

    private static Task<Results<NoContent, ProblemResult>> Unwish(string product, ClaimsPrincipal user, IGrainFactory grains) =>
        With(product, id => Done(grains.Wishes(user.Customer()).Remove(id)));

    private static Task<Results<NoContent, ProblemResult>> Wait(string product, ClaimsPrincipal user, IGrainFactory grains) =>
        With(product, id => grains.Waiting(id).Add(user.Customer()));

    private static Task<Results<NoContent, ProblemResult>> Unwait(string product, ClaimsPrincipal user, IGrainFactory grains) =>
        With(product, id => Done(grains.Waiting(id).Remove(user.Customer())));

    private static async Task<Ok<IReadOnlyList<FlaggedWordsView>>> Queue(IGrainFactory grains) =>
        TypedResults.Ok<IReadOnlyList<FlaggedWordsView>>([.. (await grains.Trust().Queue()).Select(FlaggedWordsView.Of)]);

    private static async Task<Results<NoContent, ProblemResult>> Decide(string id, WordsDecisionBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.DecideWords(id, user.Customer(), body.Withhold, body.Reason) is { } refusal ? Refuse(refusal) : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemResult>> With(string product, Func<ProductId, Task<TrustRefusal?>> act) =>
        !ProductId.TryParse(product, out ProductId id) ? Refuse(TrustRefusal.NotFound) : await act(id) is { } refusal ? Refuse(refusal) : TypedResults.NoContent();

    private static async Task<TrustRefusal?> Done(Task task)
    {
        await task;
        return null;
    }

    private static Results<Ok<ReviewView>, ProblemResult> Map(ReviewOutcome outcome) =>
        outcome.Review is { } review ? TypedResults.Ok(ReviewView.Of(review)) : Refuse(outcome.Refusal!.Value);

    private static Results<Ok<QuestionView>, ProblemResult> Map(QuestionOutcome outcome) =>
        outcome.Question is { } question ? TypedResults.Ok(QuestionView.Of(question)) : Refuse(outcome.Refusal!.Value);
}

/// <summary>The grains of what buyers say, by what people send.</summary>
internal static class TrustGrains
{
    private const int IdMax = 60;

    /// <summary>A review; null when the id is none.</summary>
    public static IReviewGrain? Review(this IGrainFactory grains, string id) => Is('r', id) ? grains.GetGrain<IReviewGrain>(id) : null;

    /// <summary>A question; null when the id is none.</summary>
    public static IQuestionGrain? Question(this IGrainFactory grains, string id) => Is('q', id) ? grains.GetGrain<IQuestionGrain>(id) : null;

    /// <summary>A person's wish list.</summary>
    public static IWishListGrain Wishes(this IGrainFactory grains, CustomerId person) => grains.GetGrain<IWishListGrain>(TrustKeys.Wishes(person));

    /// <summary>Who waits for a product.</summary>
    public static IWaitingGrain Waiting(this IGrainFactory grains, ProductId product) => grains.GetGrain<IWaitingGrain>(TrustKeys.Waiting(product));

    /// <summary>The post decides about a review or a question.</summary>
    public static async Task<TrustRefusal?> DecideWords(this IGrainFactory grains, string id, CustomerId by, bool withhold, string reason) =>
        grains.Review(id) is { } review ? (await review.Decide(by, withhold, reason)).Refusal
        : grains.Question(id) is { } question ? (await question.Decide(by, withhold, reason)).Refusal
        : TrustRefusal.NotFound;

    private static bool Is(char letter, string id) =>
        id.Length is > 10 and <= IdMax && id[0] == letter && id[1] == '-' && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
