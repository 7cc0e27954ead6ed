using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Postmobile.Api.Problems;

/// <summary>A problem (RFC 9457) as the answer of an endpoint: written without reflection, in the caller's language.</summary>
public sealed class ProblemResult(ProblemKind kind, int? status = null) : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    /// <summary>The media type of RFC 9457.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>
    /// Accents and the plus of a telephone number stay as they are. No browser takes our JSON for a page: its type is
    /// declared, <c>nosniff</c> forbids to guess another, and its content policy lets nothing run.
    /// </summary>
    internal static readonly JavaScriptEncoder Letters = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly List<(string Name, object Value)> extensions = [];
    private readonly List<(string Field, ProblemKind Why)> errors = [];
    private int? retryAfterSeconds;

    /// <summary>The stable code.</summary>
    public string Code => kind.Code;

    /// <inheritdoc />
    public int? StatusCode => status ?? kind.Status;

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <summary>Adds a member that explains this occurrence.</summary>
    public ProblemResult With(string name, object value)
    {
        extensions.Add((name, value));
        return this;
    }

    /// <summary>Names a field at fault in the <c>errors</c> map; its words are those of a code, by default this problem's.</summary>
    public ProblemResult WithError(string field, string? code = null)
    {
        errors.Add((field, code is null ? kind : ProblemCatalog.Find(code)));
        return this;
    }

    /// <summary>Says when asking again is worth it.</summary>
    public ProblemResult RetryAfter(int seconds)
    {
        retryAfterSeconds = seconds;
        return this;
    }

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        string language = CallerLanguage.Of(httpContext);
        HttpResponse response = httpContext.Response;
        response.StatusCode = StatusCode!.Value;
        response.ContentType = MediaType;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        response.Headers[HeaderNames.ContentLanguage] = language;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        int? wait = retryAfterSeconds ?? (StatusCode == StatusCodes.Status503ServiceUnavailable ? 1 : null);
        if (wait is { } seconds && !response.Headers.ContainsKey(HeaderNames.RetryAfter))
        {
            response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        using (var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = Letters }))
        {
            Write(writer, httpContext, language);
        }

        return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }

    private void Write(Utf8JsonWriter writer, HttpContext http, string language)
    {
        ProblemText text = kind.In(language);
        writer.WriteStartObject();
        writer.WriteString("type", "/problems/" + kind.Code);
        writer.WriteString("title", text.Title);
        writer.WriteNumber("status", StatusCode!.Value);
        writer.WriteString("detail", text.Detail);
        writer.WriteString("instance", http.Request.Path.Value);
        writer.WriteString("code", kind.Code);
        writer.WriteString("traceId", Activity.Current?.Id ?? http.TraceIdentifier);
        WriteErrors(writer, language);
        if (extensions.Count > 0)
        {
            JsonSerializerOptions json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            foreach ((string name, object value) in extensions)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value, value.GetType(), json);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter writer, string language)
    {
        if (errors.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("errors");
        foreach (var field in errors.GroupBy(error => error.Field))
        {
            writer.WriteStartArray(field.Key);
            foreach ((_, ProblemKind why) in field)
            {
                writer.WriteStringValue(why.In(language).Title + ". " + why.In(language).Detail);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
