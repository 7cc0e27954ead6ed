using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Npgsql;
using Postmobile.Money;

namespace Postmobile.Api.Problems;

/// <summary>
/// Turns what was thrown into a problem. A malformed request is the caller's 400; a part of ours that does not answer
/// is a 503; everything else is a 500 that says nothing of the inside.
/// </summary>
internal sealed partial class ProblemExceptionHandler(IOptions<JsonOptions> json, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!WantsProblem(httpContext.Request))
        {
            return false;
        }

        await Explain(httpContext, exception).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Pages answer a person with a page; everything else gets a problem.</summary>
    internal static bool WantsProblem(HttpRequest request) =>
        request.Path.StartsWithSegments("/api")
        || !(request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) || request.Headers.ContainsKey("HX-Request"));

    private ProblemResult Explain(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case RefusedRequestException refused:
                return Problem.Refuse(refused.Code);
            case BadHttpRequestException { InnerException: JsonException invalid }:
                return ExplainBody(http, invalid);
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } when Body(http) is not null:
                return Problem.Refuse("malformed_body");
            case BadHttpRequestException bad:
                return Problem.Refuse(ProblemCatalog.CodeFor(bad.StatusCode));
            case LedgerUnavailableException:
                return Problem.Refuse("ledger_unavailable").RetryAfter(seconds: 1);
            case TimeoutException or OrleansException or NpgsqlException { IsTransient: true }:
                LogUnavailable(logger, exception, http.Request.Method, http.Request.Path);
                // A change that was sent and not answered may have happened: only the same key finds out.
                return Problem.Refuse(http.Request.Headers.ContainsKey(IdempotencyKey.HeaderName) ? "outcome_unknown" : "unavailable");
            default:
                LogUnexpected(logger, exception, http.Request.Method, http.Request.Path);
                return Problem.Refuse("internal_error");
        }
    }

    private ProblemResult ExplainBody(HttpContext http, JsonException invalid)
    {
        string field = invalid.Path is ['$', '.', .. var path] ? path : "";
        Type? body = Body(http);
        if (body is null || !json.Value.SerializerOptions.TryGetTypeInfo(body, out var type))
        {
            return Problem.Refuse("malformed_body");
        }

        // The serializer says where it stumbled; whether the type has such a field says why.
        string first = field.Split('.', '[')[0];
        var known = type.Properties.FirstOrDefault(property => property.Name == first);
        return (field, known) switch
        {
            ("", _) => Missing(type, invalid),
            (_, null) => Problem.InvalidField(field, "unknown_field"),
            _ => Problem.InvalidField(field),
        };
    }

    // By now the request has no endpoint any more; the handler's feature remembers it.
    private static Type? Body(HttpContext http) =>
        http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;

    private static ProblemResult Missing(System.Text.Json.Serialization.Metadata.JsonTypeInfo type, JsonException invalid)
    {
        // Missing fields are reported at the root, quoted in the message; a syntax error quotes none of them.
        ProblemResult problem = Problem.Refuse("missing_field");
        string[] missing = [.. type.Properties
            .Where(property => property.IsRequired && invalid.Message.Contains($"'{property.Name}'", StringComparison.Ordinal))
            .Select(property => property.Name)];
        return missing.Length == 0
            ? Problem.Refuse("malformed_body")
            : missing.Aggregate(problem, (all, field) => all.WithError(field));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method, PathString path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path}: a part that it needs did not answer.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, string method, PathString path);
}
