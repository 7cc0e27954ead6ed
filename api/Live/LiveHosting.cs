using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Postmobile.Money;

namespace Postmobile.Api.Live;

/// <summary>Puts the live hub into the front end.</summary>
public static class LiveHosting
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/hubs/live";

    private const string TokenParameter = "access_token";

    /// <summary>Adds the hub and this front end's ear in the cluster.</summary>
    public static WebApplicationBuilder AddPostmobileLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveWatch>());
        builder.Services.AddSignalR(signalR =>
        {
            // Clients have nothing to say, so what they say is short.
            signalR.MaximumReceiveMessageSize = 4 * 1024;
            signalR.KeepAliveInterval = TimeSpan.FromSeconds(15);
        }).AddJsonProtocol(json =>
        {
            json.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter<Currency>(namingPolicy: null, allowIntegerValues: false));
            json.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        });
        return builder;
    }

    /// <summary>
    /// Before authentication: a browser cannot set headers on a WebSocket, so it sends its token in the query. It goes
    /// into the header and out of the query, where logs and traces would keep it.
    /// </summary>
    public static WebApplication UseLiveTokens(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path), hubs => hubs.Use(static (http, next) =>
        {
            if (IsForeign(http.Request))
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            if (http.Request.Query.TryGetValue(TokenParameter, out var token))
            {
                http.Request.Headers[HeaderNames.Authorization] = "Bearer " + token;
                var rest = http.Request.Query.Where(parameter => parameter.Key != TokenParameter);
                http.Request.QueryString = new QueryString(QueryHelpers.AddQueryString("", rest));
            }

            return next(http);
        }));
        return app;
    }

    /// <summary>Maps the hub.</summary>
    public static WebApplication MapLive(this WebApplication app)
    {
        // A connection ends with its token; the client comes back with a fresh one and reads what it missed.
        app.MapHub<LiveHub>(Path, options => options.CloseOnAuthenticationExpiration = true);
        return app;
    }

    // A page of another site may open a WebSocket to us with our visitor's cookie; same-origin rules do not stop it.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase))
        && request.Headers.Cookie.Count > 0;
}
