using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Cash for e-money: the customer's side, and the agent's.</summary>
public static class CashOutEndpoints
{
    private const string Path = "/api/v1/cash-outs/";

    private static readonly string[] Ledger =
    [
        "insufficient_funds", "account_frozen", "account_closed", "unknown_account", "limit_exceeded", "amount_not_positive", "operation_not_allowed",
        "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid", "ledger_unavailable",
    ];

    /// <summary>Maps <c>/cash-outs</c>.</summary>
    public static RouteGroupBuilder MapCashOuts(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/cash-outs").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Cash");
        group.MapPost("/quote", Quote).WithName("quoteCashOut").WithSummary("What a withdrawal costs, at any agent.").Refuses(Ledger[..7]);
        group.MapPost("", Begin).WithName("createCashOut").WithSummary("Holds the money and gives a code to show to any agent within 30 minutes.")
            .Refuses([.. Ledger, "step_up_required", "cash_out_open"]);
        group.MapGet("", Mine).WithName("listCashOuts").WithSummary("The caller's withdrawals, newest first; without codes.");
        group.MapGet("/{id}", Find).WithName("getCashOut").WithSummary("One withdrawal; with its code, for the customer, while it is good.").Refuses("not_found");
        group.MapPost("/{id}/approve", Approve).WithName("approveCashOut").WithSummary("Says yes to what an agent asked. Needs a fresh proof of the PIN, whatever the amount.")
            .Refuses("not_found", "cash_out_over", "quote_changed", "step_up_required", "insufficient_funds", "account_frozen", "limit_exceeded");
        group.MapPost("/{id}/cancel", Stop).WithName("cancelCashOut").WithSummary("Cancels one's own, or declines an agent's. Held money goes back at once.")
            .Refuses("not_found", "cash_out_over");
        return group;
    }

    /// <summary>Maps <c>/agent/cash-outs</c>.</summary>
    public static RouteGroupBuilder MapAgentCashOuts(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/agent/cash-outs").RequireAuthorization(Policies.Agent).RequireRateLimiting(RateLimits.Money).WithTags("Agents");
        group.MapPost("/redeem", Redeem).WithName("redeemCashOut").WithSummary("Pays out against the customer's code: hand over the cash when this answers paid.")
            .Refuses("cash_out_code_wrong", "cash_out_own", "account_frozen", "account_closed", "payee_frozen", "payee_closed", "balance_cap_exceeded", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapPost("", Ask).WithName("askCashOut").WithSummary("Asks a customer to approve a withdrawal on their telephone.")
            .Refuses("unknown_payee", "amount_not_positive", "cash_out_own", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("", AtCounter).WithName("listAgentCashOuts").WithSummary("Withdrawals at this counter, newest first.");
        group.MapGet("/{id}", Find).WithName("getAgentCashOut").WithSummary("One withdrawal at this counter.").Refuses("not_found");
        group.MapPost("/{id}/cancel", Stop).WithName("cancelAgentCashOut").WithSummary("Takes back what was asked.").Refuses("not_found", "cash_out_over");
        return group;
    }

    private static async Task<Results<Ok<QuoteView>, ProblemResult>> Quote(AmountBody body, ClaimsPrincipal user, CashDesk desk, IStepUp stepUp, IGrainFactory grains, HttpContext http)
    {
        QuoteOutcome outcome = await desk.Quote(user, body.Amount);
        bool needsProof = !stepUp.IsProven(http) && (await grains.Account(user.Wallet()).Look())?.StepUpFrom <= body.Amount;
        return outcome.Quote is { } quote ? TypedResults.Ok(QuoteView.Of(quote, needsProof, firstTime: false)) : Problem.Refuse(outcome.Refusal!);
    }

    private static async Task<Results<Created<CashOutView>, ProblemResult>> Begin(AmountBody body, IdempotencyKey key, CashDesk desk, HttpContext http) =>
        Created(http, await desk.Begin(http, body.Amount, key.Value));

    private static async Task<Results<Created<CashOutView>, ProblemResult>> Ask(AskCashOutBody body, IdempotencyKey key, CashDesk desk, HttpContext http) =>
        Created(http, await desk.Ask(http.User, body.Customer, body.Amount, key.Value));

    private static async Task<Results<Ok<CashOutView>, ProblemResult>> Redeem(RedeemBody body, IdempotencyKey key, CashDesk desk, HttpContext http)
    {
        CashDeskAnswer answer = await desk.Redeem(http.User, body.Customer, body.Code, key.Value);
        Answers.MarkReplay(http, answer.Replayed);
        return Ok(answer, http.User);
    }

    private static async Task<Ok<IReadOnlyList<CashOutView>>> Mine(ClaimsPrincipal user, CashDesk desk) =>
        TypedResults.Ok<IReadOnlyList<CashOutView>>([.. (await desk.Mine(user)).Select(one => CashOutView.Of(one, user))]);

    private static async Task<Ok<IReadOnlyList<CashOutView>>> AtCounter(ClaimsPrincipal user, CashDesk desk) =>
        TypedResults.Ok<IReadOnlyList<CashOutView>>([.. (await desk.AtCounter(user)).Select(one => CashOutView.Of(one, user))]);

    private static async Task<Results<Ok<CashOutView>, ProblemResult>> Find(string id, ClaimsPrincipal user, CashDesk desk) =>
        await desk.Find(user, id) is { } found ? TypedResults.Ok(CashOutView.Of(found, user)) : Problem.Refuse("not_found");

    private static async Task<Results<Ok<CashOutView>, ProblemResult>> Approve(string id, ApproveBody body, ClaimsPrincipal user, CashDesk desk, IStepUp stepUp, HttpContext http) =>
        stepUp.IsProven(http) ? Ok(await desk.Approve(user, id, body.AgreedTotal), user) : Problem.Refuse(RefusalCode.StepUpRequired);

    private static async Task<Results<Ok<CashOutView>, ProblemResult>> Stop(string id, ClaimsPrincipal user, CashDesk desk) => Ok(await desk.Stop(user, id), user);

    private static Results<Created<CashOutView>, ProblemResult> Created(HttpContext http, CashDeskAnswer answer)
    {
        if (answer.Code is not null)
        {
            return Refused(answer);
        }

        Answers.MarkReplay(http, answer.Replayed);
        return TypedResults.Created(Path + answer.CashOut!.Id, CashOutView.Of(answer.CashOut, http.User));
    }

    private static Results<Ok<CashOutView>, ProblemResult> Ok(CashDeskAnswer answer, ClaimsPrincipal user) =>
        answer.Code is null ? TypedResults.Ok(CashOutView.Of(answer.CashOut!, user)) : Refused(answer);

    private static ProblemResult Refused(CashDeskAnswer answer) => answer.Ledger is { } ledger ? Problem.Refuse(ledger) : Problem.Refuse(answer.Code!);
}
