namespace Postmobile.Api.Hosting;

/// <summary>Headers that tell a browser what our answers may do: nothing inline, nothing foreign, no frame around them.</summary>
public static class SecurityHeaders
{
    /// <summary>The policy of our own pages: scripts, styles and connections of our origin only, nothing inline.</summary>
    public const string PagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Two pages of libraries (the API reference, the cluster's dashboard) carry inline styles and scripts of their own.</summary>
    private const string LibraryPagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A shop's e-mail, looked at in a frame of our own page: inline styles and our pictures, no script, no form, no way out.</summary>
    private const string LetterPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

    /// <summary>Answers that are data are not rendered at all.</summary>
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Sets the headers on every answer, errors included.</summary>
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        // Set as the answer starts, because the handler of exceptions clears what was set before.
        app.Use((context, next) =>
        {
            context.Response.OnStarting(SetHeaders, context);
            return next(context);
        });
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        return app;
    }

    private static Task SetHeaders(object state)
    {
        var context = (HttpContext)state;
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = PolicyFor(context.Request.Path);
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Task.CompletedTask;
    }

    private static string PolicyFor(PathString path) =>
        path.StartsWithSegments("/api") ? DataPolicy
        : path.StartsWithSegments(Commerce.LetterEndpoints.Path) ? LetterPolicy
        : path.StartsWithSegments("/docs") || path.StartsWithSegments("/dashboard") ? LibraryPagePolicy
        : PagePolicy;
}
