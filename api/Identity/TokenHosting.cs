using OpenIddict.EntityFrameworkCore.Models;
using Postmobile.Commerce;

namespace Postmobile.Api.Identity;

/// <summary>OpenIddict: who gives tokens out, and who checks them. Both are here, with the same keys in every front end.</summary>
internal static class TokenHosting
{
    private static readonly TimeSpan AccessLife = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RefreshLife = TimeSpan.FromDays(30);

    // The libraries forgive five minutes by default, a third of a token's life. Front ends of one cluster differ by less.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(15);

    public static void AddPostmobileTokens(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        // One issuer for all front ends, whatever name or port a request came in by.
        var issuer = new Uri(configuration["Identity:Issuer"] ?? "https://postmobile.cg/");
        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<IdentityDbContext>();
                core.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication, ShopKeyApplications>();
            })
            .AddServer(server => AddServer(server, issuer, configuration, environment))
            .AddValidation(validation =>
            {
                // Neither token nor authorization is looked up in the database at each request: what ends early, Sessions knows.
                validation.UseLocalServer();
                validation.Configure(options => options.TokenValidationParameters.ClockSkew = ClockSkew);
                validation.UseAspNetCore().DisableAccessTokenExtractionFromQueryString().DisableAccessTokenExtractionFromBodyForm();
                validation.AddEventHandler(SessionValidation.Descriptor);
            });
        services.AddSingleton<SessionValidation>();
        services.AddScoped<ReuseDetection>();
        services.AddSingleton<ShopKeySessions>();
    }

    private static void AddServer(OpenIddictServerBuilder server, Uri issuer, IConfiguration configuration, IHostEnvironment environment)
    {
        server.SetIssuer(issuer);
        server.SetTokenEndpointUris(TokenEndpoint.Path);
        server.SetRevocationEndpointUris("/connect/revoke");
        server.AllowPasswordFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
        server.AcceptAnonymousClients();
        server.RegisterScopes([.. ShopScopes.All]);
        server.Configure(options => options.TokenValidationParameters.ClockSkew = ClockSkew);
        server.SetAccessTokenLifetime(AccessLife).SetRefreshTokenLifetime(RefreshLife);

        // The library forgives a second use within half a minute unless told otherwise; a thief needs less.
        server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
        server.DisableAccessTokenEncryption();
        server.AddEventHandler(ReuseDetection.Descriptor);
        var host = server.UseAspNetCore().EnableTokenEndpointPassthrough();
        if (environment.IsDevelopment() || configuration.GetValue("Identity:AllowHttp", false))
        {
            host.DisableTransportSecurityRequirement();
        }
    }
}
