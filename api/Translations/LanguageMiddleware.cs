using System.Globalization;
using Postmobile.Api.Problems;

namespace Postmobile.Api.Translations;

/// <summary>
/// Sets the language of a request: the cookie, which the switch and the sign-in write; else the person's profile; else what the browser
/// asks for; else French.
/// </summary>
public static class LanguageMiddleware
{
    /// <summary>The cookie that holds the choice.</summary>
    public const string CookieName = "lang";

    /// <summary>Chooses the language of each request that follows.</summary>
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        Language language = Language.Find(context.Request.Cookies[CookieName]) ?? Language.Find(CallerLanguage.Of(context)) ?? Language.French;
        CultureInfo.CurrentCulture = language.Writing;
        CultureInfo.CurrentUICulture = language.Reading;
        return next(context);
    });

    /// <summary>Remembers the choice in this browser for a year.</summary>
    public static void Remember(HttpContext context, Language language) =>
        context.Response.Cookies.Append(CookieName, language.Code, new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            HttpOnly = true,
            IsEssential = true,
        });
}
