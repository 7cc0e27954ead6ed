using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Paying merchants, and what merchants do with what they took.</summary>
public static class MerchantEndpoints
{
    private const int DaysMax = 366;

    private static readonly string[] Refusals =
    [
        "unknown_merchant", "qr_invalid", "qr_amount", "insufficient_funds", "account_frozen", "account_closed", "payee_frozen", "payee_closed", "same_account",
        "amount_not_positive", "limit_exceeded", "operation_not_allowed", "ledger_unavailable",
    ];

    /// <summary>Adds what the endpoints and pages need.</summary>
    public static WebApplicationBuilder AddMerchants(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MerchantDesk>();
        return builder;
    }

    /// <summary>Maps <c>/merchant-payments</c> and <c>/merchant</c>.</summary>
    public static WebApplication MapMerchants(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        RouteGroupBuilder pay = api.MapGroup("/merchant-payments").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Merchants");
        pay.MapPost("/quote", Quote).WithName("quoteMerchantPayment").WithSummary("Who would be paid, and what it would cost.").Refuses(Refusals);
        pay.MapPost("", Pay).WithName("createMerchantPayment").WithSummary("Pays a merchant by code or scanned QR code. Repeat with the same key until it answers.")
            .Refuses([.. Refusals, "sale_paid", "idempotency_conflict", "in_progress", "outcome_unknown", "annulled", "quote_changed", "step_up_required", "idempotency_key_missing", "idempotency_key_invalid"]);
        RouteGroupBuilder own = api.MapGroup("/merchant").RequireAuthorization(Policies.Merchant).RequireRateLimiting(RateLimits.Money).WithTags("Merchants");
        own.MapGet("/profile", Profile).WithName("getMerchantProfile").WithSummary("The merchant's code, name, place and static QR code.").Refuses("not_found");
        own.MapPut("/profile", SetProfile).WithName("setMerchantProfile").WithSummary("Sets name, place and category; the first time it gives a code.").Refuses("invalid_field");
        own.MapPost("/sales", Sell).WithName("createSale").WithSummary("A QR code for one amount. Moves and stores nothing.").Refuses("amount_not_positive", "not_found");
        own.MapGet("/sales/{reference}", FindSale).WithName("getSale").WithSummary("Whether the sale of this reference is paid.").Refuses("not_found", "invalid_field");
        own.MapPost("/refunds", GiveBack).WithName("createRefund").WithSummary("Refunds a sale, whole or in part.").Refuses(
            "not_found", "amount_not_positive", "refund_too_large", "insufficient_funds", "memo_invalid", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        own.MapGet("/refunds/{receipt}", Given).WithName("getRefunds").WithSummary("What went back of a sale, and what still may.").Refuses("not_found");
        own.MapGet("/days", Days).WithName("listMerchantDays").WithSummary("Payments, refunds, fees and net by day.").Refuses("invalid_field");
        own.MapGet("/days.csv", DaysFile).WithName("exportMerchantDays").WithSummary("The same as CSV.").Refuses("invalid_field");
        own.MapPost("/payouts", PayOut).WithName("createPayout").WithSummary("Moves takings to the merchant's own wallet.").Refuses(
            "insufficient_funds", "amount_not_positive", "account_frozen", "balance_cap_exceeded", "limit_exceeded", "idempotency_conflict", "in_progress", "outcome_unknown", "ledger_unavailable", "step_up_required",
            "idempotency_key_missing", "idempotency_key_invalid");
        return app;
    }

    private static async Task<Results<Ok<MerchantQuoteView>, ProblemResult>> Quote(
        MerchantPaymentBody body, ClaimsPrincipal user, IGrainFactory grains, MerchantDesk desk, IStepUp stepUp, HttpContext http)
    {
        (MerchantWish? wish, string? refusal) = await desk.Read(body.To, body.Amount);
        if (wish is null)
        {
            return Problem.Refuse(refusal!);
        }

        IAccountGrain wallet = grains.Account(user.Wallet());
        QuoteOutcome outcome = await wallet.Quote(wish.ToRequest("quote"));
        bool proof = !stepUp.IsProven(http) && (await wallet.Look())?.StepUpFrom <= wish.Amount;
        return outcome.Quote is not { } quote
            ? Problem.Refuse(outcome.Refusal!)
            : TypedResults.Ok(new MerchantQuoteView(
                wish.Merchant.Code.Digits, wish.Merchant.Profile.TradeName, wish.Merchant.Profile.Town, wish.Reference, quote.Amount, quote.Fee, quote.Tax, quote.Total, proof));
    }

    private static async Task<Results<Created<ReceiptView>, ProblemResult>> Pay(
        MerchantPaymentBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, MerchantDesk desk, IStepUp stepUp, HttpContext http)
    {
        (MerchantWish? wish, string? refusal) = await desk.Read(body.To, body.Amount);
        if (wish is null)
        {
            return Problem.Refuse(refusal!);
        }

        TransferRequest request = wish.ToRequest(key.Value) with { AgreedTotal = body.AgreedTotal, WithoutProof = !stepUp.IsProven(http) };
        (TransferOutcome outcome, refusal) = await desk.Pay(user.Wallet(), request, () => grains.Account(user.Wallet()).Transfer(request));
        return refusal is null ? Answers.Paid(http, outcome) : Problem.Refuse(refusal);
    }

    private static async Task<Results<Ok<MerchantView>, ProblemResult>> Profile(ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Merchant(user).Look() is { } merchant ? TypedResults.Ok(MerchantView.Of(merchant)) : Problem.Refuse("not_found");

    private static async Task<Results<Ok<MerchantView>, ProblemResult>> SetProfile(MerchantProfileBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        var profile = new MerchantProfile { TradeName = body.TradeName, Department = body.Department, Town = body.Town, Category = body.Category };
        MerchantOutcome outcome = await grains.Merchant(user).SetProfile(user.Customer().Value, profile);
        return outcome.Merchant is { } merchant ? TypedResults.Ok(MerchantView.Of(merchant)) : Refuse(outcome.Refusal!.Value);
    }

    private static async Task<Results<Ok<SaleView>, ProblemResult>> Sell(SaleBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (body.Amount is <= 0 or > 999_999_999_999)
        {
            return Problem.Refuse("amount_not_positive");
        }

        if (await grains.Merchant(user).Look() is not { } merchant)
        {
            return Problem.Refuse("not_found");
        }

        string reference = MerchantDesk.NewReference();
        return TypedResults.Ok(new SaleView(reference, body.Amount, MerchantDesk.Payload(merchant, body.Amount, reference), Paid: false, Transfer: null));
    }

    private static async Task<Results<Ok<SaleView>, ProblemResult>> FindSale(string reference, ClaimsPrincipal user, IGrainFactory grains, MerchantDesk desk, long amount = 0)
    {
        if (!MerchantDesk.IsReference(reference) || amount <= 0)
        {
            return Problem.InvalidField(amount <= 0 ? "amount" : "reference");
        }

        if (await grains.Merchant(user).Look() is not { } merchant)
        {
            return Problem.Refuse("not_found");
        }

        StatementLine? paid = await desk.FindPaid(merchant.Account, amount, reference);
        return TypedResults.Ok(new SaleView(reference, amount, MerchantDesk.Payload(merchant, amount, reference), paid is not null, paid?.Transfer.ToString()));
    }

    private static async Task<Results<Created<RefundView>, ProblemResult>> GiveBack(
        RefundBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (!TransferId.TryParse(body.Receipt, out TransferId sale) || user.MerchantAccount() is not { } takings)
        {
            return Problem.Refuse("not_found");
        }

        RefundOutcome outcome = await grains.Refunds(sale).Refund(new RefundRequest(takings, key.Value, body.Amount, body.Reason));
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refund is { } refund
            ? TypedResults.Created($"/api/v1/merchant/refunds/{sale}", RefundView.Of(refund))
            : Refuse(outcome.Refusal!.Value);
    }

    private static async Task<Results<Ok<RefundsView>, ProblemResult>> Given(string receipt, ClaimsPrincipal user, IGrainFactory grains) =>
        TransferId.TryParse(receipt, out TransferId sale) && user.MerchantAccount() is { } takings && await grains.Refunds(sale).Look(takings) is { } refunds
            ? TypedResults.Ok(new RefundsView(receipt, refunds.Sale.Amount, refunds.Left, [.. refunds.All.Select(RefundView.Of)]))
            : Problem.Refuse("not_found");

    private static async Task<Results<Ok<MerchantDaysView>, ProblemResult>> Days(ClaimsPrincipal user, IGrainFactory grains, TimeProvider time, DateOnly? from, DateOnly? to) =>
        await Read(user, grains, time, from, to) is { } days ? TypedResults.Ok(new MerchantDaysView([.. days.Select(MerchantDayView.Of)])) : Problem.InvalidField("from");

    private static async Task<IResult> DaysFile(ClaimsPrincipal user, IGrainFactory grains, TimeProvider time, DateOnly? from, DateOnly? to) =>
        await Read(user, grains, time, from, to) is { } days ? MerchantFiles.Days(days) : Problem.InvalidField("from");

    private static async Task<IReadOnlyList<MerchantDay>?> Read(ClaimsPrincipal user, IGrainFactory grains, TimeProvider time, DateOnly? from, DateOnly? to)
    {
        DateOnly last = to ?? Translations.Say.Today(time), first = from ?? last;
        int span = last.DayNumber - first.DayNumber;
        return span is < 0 or >= DaysMax || last == DateOnly.MaxValue || first == DateOnly.MinValue || user.MerchantAccount() is not { } takings ? null : await grains.GetGrain<IMerchantsGrain>(0).Days(takings, first, last);
    }

    private static async Task<Results<Created<ReceiptView>, ProblemResult>> PayOut(
        PayoutBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, IStepUp stepUp, HttpContext http) =>
        user.MerchantAccount() is { } takings
            ? Answers.Paid(http, await grains.Account(takings).Transfer(new TransferRequest
            {
                Key = key.Value, Payee = user.Wallet(), Amount = body.Amount, Kind = PostingKind.Settlement, WithoutProof = !stepUp.IsProven(http),
            }))
            : Problem.Refuse("unknown_account");

    internal static string CodeOf(MerchantRefusal refusal) => refusal switch
    {
        MerchantRefusal.TradeName or MerchantRefusal.Department or MerchantRefusal.Town or MerchantRefusal.Category => "invalid_field",
        MerchantRefusal.NotFound => "not_found",
        MerchantRefusal.AmountNotPositive => "amount_not_positive",
        MerchantRefusal.RefundTooLarge => "refund_too_large",
        MerchantRefusal.InsufficientFunds => "insufficient_funds",
        MerchantRefusal.MemoInvalid => "memo_invalid",
        MerchantRefusal.IdempotencyConflict => "idempotency_conflict",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    private static ProblemResult Refuse(MerchantRefusal refusal) =>
        CodeOf(refusal) is "invalid_field"
            ? Problem.InvalidField(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(refusal.ToString()))
            : Problem.Refuse(CodeOf(refusal));
}
