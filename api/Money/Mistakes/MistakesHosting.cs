namespace Postmobile.Api.Money;

/// <summary>Puts the mending of mistakes into the front end.</summary>
public static class MistakesHosting
{
    /// <summary>Maps recalls, reversals, help with a payment, and leaving.</summary>
    public static WebApplication MapMistakes(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapRecalls();
        api.MapReversals();
        api.MapHelp();
        api.MapLeaving();
        return app;
    }
}
