using Postmobile.Api.Problems;

namespace Postmobile.Api;

/// <summary>The codes with which an endpoint may refuse; the OpenAPI document lists them by status.</summary>
public sealed record RefusalMetadata(IReadOnlyList<string> Codes);

/// <summary>Lets endpoints say which codes they refuse with.</summary>
public static class RefusalMetadataExtensions
{
    /// <summary>Names the codes. A code without words is a mistake that shows at start, not at a customer's.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params string[] codes)
    {
        string? unknown = codes.FirstOrDefault(code => !ProblemCatalog.Knows(code));
        return unknown is null
            ? endpoint.WithMetadata(new RefusalMetadata(codes))
            : throw new ArgumentException($"No words for the code '{unknown}' in any problems.json.", nameof(codes));
    }
}
