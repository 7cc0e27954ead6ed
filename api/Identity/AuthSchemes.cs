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

    /// <summary>Guests, who buy without an account: their cookie on pages, their token under <c>/api</c>. Only <see cref="Policies.Buyer"/> asks for it.</summary>
    public const string Guest = nameof(Guest);

    /// <summary>A guest's cookie.</summary>
    public const string GuestCookie = nameof(GuestCookie);

    /// <summary>A guest's token.</summary>
    public const string GuestToken = nameof(GuestToken);

    /// <summary>Chooses by the path: bearer under <c>/api</c>, either under <c>/hubs</c> and <c>/metrics</c>, cookie elsewhere. The default.</summary>
    public const string ByPath = nameof(ByPath);
}
