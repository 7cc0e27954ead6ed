using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>
/// How a guest proves who they are once their number is confirmed: by a cookie on pages, by a sealed token under <c>/api</c>. To
/// everything but <see cref="Policies.Buyer"/> a guest is a stranger.
/// </summary>
public static class Guests
{
    private static readonly TimeSpan s_cookieLife = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_tokenLife = TimeSpan.FromHours(12);

    internal static void AddGuests(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddScoped<IAuthorizationHandler, BuyerHandler>();
        services.AddAuthentication()
            .AddPolicyScheme(AuthSchemes.Guest, null, options =>
                options.ForwardDefaultSelector = http => http.Request.Path.StartsWithSegments("/api") ? AuthSchemes.GuestToken : AuthSchemes.GuestCookie)
            .AddBearerToken(AuthSchemes.GuestToken, options => options.BearerTokenExpiration = s_tokenLife)
            .AddCookie(AuthSchemes.GuestCookie, options =>
            {
                options.Cookie.Name = "postmobile.guest";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                options.ExpireTimeSpan = s_cookieLife;
                options.SlidingExpiration = true;

                // Who may not is sent to sign in, or told no, by the scheme of those who can sign in.
                options.Events = new CookieAuthenticationEvents { OnValidatePrincipal = Validate, OnRedirectToLogin = Silent, OnRedirectToAccessDenied = Silent };
            });
    }

    /// <summary>Remembers in this browser who the guest is.</summary>
    public static Task SignInGuest(this HttpContext http, CustomerId guest) =>
        http.SignInAsync(AuthSchemes.GuestCookie, Principal(guest, AuthSchemes.GuestCookie), new AuthenticationProperties { IsPersistent = true });

    /// <summary>The guest of this browser, on a page that strangers see; null when there is none.</summary>
    public static async Task<CustomerId?> FindGuest(this HttpContext http) =>
        (await http.AuthenticateAsync(AuthSchemes.GuestCookie)).Principal?.Guest();

    /// <summary>A token for programs: what it is, and for how many seconds.</summary>
    internal static (string Token, long Seconds) Token(this IOptionsMonitor<BearerTokenOptions> options, CustomerId guest, TimeProvider time)
    {
        var properties = new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + s_tokenLife };
        var ticket = new AuthenticationTicket(Principal(guest, AuthSchemes.GuestToken), properties, AuthSchemes.GuestToken);
        return (options.Get(AuthSchemes.GuestToken).BearerTokenProtector.Protect(ticket), (long)s_tokenLife.TotalSeconds);
    }

    private static ClaimsPrincipal Principal(CustomerId guest, string? scheme) => new(new ClaimsIdentity([new Claim(ClaimNames.Guest, guest.Value)], scheme));

    // A guest is nobody who has signed in: pages, forms and policies that ask for that see a stranger.
    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        IGrainFactory grains = context.HttpContext.RequestServices.GetRequiredService<IGrainFactory>();
        if (context.Principal?.Guest() is { } guest && await grains.GetGrain<IGuestGrain>(guest.Value).Look() is not null)
        {
            context.ReplacePrincipal(Principal(guest, null));
        }
        else
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(AuthSchemes.GuestCookie);
        }
    }

    private static Task Silent(RedirectContext<CookieAuthenticationOptions> context) => Task.CompletedTask;
}

/// <summary>A customer, or a guest whose number has no account yet.</summary>
internal sealed class BuyerRequirement : IAuthorizationRequirement;

/// <summary>Checks it. Of a guest's token the grain is asked each time: once the number has an account, the token is worth nothing.</summary>
internal sealed class BuyerHandler(IGrainFactory grains) : AuthorizationHandler<BuyerRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, BuyerRequirement requirement)
    {
        if (context.User.HasClaim(ClaimNames.Role, Principals.Word(Role.Customer))
            || (context.User.Guest() is { } guest && await grains.GetGrain<IGuestGrain>(guest.Value).Look() is not null))
        {
            context.Succeed(requirement);
        }
    }
}
