using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Asking somebody for money, and paying what one is asked for.</summary>
public static class RequestEndpoints
{
    private const string Path = "/api/v1/requests/";

    private static readonly string[] Ledger =
        ["insufficient_funds", "account_frozen", "account_closed", "payee_frozen", "payee_closed", "limit_exceeded", "balance_cap_exceeded", "ledger_unavailable"];

    /// <summary>Maps <c>/requests</c>.</summary>
    public static RouteGroupBuilder MapMoneyRequests(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/requests").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Requests");
        group.MapPost("", Ask).WithName("createRequest").WithSummary("Asks a person for money. They hear by SMS and live, and have seven days.").Refuses(
            "unknown_payee", "amount_not_positive", "memo_invalid", "request_own", "request_blocked", "request_limit", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("", List).WithName("listRequests").WithSummary("Requests that the caller is asked to pay (box=received) or has made (box=sent); open ones first.").Refuses("invalid_field");
        group.MapGet("/blocked", Blocked).WithName("listBlockedRequesters").WithSummary("Whose requests the caller refuses.");
        group.MapDelete("/blocked/{person}", Unblock).WithName("unblockRequester").WithSummary("Takes requests from this person again. Again succeeds.").Refuses("not_found");
        group.MapGet("/{id}", Find).WithName("getRequest").WithSummary("One request, for either side.").Refuses("not_found");
        group.MapGet("/{id}/quote", Quote).WithName("quoteRequest").WithSummary("What paying it costs, for the payer.").Refuses(["not_found", "request_over", .. Ledger]);
        group.MapPost("/{id}/approve", Approve).WithName("approveRequest").WithSummary("Pays it: once, whatever is repeated. Needs a fresh proof of the PIN, whatever the amount.")
            .Refuses(["not_found", "request_over", "quote_changed", "step_up_required", "in_progress", .. Ledger]);
        group.MapPost("/{id}/decline", Decline).WithName("declineRequest").WithSummary("The payer says no.").Refuses("not_found", "request_over");
        group.MapPost("/{id}/cancel", Cancel).WithName("cancelRequest").WithSummary("The requester takes it back.").Refuses("not_found", "request_over");
        group.MapPost("/{id}/block", Block).WithName("blockRequester").WithSummary("Declines it, and takes no more requests from this person.").Refuses("not_found", "request_over");
        return group;
    }

    private static async Task<Results<Created<RequestView>, ProblemResult>> Ask(RequestBody body, IdempotencyKey key, RequestDesk desk, HttpContext http)
    {
        RequestOutcome outcome = await desk.Ask(http.User, body.From, body.Amount, body.Note, key.Value);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        Answers.MarkReplay(http, outcome.Replayed);
        return TypedResults.Created(Path + outcome.Request!.Id, RequestView.Of(outcome.Request, http.User));
    }

    private static async Task<Results<Ok<RequestsView>, ProblemResult>> List(ClaimsPrincipal user, RequestDesk desk, string box = "received")
    {
        if (box is not ("received" or "sent"))
        {
            return Problem.InvalidField("box");
        }

        IReadOnlyList<MoneyRequest> found = box == "sent" ? await desk.Sent(user) : await desk.Received(user);
        return TypedResults.Ok(new RequestsView([.. found.Select(one => RequestView.Of(one, user))]));
    }

    private static async Task<Results<Ok<RequestView>, ProblemResult>> Find(string id, ClaimsPrincipal user, RequestDesk desk) =>
        await desk.Find(user, id) is { } found ? TypedResults.Ok(RequestView.Of(found, user)) : RequestRefusal.NotFound.ToProblem();

    private static async Task<Results<Ok<QuoteView>, ProblemResult>> Quote(string id, ClaimsPrincipal user, RequestDesk desk, IStepUp stepUp, HttpContext http)
    {
        if (await desk.Find(user, id) is not { } request || request.Wish.Payer.Id != user.Customer())
        {
            return RequestRefusal.NotFound.ToProblem();
        }

        if (request.Status is not RequestStatus.Open)
        {
            return RequestRefusal.RequestOver.ToProblem();
        }

        (QuoteOutcome outcome, bool firstTime) = await desk.Quote(user, request);
        return outcome.Quote is { } quote ? TypedResults.Ok(QuoteView.Of(quote, !stepUp.IsProven(http), firstTime)) : Problem.Refuse(outcome.Refusal!);
    }

    private static async Task<Results<Ok<RequestView>, ProblemResult>> Approve(string id, RequestApprovalBody body, ClaimsPrincipal user, RequestDesk desk, IStepUp stepUp, HttpContext http)
    {
        if (await desk.Find(user, id) is not { } request || request.Wish.Payer.Id != user.Customer())
        {
            return RequestRefusal.NotFound.ToProblem();
        }

        return stepUp.IsProven(http) ? Answer(await desk.Approve(user, id, body.AgreedTotal), http) : Problem.Refuse(RefusalCode.StepUpRequired);
    }

    private static async Task<Results<Ok<RequestView>, ProblemResult>> Decline(string id, RequestDesk desk, HttpContext http) => Answer(await desk.Decline(http.User, id), http);

    private static async Task<Results<Ok<RequestView>, ProblemResult>> Cancel(string id, RequestDesk desk, HttpContext http) => Answer(await desk.Cancel(http.User, id), http);

    private static async Task<Results<Ok<RequestView>, ProblemResult>> Block(string id, RequestDesk desk, HttpContext http) => Answer(await desk.Block(http.User, id), http);

    private static async Task<Ok<BlockedRequestersView>> Blocked(ClaimsPrincipal user, RequestDesk desk) =>
        TypedResults.Ok(new BlockedRequestersView([.. (await desk.Blocked(user)).Select(one => new BlockedRequesterView(one.Person.Value, one.Name, one.At))]));

    private static async Task<Results<NoContent, ProblemResult>> Unblock(string person, ClaimsPrincipal user, RequestDesk desk)
    {
        if (!CustomerId.TryParse(person, out CustomerId who))
        {
            return RequestRefusal.NotFound.ToProblem();
        }

        await desk.Unblock(user, who);
        return TypedResults.NoContent();
    }

    private static Results<Ok<RequestView>, ProblemResult> Answer(RequestOutcome outcome, HttpContext http)
    {
        if (outcome.Ledger is { } ledger)
        {
            return Problem.Refuse(ledger);
        }

        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(RequestView.Of(outcome.Request!, http.User));
    }
}
