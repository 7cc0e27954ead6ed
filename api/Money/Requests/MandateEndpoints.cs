using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Recurring collections that a payer agrees to once.</summary>
public static class MandateEndpoints
{
    private const string Path = "/api/v1/mandates/";

    /// <summary>Maps <c>/mandates</c>.</summary>
    public static RouteGroupBuilder MapMandates(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/mandates").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Mandates");
        group.MapPost("", Propose).WithName("createMandate").WithSummary("Proposes a recurring collection. Nothing is collected until the payer agrees.").Refuses(
            "unknown_payee", "mandate_terms", "mandate_ceiling", "mandate_limit", "amount_not_positive", "memo_invalid", "request_own", "request_blocked",
            "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("", List).WithName("listMandates").WithSummary("Mandates that the caller pays (side=payer) or collects (side=payee), newest first.").Refuses("invalid_field");
        group.MapGet("/{id}", Find).WithName("getMandate").WithSummary("One mandate with its last periods, for either side.").Refuses("not_found");
        group.MapPost("/{id}/approve", Approve).WithName("approveMandate").WithSummary("The payer agrees, up to a ceiling per period. Needs a fresh proof of the PIN.")
            .Refuses("not_found", "mandate_over", "mandate_not_open", "mandate_ceiling", "step_up_required");
        group.MapPost("/{id}/decline", Decline).WithName("declineMandate").WithSummary("The payer says no.").Refuses("not_found", "mandate_over", "mandate_not_open");
        group.MapPost("/{id}/pause", Pause).WithName("pauseMandate").WithSummary("The payer stops it for a while; what falls due meanwhile is not collected.").Refuses("not_found", "mandate_over", "mandate_not_open");
        group.MapPost("/{id}/resume", Resume).WithName("resumeMandate").WithSummary("The payer lets it go on with what falls due after today.").Refuses("not_found", "mandate_over", "mandate_not_open");
        group.MapPost("/{id}/cancel", Cancel).WithName("cancelMandate").WithSummary("Either side ends it: when this answers, nothing is collected any more.").Refuses("not_found", "mandate_over");
        group.MapPost("/{id}/block", Block).WithName("blockMandatePayee").WithSummary("Declines it if it waits, and takes no more proposals and requests from this payee.").Refuses("not_found", "mandate_over", "mandate_not_open");
        group.MapPost("/{id}/collect", Collect).WithName("collectMandate").WithSummary("The payee says how much the next collection is; it is made a day later at the earliest.")
            .Refuses("not_found", "mandate_over", "mandate_not_open", "mandate_ceiling", "amount_not_positive");
        return group;
    }

    private static async Task<Results<Created<MandateView>, ProblemResult>> Propose(MandateBody body, IdempotencyKey key, MandateDesk desk, HttpContext http)
    {
        var terms = new MandateTerms(body.From, body.Merchant, body.Amount, body.Ceiling, body.Period, body.Start, body.End, body.Times, body.Reason);
        MandateOutcome outcome = await desk.Propose(http.User, terms, key.Value);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        Answers.MarkReplay(http, outcome.Replayed);
        return TypedResults.Created(Path + outcome.Mandate!.Id, MandateView.Of(outcome.Mandate, http.User));
    }

    private static async Task<Results<Ok<MandatesView>, ProblemResult>> List(ClaimsPrincipal user, MandateDesk desk, string side = "payer")
    {
        if (side is not ("payer" or "payee"))
        {
            return Problem.InvalidField("side");
        }

        IReadOnlyList<Mandate> found = side == "payer" ? await desk.Paying(user) : await desk.Collecting(user);
        return TypedResults.Ok(new MandatesView([.. found.Select(one => MandateView.Of(one, user))]));
    }

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Find(string id, ClaimsPrincipal user, MandateDesk desk) =>
        await desk.Find(user, id) is { } found ? TypedResults.Ok(MandateView.Of(found, user)) : RequestRefusal.NotFound.ToProblem();

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Approve(string id, MandateApprovalBody body, MandateDesk desk, IStepUp stepUp, HttpContext http)
    {
        if (await desk.Find(http.User, id) is not { } mandate || mandate.Wish.Payer.Id != http.User.Customer())
        {
            return RequestRefusal.NotFound.ToProblem();
        }

        return stepUp.IsProven(http) ? Answer(await desk.Act(id, grain => grain.Approve(http.User.Customer(), body.Ceiling)), http) : Problem.Refuse(RefusalCode.StepUpRequired);
    }

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Decline(string id, MandateDesk desk, HttpContext http) =>
        Answer(await desk.Act(id, grain => grain.Decline(http.User.Customer())), http);

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Pause(string id, MandateDesk desk, HttpContext http) =>
        Answer(await desk.Act(id, grain => grain.Pause(http.User.Customer())), http);

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Resume(string id, MandateDesk desk, HttpContext http) =>
        Answer(await desk.Act(id, grain => grain.Resume(http.User.Customer())), http);

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Cancel(string id, MandateDesk desk, HttpContext http) =>
        Answer(await desk.Act(id, grain => grain.Cancel(http.User.Customer())), http);

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Block(string id, MandateDesk desk, HttpContext http) => Answer(await desk.Block(http.User, id), http);

    private static async Task<Results<Ok<MandateView>, ProblemResult>> Collect(string id, CollectBody body, MandateDesk desk, HttpContext http) =>
        Answer(await desk.Act(id, grain => grain.Collect(http.User.Customer(), body.Amount)), http);

    private static Results<Ok<MandateView>, ProblemResult> Answer(MandateOutcome outcome, HttpContext http)
    {
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(MandateView.Of(outcome.Mandate!, http.User));
    }
}
