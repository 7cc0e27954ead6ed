using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;
using Postmobile.Api.Problems;

namespace Postmobile.Api;

/// <summary>Adds to each operation what its metadata says: who may, with which key, and how it can be refused.</summary>
internal sealed class OperationDescriber : IOpenApiOperationTransformer
{
    public const string SecurityScheme = "bearer";

    public const string ProblemSchema = "Problem";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var codes = new List<string> { "internal_error", "unavailable" };
        codes.AddRange(metadata.OfType<RefusalMetadata>().SelectMany(refusals => refusals.Codes));
        if (operation.RequestBody is not null)
        {
            codes.AddRange(["malformed_body", "missing_field", "unknown_field", "invalid_field", "body_too_large", "unsupported_media_type"]);
        }

        if (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any())
        {
            codes.AddRange(["unauthenticated", "forbidden"]);
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, context.Document)] = [] }];
        }

        if (metadata.OfType<EnableRateLimitingAttribute>().Any())
        {
            codes.Add("too_many_requests");
        }

        if (codes.Contains("idempotency_key_missing"))
        {
            AddIdempotencyKey(operation);
        }

        AddStepUp(operation, codes);
        AddRefusals(operation, codes, context.Document);
        return Task.CompletedTask;
    }

    private static void AddIdempotencyKey(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyKey.HeaderName,
            In = ParameterLocation.Header,
            Required = true,
            Description = "Chosen by the client, unique per payment, 1 to 255 characters, quoted or bare; a UUID is best. It never expires.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.LengthMax },
            Example = JsonValue.Create("7c1d6f0e-0a8f-4f6e-9d57-5b1f6a3c2e10"),
        });
        foreach (var created in operation.Responses?.Where(response => response.Key == "201").Select(response => response.Value).OfType<OpenApiResponse>() ?? [])
        {
            created.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Location"] = new OpenApiHeader { Description = "Where what was created is.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                ["Idempotent-Replayed"] = new OpenApiHeader
                {
                    Description = "\"true\" when this is the answer to an earlier, equal request.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            };
        }
    }

    private static void AddStepUp(OpenApiOperation operation, List<string> codes)
    {
        if (codes.Contains("step_up_required"))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "Step-Up",
                In = ParameterLocation.Header,
                Description = "The short proof that the PIN was entered a moment ago; needed above the tier's amount.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    private static void AddRefusals(OpenApiOperation operation, List<string> codes, OpenApiDocument? document)
    {
        operation.Responses ??= [];
        foreach (var status in codes.Distinct().Select(ProblemCatalog.Find).GroupBy(kind => kind.Status).OrderBy(group => group.Key))
        {
            var response = new OpenApiResponse
            {
                Description = string.Join("\n", status.Select(kind => $"* `{kind.Code}`: {kind.In("en").Title}. {kind.In("en").Detail}")),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ProblemResult.MediaType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document), Example = Example(status.First()) },
                },
            };
            if (status.Key is StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            {
                response.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
                };
            }

            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = response;
        }
    }

    private static JsonObject Example(ProblemKind kind) => new()
    {
        ["type"] = "/problems/" + kind.Code,
        ["title"] = kind.In("fr").Title,
        ["status"] = kind.Status,
        ["detail"] = kind.In("fr").Detail,
        ["instance"] = "/api/v1/…",
        ["code"] = kind.Code,
        ["traceId"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };
}
