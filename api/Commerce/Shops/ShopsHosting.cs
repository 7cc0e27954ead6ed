namespace Postmobile.Api.Commerce;

/// <summary>Puts shops and their catalogue into the front end.</summary>
public static class ShopsHosting
{
    /// <summary>Adds what the endpoints and pages need.</summary>
    public static WebApplicationBuilder AddShopPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CatalogueUpload>();
        return builder;
    }

    /// <summary>Maps their part of <c>/api/v1</c>, and the pictures.</summary>
    public static WebApplication MapShops(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapShopEndpoints();
        api.MapShopReviews();
        api.MapProducts();
        api.MapImports();
        api.MapShopKeys();
        api.MapShopStock();
        app.MapImages();
        app.MapSiteMap();
        return app;
    }
}
