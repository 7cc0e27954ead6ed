using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Unusual movements: what the rules flagged, and what operators noted about it.</summary>
public static class MonitoringEndpoints
{
    /// <summary>Maps <c>/operator/monitoring</c>.</summary>
    public static WebApplication MapMonitoring(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup("/api/v1/operator/monitoring").RequireAuthorization(Policies.Operator).WithTags("Operators");
        group.MapGet("", List).WithName("listAlerts").WithSummary("Unusual movements: open ones oldest first, closed ones newest first.").Refuses("invalid_field");
        group.MapGet("/{id}", Find).WithName("getAlert").WithSummary("One alert with its trail.").Refuses("not_found");
        group.MapPost("/{id}/notes", Note).WithName("noteAlert").WithSummary("Adds to the trail.")
            .Refuses("not_found", "reason_needed", "own_case", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapPost("/{id}/close", Close).WithName("closeAlert").WithSummary("Closes it with a reason.").Refuses("not_found", "reason_needed", "own_case", "already_decided");
        return app;
    }

    private static async Task<Results<Ok<AlertsView>, ProblemResult>> List(IGrainFactory grains, string? cursor, string status = "open", int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax || !Enum.TryParse(status, ignoreCase: true, out AlertStatus wanted) || !Enum.IsDefined(wanted))
        {
            return Problem.InvalidField(limit is < 1 or > WalletEndpoints.PageMax ? "limit" : "status");
        }

        AlertPage page = await grains.GetGrain<IAlertsGrain>(0).List(wanted, limit, cursor);
        return TypedResults.Ok(new AlertsView([.. page.Alerts.Select(AlertView.Of)], page.NextCursor));
    }

    private static async Task<Results<Ok<AlertView>, ProblemResult>> Find(string id, IGrainFactory grains) =>
        Alerts.IsKey(id) && await grains.GetGrain<IAlertGrain>(id).Look() is { } alert ? TypedResults.Ok(AlertView.Of(alert)) : Refuse(AlertRefusal.NotFound);

    private static async Task<Results<Ok<AlertView>, ProblemResult>> Note(string id, NoteBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(Alerts.IsKey(id) ? await grains.GetGrain<IAlertGrain>(id).Note(user.Customer().Value, key.Value, body.Text) : AlertRefusal.NotFound);

    private static async Task<Results<Ok<AlertView>, ProblemResult>> Close(string id, ReasonBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(Alerts.IsKey(id) ? await grains.GetGrain<IAlertGrain>(id).Close(user.Customer().Value, body.Reason) : AlertRefusal.NotFound);

    private static Results<Ok<AlertView>, ProblemResult> Answer(AlertOutcome outcome) =>
        outcome.Refusal is { } refusal ? Refuse(refusal) : TypedResults.Ok(AlertView.Of(outcome.Alert!));

    private static ProblemResult Refuse(AlertRefusal refusal) => Problem.Refuse(refusal.Code());

    internal static string Code(this AlertRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());
}

/// <summary>A line for the trail.</summary>
public sealed record NoteBody(string Text);

/// <summary>A page of alerts.</summary>
public sealed record AlertsView(IReadOnlyList<AlertView> Alerts, string? NextCursor);

/// <summary>An unusual movement.</summary>
public sealed record AlertView(
    string Id,
    MonitoringRule Rule,
    AlertStatus Status,
    string Account,
    string Customer,
    string Name,
    int Count,
    long Amount,
    long Against,
    DateTimeOffset At,
    DateTimeOffset RaisedAt,
    IReadOnlyList<AlertNoteView> Notes,
    string? ClosedBy,
    DateTimeOffset? ClosedAt,
    string? Reason)
{
    internal static AlertView Of(Alert alert) => new(
        alert.Id, alert.Finding.Rule, alert.Status, alert.Finding.Account.Number, alert.Finding.Owner, alert.Finding.OwnerName, alert.Finding.Count,
        alert.Finding.Amount, alert.Finding.Against, alert.Finding.At, alert.RaisedAt,
        [.. alert.Notes.Select(note => new AlertNoteView(note.By, note.At, note.Text))], alert.ClosedBy, alert.ClosedAt, alert.Reason);
}

/// <summary>Who noted what, when.</summary>
public sealed record AlertNoteView(string By, DateTimeOffset At, string Text);
