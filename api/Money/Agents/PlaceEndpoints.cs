using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Where agents are, for everybody; and how they stand, for supervisors.</summary>
public static class PlaceEndpoints
{
    /// <summary>Maps <c>/agents</c> and <c>/supervisor/agents</c>.</summary>
    public static void MapPlaces(this RouteGroupBuilder api)
    {
        RouteGroupBuilder places = api.MapGroup("/agents").AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Places");
        places.MapGet("/towns", Towns).WithName("listTowns").WithSummary("Departments and towns of Congo.");
        places.MapGet("/nearby", Nearby).WithName("nearbyAgents").WithSummary("Where can I withdraw this much now? By distance from a town or from coordinates.").Refuses("agent_place_invalid", "invalid_field");
        RouteGroupBuilder agents = api.MapGroup("/supervisor/agents").RequireAuthorization(Policies.Supervisor).WithTags("Supervisors");
        agents.MapGet("", Board).WithName("listAgents").WithSummary("Every agent, those who need somebody first.");
        agents.MapGet("/{phone}", Find).WithName("getAgent").WithSummary("One agent, by telephone or customer id.").Refuses("unknown_agent");
        agents.MapPut("/{phone}", Arrange).WithName("arrangeAgent").WithSummary("Says where the counter is, when it is open and when to sound the alarm.")
            .Refuses("unknown_agent", "memo_invalid", "agent_place_invalid", "agent_hours_invalid");
    }

    private static Ok<IReadOnlyList<Town>> Towns() => TypedResults.Ok(Congo.Towns);

    private static async Task<Results<Ok<IReadOnlyList<NearbyAgentView>>, ProblemResult>> Nearby(
        IGrainFactory grains, string? town = null, double? lat = null, double? lon = null, long amount = 0, bool open = false, int limit = 20)
    {
        if (limit is < 1 or > 50)
        {
            return Problem.InvalidField("limit");
        }

        Town? centre = Congo.Find(town);
        (double north, double east) = (lat ?? centre?.Latitude ?? 0, lon ?? centre?.Longitude ?? 0);
        if ((centre is null && (lat is null || lon is null)) || !Congo.Contains(north, east))
        {
            return AgentRefusal.AgentPlaceInvalid.ToProblem();
        }

        var found = await grains.GetGrain<IAgentsGrain>(0).Nearby(new NearbyQuestion(north, east, amount, open, limit));
        return TypedResults.Ok<IReadOnlyList<NearbyAgentView>>([.. found.Select(NearbyAgentView.Of)]);
    }

    private static async Task<Ok<IReadOnlyList<AgentStateView>>> Board(IGrainFactory grains) =>
        TypedResults.Ok<IReadOnlyList<AgentStateView>>([.. (await grains.GetGrain<IAgentsGrain>(0).Board()).Select(AgentStateView.Of)]);

    private static async Task<Results<Ok<AgentStateView>, ProblemResult>> Find(string phone, Customers customers, IGrainFactory grains) =>
        await Agent(phone, customers, grains) is { } grain && await grain.Look() is { } agent ? TypedResults.Ok(AgentStateView.Of(agent)) : AgentRefusal.UnknownAgent.ToProblem();

    private static async Task<Results<Ok<AgentStateView>, ProblemResult>> Arrange(string phone, AgentSettingsView body, ClaimsPrincipal user, Customers customers, IGrainFactory grains)
    {
        AgentOutcome outcome = await Agent(phone, customers, grains) is { } grain
            ? await grain.Arrange(body.ToSettings(), user.Customer())
            : new AgentOutcome(null, AgentRefusal.UnknownAgent);
        return outcome.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(AgentStateView.Of(outcome.Agent!));
    }

    private static async Task<IAgentGrain?> Agent(string phone, Customers customers, IGrainFactory grains) =>
        await customers.Find(phone) is { } customer && await customer.Look() is { } view ? grains.Agent(view.Id) : null;
}
