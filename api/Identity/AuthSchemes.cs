using Microsoft.AspNetCore.Authentication.Cookies;
using OpenIddict.Validation.AspNetCore;

namespace Postmobile.Api.Identity;

/// <summary>Names of the ways to prove who asks. The API takes bearer tokens only, pages cookies only, the hub both.</summary>
public static class AuthSchemes
{
    /// <summary>Bearer tokens: everything under <c>/api</c>.</summary>
    public const string Bearer = OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>Cookies: the pages.</summary>
    public const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Chooses by the path: bearer under <c>/api</c>, either under <c>/hubs</c> and <c>/metrics</c>, cookie elsewhere. The default.</summary>
    public const string ByPath = nameof(ByPath);
}
