using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Products, their pictures and the tree of categories.</summary>
public static class ProductEndpoints
{
    private const int PageMax = 200;
    private const int ImageMax = 15 * 1024 * 1024;

    private static readonly string[] Wrong = ["not_shop_staff", "shop_state", "invalid_field", "unknown_category", "attribute_invalid", "variants_invalid", "gtin_invalid", "sku_taken"];

    /// <summary>Maps <c>/products</c>, <c>/images</c> and <c>/categories</c>.</summary>
    public static RouteGroupBuilder MapProducts(this RouteGroupBuilder api)
    {
        RouteGroupBuilder open = api.MapGroup("").AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Products");
        open.MapGet("/products/{product}", Find).WithName("getProduct").WithSummary("A product on sale; its shop's people see it before and after too.").Refuses("unknown_product");
        open.MapGet("/shops/{shop}/products", OfShop).WithName("listShopProducts").WithSummary("A shop's products, newest first; its people see drafts and archived ones too.")
            .Refuses("unknown_shop", "invalid_field");
        open.MapGet("/categories", Tree).WithName("listCategories").WithSummary("The tree of categories, in the caller's language (French or English).");
        open.MapGet("/categories/{code}", Category).WithName("getCategory").WithSummary("A category with the attributes of its products.").Refuses("unknown_category");

        RouteGroupBuilder group = api.MapGroup("").TakesKeys(ShopScopes.Products).RequireRateLimiting(RateLimits.Money).WithTags("Products");
        group.MapPost("/products", Create).WithName("createProduct").WithSummary("A new product, as a draft or on sale at once.")
            .Refuses([.. Wrong, "unknown_shop", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid"]);
        group.MapPut("/products/{product}", Edit).WithName("editProduct").WithSummary("Changes it; with If-Match only the version that was read.")
            .Refuses([.. Wrong, "unknown_product", "precondition_failed"]);
        group.MapPost("/products/{product}/publish", (string product, ClaimsPrincipal user, IGrainFactory grains) => With(product, grains, one => one.Publish(user.Actor())))
            .WithName("publishProduct").WithSummary("Puts it on sale.").Refuses("unknown_product", "not_shop_staff", "shop_state", "sku_taken");
        group.MapPost("/products/{product}/archive", (string product, ClaimsPrincipal user, IGrainFactory grains) => With(product, grains, one => one.Archive(user.Actor())))
            .WithName("archiveProduct").WithSummary("Takes it from sale.").Refuses("unknown_product", "not_shop_staff", "shop_state");
        group.MapPost("/images", Keep).RequireRateLimiting(RateLimits.Pictures).WithMetadata(new RequestSizeLimitAttribute(ImageMax)).WithName("createImage")
            .WithSummary("Takes a picture in (the body is the JPEG, PNG or WebP file itself) and makes its sizes. The same file again has the same id.")
            .Refuses("picture_type", "picture_too_large", "picture_dimensions", "picture_unreadable");
        return group;
    }

    /// <summary>Maps the pictures themselves. They never change, so a browser asks once.</summary>
    public static WebApplication MapImages(this WebApplication app)
    {
        app.MapGet("/images/{name}.webp", Show).AllowAnonymous().RequireRateLimiting(RateLimits.Images).ExcludeFromDescription();
        return app;
    }

    private static async Task<Results<Ok<ProductView>, ProblemResult>> Find(string product, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (grains.Product(product) is not { } grain || await grain.Details() is not { } known || !(known.Visible || await Works(known.Product.Shop, user, grains)))
        {
            return Problem.Refuse("unknown_product");
        }

        http.Response.Headers.ETag = $"\"{known.Product.Version}\"";
        return TypedResults.Ok(ProductView.Of(known));
    }

    private static async Task<Results<Ok<ProductsView>, ProblemResult>> OfShop(string shop, ClaimsPrincipal user, IGrainFactory grains, string? status, long? cursor, int limit = 50)
    {
        ProductStatus wanted = ProductStatus.Published;
        if (!ShopId.TryParse(shop, out ShopId id))
        {
            return Problem.Refuse("unknown_shop");
        }

        if (limit is < 1 or > PageMax || (status is not null && (!Enum.TryParse(status, ignoreCase: true, out wanted) || !Enum.IsDefined(wanted))))
        {
            return Problem.InvalidField(limit is < 1 or > PageMax ? "limit" : "status");
        }

        bool works = await Works(id, user, grains);
        IReadOnlyList<ProductLine> lines = await grains.GetGrain<IProductsGrain>(0).Of(id, status is null ? null : wanted, visible: !works, limit, cursor);
        return TypedResults.Ok(new ProductsView([.. lines.Select(ProductLineView.Of)], lines.Count == limit ? lines[^1].Id.Value[2..] : null));
    }

    private static async Task<Results<Created<ProductView>, ProblemResult>> Create(NewProductBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!ShopId.TryParse(body.Shop, out ShopId shop))
        {
            return Problem.Refuse("unknown_shop");
        }

        long number = await grains.GetGrain<IShopsGrain>(0).Draw($"{user.Actor()} {shop} product", key.Value);
        ProductOutcome outcome = await grains.GetGrain<IProductGrain>(ProductId.Of(number).Value).Create(shop, body.Product.Read(), body.Publish, user.Actor());
        return outcome.Product is { } product ? TypedResults.Created($"/api/v1/products/{product.Product.Id}", ProductView.Of(product)) : outcome.ToProblem();
    }

    private static async Task<Results<Ok<ProductView>, ProblemResult>> Edit(
        string product, ProductBody body, ClaimsPrincipal user, IGrainFactory grains, [FromHeader(Name = "If-Match")] string? ifMatch) =>
        !ShopSentences.TryReadVersion(ifMatch, out long? version)
            ? Problem.Refuse("precondition_failed")
            : await With(product, grains, one => one.Edit(body.Read(), user.Actor(), version));

    private static async Task<Results<Created<ImageAnswer>, ProblemResult>> Keep(ClaimsPrincipal user, IGrainFactory grains, HttpRequest request)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
        ImageOutcome outcome = await grains.GetGrain<IImagesGrain>(0).Keep(user.Actor().Value, file.ToArray());
        return outcome.Image is { } image
            ? TypedResults.Created(ImageSizes.PathOf(image.Id, ImageSizes.Large), new ImageAnswer(
                image.Id, image.Width, image.Height, ImageSizes.PathOf(image.Id, ImageSizes.Thumb), ImageSizes.PathOf(image.Id, ImageSizes.Medium), ImageSizes.PathOf(image.Id, ImageSizes.Large)))
            : Problem.Refuse(outcome.Refusal!.Value.Code());
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> Show(string name, IGrainFactory grains, HttpContext http)
    {
        int dash = name.LastIndexOf('-');
        if (dash < 0 || name.Length > 60 || !ImageSizes.All.ContainsKey(name[(dash + 1)..]) || await grains.GetGrain<IImagesGrain>(0).Open(name[..dash], name[(dash + 1)..]) is not { } webp)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.File(webp, "image/webp");
    }

    private static Ok<CategoriesView> Tree(HttpContext http) =>
        TypedResults.Ok(new CategoriesView([.. Categories.Roots.Select(root => View(root, CallerLanguage.Of(http)))]));

    private static Results<Ok<CategoryDetailsView>, ProblemResult> Category(string code, HttpContext http)
    {
        string language = CallerLanguage.Of(http);
        return Categories.Find(code) is not { } category ? Problem.Refuse("unknown_category") : TypedResults.Ok(new CategoryDetailsView(
            category.Code, category.Name.In(language), category.Path, category.Children.Count == 0,
            [.. category.Attributes.Select(attribute => new AttributeView(
                attribute.Code, attribute.Name.In(language), attribute.Type, attribute.Unit.Length > 0 ? attribute.Unit : null,
                [.. attribute.Choices.Select(choice => new ChoiceView(choice.Key, choice.Value.In(language)))]))]));
    }

    private static CategoryView View(Category category, string language) => new(category.Code, category.Name.In(language), [.. category.Children.Select(child => View(child, language))]);

    private static async Task<bool> Works(ShopId shop, ClaimsPrincipal user, IGrainFactory grains) =>
        user.Asker(ShopScopes.Products) is { } person && await grains.GetGrain<IShopGrain>(shop.Value).Look() is { } known && known.Employs(person, ShopRole.Manager, ShopRole.Cataloguer, ShopRole.Packer);

    private static async Task<Results<Ok<ProductView>, ProblemResult>> With(string product, IGrainFactory grains, Func<IProductGrain, Task<ProductOutcome>> act)
    {
        ProductOutcome outcome = grains.Product(product) is { } grain ? await act(grain) : ProductRefusal.UnknownProduct;
        return outcome.Product is { } known ? TypedResults.Ok(ProductView.Of(known)) : outcome.ToProblem();
    }
}
