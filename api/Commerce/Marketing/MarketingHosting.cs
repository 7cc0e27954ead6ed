namespace Postmobile.Api.Commerce;

/// <summary>Puts marketing into the front end.</summary>
public static class MarketingHosting
{
    /// <summary>Adds what endpoints and pages need.</summary>
    public static WebApplicationBuilder AddMarketing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdTokens>();
        builder.Services.AddSingleton<AdViewers>();
        builder.Services.AddSingleton<AdViews>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AdViews>());
        builder.Services.AddSingleton<Sponsored>();
        return builder;
    }

    /// <summary>Maps campaigns and sponsored products.</summary>
    public static WebApplication MapMarketing(this WebApplication app)
    {
        app.MapGroup("/api/v1").MapCampaigns();
        app.MapAds();
        return app;
    }
}
