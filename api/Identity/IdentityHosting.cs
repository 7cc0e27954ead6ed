using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Postmobile.Api.Money;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Puts identity into the front end: tokens, cookies, policies, endpoints.</summary>
public static class IdentityHosting
{
    private static readonly TimeSpan CookieLife = TimeSpan.FromHours(12);

    /// <summary>Adds everything. After <c>AddPostmobile</c>, which brings database, keys and cluster; before the domains.</summary>
    public static WebApplicationBuilder AddPostmobileIdentity(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddDbContext<IdentityDbContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .UseOpenIddict());
        services.AddSingleton<KeyMaterial>();
        services.AddDataProtection().SetApplicationName("postmobile").PersistKeysToDbContext<IdentityDbContext>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyMaterial>((options, keys) => options.XmlEncryptor = new WrappedXmlEncryptor(keys));
        services.AddSingleton<TokenKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenKeys>());
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<TokenKeys>());
        services.AddSingleton<Sessions>();
        services.AddHostedService<SessionFeed>();
        services.AddHostedService<TokenPruning>();
        services.AddSingleton<StepUp>();
        services.AddSingleton<IStepUp>(provider => provider.GetRequiredService<StepUp>());
        services.AddSingleton<SignInService>();
        services.AddSingleton<Customers>();
        services.AddSingleton<DevSmsOutbox>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, IdentityJson.Default));
        services.AddPostmobileTokens(builder.Configuration, builder.Environment);
        AddSchemes(services, builder.Environment);
        services.AddGuests(builder.Environment);
        services.AddAuthorization(AddPolicies);
        services.AddPostmobileSeeds(builder.Environment);

        // The line that announces a request has its query string, and with it a token that a browser must send there.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }

    /// <summary>Maps <c>/connect</c>, identity's part of <c>/api/v1</c> and, in Development, <c>/dev</c>.</summary>
    public static WebApplication MapIdentity(this WebApplication app)
    {
        app.MapTokens();
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapRegistrations();
        api.MapGuests();
        api.MapPins();
        api.MapDevices();
        api.MapBlocks();
        api.MapNumbers();
        api.MapEmails();
        api.MapCustomersForOperators();
        api.MapPartnersForOperators();
        if (app.Environment.IsDevelopment())
        {
            app.MapDev();
        }

        return app;
    }

    private static void AddSchemes(IServiceCollection services, IHostEnvironment environment)
    {
        services.AddAuthentication(AuthSchemes.ByPath)
            .AddPolicyScheme(AuthSchemes.ByPath, null, options => options.ForwardDefaultSelector = ChooseScheme)
            .AddCookie(AuthSchemes.Cookie, options =>
            {
                options.Cookie.Name = "postmobile.session";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                options.ExpireTimeSpan = CookieLife;
                options.SlidingExpiration = true;
                options.LoginPath = "/sign-in";
                options.AccessDeniedPath = "/error/403";
                options.Events = new CookieAuthenticationEvents { OnValidatePrincipal = SessionValidation.ValidateCookie };
            });
    }

    // A cookie is never good for the API: a page of another site could use it there. The hub and the operators' tools take either.
    private static string ChooseScheme(HttpContext http)
    {
        PathString path = http.Request.Path;
        bool either = path.StartsWithSegments("/hubs") || path.StartsWithSegments("/metrics") || path.StartsWithSegments("/dashboard");
        return path.StartsWithSegments("/api") || (either && http.Request.Headers.Authorization.Count > 0) ? AuthSchemes.Bearer : AuthSchemes.Cookie;
    }

    private static void AddPolicies(AuthorizationOptions options)
    {
        foreach (Role role in Enum.GetValues<Role>())
        {
            options.AddPolicy(role.ToString(), AnyOf(role));
        }

        options.AddPolicy(Policies.Buyer, policy => policy.AddAuthenticationSchemes(AuthSchemes.Guest, AuthSchemes.ByPath).AddRequirements(new BuyerRequirement()));
        options.AddPolicy(Policies.Books, AnyOf(Role.Operator, Role.Accountant));
        options.AddPolicy(Policies.Counter, AnyOf(Role.Agent, Role.Operator));
        options.AddPolicy(Policies.Staff, AnyOf(Role.Support, Role.Warehouse, Role.Operator, Role.Accountant));
        options.AddPolicy(Policies.Reviewer, AnyOf(Role.Clerk, Role.Operator));
        options.AddPolicy(Policies.Moderator, AnyOf(Role.Support, Role.Operator));
        options.AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => context.User.Key() is null));
        foreach (string scope in ShopScopes.All)
        {
            options.AddPolicy(ShopKeyTokens.PolicyOf(scope), policy => policy.RequireAuthenticatedUser().RequireAssertion(context =>
                context.User.Key() is null ? context.User.HasClaim(ClaimNames.Role, Principals.Word(Role.Customer)) : context.User.HasScope(scope)));
        }
    }

    private static Action<AuthorizationPolicyBuilder> AnyOf(params Role[] roles) =>
        policy => policy.RequireAuthenticatedUser().RequireClaim(ClaimNames.Role, roles.Select(Principals.Word));
}
