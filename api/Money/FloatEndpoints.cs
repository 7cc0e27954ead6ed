using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>E-money issued to agents: one operator proposes, another approves.</summary>
public static class FloatEndpoints
{
    private const string Path = "/api/v1/operator/floats/";

    /// <summary>Maps <c>/operator/floats</c>.</summary>
    public static RouteGroupBuilder MapFloats(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/operator/floats").RequireAuthorization(Policies.Operator).WithTags("Operators");
        group.MapGet("", List).WithName("listFloats").WithSummary("Issues of e-money to agents, newest first.").Refuses("invalid_field");
        group.MapPost("", Propose).WithName("proposeFloat").WithSummary("Proposes e-money for an agent against the trust account.").Refuses(
            "unknown_agent", "amount_not_positive", "currency_mismatch", "memo_invalid", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("/{id}", Find).WithName("getFloat").WithSummary("One issue.").Refuses("not_found");
        group.MapPost("/{id}/approve", Approve).WithName("approveFloat").WithSummary("Approves, as another operator than the one who proposed.")
            .Refuses("not_found", "same_operator", "already_decided");
        group.MapPost("/{id}/reject", Reject).WithName("rejectFloat").WithSummary("Rejects or withdraws.").Refuses("not_found", "already_decided", "memo_invalid");
        return group;
    }

    private static async Task<Results<Ok<FloatPageView>, ProblemResult>> List(
        IGrainFactory grains, string? cursor, string? status, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        if (!TryReadStatus(status, out FloatIssueStatus? wanted))
        {
            return Problem.InvalidField("status");
        }

        FloatIssuePage page = await grains.GetGrain<IFloatIssuesGrain>(0).List(wanted, limit, cursor);
        return TypedResults.Ok(new FloatPageView([.. page.Issues.Select(FloatView.Of)], page.NextCursor));
    }

    private static bool TryReadStatus(string? text, out FloatIssueStatus? status)
    {
        bool known = Enum.TryParse(text, ignoreCase: true, out FloatIssueStatus read) && Enum.IsDefined(read);
        status = known ? read : null;
        return known || text is null;
    }

    private static async Task<Results<Created<FloatView>, ProblemResult>> Propose(
        FloatBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, Payees payees, HttpContext http)
    {
        if (await payees.FindFloat(body.Agent) is not { } agent)
        {
            return Refuse(FloatIssueRefusal.UnknownAgent);
        }

        string operatorId = user.Customer().Value;
        var proposal = new FloatProposal { Agent = agent, Amount = body.Amount, Currency = body.Currency, Reference = body.Reference, ProposedBy = operatorId };
        FloatIssueOutcome outcome = await grains.GetGrain<IFloatIssueGrain>(FloatIssues.Key(operatorId, key.Value)).Propose(proposal);
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is { } refusal ? Refuse(refusal) : TypedResults.Created(Path + outcome.Issue!.Id, FloatView.Of(outcome.Issue));
    }

    private static async Task<Results<Ok<FloatView>, ProblemResult>> Find(string id, IGrainFactory grains) =>
        FloatIssues.IsKey(id) && await grains.GetGrain<IFloatIssueGrain>(id).Look() is { } issue
            ? TypedResults.Ok(FloatView.Of(issue))
            : Refuse(FloatIssueRefusal.NotFound);

    private static async Task<Results<Ok<FloatView>, ProblemResult>> Approve(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Decided(FloatIssues.IsKey(id) ? await grains.GetGrain<IFloatIssueGrain>(id).Approve(user.Customer().Value) : FloatIssueRefusal.NotFound);

    private static async Task<Results<Ok<FloatView>, ProblemResult>> Reject(string id, RejectionBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        Decided(FloatIssues.IsKey(id) ? await grains.GetGrain<IFloatIssueGrain>(id).Reject(user.Customer().Value, body?.Reason) : FloatIssueRefusal.NotFound);

    private static Results<Ok<FloatView>, ProblemResult> Decided(FloatIssueOutcome outcome) =>
        outcome.Refusal is { } refusal ? Refuse(refusal) : TypedResults.Ok(FloatView.Of(outcome.Issue!));

    private static ProblemResult Refuse(FloatIssueRefusal refusal) => Problem.Refuse(refusal switch
    {
        FloatIssueRefusal.AmountNotPositive => "amount_not_positive",
        FloatIssueRefusal.UnknownAgent => "unknown_agent",
        FloatIssueRefusal.CurrencyMismatch => "currency_mismatch",
        FloatIssueRefusal.MemoInvalid => "memo_invalid",
        FloatIssueRefusal.SameOperator => "same_operator",
        FloatIssueRefusal.AlreadyDecided => "already_decided",
        FloatIssueRefusal.NotFound => "not_found",
        FloatIssueRefusal.IdempotencyConflict => "idempotency_conflict",
        _ => "internal_error",
    });
}
