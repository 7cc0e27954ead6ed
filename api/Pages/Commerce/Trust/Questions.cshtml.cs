using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce.Trust;

/// <summary>Questions about a product with their answers, for everybody; who is signed in asks.</summary>
[AllowAnonymous, EnableRateLimiting(RateLimits.Search)]
public sealed class QuestionsModel(IGrainFactory grains) : TrustPage(grains)
{
    /// <summary>The words: of a question, an answer or a report.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>Names the question from the moment the form is shown, so that a second click asks nothing more.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>What there is.</summary>
    public IReadOnlyList<Question> Found { get; private set; } = [];

    /// <summary>Whether the person may answer.</summary>
    public bool MayAnswer { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGet(string product)
    {
        Key = Guid.NewGuid().ToString("N");
        return await Load(product) ? Page() : NotFound();
    }

    /// <summary>Asks.</summary>
    public async Task<IActionResult> OnPost(string product)
    {
        if (!await Load(product) || Person is not { } person)
        {
            return Person is null ? SignIn() : NotFound();
        }

        string key = Key is { Length: 32 } kept ? kept : Guid.NewGuid().ToString("N");
        return Answer((await Grains.GetGrain<IQuestionGrain>(TrustKeys.Question(Card.Id, person, key)).Ask(Card.Id, person, Text ?? "")).Refusal);
    }

    /// <summary>Answers.</summary>
    public Task<IActionResult> OnPostAnswer(string product, string question) => Act(product, question, (grain, person) => grain.Answer(person, Text ?? ""));

    /// <summary>Reports.</summary>
    public Task<IActionResult> OnPostReport(string product, string question) => Act(product, question, (grain, person) => grain.Report(person, Text ?? ""));

    private async Task<IActionResult> Act(string product, string question, Func<IQuestionGrain, Postmobile.Identity.CustomerId, Task<QuestionOutcome>> act)
    {
        if (!await Load(product) || Person is not { } person)
        {
            return Person is null ? SignIn() : NotFound();
        }

        return Answer(Grains.Question(question) is { } grain ? (await act(grain, person)).Refusal : TrustRefusal.NotFound);
    }

    private IActionResult Answer(TrustRefusal? refusal)
    {
        if (refusal is { } no)
        {
            Refuse(no);
            return Page();
        }

        return LocalRedirect("/questions/" + Card.Id);
    }

    private async Task<bool> Load(string product)
    {
        if (!await Find(product))
        {
            return false;
        }

        Found = await Grains.Trust().Questions(Card.Id);
        MayAnswer = IsStaff || (Person is { } person && await Grains.Trust().Received(person, Card.Id) is not null);
        return true;
    }
}
