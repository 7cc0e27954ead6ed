using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>An import as it stands.</summary>
public sealed record ImportView(string Id, string File, ImportStatus Status, int Lines, int Handled, int Created, int Updated, int Unchanged, int Failed, DateTimeOffset At)
{
    internal static ImportView Of(CatalogueImport one) => new(one.Id, one.File, one.Status, one.Lines, one.Handled, one.Created, one.Updated, one.Unchanged, one.Failed, one.At);
}

/// <summary>Imports, newest first.</summary>
public sealed record ImportsView(IReadOnlyList<ImportView> Imports);

/// <summary>Products in bulk: files in and out, for a shop's catalogue.</summary>
public static class ImportEndpoints
{
    private static readonly string[] Own = ["unknown_shop", "not_shop_staff"];

    /// <summary>Maps <c>/shops/{shop}/imports</c> and the export.</summary>
    public static RouteGroupBuilder MapImports(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/shops/{shop}").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Products");
        group.MapPost("/imports", Send).WithName("createImport").WithMetadata(new RequestSizeLimitAttribute(CatalogueUpload.FileMax))
            .WithSummary("Takes a CSV of products (or a ZIP of one CSV and pictures); the body is the file itself. It runs by itself; ask again how far it is.")
            .Refuses([.. Own, "shop_state", "import_not_csv", "import_columns_missing", "import_no_lines", "import_too_many_lines", "body_too_large", "idempotency_key_missing", "idempotency_key_invalid"]);
        group.MapGet("/imports", List).WithName("listImports").WithSummary("A shop's imports, newest first.").Refuses(Own);
        group.MapGet("/imports/{import}", Find).WithName("getImport").WithSummary("How far it is.").Refuses([.. Own, "not_found"]);
        group.MapGet("/imports/{import}/report.csv", Report).WithName("getImportReport").WithSummary("What became of each line, as CSV.").Produces(200, contentType: "text/csv").Refuses([.. Own, "not_found"]);
        group.MapGet("/products.csv", Export).WithName("exportProducts").WithSummary("All products as a CSV that can be imported again.").Produces(200, contentType: "text/csv").Refuses(Own);
        return group;
    }

    private static async Task<Results<Accepted<ImportView>, ProblemResult>> Send(
        string shop, [FromQuery] string? file, IdempotencyKey key, ClaimsPrincipal user, CatalogueUpload upload, IGrainFactory grains, HttpContext http)
    {
        if (await Check(shop, user, grains) is { } refusal)
        {
            return refusal;
        }

        ImportOutcome outcome = await upload.Send(new ShopId(shop), key.Value, string.IsNullOrWhiteSpace(file) ? "articles.csv" : file, user.Customer(), http.Request.Body, http.RequestAborted);
        return outcome.Refusal is { } why ? Problem.Refuse(why.Code()) : TypedResults.Accepted($"/api/v1/shops/{shop}/imports/{outcome.Import!.Id}", ImportView.Of(outcome.Import));
    }

    private static async Task<Results<Ok<ImportsView>, ProblemResult>> List(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        await Check(shop, user, grains) is { } refusal ? refusal
            : TypedResults.Ok(new ImportsView([.. (await grains.GetGrain<IImportsGrain>(0).Of(new ShopId(shop), 50)).Select(ImportView.Of)]));

    private static async Task<Results<Ok<ImportView>, ProblemResult>> Find(string shop, string import, ClaimsPrincipal user, IGrainFactory grains) =>
        await Check(shop, user, grains) is { } refusal ? refusal
            : await Look(shop, import, grains) is { } known ? TypedResults.Ok(ImportView.Of(known)) : Problem.Refuse("not_found");

    private static async Task<IResult> Report(string shop, string import, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        await Check(shop, user, grains) is { } refusal ? refusal
            : await Look(shop, import, grains) is { } known ? CatalogueFiles.Report(known, grains, CallerLanguage.Of(http)) : Problem.Refuse("not_found");

    private static async Task<IResult> Export(string shop, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        await Check(shop, user, grains) is { } refusal ? refusal : CatalogueFiles.Products(new ShopId(shop), grains, CallerLanguage.Of(http));

    internal static async Task<CatalogueImport?> Look(string shop, string import, IGrainFactory grains) =>
        Imports.IsKey(import) && await grains.GetGrain<IImportGrain>(import).Look() is { } known && known.Shop.Value == shop ? known : null;

    private static async Task<ProblemResult?> Check(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Shop(shop) is not { } grain || await grain.Look() is not { } known ? Problem.Refuse("unknown_shop")
        : known.Employs(user.Customer(), ShopRole.Manager, ShopRole.Cataloguer) ? null
        : Problem.Refuse("not_shop_staff");
}
