using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Postmobile.Api.Pages;

/// <summary>
/// The files that pages refer to, embedded in this assembly, compressed once and served from memory under a name that changes
/// with the content, so that a browser asks for each of them once in its life.
/// </summary>
public sealed class Assets
{
    private const string Prefix = "wwwroot/";

    private readonly FrozenDictionary<string, Asset> byPath;
    private readonly FrozenDictionary<string, string> versioned;

    /// <summary>Reads and compresses all embedded files.</summary>
    public Assets()
    {
        Assembly assembly = typeof(Assets).Assembly;
        Asset[] assets = [.. assembly.GetManifestResourceNames().Where(IsAsset).Select(name => Read(assembly, name))];
        byPath = assets.SelectMany(asset => new[] { (asset.Path, asset), (asset.VersionedPath, asset) })
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.asset, StringComparer.Ordinal);
        versioned = assets.ToFrozenDictionary(asset => asset.Path, asset => asset.VersionedPath, StringComparer.Ordinal);
    }

    /// <summary>The address of a file such as <c>/app.css</c>, or null when the build did not bring it.</summary>
    public string? Address(string path) => versioned.GetValueOrDefault(path);

    /// <summary>Serves the files, each under its plain and its versioned address.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach ((string path, Asset asset) in byPath)
        {
            bool forever = path == asset.VersionedPath;
            routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context => Serve(context, asset, forever))
                .ExcludeFromDescription().AllowAnonymous();
        }
    }

    private static bool IsAsset(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private static Asset Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] plain = new byte[stream.Length];
        stream.ReadExactly(plain);
        string path = "/" + name[Prefix.Length..];
        string extension = Path.GetExtension(path);
        string version = Convert.ToHexStringLower(SHA256.HashData(plain))[..8];
        return new Asset(path, $"{path[..^extension.Length]}.{version}{extension}", ContentType(extension), version, plain, Brotli(plain), Gzip(plain));
    }

    private static string ContentType(string extension) => extension switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".webmanifest" => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    };

    private static byte[] Brotli(byte[] plain)
    {
        using MemoryStream output = new();
        using (BrotliStream brotli = new(output, CompressionLevel.SmallestSize))
        {
            brotli.Write(plain);
        }

        return output.ToArray();
    }

    private static byte[] Gzip(byte[] plain)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.SmallestSize))
        {
            gzip.Write(plain);
        }

        return output.ToArray();
    }

    private static Task Serve(HttpContext context, Asset asset, bool forever)
    {
        ResponseHeaders(context.Response, asset, forever);
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(asset.Version, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        byte[] body = Encoded(context, asset);
        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    // Browsers offer Brotli only over a safe connection; over plain HTTP gzip is what there is.
    private static byte[] Encoded(HttpContext context, Asset asset)
    {
        string accepted = context.Request.Headers.AcceptEncoding.ToString();
        string? encoding = accepted.Contains("br", StringComparison.Ordinal) ? "br" : accepted.Contains("gzip", StringComparison.Ordinal) ? "gzip" : null;
        context.Response.Headers.ContentEncoding = encoding;
        return encoding switch
        {
            "br" => asset.Brotli,
            "gzip" => asset.Gzip,
            _ => asset.Plain,
        };
    }

    private static void ResponseHeaders(HttpResponse response, Asset asset, bool forever)
    {
        response.Headers[HeaderNames.CacheControl] = forever ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        response.Headers[HeaderNames.ETag] = $"\"{asset.Version}\"";
        response.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
    }

    private sealed record Asset(string Path, string VersionedPath, string ContentType, string Version, byte[] Plain, byte[] Brotli, byte[] Gzip);
}
