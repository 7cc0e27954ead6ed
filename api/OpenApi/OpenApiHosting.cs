using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Postmobile.Api;

/// <summary>Describes the API: the document that programs read, and the page that developers read.</summary>
public static class OpenApiHosting
{
    /// <summary>The name of the one document.</summary>
    public const string Document = "v1";

    /// <summary>Adds the description of everything under <c>/api</c>.</summary>
    public static WebApplicationBuilder AddPostmobileOpenApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer(Introduce);
            options.AddOperationTransformer<OperationDescriber>();
            options.AddSchemaTransformer(SchemaExamples.Describe);
        });
        return builder;
    }

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/docs</c>; both are for anyone who would write to us.</summary>
    public static WebApplication MapPostmobileOpenApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("Postmobile")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools()).AllowAnonymous();
        return app;
    }

    private static async Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Postmobile",
            Version = Document,
            Description = Introduction,
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[OperationDescriber.SecurityScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "An access token from POST /connect/token; it lasts fifteen minutes.",
        };
        document.AddComponent(OperationDescriber.ProblemSchema, ProblemSchema.Create());
        await Task.CompletedTask;
    }

    private const string Introduction =
        """
        The wallet of the post of Congo-Brazzaville.

        * **Amounts** are whole numbers in the currency's minor unit; the franc (XAF) has none smaller.
        * **Errors** are problem details (RFC 9457) with a stable `code`; the words follow the profile's language or `Accept-Language` (fr, en, ln, ktu).
        * **Whatever moves money** takes an `Idempotency-Key`, which never expires. The same key with the same body answers with the
          first receipt and `Idempotent-Replayed: true`; with another body it is refused. After a lost connection ask `GET /api/v1/transfers/by-key/{key}`,
          or repeat the request with the same key: it is never paid twice.
        * **Pages** are followed by `nextCursor` until it is null.
        * **Live events** come from the SignalR hub `/hubs/live`; what was missed is read from `GET /api/v1/events?after=`.
        """;
}
