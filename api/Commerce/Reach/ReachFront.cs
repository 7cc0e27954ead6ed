namespace Postmobile.Api.Commerce;

/// <summary>Puts followers, messages, links and referrals into the front end.</summary>
public static class ReachFront
{
    /// <summary>Adds what endpoints and pages need.</summary>
    public static WebApplicationBuilder AddReach(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LinkCounter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LinkCounter>());
        builder.Services.AddSingleton<ShareCardPress>();
        builder.AddInboundSms();
        return builder;
    }

    /// <summary>Maps all of it.</summary>
    public static WebApplication MapReach(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapFollows();
        api.MapMailings();
        api.MapReferrals();
        app.MapShares();
        app.MapLetters();
        app.MapInboundSms();
        return app;
    }
}
