using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Postmobile.Money;

namespace Postmobile.Api.Problems;

/// <summary>Registers problem details and the strict JSON of the API.</summary>
public static class ProblemsHosting
{
    /// <summary>Adds problem details, strict JSON and the mapping of exceptions.</summary>
    public static WebApplicationBuilder AddPostmobileProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        builder.Services.ConfigureHttpJsonOptions(options => Strict(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return builder;
    }

    /// <summary>Answers exceptions and bare error statuses with problems.</summary>
    public static WebApplication UsePostmobileProblems(this WebApplication app)
    {
        // An aborted request is nobody's error, and the handler has logged what deserves it.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = context => context.ExceptionHandledBy == ExceptionHandledType.ExceptionHandlerService,
            ExceptionHandler = PlainError,
        });
        app.UseStatusCodePages(Explain);
        return app;
    }

    /// <summary>The page that <c>type</c> points at: what a code means, in every language.</summary>
    public static WebApplication MapProblems(this WebApplication app)
    {
        app.MapGet("/problems/{code}", (string code) => ProblemCatalog.Knows(code)
            ? Results.Content(Describe(ProblemCatalog.Find(code)), "text/html; charset=utf-8")
            : Problem.Refuse("not_found")).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    /// <summary>
    /// Numbers are numbers, names are ours, nothing unknown and nothing twice: a misspelt field of a payment must not
    /// be silently dropped.
    /// </summary>
    public static void Strict(JsonSerializerOptions options)
    {
        options.Encoder = ProblemResult.Letters;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter<Currency>(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }

    private static Task Explain(StatusCodeContext context) =>
        ProblemExceptionHandler.WantsProblem(context.HttpContext.Request)
            ? Problem.Refuse(context.HttpContext, ProblemCatalog.CodeFor(context.HttpContext.Response.StatusCode), context.HttpContext.Response.StatusCode)
            : PlainError(context.HttpContext);

    // What a person sees when even the page's own error handling could not run.
    private static Task PlainError(HttpContext http)
    {
        ProblemText text = ProblemCatalog.Find(ProblemCatalog.CodeFor(http.Response.StatusCode)).In(CallerLanguage.Of(http));
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(Page(CallerLanguage.Of(http), text.Title, $"<p>{WebUtility.HtmlEncode(text.Detail)}</p>"), http.RequestAborted);
    }

    private static string Describe(ProblemKind kind) => Page("fr", kind.Code, string.Concat(
        $"<p>HTTP {kind.Status}</p>",
        string.Concat(kind.Texts.Select(text =>
            $"<p lang=\"{text.Key}\"><strong>{WebUtility.HtmlEncode(text.Value.Title)}</strong><br>{WebUtility.HtmlEncode(text.Value.Detail)}</p>"))));

    private static string Page(string language, string title, string body) =>
        $"<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        + $"<title>{WebUtility.HtmlEncode(title)}</title><h1>{WebUtility.HtmlEncode(title)}</h1>{body}</html>";
}
