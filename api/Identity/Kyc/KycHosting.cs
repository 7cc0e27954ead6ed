namespace Postmobile.Api.Identity;

/// <summary>Puts papers, screening and freezes into the front end.</summary>
public static class KycHosting
{
    /// <summary>Maps their part of <c>/api/v1</c>.</summary>
    public static WebApplication MapKyc(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapPapers();
        api.MapReviews();
        api.MapScreening();
        api.MapFreezes();
        return app;
    }
}
