using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Identity;

/// <summary>SMS through the whole house and out of it, over real HTTP, to something that answers as Kannel does.</summary>
public sealed class KannelTests
{
    [Fact]
    public async Task A_code_leaves_by_Kannel_survives_its_bad_moments_and_opens_a_wallet()
    {
        await using FakeKannel kannel = await FakeKannel.StartAsync();
        kannel.Answers.Enqueue(StatusCodes.Status503ServiceUnavailable);
        kannel.Answers.Enqueue(StatusCodes.Status403Forbidden);
        IdentityWorld world = await IdentityWorld.StartElsewhereAsync(
            "--environment=Staging", "--Identity:AllowHttp=true", "--Sms:Gateway=kannel", $"--Sms:Url={kannel.Address}cgi-bin/sendsms",
            "--Sms:Username=poste", "--Sms:Password=s&cret=1", "--Sms:From=POSTE");
        try
        {
            string phone = IdentityWorld.NewPhone();
            var body = new { phone, name = "Cliente d'essai", language = "fr", pin = "4826" };
            JsonElement registration = await IdentityWorld.Json(await world.Post("/api/v1/registrations", body), HttpStatusCode.Created);
            IReadOnlyList<IQueryCollection> asked = await Eventually.GetAsync(
                () => Task.FromResult(kannel.Accepted.Where(query => query["to"] == phone).ToList()), found => found.Count > 0, TimeSpan.FromSeconds(60));
            string code = Regex.Match(asked[0]["text"].ToString(), @"\b\d{6}\b").Value;

            string[] parameters = [.. new[] { "username", "password", "from", "charset", "coding" }.Select(name => asked[0][name].ToString())];
            Assert.Equal(["poste", "s&cret=1", "POSTE", "UTF-8", "0"], parameters);
            await IdentityWorld.Json(await world.Post($"/api/v1/registrations/{registration.GetProperty("id")}/confirm", new { code }), HttpStatusCode.OK);
            await world.Access(phone, "4826");
            Assert.Equal(HttpStatusCode.NotFound, (await world.Get("/dev/sms?to=" + Uri.EscapeDataString(phone), null)).StatusCode);
            Assert.DoesNotContain(world.Logged, line => line.Contains("s&cret", StringComparison.Ordinal) || line.Contains("s%26cret", StringComparison.Ordinal) || line.Contains(code, StringComparison.Ordinal));
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    /// <summary>Kannel's <c>sendsms</c>: 202 accepts. It keeps what it was asked.</summary>
    private sealed class FakeKannel : IAsyncDisposable
    {
        private readonly WebApplication app;

        private FakeKannel(WebApplication app) => this.app = app;

        /// <summary>What it answers next; then it accepts.</summary>
        public ConcurrentQueue<int> Answers { get; } = new();

        public ConcurrentQueue<IQueryCollection> Accepted { get; } = new();

        public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        public static async Task<FakeKannel> StartAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var kannel = new FakeKannel(builder.Build());
            kannel.app.MapGet("/cgi-bin/sendsms", kannel.Answer);
            await kannel.app.StartAsync();
            return kannel;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private IResult Answer(HttpRequest request)
        {
            if (Answers.TryDequeue(out int status))
            {
                return Results.StatusCode(status);
            }

            Accepted.Enqueue(request.Query);
            return Results.Text("0: Accepted for delivery", statusCode: StatusCodes.Status202Accepted);
        }
    }
}
