using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Salaries, pensions, subsidies: one person prepares, another approves, every line is paid once.</summary>
public static class BulkEndpoints
{
    private const string Path = "/api/v1/bulk-payments/";

    private static readonly string[] File = ["bulk_not_csv", "bulk_columns_missing", "bulk_no_lines", "bulk_too_many_lines", "body_too_large", "in_progress"];

    /// <summary>Maps <c>/bulk-payments</c>.</summary>
    public static RouteGroupBuilder MapBulkPayments(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/bulk-payments").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Bulk payments");
        group.MapGet("", List).WithName("listBulkPayments").WithSummary("Those of every account for which the caller acts, newest first.").Refuses("invalid_field");
        group.MapPost("", Create).WithName("createBulkPayment").TakesCsv()
            .WithSummary("Uploads a CSV of telephone, amount, name, reference; it is checked line by line and quoted.")
            .Refuses([.. File, "bulk_payer_unknown", "memo_invalid", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid"]);
        group.MapGet("/{id}", Find).WithName("getBulkPayment").WithSummary("How it stands; ask again while it is paid.").Refuses("not_found");
        group.MapPut("/{id}/lines", Replace).WithName("replaceBulkPaymentLines").TakesCsv()
            .WithSummary("Uploads a corrected file in the place of the one that was checked.").Refuses([.. File, "not_found", "bulk_not_now"]);
        group.MapGet("/{id}/lines", Lines).WithName("listBulkPaymentLines").WithSummary("Its lines, in the order of the file.").Refuses("not_found", "invalid_field");
        group.MapGet("/{id}/report", Report).WithName("getBulkPaymentReport").Produces(200, contentType: "text/csv")
            .WithSummary("Its lines as CSV, with what was found about each; it can be corrected and uploaded again.").Refuses("not_found", "invalid_field");
        group.MapActs();
        return group;
    }

    private static void MapActs(this RouteGroupBuilder group)
    {
        group.MapPost("/{id}/submit", Submit).WithName("submitBulkPayment").WithSummary("Submits it to another person's approval.")
            .Refuses("not_found", "bulk_not_now", "bulk_has_problems", "bulk_nothing_to_pay");
        group.MapPost("/{id}/approve", Approve).WithName("approveBulkPayment").WithSummary("Approves, as another person: the whole sum is set aside and paid line by line.").Refuses(
            "not_found", "bulk_not_now", "same_operator", "step_up_required", "quote_changed", "bulk_nothing_to_pay", "insufficient_funds", "limit_exceeded", "account_frozen", "account_closed",
            "ledger_unavailable");
        group.MapPost("/{id}/reject", Reject).WithName("rejectBulkPayment").WithSummary("Rejects what was submitted.").Refuses("not_found", "bulk_not_now", "memo_invalid");
        group.MapPost("/{id}/cancel", (string id, ClaimsPrincipal user, IGrainFactory grains) => Act(id, user, grains, (batch, by) => batch.Cancel(by)))
            .WithName("cancelBulkPayment").WithSummary("Cancels it before it is approved, or ends it when it is paused.").Refuses("not_found", "bulk_not_now");
        group.MapPost("/{id}/pause", (string id, ClaimsPrincipal user, IGrainFactory grains) => Act(id, user, grains, (batch, by) => batch.Pause(by)))
            .WithName("pauseBulkPayment").WithSummary("Stops paying.").Refuses("not_found", "bulk_not_now");
        group.MapPost("/{id}/resume", (string id, ClaimsPrincipal user, IGrainFactory grains) => Act(id, user, grains, (batch, by) => batch.Resume(by)))
            .WithName("resumeBulkPayment").WithSummary("Goes on paying.").Refuses("not_found", "bulk_not_now");
        group.MapPost("/{id}/retry", (string id, ClaimsPrincipal user, IGrainFactory grains) => Act(id, user, grains, (batch, by) => batch.Retry(by)))
            .WithName("retryBulkPayment").WithSummary("Submits the lines that failed once more; another person approves.").Refuses("not_found", "bulk_not_now", "bulk_nothing_to_pay");
    }

    private static async Task<Results<Ok<BulkPageView>, ProblemResult>> List(ClaimsPrincipal user, IGrainFactory grains, string? cursor, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        BulkPage page = await grains.GetGrain<IBulkPaymentsGrain>(0).List(user.BulkActor(), limit, cursor);
        return TypedResults.Ok(new BulkPageView([.. page.Batches.Select(BulkView.Of)], page.NextCursor));
    }

    private static async Task<Results<Created<BulkView>, ProblemResult>> Create(
        string? from, string? title, IdempotencyKey key, ClaimsPrincipal user, BulkUpload upload, HttpContext http)
    {
        if (user.BulkAccount(from) is not { } payer)
        {
            return Refuse(BulkRefusal.PayerUnknown);
        }

        BulkOpening opening = new() { Payer = payer, Title = title ?? "", By = user.BulkActor() };
        BulkOutcome outcome = await upload.Create(BulkPayments.Key(user.Customer(), key.Value), opening, http.Request.Body, http.RequestAborted);
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is null ? TypedResults.Created(Path + outcome.Batch!.Id, BulkView.Of(outcome.Batch)) : Refuse(outcome);
    }

    private static async Task<Results<Ok<BulkView>, ProblemResult>> Replace(string id, ClaimsPrincipal user, BulkUpload upload, HttpContext http) =>
        Answer(BulkPayments.IsKey(id) ? await upload.Replace(id, user.BulkActor(), http.Request.Body, http.RequestAborted) : BulkRefusal.NotFound);

    private static async Task<Results<Ok<BulkView>, ProblemResult>> Find(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        await Look(id, user, grains) is { } batch ? TypedResults.Ok(BulkView.Of(batch)) : Refuse(BulkRefusal.NotFound);

    private static async Task<Results<Ok<BulkLinesView>, ProblemResult>> Lines(
        string id, ClaimsPrincipal user, IGrainFactory grains, string? only, int after = 0, int limit = 100)
    {
        if (limit is < 1 or > 1_000 || !TryReadFilter(only, out BulkLineFilter filter))
        {
            return Problem.InvalidField(limit is < 1 or > 1_000 ? "limit" : "only");
        }

        if (await Look(id, user, grains) is null)
        {
            return Refuse(BulkRefusal.NotFound);
        }

        IReadOnlyList<BulkLine> lines = await grains.GetGrain<IBulkPaymentsGrain>(0).Lines(id, filter, after, limit);
        return TypedResults.Ok(new BulkLinesView([.. lines.Select(BulkLineView.Of)], lines.Count == limit ? lines[^1].Number : null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemResult>> Report(
        string id, ClaimsPrincipal user, IGrainFactory grains, HttpContext http, string? only)
    {
        if (!TryReadFilter(only, out BulkLineFilter filter))
        {
            return Problem.InvalidField("only");
        }

        return await Look(id, user, grains) is { } batch ? BulkReport.Of(batch, filter, CallerLanguage.Of(http), grains) : Refuse(BulkRefusal.NotFound);
    }

    private static Task<Results<Ok<BulkView>, ProblemResult>> Submit(string id, [FromBody] BulkSubmitBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        Act(id, user, grains, (batch, by) => batch.Submit(by, body?.WithoutProblems ?? false));

    private static async Task<Results<Ok<BulkView>, ProblemResult>> Approve(string id, ClaimsPrincipal user, IGrainFactory grains, IStepUp stepUp, HttpContext http) =>
        await Look(id, user, grains) is null ? Refuse(BulkRefusal.NotFound)
        : stepUp.IsProven(http) ? await Act(id, user, grains, (batch, by) => batch.Approve(by))
        : Problem.Refuse(RefusalCode.StepUpRequired);

    private static Task<Results<Ok<BulkView>, ProblemResult>> Reject(string id, RejectionBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        Act(id, user, grains, (batch, by) => batch.Reject(by, body?.Reason));

    private static async Task<Results<Ok<BulkView>, ProblemResult>> Act(
        string id, ClaimsPrincipal user, IGrainFactory grains, Func<IBulkGrain, BulkActor, Task<BulkOutcome>> act) =>
        Answer(BulkPayments.IsKey(id) ? await act(grains.GetGrain<IBulkGrain>(id), user.BulkActor()) : BulkRefusal.NotFound);

    private static async Task<BulkBatch?> Look(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        BulkPayments.IsKey(id) ? await grains.GetGrain<IBulkGrain>(id).Look(user.BulkActor()) : null;

    private static Results<Ok<BulkView>, ProblemResult> Answer(BulkOutcome outcome) =>
        outcome.Refusal is null ? TypedResults.Ok(BulkView.Of(outcome.Batch!)) : Refuse(outcome);

    private static bool TryReadFilter(string? text, out BulkLineFilter filter)
    {
        filter = BulkLineFilter.All;
        return text is null || (Enum.TryParse(text, ignoreCase: true, out filter) && Enum.IsDefined(filter) && !char.IsAsciiDigit(text[0]));
    }

    private static ProblemResult Refuse(BulkOutcome outcome) => outcome.Ledger is { } ledger ? Problem.Refuse(ledger) : Problem.Refuse(BulkReport.CodeOf(outcome.Refusal!.Value));

    // A file may be larger than any other body; and no JSON is expected.
    private static RouteHandlerBuilder TakesCsv(this RouteHandlerBuilder endpoint) => endpoint
        .WithMetadata(new RequestSizeLimitAttribute(BulkCsvReader.FileMax))
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new Microsoft.OpenApi.OpenApiRequestBody
            {
                Required = true,
                Description = "CSV with semicolon, comma or tab; UTF-8 or Latin-1; columns telephone, montant (amount), nom (name), reference; 100,000 lines at the most.",
                Content = new Dictionary<string, Microsoft.OpenApi.OpenApiMediaType>
                {
                    ["text/csv"] = new() { Schema = new Microsoft.OpenApi.OpenApiSchema { Type = Microsoft.OpenApi.JsonSchemaType.String } },
                },
            };
            return Task.CompletedTask;
        });
}
