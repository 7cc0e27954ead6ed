using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<Microsoft.AspNetCore.Http.HttpResults.Ok<Postmobile.Api.Money.ReconciliationDetail>, Postmobile.Api.Problems.ProblemResult>;

namespace Postmobile.Api.Money;

/// <summary>The trust account compared with the bank's statement of it: accountants do, operators read, two accountants close.</summary>
public static class ReconciliationEndpoints
{
    private const string Path = "/api/v1/operator/reconciliations/";

    private static readonly string[] Upload = ["bank_statement_invalid", "reconciliation_period", "reconciliation_size"];

    /// <summary>Maps <c>/operator/reconciliations</c>.</summary>
    public static void MapReconciliations(this RouteGroupBuilder api)
    {
        RouteGroupBuilder read = api.MapGroup("/operator/reconciliations").RequireAuthorization(Policies.Books).WithTags("Accounting");
        read.MapGet("", List).WithName("listReconciliations").WithSummary("Reconciliations of the trust account, the latest period first.").Refuses("invalid_field");
        read.MapGet("/{id}", Find).WithName("getReconciliation").WithSummary("One, with what stands on one side only.").Refuses("not_found");
        read.MapGet("/{id}/lines.csv", Lines).WithName("getReconciliationCsv").WithSummary("Every line of both sides as a table.").Produces<string>(200, "text/csv").Refuses("not_found");
        read.MapGet("/{id}/versions/{version}", Version).WithName("getReconciliationVersion").WithSummary("An earlier version as it was left.").Refuses("not_found");

        RouteGroupBuilder work = api.MapGroup("/operator/reconciliations").RequireAuthorization(Policies.Accountant).WithTags("Accounting");
        work.MapPost("", Begin).WithMetadata(new RequestSizeLimitAttribute(2 * BankStatementReader.BytesMax)).WithName("beginReconciliation").WithSummary("Begins one with a statement of the bank.")
            .Refuses([.. Upload, "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid"]);
        work.MapPost("/{id}/versions", Replace).WithMetadata(new RequestSizeLimitAttribute(2 * BankStatementReader.BytesMax)).WithName("replaceBankStatement")
            .WithSummary("Takes a corrected statement; the earlier version is kept.").Refuses([.. Upload, "not_found", "reconciliation_not_open"]);
        work.MapPost("/{id}/matches", Match).WithName("matchLines").WithSummary("Says that lines are the same money.").Refuses("not_found", "reconciliation_not_open", "reconciliation_line", "reconciliation_note");
        work.MapDelete("/{id}/matches/{match}", Unmatch).WithName("unmatchLines").WithSummary("Takes a match apart.").Refuses("not_found", "reconciliation_not_open", "reconciliation_line");
        work.MapPost("/{id}/explanations", Explain).WithName("explainLines").WithSummary("Says why lines stand on one side only.").Refuses("not_found", "reconciliation_not_open", "reconciliation_line", "reconciliation_note");
        work.MapPost("/{id}/close", Propose).WithName("proposeClosing").WithSummary("Proposes to close it.").Refuses("not_found", "reconciliation_not_open", "reconciliation_unexplained");
        work.MapPost("/{id}/approve", Approve).WithName("approveClosing").WithSummary("Closes it, as another accountant.").Refuses("not_found", "reconciliation_not_proposed", "same_operator");
        work.MapPost("/{id}/reopen", Reopen).WithName("reopenReconciliation").WithSummary("Sends it back to work, or withdraws.").Refuses("not_found", "reconciliation_not_proposed", "reconciliation_note");
    }

    /// <summary>The stable code of a refusal.</summary>
    internal static string Code(ReconciliationRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    private static async Task<Results<Ok<ReconciliationPageView>, ProblemResult>> List(IGrainFactory grains, string? cursor, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        ReconciliationPage page = await grains.GetGrain<IReconciliationsGrain>(0).List(limit, cursor);
        return TypedResults.Ok(new ReconciliationPageView([.. page.Reconciliations.Select(ReconciliationSummary.Of)], page.NextCursor));
    }

    private static async Task<Answer> Find(string id, IGrainFactory grains) =>
        Reconciliations.IsKey(id) && await Of(grains, id).Look() is { } it ? TypedResults.Ok(ReconciliationDetail.Of(it)) : Problem.Refuse("not_found");

    private static async Task<IResult> Lines(string id, IGrainFactory grains, AccountingFiles files) =>
        Reconciliations.IsKey(id) && await Of(grains, id).Look() is { } it ? files.Lines(it) : Problem.Refuse("not_found");

    private static async Task<Answer> Version(string id, string version, IGrainFactory grains) =>
        Reconciliations.IsKey(id) && Number(version) is { } number && await Of(grains, id).Version(number) is { } it ? TypedResults.Ok(ReconciliationDetail.Of(it)) : Problem.Refuse("not_found");

    private static async Task<Results<Created<ReconciliationDetail>, ProblemResult>> Begin(
        BankStatementBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        (IReadOnlyList<BankLine> lines, IReadOnlyList<BankLineFault> faults) = BankStatementReader.Read(body.Csv);
        if (faults.Count > 0)
        {
            return Invalid(faults);
        }

        string id = Reconciliations.Key(Me(user), key.Value);
        ReconciliationOutcome outcome = await Of(grains, id).Begin(Uploaded(body, lines, user));
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is { } refusal ? Problem.Refuse(Code(refusal)) : TypedResults.Created(Path + id, ReconciliationDetail.Of(outcome.Reconciliation!));
    }

    private static async Task<Answer> Replace(string id, BankStatementBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        (IReadOnlyList<BankLine> lines, IReadOnlyList<BankLineFault> faults) = BankStatementReader.Read(body.Csv);
        return faults.Count > 0 ? Invalid(faults) : await Do(id, grains, it => it.Replace(Uploaded(body, lines, user)));
    }

    private static Task<Answer> Match(string id, MatchBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(id, grains, it => it.Match(Me(user), body.Bank, body.Book, body.Note));

    private static Task<Answer> Unmatch(string id, string match, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(id, grains, it => it.Unmatch(Me(user), Number(match) ?? 0));

    private static Task<Answer> Explain(string id, ExplanationBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(id, grains, it => it.Explain(Me(user), body.Lines, body.Note));

    private static Task<Answer> Propose(string id, ClaimsPrincipal user, IGrainFactory grains) => Do(id, grains, it => it.Propose(Me(user)));

    private static Task<Answer> Approve(string id, ClaimsPrincipal user, IGrainFactory grains) => Do(id, grains, it => it.Approve(Me(user)));

    private static Task<Answer> Reopen(string id, RejectionBody? body, ClaimsPrincipal user, IGrainFactory grains) => Do(id, grains, it => it.Reopen(Me(user), body?.Reason));

    private static async Task<Answer> Do(string id, IGrainFactory grains, Func<IReconciliationGrain, Task<ReconciliationOutcome>> act)
    {
        ReconciliationOutcome outcome = Reconciliations.IsKey(id) ? await act(Of(grains, id)) : ReconciliationRefusal.NotFound;
        return outcome.Refusal is { } refusal ? Problem.Refuse(Code(refusal)) : TypedResults.Ok(ReconciliationDetail.Of(outcome.Reconciliation!));
    }

    private static ProblemResult Invalid(IReadOnlyList<BankLineFault> faults) => Problem.InvalidField("csv", "bank_statement_invalid").With("lines", faults);

    private static BankUpload Uploaded(BankStatementBody body, IReadOnlyList<BankLine> lines, ClaimsPrincipal user) =>
        new() { From = body.From, To = body.To, Opening = body.OpeningBalance, Lines = lines, By = Me(user) };

    private static int? Number(string text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Me(ClaimsPrincipal user) => user.Customer().Value;

    private static IReconciliationGrain Of(IGrainFactory grains, string id) => grains.GetGrain<IReconciliationGrain>(id);
}
