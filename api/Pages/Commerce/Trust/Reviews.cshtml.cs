using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Trust;

/// <summary>All reviews of a product, for everybody; whoever has received it writes one.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Search)]
public sealed class ReviewsModel(IGrainFactory grains) : TrustPage(grains)
{
    private const int PageMax = 20;

    /// <summary>The stars that were chosen.</summary>
    [BindProperty]
    public int Stars { get; set; }

    /// <summary>The words: of a review, an answer or a report.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>What there is.</summary>
    public ReviewPage Found { get; private set; } = null!;

    /// <summary>The order with which the person has received it; null: they may not review it.</summary>
    public OrderId? Received { get; private set; }

    /// <summary>The person's own review.</summary>
    public Review? Own { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGet(string product, string? cursor = null) => await Load(product, cursor) ? Page() : NotFound();

    /// <summary>Writes or changes a review.</summary>
    public async Task<IActionResult> OnPost(string product)
    {
        if (!await Load(product, null) || Person is not { } person)
        {
            return Person is null ? SignIn() : NotFound();
        }

        if (Received is not { } order)
        {
            Refuse(TrustRefusal.ReviewNotBought);
            return Page();
        }

        var draft = new ReviewDraft { Product = Card.Id, Order = order, By = person, Stars = Stars, Text = Text ?? "" };
        return Answer((await Grains.GetGrain<IReviewGrain>(TrustKeys.Review(Card.Id, person)).Write(draft)).Refusal);
    }

    /// <summary>The shop answers.</summary>
    public Task<IActionResult> OnPostAnswer(string product, string review) => Act(product, review, (grain, person) => grain.Answer(person, Text ?? ""));

    /// <summary>Somebody reports a review.</summary>
    public Task<IActionResult> OnPostReport(string product, string review) => Act(product, review, (grain, person) => grain.Report(person, Text ?? ""));

    private async Task<IActionResult> Act(string product, string review, Func<IReviewGrain, Postmobile.Identity.CustomerId, Task<ReviewOutcome>> act)
    {
        if (!await Load(product, null) || Person is not { } person)
        {
            return Person is null ? SignIn() : NotFound();
        }

        return Answer(Grains.Review(review) is { } grain ? (await act(grain, person)).Refusal : TrustRefusal.NotFound);
    }

    private IActionResult Answer(TrustRefusal? refusal)
    {
        if (refusal is { } no)
        {
            Refuse(no);
            return Page();
        }

        return LocalRedirect("/avis/" + Card.Id);
    }

    private async Task<bool> Load(string product, string? cursor)
    {
        if (!await Find(product))
        {
            return false;
        }

        Found = await Grains.Trust().Reviews(Card.Id, cursor, PageMax);
        if (Person is { } person)
        {
            Received = await Grains.Trust().Received(person, Card.Id);
            Own = await Grains.GetGrain<IReviewGrain>(TrustKeys.Review(Card.Id, person)).Look();
        }

        return true;
    }
}
