using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>One product before its shop's own people.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true), EnableRateLimiting(RateLimits.Pictures), RequestSizeLimit(BodyMax)]
public sealed class OwnProductModel(IGrainFactory grains) : PageModel
{
    private const int BodyMax = 15 * 1024 * 1024;

    /// <summary>The product.</summary>
    public ProductDetails Details { get; private set; } = null!;

    /// <summary>What there is of it; null: not known.</summary>
    public StockView? Stock { get; private set; }

    /// <summary>Names the next count.</summary>
    public string Key { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether something was saved just now.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Changed { get; set; }

    /// <summary>The version that the form was read from.</summary>
    [BindProperty]
    public long? Version { get; set; }

    /// <summary>The title.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The category.</summary>
    [BindProperty]
    public string? Category { get; set; }

    /// <summary>The description.</summary>
    [BindProperty]
    public string? Description { get; set; }

    /// <summary>The brand.</summary>
    [BindProperty]
    public string? Brand { get; set; }

    /// <summary>The bar code.</summary>
    [BindProperty]
    public string? Gtin { get; set; }

    /// <summary>The options' names, with semicolons.</summary>
    [BindProperty]
    public string? Options { get; set; }

    /// <summary>A variant a line.</summary>
    [BindProperty]
    public string? Variants { get; set; }

    /// <summary>The category's attributes.</summary>
    [BindProperty]
    public Dictionary<string, string?> Attributes { get; set; } = [];

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string shop, string product)
    {
        if (!await Load(shop, product))
        {
            return NotFound();
        }

        ProductDraft draft = Details.Draft;
        (Version, Name, Category, Description, Brand, Gtin) = (Details.Product.Version, draft.Title, draft.Category, draft.Description, draft.Brand, draft.Gtin);
        Options = string.Join("; ", draft.Options);
        Variants = VariantLines.Write(draft);
        Attributes = draft.Attributes.ToDictionary(one => one.Key, one => (string?)one.Value);
        return Page();
    }

    /// <summary>Saves.</summary>
    public async Task<IActionResult> OnPostSave(string shop, string product)
    {
        if (!await Load(shop, product))
        {
            return NotFound();
        }

        string[] options = (Options ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (VariantLines.Read(Variants, options, Details.Draft.Variants) is not { } variants)
        {
            ModelState.Refuse(nameof(Variants), Refusals.Words("variants_invalid"));
            return Page();
        }

        Category? category = Categories.Find(Category);
        ProductDraft draft = Details.Draft with
        {
            Title = Name ?? "",
            Category = Category ?? "",
            Description = Description ?? "",
            Brand = Brand ?? "",
            Gtin = (Gtin ?? "").Trim(),
            Options = options,
            Variants = variants,

            // What the new category does not know is left behind.
            Attributes = Attributes.Where(one => !string.IsNullOrWhiteSpace(one.Value) && category?.Attributes.Any(attribute => attribute.Code == one.Key) == true).ToDictionary(one => one.Key, one => one.Value!),
        };
        return await Answer(await grains.Product(product)!.Edit(draft, User.Customer(), Version), shop, product);
    }

    /// <summary>Puts it on sale.</summary>
    public async Task<IActionResult> OnPostPublish(string shop, string product) =>
        await Load(shop, product) ? await Answer(await grains.Product(product)!.Publish(User.Customer()), shop, product) : NotFound();

    /// <summary>Takes it from sale.</summary>
    public async Task<IActionResult> OnPostArchive(string shop, string product) =>
        await Load(shop, product) ? await Answer(await grains.Product(product)!.Archive(User.Customer()), shop, product) : NotFound();

    /// <summary>Adds a picture.</summary>
    public async Task<IActionResult> OnPostPicture(string shop, string product, IFormFile? file)
    {
        if (!await Load(shop, product))
        {
            return NotFound();
        }

        using var bytes = new MemoryStream();
        if (file is not null)
        {
            await file.CopyToAsync(bytes, HttpContext.RequestAborted);
        }

        ImageOutcome kept = await grains.GetGrain<IImagesGrain>(0).Keep(shop, bytes.ToArray());
        if (kept.Image is not { } image)
        {
            ModelState.Clear();
            ModelState.Refuse("", Refusals.Words(kept.Refusal!.Value.Code()));
            return await OnGet(shop, product);
        }

        return await Answer(await grains.Product(product)!.Edit(Details.Draft with { Images = [.. Details.Draft.Images.Where(one => one != image.Id), image.Id] }, User.Customer(), null), shop, product);
    }

    /// <summary>Drops the last picture.</summary>
    public async Task<IActionResult> OnPostNoPicture(string shop, string product) => await Load(shop, product)
        ? await Answer(await grains.Product(product)!.Edit(Details.Draft with { Images = [.. Details.Draft.Images.SkipLast(1)] }, User.Customer(), null), shop, product)
        : NotFound();

    /// <summary>There are so many of a variant.</summary>
    public async Task<IActionResult> OnPostCount(string shop, string product, string? sku, string? count, string? key)
    {
        if (!await Load(shop, product) || key is not { Length: > 0 and <= 64 } || Details.Product.Find(sku ?? "") is not { } variant)
        {
            return NotFound();
        }

        ModelState.Clear();
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int units)
            || await grains.CountStock(Details, variant.Sku, units, $"count:{key}:{variant.Sku}", User.Customer()) is not null)
        {
            ModelState.AddModelError("", "error.value");
            return await OnGet(shop, product);
        }

        return RedirectToPage(new { shop, product, changed = true });
    }

    private async Task<bool> Load(string shop, string product)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager, ShopRole.Cataloguer) is null || grains.Product(product) is not { } grain || await grain.Details() is not { } known || known.Product.Shop.Value != shop)
        {
            return false;
        }

        Details = known;
        Stock = await grains.GetGrain<IStockGrain>(product).Look();
        return true;
    }

    private async Task<IActionResult> Answer(ProductOutcome outcome, string shop, string product)
    {
        if (outcome.Refusal is not { } refusal)
        {
            return RedirectToPage(new { shop, product, changed = true });
        }

        string words = Refusals.Words(refusal.Code());
        ModelState.Refuse(outcome.Field switch { "title" => nameof(Name), "variants" => nameof(Variants), "gtin" => nameof(Gtin), "options" => nameof(Options), _ => "" }, words);
        return Version is null ? await OnGet(shop, product) : Page();
    }
}
