namespace Postmobile.Api.Money;

/// <summary>Puts the tariff's endpoints into the front end.</summary>
public static class TariffsHosting
{
    /// <summary>In Development, a tariff to try things with.</summary>
    public static WebApplicationBuilder AddPostmobileTariffs(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddHostedService<DemonstrationTariff>();
        }

        return builder;
    }

    /// <summary>Maps the tariff's part of <c>/api/v1</c>.</summary>
    public static WebApplication MapTariffs(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapPublicTariff();
        api.MapTariffVersions();
        return app;
    }
}
