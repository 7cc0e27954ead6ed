using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A transfer to a wrong number asked back; what the payee says, what an operator decides.</summary>
internal static class RecallEndpoints
{
    private const string Path = "/api/v1/recalls/";

    public static void MapRecalls(this RouteGroupBuilder api)
    {
        RouteGroupBuilder mine = api.MapGroup("/recalls").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Recalls");
        mine.MapPost("", Ask).WithName("createRecall").WithSummary("Asks for a transfer back; what is still there is set aside at once. Once a transfer.")
            .Refuses("not_found", "recall_not_possible", "recall_too_late", "recall_exists", "recall_limit", "already_reversed", "memo_invalid", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        mine.MapGet("", Mine).WithName("listRecalls").WithSummary("Recalls that the caller asked for or is asked about, newest first.");
        mine.MapGet("/{id}", Find).WithName("getRecall").WithSummary("One recall, for its two sides.").Refuses("not_found");
        mine.MapPost("/{id}/consent", Consent).WithName("consentToRecall").WithSummary("As the payee: what is set aside goes back.")
            .Refuses("not_found", "recall_not_open", "step_up_required");
        mine.MapPost("/{id}/contest", Contest).WithName("contestRecall").WithSummary("As the payee: the money is mine, and why.")
            .Refuses("not_found", "recall_not_open", "words_missing", "memo_invalid");
        RouteGroupBuilder post = api.MapGroup("/operator/recalls").RequireAuthorization(Policies.Operator).WithTags("Operators");
        post.MapGet("", List).WithName("listAllRecalls").WithSummary("All recalls, or those that wait for an operator.").Refuses("invalid_field");
        post.MapGet("/{id}", FindAny).WithName("getAnyRecall").WithSummary("One recall with its trail.").Refuses("not_found");
        post.MapPost("/{id}/decision", Decide).WithName("decideRecall").WithSummary("Gives back or releases what was contested or not answered.")
            .Refuses("not_found", "recall_not_open", "already_decided", "party_to_case", "words_missing", "memo_invalid");
    }

    private static async Task<Results<Created<RecallView>, ProblemResult>> Ask(
        RecallBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (!TransferId.TryParse(body.Transfer, out TransferId transfer) || user.Wallet() != transfer.Payer)
        {
            return MistakeAnswers.Refuse(MistakeRefusal.NotFound);
        }

        var request = new RecallRequest { By = user.Customer(), Key = key.Value, Words = string.IsNullOrWhiteSpace(body.Words) ? null : body.Words.Trim() };
        RecallOutcome outcome = await grains.GetGrain<IRecallGrain>(Recalls.Key(transfer)).Ask(request);
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is { } refusal ? MistakeAnswers.Refuse(refusal) : TypedResults.Created(Path + outcome.Recall!.Id, RecallView.Of(outcome.Recall, user.Customer()));
    }

    private static async Task<Ok<RecallsView>> Mine(ClaimsPrincipal user, IGrainFactory grains)
    {
        CustomerId me = user.Customer();
        return TypedResults.Ok(new RecallsView([.. (await grains.GetGrain<IRecallsGrain>(0).Of(me)).Select(recall => RecallView.Of(recall, me))]));
    }

    private static async Task<Results<Ok<RecallView>, ProblemResult>> Find(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.RecallOf(id, user.Customer()) is { } recall ? TypedResults.Ok(RecallView.Of(recall, user.Customer())) : MistakeAnswers.Refuse(MistakeRefusal.NotFound);

    private static async Task<Results<Ok<RecallView>, ProblemResult>> Consent(string id, ClaimsPrincipal user, IGrainFactory grains, IStepUp stepUp, HttpContext http)
    {
        if (await grains.RecallOf(id, user.Customer()) is null)
        {
            return MistakeAnswers.Refuse(MistakeRefusal.NotFound);
        }

        return stepUp.IsProven(http) ? Answered(await grains.GetGrain<IRecallGrain>(id).Consent(user.Customer()), user.Customer()) : Problem.Refuse(RefusalCode.StepUpRequired);
    }

    private static async Task<Results<Ok<RecallView>, ProblemResult>> Contest(string id, WordsBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Answered(Recalls.TryRead(id, out _) ? await grains.GetGrain<IRecallGrain>(id).Contest(user.Customer(), body.Words) : MistakeRefusal.NotFound, user.Customer());

    private static async Task<Results<Ok<RecallPageView>, ProblemResult>> List(IGrainFactory grains, string? cursor, bool waiting = true, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        RecallPage page = await grains.GetGrain<IRecallsGrain>(0).List(waiting, limit, cursor);
        return TypedResults.Ok(new RecallPageView([.. page.Recalls.Select(recall => RecallView.Of(recall, null))], page.NextCursor));
    }

    private static async Task<Results<Ok<RecallView>, ProblemResult>> FindAny(string id, IGrainFactory grains) =>
        Recalls.TryRead(id, out _) && await grains.GetGrain<IRecallGrain>(id).Look() is { } recall
            ? TypedResults.Ok(RecallView.Of(recall, null))
            : MistakeAnswers.Refuse(MistakeRefusal.NotFound);

    private static async Task<Results<Ok<RecallView>, ProblemResult>> Decide(string id, RecallDecisionBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Answered(
            Recalls.TryRead(id, out _) ? await grains.GetGrain<IRecallGrain>(id).Decide(user.Customer(), body.Decision is RecallDecision.Return, body.Reason) : MistakeRefusal.NotFound,
            null);

    private static Results<Ok<RecallView>, ProblemResult> Answered(RecallOutcome outcome, CustomerId? person) =>
        outcome.Refusal is { } refusal ? MistakeAnswers.Refuse(refusal) : TypedResults.Ok(RecallView.Of(outcome.Recall!, person));
}

/// <summary>What the endpoints and pages of mistakes share.</summary>
internal static class MistakeAnswers
{
    /// <summary>The refusal as a problem.</summary>
    public static ProblemResult Refuse(MistakeRefusal refusal) => Problem.Refuse(Code(refusal));

    /// <summary>The stable code.</summary>
    public static string Code(MistakeRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>A recall of which this person is one side; to anybody else it does not exist.</summary>
    public static async Task<Recall?> RecallOf(this IGrainFactory grains, string? id, CustomerId person) =>
        Recalls.TryRead(id, out _) && await grains.GetGrain<IRecallGrain>(id!).Look() is { } recall && (recall.Payer == person || recall.Payee == person) ? recall : null;

    /// <summary>A person's book of payees.</summary>
    public static IPayeesGrain PayeeBook(this IGrainFactory grains, ClaimsPrincipal user) => grains.GetGrain<IPayeesGrain>(PayeeBooks.Key(user.Customer()));
}
