using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Signing in and out for the pages: cookies, HttpOnly, SameSite=Lax, Secure outside of Development.</summary>
public sealed class SignInService(IGrainFactory grains, StepUp stepUp, TimeProvider time, IHostEnvironment environment)
{
    /// <summary>The cookie by which a browser is known again; it opens nothing by itself.</summary>
    public const string DeviceCookie = "postmobile.device";

    /// <summary>Signs in by number (as typed) and PIN, and sets the cookies.</summary>
    /// <returns>The person; or wrong_credentials (tries left), locked (until when), wallet_blocked, pin_not_set.</returns>
    public async Task<SignInOutcome> SignIn(HttpContext http, string? phone, string? pin)
    {
        if (!PhoneNumber.TryParse(phone, out PhoneNumber number) || string.IsNullOrEmpty(pin))
        {
            return IdentityRefusalCode.WrongCredentials;
        }

        SignInOutcome outcome = await grains.GetGrain<IPhoneGrain>(number.Key).SignIn(new SignInAttempt(new Pin(pin), Device(http)));
        if (outcome.Customer is { } customer)
        {
            var principal = Principals.Of(customer, outcome.DeviceId, time.GetUtcNow(), AuthSchemes.Cookie);
            await http.SignInAsync(AuthSchemes.Cookie, principal, new AuthenticationProperties { IsPersistent = true });
            http.User = principal;
        }

        return outcome;
    }

    /// <summary>Signs this browser out.</summary>
    public Task SignOut(HttpContext http)
    {
        http.Response.Cookies.Delete(StepUp.Cookie);
        return http.SignOutAsync(AuthSchemes.Cookie);
    }

    /// <summary>Asks for the PIN again and notes the proof in a cookie; <see cref="StepUp.IsProven"/> then holds for five minutes.</summary>
    /// <returns>Null; or wrong_credentials, locked, wallet_blocked.</returns>
    public async Task<IdentityRefusal?> Prove(HttpContext http, string? pin)
    {
        IdentityRefusal? refusal = await grains.GetGrain<ICustomerGrain>(http.User.Customer().Value).Prove(new Pin(pin ?? ""));
        if (refusal is null)
        {
            (string proof, DateTimeOffset until) = stepUp.Issue(http.User);
            http.Response.Cookies.Append(StepUp.Cookie, proof, Cookie(until));
        }

        return refusal;
    }

    /// <summary>What this browser is known by; it gets a secret when it has none.</summary>
    public DeviceHello Device(HttpContext http)
    {
        string? key = http.Request.Cookies[DeviceCookie];
        if (key is not { Length: >= 32 and <= 64 })
        {
            key = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        }

        http.Response.Cookies.Append(DeviceCookie, key, Cookie(time.GetUtcNow().AddDays(400)));
        return new DeviceHello(key, UserAgents.Describe(http.Request.Headers.UserAgent.ToString()));
    }

    private CookieOptions Cookie(DateTimeOffset until) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = !environment.IsDevelopment(),
        IsEssential = true,
        Expires = until,
        Path = "/",
    };
}
