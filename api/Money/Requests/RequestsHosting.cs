using System.Text.Json;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Puts requests, split bills and mandates into the front end.</summary>
public static class RequestsHosting
{
    /// <summary>Adds what the endpoints and pages need.</summary>
    public static WebApplicationBuilder AddRequests(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<RequestDesk>();
        builder.Services.AddScoped<MandateDesk>();
        return builder;
    }

    /// <summary>Maps requests, split bills and mandates.</summary>
    public static WebApplication MapRequests(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapMoneyRequests();
        api.MapSplits();
        api.MapMandates();
        return app;
    }

    /// <summary>The stable code of a refusal.</summary>
    internal static string Code(this RequestRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>The refusal as a problem.</summary>
    internal static ProblemResult ToProblem(this RequestRefusal refusal) => Problem.Refuse(refusal.Code());
}
