using System.Buffers.Text;
using System.Security.Cryptography;

namespace Postmobile.Api.Commerce;

/// <summary>Who looks: a person who has signed in, or a browser by a cookie of its own; and whether it is a person at all.</summary>
public sealed class AdViewers(IHostEnvironment environment, TimeProvider time)
{
    /// <summary>The cookie by which a browser is known again that nobody has signed in with.</summary>
    public const string CookieName = "shopiposte.visitor";

    private static readonly string[] s_robots =
    [
        "bot", "crawl", "spider", "slurp", "preview", "facebookexternalhit", "whatsapp", "telegram", "curl", "wget", "python", "httpclient", "headless", "lighthouse", "monitor", "scrapy", "java/",
    ];

    /// <summary>Whether whoever asks says of themselves that they are a program, or only fetches what a person may look at later.</summary>
    public static bool IsRobot(HttpRequest request)
    {
        string agent = request.Headers.UserAgent.ToString();
        return agent.Length == 0
            || s_robots.Any(robot => agent.Contains(robot, StringComparison.OrdinalIgnoreCase))
            || request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
            || request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Who it is; null for a browser that brought no key.</summary>
    public string? Find(HttpContext http) =>
        http.User.Visitor()?.Value ?? (http.Request.Cookies[CookieName] is { Length: 22 } key && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? "v-" + key : null);

    /// <summary>Who it is; a browser without a key is given one.</summary>
    public string Meet(HttpContext http)
    {
        if (Find(http) is { } known)
        {
            return known;
        }

        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        if (!http.Response.HasStarted)
        {
            http.Response.Cookies.Append(CookieName, key, new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = !environment.IsDevelopment(), IsEssential = true, Expires = time.GetUtcNow().AddDays(180), Path = "/",
            });
        }

        return "v-" + key;
    }
}
