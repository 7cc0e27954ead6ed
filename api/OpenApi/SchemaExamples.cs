using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Postmobile.Api.Money;

namespace Postmobile.Api;

/// <summary>Examples of what is sent and received.</summary>
internal static class SchemaExamples
{
    private static readonly Dictionary<Type, string> Examples = new()
    {
        [typeof(TransferBody)] = """{ "to": "+242066000002", "amount": 5000, "currency": "XAF", "note": "Loyer" }""",
        [typeof(QuoteBody)] = """{ "to": "+242066000002", "amount": 5000, "currency": "XAF" }""",
        [typeof(QuoteView)] = """{ "amount": 5000, "fee": 50, "tax": 9, "total": 5059, "currency": "XAF", "payeeName": "M••• N•••", "stepUpRequired": false }""",
        [typeof(CashInBody)] = """{ "customer": "+242066000001", "amount": 20000, "currency": "XAF" }""",
        [typeof(FloatBody)] = """{ "agent": "+242066000003", "amount": 1000000, "currency": "XAF", "reference": "BGFI 2026-11-23 0042" }""",
        [typeof(RejectionBody)] = """{ "reason": "Virement non reçu" }""",
        [typeof(ReceiptView)] =
            """
            {
              "id": "10000012-0b7e4f2c9a5d41d0b6a9f0e3c1d2a4b5", "kind": "transfer",
              "payerName": "Client A", "payerPhone": "+24206 ••• 01", "payeeName": "C••••• B", "payeePhone": "+24206 ••• 02",
              "amount": 5000, "fee": 50, "tax": 9, "total": 5059, "currency": "XAF", "note": "Loyer", "at": "2026-11-23T09:30:00Z"
            }
            """,
    };

    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        // What we send may gain members; only what we are sent may have no others.
        schema.AdditionalPropertiesAllowed |= !context.JsonTypeInfo.Type.Name.EndsWith("Body", StringComparison.Ordinal);
        if (context.JsonPropertyInfo is null && Examples.TryGetValue(context.JsonTypeInfo.Type, out string? example))
        {
            schema.Examples = [JsonNode.Parse(example)!];
        }

        return Task.CompletedTask;
    }
}
