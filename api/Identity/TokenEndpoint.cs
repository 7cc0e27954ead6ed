using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;
using Postmobile.Identity;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Postmobile.Api.Identity;

/// <summary><c>POST /connect/token</c> (RFC 6749): number and PIN, a refresh token, or the client credentials of a partner or of a shop's own program.</summary>
internal static class TokenEndpoint
{
    public const string Path = "/connect/token";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapTokens(this IEndpointRouteBuilder app) =>
        app.MapPost(Path, Exchange).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();

    private static Task<IResult> Exchange(HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        OpenIddictRequest request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The token endpoint was reached without OpenIddict.");
        return request.IsPasswordGrantType() ? SignIn(request, grains, time)
            : request.IsRefreshTokenGrantType() ? Refresh(http, grains)
            : ShopKeyId.TryParse(request.ClientId, out ShopKeyId key) ? Program(request, key, grains)
            : Task.FromResult(Partner(request));
    }

    private static async Task<IResult> SignIn(OpenIddictRequest request, IGrainFactory grains, TimeProvider time)
    {
        if (!PhoneNumber.TryParse(request.Username, out PhoneNumber phone) || string.IsNullOrEmpty(request.Password))
        {
            return Refuse(IdentityRefusalCode.WrongCredentials, time);
        }

        var device = new DeviceHello((string?)request["device_id"], (string?)request["device_name"]);
        SignInOutcome outcome = await grains.GetGrain<IPhoneGrain>(phone.Key).SignIn(new SignInAttempt(new Pin(request.Password), device));
        return outcome.Customer is { } customer
            ? Grant(Principals.Of(customer, outcome.DeviceId, time.GetUtcNow(), Scheme))
            : Refuse(outcome.Refusal!, time);
    }

    private static async Task<IResult> Refresh(HttpContext http, IGrainFactory grains)
    {
        ClaimsPrincipal old = (await http.AuthenticateAsync(Scheme)).Principal!;
        if (!CustomerId.TryParse(old.FindFirstValue(ClaimNames.Subject), out CustomerId id)
            || !await http.RequestServices.GetRequiredService<Sessions>().Allows(old)
            || await grains.GetGrain<ICustomerGrain>(id.Value).Look() is not { Blocked: false } customer)
        {
            return Deny("session_ended", "The session has ended.");
        }

        return Grant(Principals.Renew(old, customer, Scheme));
    }

    // OpenIddict has checked the client's secret by now.
    private static IResult Partner(OpenIddictRequest request)
    {
        var identity = new ClaimsIdentity(Scheme, ClaimNames.Name, ClaimNames.Role);
        identity.SetClaim(ClaimNames.Subject, request.ClientId);
        identity.SetClaim(ClaimNames.Role, Principals.Word(Role.Partner));
        return Grant(new ClaimsPrincipal(identity), offline: false);
    }

    // The same of a shop's own program. It gets what it asks for, which OpenIddict has compared with what it may, or else all that it may.
    private static async Task<IResult> Program(OpenIddictRequest request, ShopKeyId id, IGrainFactory grains)
    {
        if (await grains.GetGrain<IShopKeysGrain>(id.Shop.Value).Standing(id) is not { } key)
        {
            return Deny("session_ended", "The key was revoked.");
        }

        var identity = new ClaimsIdentity(Scheme, ClaimNames.Name, ClaimNames.Role);
        identity.SetClaim(ClaimNames.Subject, id.Value);
        identity.SetClaim(ClaimNames.Name, key.Name);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(request.GetScopes() is { Length: > 0 } asked ? asked : [.. key.Scopes]);
        principal.SetAccessTokenLifetime(ShopKeyTokens.Life);
        principal.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(principal, authenticationScheme: Scheme);
    }

    private static IResult Grant(ClaimsPrincipal principal, bool offline = true)
    {
        principal.SetScopes(offline ? [Scopes.OfflineAccess] : []);
        principal.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(principal, authenticationScheme: Scheme);
    }

    private static IResult Refuse(IdentityRefusal refusal, TimeProvider time)
    {
        int? wait = refusal.RetryAt is { } at ? Math.Max(1, (int)Math.Ceiling((at - time.GetUtcNow()).TotalSeconds)) : null;
        return Deny(refusal.StableCode, "The number or the PIN is wrong, or may not be used now.", wait, refusal.TriesLeft);
    }

    // RFC 6749, 5.2, with the stable code of our problems beside it.
    private static IResult Deny(string code, string description, int? retryAfterSeconds = null, int? triesLeft = null)
    {
        var properties = new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        });
        properties.SetParameter<OpenIddictParameter?>("code", code);
        properties.SetParameter<OpenIddictParameter?>("retry_after", retryAfterSeconds);
        properties.SetParameter<OpenIddictParameter?>("tries_left", triesLeft);
        return Results.Forbid(properties, [Scheme]);
    }
}
