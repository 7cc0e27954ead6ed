using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>The document that programs are generated from.</summary>
[Collection(ApiHost.Collection)]
public sealed class OpenApiTests(ApiHost host)
{
    [Fact]
    public async Task The_document_is_valid_and_covers_every_endpoint()
    {
        using HttpClient client = host.NewClient();
        string text = await client.GetStringAsync("/openapi/v1.json");
        ReadResult read = OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.StartsWith("3.1", JsonDocument.Parse(text).RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);

        string[] described = [.. from path in read.Document!.Paths from operation in path.Value.Operations! select $"{operation.Key} {path.Key}"];
        Assert.Empty(Endpoints().Except(described));
        OpenApiOperation[] operations = [.. read.Document.Paths.SelectMany(path => path.Value.Operations!.Values)];
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty(operation.OperationId)));
        Assert.Equal(operations.Length, operations.Select(operation => operation.OperationId).Distinct().Count());
        Assert.All(operations, operation => Assert.Contains("500", operation.Responses!.Keys));
    }

    [Fact]
    public async Task Amounts_are_integers_and_errors_are_problems()
    {
        using HttpClient client = host.NewClient();
        JsonElement document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement;
        JsonElement amount = document.GetProperty("components").GetProperty("schemas").GetProperty("TransferBody").GetProperty("properties").GetProperty("amount");
        JsonElement pay = document.GetProperty("paths").GetProperty("/api/v1/transfers").GetProperty("post");

        Assert.Equal("integer", amount.GetProperty("type").GetString());
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Contains("insufficient_funds", pay.GetProperty("responses").GetProperty("422").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.True(pay.GetProperty("responses").GetProperty("422").GetProperty("content").TryGetProperty("application/problem+json", out _));
        Assert.Contains(pay.GetProperty("parameters").EnumerateArray(), one => one.GetProperty("name").GetString() == "Idempotency-Key" && one.GetProperty("required").GetBoolean());
    }

    [Fact]
    public async Task No_number_is_described_as_a_text()
    {
        using HttpClient client = host.NewClient();
        JsonElement document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement;
        (string Place, JsonElement Schema)[] numbers = [.. Schemas("", document).Where(found => Types(found.Schema).Any(type => type is "integer" or "number"))];

        Assert.True(numbers.Length > 30, $"Only {numbers.Length} numbers were found.");
        Assert.All(numbers, found => Assert.False(Types(found.Schema).Contains("string") || found.Schema.TryGetProperty("pattern", out _), found.Place));
    }

    private static IEnumerable<(string Place, JsonElement Schema)> Schemas(string place, JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => Schemas($"{place}/{member.Name}", member.Value)).Prepend((place, node)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(item => Schemas(place + "/[]", item)),
        _ => [],
    };

    private static string[] Types(JsonElement schema) => !schema.TryGetProperty("type", out JsonElement type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
        : type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [];

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        using HttpClient client = host.NewClient();
        using HttpResponseMessage page = await client.GetAsync("/docs/");
        string html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("//cdn", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True((await client.GetAsync("/docs/scalar.js")).IsSuccessStatusCode);
    }

    private IEnumerable<string> Endpoints() =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where path.StartsWith("/api/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        select $"{method} {path}";
}
