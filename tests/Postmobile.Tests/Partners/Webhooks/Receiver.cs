using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Postmobile.Tests.Partners.Webhooks;

/// <summary>Another company's server, on a free port of this machine: keeps what it was posted and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single() + "/hooks";

    /// <summary>What it was posted, in order.</summary>
    public ConcurrentQueue<Post> Posts { get; } = new();

    /// <summary>What it answers: status by the number of the post, from 1.</summary>
    public Func<int, int> Answer { get; set; } = _ => 204;

    public static async Task<Receiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Receiver receiver = new(builder.Build());
        receiver._app.MapPost("/hooks", receiver.Take);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using StreamReader reader = new(http.Request.Body);
        string body = await reader.ReadToEndAsync();
        Posts.Enqueue(new Post(http.Request.Headers["webhook-id"]!, long.Parse(http.Request.Headers["webhook-timestamp"]!, System.Globalization.CultureInfo.InvariantCulture), http.Request.Headers["webhook-signature"]!, body));
        http.Response.StatusCode = Answer(Posts.Count);
    }

    public sealed record Post(string Id, long Timestamp, string Signature, string Body);
}
