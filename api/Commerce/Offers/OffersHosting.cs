namespace Postmobile.Api.Commerce;

/// <summary>Puts promotions and flash sales into the front end.</summary>
public static class OffersHosting
{
    /// <summary>Maps their part of <c>/api/v1</c>.</summary>
    public static WebApplication MapOffers(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapPromotions();
        api.MapFlashSales();
        return app;
    }
}
