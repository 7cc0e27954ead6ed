using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>Files of products in and out.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true), RequestSizeLimit(CatalogueUpload.FileMax), RequestFormLimits(MultipartBodyLengthLimit = CatalogueUpload.FileMax)]
public sealed class ImportModel(IGrainFactory grains, CatalogueUpload upload) : PageModel
{
    /// <summary>The shop.</summary>
    public Shop Shop { get; private set; } = null!;

    /// <summary>What was imported, newest first.</summary>
    public IReadOnlyList<CatalogueImport> Imports { get; private set; } = [];

    /// <summary>One import however often it is sent.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>The columns' names.</summary>
    public IEnumerable<string> Columns => CatalogueReader.Columns.Select(column => Language.Current.Code == "en" ? column.Key : column.Value);

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGet(string shop) => await Load(shop) ? Page() : NotFound();

    /// <summary>All products as a file.</summary>
    public async Task<IActionResult> OnGetExport(string shop)
    {
        if (!await Load(shop))
        {
            return NotFound();
        }

        await CatalogueFiles.Products(Shop.Id, grains, Language.Current.Code).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>Takes a file in.</summary>
    public async Task<IActionResult> OnPost(string shop, IFormFile? file)
    {
        if (!await Load(shop))
        {
            return NotFound();
        }

        string code = "import_not_csv";
        if (file is { Length: > 0 } && Key is { Length: > 0 and <= 64 })
        {
            try
            {
                await using Stream content = file.OpenReadStream();
                ImportOutcome outcome = await upload.Send(Shop.Id, Key, Path.GetFileName(file.FileName), User.Customer(), content, HttpContext.RequestAborted);
                if (outcome.Import is { } import)
                {
                    return Redirect($"/ma-boutique/{shop}/import/{import.Id}");
                }

                code = outcome.Refusal!.Value.Code();
            }
            catch (RefusedRequestException refused)
            {
                code = refused.Code;
            }
        }

        ModelState.Clear();
        Key = Guid.NewGuid().ToString("N");
        ModelState.Refuse("", Refusals.Words(code));
        return Page();
    }

    private async Task<bool> Load(string shop)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager, ShopRole.Cataloguer) is not { } known)
        {
            return false;
        }

        Shop = known.Shop;
        Key ??= Guid.NewGuid().ToString("N");
        Imports = await grains.GetGrain<IImportsGrain>(0).Of(Shop.Id, 20);
        return true;
    }
}
