namespace Postmobile.Api.Money;

/// <summary>Puts bulk payments into the front end.</summary>
public static class BulkHosting
{
    /// <summary>Adds what endpoints and pages need.</summary>
    public static WebApplicationBuilder AddPostmobileBulk(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BulkUpload>();
        return builder;
    }

    /// <summary>Maps bulk payments and the people who make them.</summary>
    public static WebApplication MapBulk(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapBulkPayments();
        api.MapBulkPeople();
        return app;
    }
}
