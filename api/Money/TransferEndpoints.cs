using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Payments from the caller's wallet.</summary>
public static class TransferEndpoints
{
    /// <summary>Where receipts are.</summary>
    public const string Path = "/api/v1/transfers/";

    private static readonly string[] Refusals =
    [
        "insufficient_funds", "account_frozen", "account_closed", "unknown_account", "payee_frozen", "payee_closed", "unknown_payee", "same_account",
        "amount_not_positive", "limit_exceeded", "balance_cap_exceeded", "currency_mismatch", "operation_not_allowed", "memo_invalid",
        "ledger_unavailable",
    ];

    private static readonly string[] Uncertainties = ["idempotency_conflict", "in_progress", "outcome_unknown", "annulled"];

    /// <summary>Maps <c>/transfers</c>.</summary>
    public static RouteGroupBuilder MapTransfers(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/transfers").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Transfers");
        group.MapPost("/quote", Quote).WithName("quoteTransfer").WithSummary("Amount, fee, tax, total and the payee's masked name.").Refuses(Refusals);
        group.MapPost("", Send).WithName("createTransfer").WithSummary("Pays. Repeat with the same key until it answers.")
            .Refuses([.. Refusals, .. Uncertainties, "quote_changed", "step_up_required", "idempotency_key_missing", "idempotency_key_invalid"]);
        group.MapGet("/{id}", Find).WithName("getTransfer").WithSummary("A receipt, for payer and payee.")
            .Produces(StatusCodes.Status304NotModified).Refuses("not_found");
        group.MapGet("/by-key/{key}", FindByKey).WithName("getTransferByKey").WithSummary("Did it go? Asked after a lost connection.").Refuses("not_found");
        return group;
    }

    private static async Task<Results<Ok<QuoteView>, ProblemResult>> Quote(
        QuoteBody body, ClaimsPrincipal user, IGrainFactory grains, Payees payees, IStepUp stepUp, HttpContext http)
    {
        if (await payees.Find(body.To) is not { } payee)
        {
            return Problem.Refuse(RefusalCode.UnknownPayee);
        }

        var request = new TransferRequest { Key = "quote", Payee = payee, Amount = body.Amount, Currency = body.Currency };
        IAccountGrain wallet = grains.Account(user.Wallet());
        QuoteOutcome outcome = await wallet.Quote(request);
        if (outcome.Quote is not { } quote)
        {
            return Problem.Refuse(outcome.Refusal!);
        }

        bool firstTime = await grains.PayeeBook(user).Asked(user.Wallet(), payee, Payees.TypedPhone(body.To));
        return TypedResults.Ok(QuoteView.Of(quote, !stepUp.IsProven(http) && await NeedsProof(wallet, body.Amount), firstTime));
    }

    private static async Task<Results<Created<ReceiptView>, ProblemResult>> Send(
        TransferBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, Payees payees, IStepUp stepUp, HttpContext http)
    {
        IAccountGrain wallet = grains.Account(user.Wallet());
        if (await payees.Find(body.To) is not { } payee)
        {
            return Answers.Paid(http, await Earlier(wallet, key, body, RefusalCode.UnknownPayee));
        }

        return Answers.Paid(http, await wallet.Transfer(body.ToRequest(key.Value, payee) with { WithoutProof = !stepUp.IsProven(http) }));
    }

    private static async Task<bool> NeedsProof(IAccountGrain wallet, long amount) => (await wallet.Look())?.StepUpFrom <= amount;

    private static async Task<Results<Ok<ReceiptView>, StatusCodeHttpResult, ProblemResult>> Find(
        string id, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (!TransferId.TryParse(id, out TransferId transfer)
            || await grains.Account(transfer.Payer).Find(transfer) is not { } receipt
            || !user.Accounts().Any(own => own == transfer.Payer || own == receipt.Payee))
        {
            return Problem.Refuse("not_found");
        }

        return Answers.Versioned(http, id, ReceiptView.Of(receipt));
    }

    private static async Task<Results<Ok<ReceiptView>, ProblemResult>> FindByKey(string key, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Account(user.Wallet()).FindByKey(key) is { } receipt
            ? TypedResults.Ok(ReceiptView.Of(receipt))
            : Problem.Refuse("not_found");

    // The payee's number may have changed hands since the first try: what was paid stays paid, and is told.
    private static async Task<TransferOutcome> Earlier(IAccountGrain wallet, IdempotencyKey key, TransferBody body, RefusalCode otherwise) =>
        await wallet.FindByKey(key.Value) switch
        {
            null => otherwise,
            { } receipt when receipt.Amount == body.Amount && receipt.Currency == body.Currency && receipt.Note == body.Note =>
                new TransferOutcome { Receipt = receipt, Replayed = true },
            _ => RefusalCode.IdempotencyConflict,
        };
}
