using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Versions of the tariff: one operator proposes, everybody sees what it would have cost, another operator approves.</summary>
public static class TariffOperatorEndpoints
{
    private const string Path = "/api/v1/operator/tariffs/";

    /// <summary>Maps <c>/operator/tariffs</c> and <c>/operator/commissions</c>.</summary>
    public static void MapTariffVersions(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/operator/tariffs").RequireAuthorization(Policies.Operator).WithTags("Operators");
        group.MapGet("", List).WithName("listTariffs").WithSummary("All versions of the tariff, newest proposal first.");
        group.MapPost("", Propose).WithName("proposeTariff").WithSummary("Proposes a whole new table, or a change of the one that was approved last.").Refuses(
            "tariff_lines_invalid", "tariff_unchanged", "tariff_date_past", "tariff_stale", "memo_invalid", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("/{id}", Find).WithName("getTariffVersion").WithSummary("One version.").Refuses("not_found");
        group.MapPost("/{id}/simulate", Simulate).WithName("simulateTariff").WithSummary("Starts to reckon what a month would have cost under it.").Refuses("not_found", "invalid_field");
        group.MapGet("/{id}/simulation", Simulation).WithName("getTariffSimulation").WithSummary("How far the reckoning is, or its result.").Refuses("not_found");
        group.MapPost("/{id}/approve", Approve).WithName("approveTariff").WithSummary("Approves, as another operator than the one who proposed.")
            .Refuses("not_found", "same_operator", "already_decided", "tariff_not_simulated", "tariff_stale", "tariff_date_past");
        group.MapPost("/{id}/reject", Reject).WithName("rejectTariff").WithSummary("Rejects or withdraws.").Refuses("not_found", "already_decided", "memo_invalid");
        api.MapGet("/operator/commissions", Owed).RequireAuthorization(Policies.Books).WithTags("Operators")
            .WithName("getCommissionsOwed").WithSummary("What agents are still owed, and what there is to pay it from.");
    }

    private static async Task<Ok<TariffVersionsView>> List(IGrainFactory grains) =>
        TypedResults.Ok(new TariffVersionsView([.. (await grains.Tariffs().List()).Select(TariffVersionView.Of)]));

    private static async Task<Results<Created<TariffVersionView>, ProblemResult>> Propose(
        TariffBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        TariffOutcome outcome = await grains.Tariffs().Propose(body.ToProposal(user.Customer().Value, key.Value));
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is null ? TypedResults.Created(Path + outcome.Version!.Id, TariffVersionView.Of(outcome.Version)) : Refuse(outcome);
    }

    private static async Task<Results<Ok<TariffVersionView>, ProblemResult>> Find(string id, IGrainFactory grains) =>
        TariffKeys.IsId(id) && await grains.Tariffs().Look(id) is { } version ? TypedResults.Ok(TariffVersionView.Of(version)) : Refuse(TariffRefusal.NotFound);

    private static async Task<Results<Accepted<TariffSimulationView>, ProblemResult>> Simulate(string id, ClaimsPrincipal user, IGrainFactory grains, string? month)
    {
        DateOnly first = default;
        if (month is not null && !DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
        {
            return Problem.InvalidField("month");
        }

        return TariffKeys.IsId(id) && await Grain(grains, id).Start(month is null ? null : first, user.Customer().Value) is { } simulation
            ? TypedResults.Accepted(Path + id + "/simulation", TariffSimulationView.Of(simulation))
            : Refuse(TariffRefusal.NotFound);
    }

    private static async Task<Results<Ok<TariffSimulationView>, ProblemResult>> Simulation(string id, IGrainFactory grains) =>
        TariffKeys.IsId(id) && await Grain(grains, id).Look() is { } simulation
            ? TypedResults.Ok(TariffSimulationView.Of(simulation))
            : Refuse(TariffRefusal.NotFound);

    private static async Task<Results<Ok<TariffVersionView>, ProblemResult>> Approve(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        Decided(TariffKeys.IsId(id) ? await grains.Tariffs().Approve(id, user.Customer().Value) : TariffRefusal.NotFound);

    private static async Task<Results<Ok<TariffVersionView>, ProblemResult>> Reject(string id, RejectionBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        Decided(TariffKeys.IsId(id) ? await grains.Tariffs().Reject(id, user.Customer().Value, body?.Reason) : TariffRefusal.NotFound);

    private static async Task<Ok<CommissionsView>> Owed(IGrainFactory grains)
    {
        CommissionsOwed owed = await grains.CommissionsPaid().Owed();
        return TypedResults.Ok(new CommissionsView(owed.Count, owed.Amount, owed.SweptAt, owed.Funds, owed.Fees));
    }

    private static ITariffSimulationGrain Grain(IGrainFactory grains, string id) => grains.GetGrain<ITariffSimulationGrain>(id);

    private static Results<Ok<TariffVersionView>, ProblemResult> Decided(TariffOutcome outcome) =>
        outcome.Refusal is null ? TypedResults.Ok(TariffVersionView.Of(outcome.Version!)) : Refuse(outcome);

    private static ProblemResult Refuse(TariffOutcome outcome)
    {
        ProblemResult problem = Problem.Refuse(CodeOf(outcome.Refusal!.Value));
        foreach (TariffLineError error in outcome.Errors ?? [])
        {
            problem.WithError(string.Create(CultureInfo.InvariantCulture, $"lines[{error.Line}]"), CodeOf(error.Fault));
        }

        return problem;
    }

    /// <summary>The stable code of a refusal.</summary>
    internal static string CodeOf(TariffRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>The stable code of what is wrong with a line.</summary>
    internal static string CodeOf(TariffLineFault fault) => "tariff_line_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());
}
