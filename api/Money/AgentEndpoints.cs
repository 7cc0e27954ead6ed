using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>What agents do at the counter.</summary>
public static class AgentEndpoints
{
    /// <summary>Maps <c>/agent/cash-ins</c>.</summary>
    public static RouteGroupBuilder MapAgent(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/agent").RequireAuthorization(Policies.Agent).RequireRateLimiting(RateLimits.Money).WithTags("Agents");
        group.MapPost("/cash-ins", CashIn).WithName("createCashIn").WithSummary("Gives a customer e-money for cash, from the agent's float.").Refuses(
            "insufficient_funds", "account_frozen", "account_closed", "unknown_account", "payee_frozen", "payee_closed", "unknown_payee", "same_account",
            "amount_not_positive", "limit_exceeded", "balance_cap_exceeded", "currency_mismatch", "operation_not_allowed", "memo_invalid",
            "idempotency_conflict", "in_progress", "outcome_unknown", "ledger_unavailable", "annulled", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("/cash-ins/by-key/{key}", FindByKey).WithName("getCashInByKey").WithSummary("Did it go? Asked after a lost connection.").Refuses("not_found");
        return group;
    }

    private static async Task<Results<Created<CashInView>, ProblemResult>> CashIn(
        CashInBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, Payees payees, HttpContext http)
    {
        if (await payees.Find(body.Customer) is not { } customer)
        {
            return Problem.Refuse(RefusalCode.UnknownPayee);
        }

        IAccountGrain agent = grains.Account(user.Float()!.Value);
        var request = new TransferRequest
        {
            Key = key.Value, Payee = customer, Amount = body.Amount, Currency = body.Currency, Kind = PostingKind.CashIn, Note = body.Note,
        };
        TransferOutcome outcome = await agent.Transfer(request);
        await grains.Agent(user.Customer()).Moved();
        return outcome.Receipt is null ? Problem.Refuse(outcome.Refusal!) : await Given(http, agent, outcome);
    }

    // A replayed receipt does not know what is in the float now.
    private static async Task<Results<Created<CashInView>, ProblemResult>> Given(HttpContext http, IAccountGrain agent, TransferOutcome outcome)
    {
        Answers.MarkReplay(http, outcome.Replayed);
        long balance = outcome.Replayed ? (await agent.Look())?.Balance ?? 0 : outcome.Balance;
        ReceiptView receipt = ReceiptView.Of(outcome.Receipt!);
        return TypedResults.Created(TransferEndpoints.Path + receipt.Id, new CashInView(receipt, balance));
    }

    private static async Task<Results<Ok<ReceiptView>, ProblemResult>> FindByKey(string key, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Account(user.Float()!.Value).FindByKey(key) is { } receipt
            ? TypedResults.Ok(ReceiptView.Of(receipt))
            : Problem.Refuse("not_found");
}
