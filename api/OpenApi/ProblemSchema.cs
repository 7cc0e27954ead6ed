using Microsoft.OpenApi;

namespace Postmobile.Api;

/// <summary>What every error looks like.</summary>
internal static class ProblemSchema
{
    public static OpenApiSchema Create() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A problem (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "detail", "instance", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Where the problem is explained."),
            ["title"] = Text("The problem in a few words, in the caller's language."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("What to do about it, in the caller's language."),
            ["instance"] = Text("The path that was asked."),
            ["code"] = Text("The stable name of the problem; programs decide by it."),
            ["traceId"] = Text("What to quote to the post's support."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The fields at fault and why.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
        AdditionalPropertiesAllowed = true,
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
