using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using Postmobile.Api.Problems;
using Postmobile.Documents;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Where the networks' gateways ask what their telephones shall show.</summary>
public static partial class UssdEndpoints
{
    /// <summary>The header in which a gateway shows its secret.</summary>
    public const string SecretHeader = "X-Ussd-Secret";

    // In French, because whose telephone it is was not found out.
    private const string Unavailable = "END Service momentanément indisponible. Recomposez dans un instant : rien ne sera payé deux fois.";

    /// <summary>Reads the gateways from the configuration; one that is not sound stops the start.</summary>
    public static WebApplicationBuilder AddUssdGateways(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<UssdOptions>().BindConfiguration("Ussd")
            .Validate(UssdOptions.AreSound, $"Ussd:Gateways: each needs a dialect, a secret of {UssdOptions.SecretMin} characters or more, and addresses that are some.")
            .ValidateOnStart();
        return builder;
    }

    /// <summary>Maps <c>/ussd</c> and the choice of SMS.</summary>
    public static WebApplication MapUssd(this WebApplication app)
    {
        RouteGroupBuilder ussd = app.MapGroup("/ussd").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        ussd.MapPost("/{gateway}", (string gateway, HttpContext http) => Answer(gateway, http.Request.Headers[SecretHeader].ToString(), http));
        ussd.MapPost("/{gateway}/{secret}", Answer);
        app.MapGroup("/api/v1").MapNotices();
        return app;
    }

    private static async Task<IResult> Answer(string gateway, string secret, HttpContext http)
    {
        UssdOptions options = http.RequestServices.GetRequiredService<IOptions<UssdOptions>>().Value;
        if (!options.Gateways.TryGetValue(gateway, out UssdGateway? known))
        {
            return Problem.Refuse("not_found");
        }

        if (!Same(secret, known.Secret))
        {
            return Problem.Refuse("unauthenticated");
        }

        if (!known.Admits(http.Connection.RemoteIpAddress))
        {
            return Problem.Refuse("forbidden");
        }

        IUssdDialect dialect = UssdDialects.Find(known.Dialect)!;
        UssdRequest? request = http.Request.HasFormContentType ? dialect.Read(gateway.ToLowerInvariant(), await http.Request.ReadFormAsync(http.RequestAborted)) : null;
        return request is null ? Problem.Refuse("bad_request") : await Ask(request, dialect, http.RequestServices);
    }

    private static async Task<IResult> Ask(UssdRequest request, IUssdDialect dialect, IServiceProvider services)
    {
        if (request.Call is null)
        {
            return Results.Text("");
        }

        try
        {
            IUssdSessionGrain session = services.GetRequiredService<IGrainFactory>().GetGrain<IUssdSessionGrain>(UssdKey.Of(request.Phone));
            return Results.Text(dialect.Write(await session.Answer(request.Call)), "text/plain", Encoding.UTF8);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or NpgsqlException or DocumentNotSavedException or LedgerUnavailableException)
        {
            // Not the exception itself: nobody vouches for what is in its message.
            LogUnavailable(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UssdEndpoints)), failure.GetType().Name);
            return Results.Text(Unavailable, "text/plain", Encoding.UTF8);
        }
    }

    private static bool Same(string given, string secret) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A telephone's request could not be answered ({Reason}).")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
