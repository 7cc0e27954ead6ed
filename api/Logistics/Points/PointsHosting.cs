namespace Postmobile.Api.Logistics;

/// <summary>Puts post offices and pickup points into the front end.</summary>
public static class PointsHosting
{
    /// <summary>Maps their part of <c>/api/v1</c>.</summary>
    public static WebApplication MapPoints(this WebApplication app)
    {
        app.MapGroup("/api/v1").MapPointEndpoints();
        return app;
    }
}
