using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A transfer taken back by two operators.</summary>
internal static class ReversalEndpoints
{
    private const string Path = "/api/v1/operator/reversals/";

    public static void MapReversals(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/operator/reversals").RequireAuthorization(Policies.Operator).WithTags("Operators");
        group.MapGet("", List).WithName("listReversals").WithSummary("Reversals, newest first.").Refuses("invalid_field");
        group.MapPost("", Propose).WithName("proposeReversal").WithSummary("Proposes to take a transfer back, whole, in part, or what is there.").Refuses(
            "not_found", "reversal_not_possible", "reversal_too_much", "reversal_exists", "recall_open", "amount_not_positive", "words_missing", "memo_invalid",
            "party_to_case", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("/{id}", Find).WithName("getReversal").WithSummary("One reversal with its trail.").Refuses("not_found");
        group.MapPost("/{id}/approve", Approve).WithName("approveReversal").WithSummary("Approves, as another operator than the one who proposed.")
            .Refuses("not_found", "same_operator", "party_to_case", "already_decided", "recall_open", "reversal_too_much");
        group.MapPost("/{id}/reject", Reject).WithName("rejectReversal").WithSummary("Rejects or withdraws.").Refuses("not_found", "already_decided", "memo_invalid");
    }

    private static async Task<Results<Ok<ReversalPageView>, ProblemResult>> List(IGrainFactory grains, string? cursor, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        ReversalPage page = await grains.GetGrain<IReversalsGrain>(0).List(limit, cursor);
        return TypedResults.Ok(new ReversalPageView([.. page.Reversals.Select(ReversalView.Of)], page.NextCursor));
    }

    private static async Task<Results<Created<ReversalView>, ProblemResult>> Propose(
        ReversalBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (!TransferId.TryParse(body.Transfer, out TransferId transfer))
        {
            return MistakeAnswers.Refuse(MistakeRefusal.NotFound);
        }

        var proposal = new ReversalProposal { Key = key.Value, Amount = body.Amount, WhatIsThere = body.WhatIsThere, Reason = body.Reason, ProposedBy = user.Customer() };
        ReversalOutcome outcome = await grains.GetGrain<IReversalGrain>(Reversals.Key(transfer)).Propose(proposal);
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is { } refusal ? MistakeAnswers.Refuse(refusal) : TypedResults.Created(Path + outcome.Reversal!.Id, ReversalView.Of(outcome.Reversal));
    }

    private static async Task<Results<Ok<ReversalView>, ProblemResult>> Find(string id, IGrainFactory grains) =>
        Reversals.TryRead(id, out _) && await grains.GetGrain<IReversalGrain>(id).Look() is { } reversal
            ? TypedResults.Ok(ReversalView.Of(reversal))
            : MistakeAnswers.Refuse(MistakeRefusal.NotFound);

    private static async Task<Results<Ok<ReversalView>, ProblemResult>> Approve(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Decided(Reversals.TryRead(id, out _) ? await grains.GetGrain<IReversalGrain>(id).Approve(user.Customer()) : MistakeRefusal.NotFound);

    private static async Task<Results<Ok<ReversalView>, ProblemResult>> Reject(string id, RejectionBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        Decided(Reversals.TryRead(id, out _) ? await grains.GetGrain<IReversalGrain>(id).Reject(user.Customer(), body?.Reason) : MistakeRefusal.NotFound);

    private static Results<Ok<ReversalView>, ProblemResult> Decided(ReversalOutcome outcome) =>
        outcome.Refusal is { } refusal ? MistakeAnswers.Refuse(refusal) : TypedResults.Ok(ReversalView.Of(outcome.Reversal!));
}
