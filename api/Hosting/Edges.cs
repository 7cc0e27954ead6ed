using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace Postmobile.Api.Hosting;

/// <summary>What every request passes before it reaches a domain: size limits, forwarded headers, compression.</summary>
public static class Edges
{
    /// <summary>The largest request body accepted unless an endpoint asks for more, in bytes.</summary>
    public const long BodySizeMax = 64 * 1024;

    // A client that has begun to send hears nothing until it is done; so what is refused for its size is still read to
    // its end, within reason, and thrown away. Beyond that the connection is cut.
    private const long DrainedMax = 16 * 1024 * 1024;

    /// <summary>Adds limits, forwarded headers and compression.</summary>
    public static WebApplicationBuilder AddPostmobileEdges(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = DrainedMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });
        if (builder.Configuration.GetValue("ForwardedHeaders:Enabled", false))
        {
            builder.Services.Configure<ForwardedHeadersOptions>(TrustProxies(builder.Configuration));
        }

        builder.Services.AddResponseCompression(Compress);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        return builder;
    }

    /// <summary>Puts limits, forwarded headers and compression before everything else.</summary>
    public static WebApplication UsePostmobileEdges(this WebApplication app)
    {
        if (app.Configuration.GetValue("ForwardedHeaders:Enabled", false))
        {
            app.UseForwardedHeaders();
        }

        // An answer that repeats what the caller sent beside a secret can be guessed at through its compressed length
        // (BREACH). Pages mask their antiforgery tokens anew each time; answers of the API are small and stay as they are.
        app.UseWhen(
            http => !http.Request.Path.StartsWithSegments("/api") && !http.Request.Path.StartsWithSegments("/connect"),
            pages => pages.UseResponseCompression());
        return app;
    }

    /// <summary>Refuses large bodies before anything reads them. After routing, because an endpoint may ask for more.</summary>
    public static WebApplication UseBodyLimits(this WebApplication app)
    {
        app.Use(static (http, next) =>
        {
            if (http.Request.ContentLength <= BodySizeMax)
            {
                return next(http);
            }

            long limit = http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? BodySizeMax;
            if (http.Request.ContentLength > limit)
            {
                http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return Task.CompletedTask;
            }

            if (http.Request.ContentLength is not null && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } kestrel)
            {
                kestrel.MaxRequestBodySize = limit;
            }
            else if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            {
                // Nobody knows how long this one is going to be.
                http.Request.Body = new LimitedBody(http.Request.Body, limit);
            }

            return next(http);
        });
        return app;
    }

    private static void Compress(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
        options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/manifest+json"];
    }

    // Only proxies that the configuration names are believed; without names, only one on this machine.
    private static Action<ForwardedHeadersOptions> TrustProxies(IConfiguration configuration) => options =>
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        foreach (string network in configuration.GetSection("ForwardedHeaders:Networks").Get<string[]>() ?? [])
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }
    };
}
