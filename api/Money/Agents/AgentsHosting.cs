using System.Text.Json;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Puts agents' counters into the front end.</summary>
public static class AgentsHosting
{
    /// <summary>Adds what the endpoints and pages need.</summary>
    public static WebApplicationBuilder AddAgents(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<CashDesk>();
        return builder;
    }

    /// <summary>Maps withdrawals, tills, places and returns of e-money.</summary>
    public static WebApplication MapAgents(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapCashOuts();
        api.MapAgentCashOuts();
        api.MapTills();
        api.MapFloatReturns();
        api.MapPlaces();
        return app;
    }

    /// <summary>The stable code of a refusal.</summary>
    internal static string Code(this AgentRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>The refusal as a problem.</summary>
    internal static ProblemResult ToProblem(this AgentRefusal refusal) => Problem.Refuse(refusal.Code());
}
