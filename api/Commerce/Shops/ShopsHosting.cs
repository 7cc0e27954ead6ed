namespace Postmobile.Api.Commerce;

/// <summary>Puts shops and their catalogue into the front end.</summary>
public static class ShopsHosting
{
    /// <summary>Maps their part of <c>/api/v1</c>, and the pictures.</summary>
    public static WebApplication MapShops(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapShopEndpoints();
        api.MapShopReviews();
        api.MapProducts();
        app.MapImages();
        return app;
    }
}
