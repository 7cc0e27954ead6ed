using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>How far an import is, moving by itself.</summary>
[Authorize(Policy = Policies.Customer), ResponseCache(NoStore = true)]
public sealed class ImportOneModel(IGrainFactory grains) : PageModel
{
    private const int ErrorsMax = 20;

    /// <summary>The import.</summary>
    public CatalogueImport Import { get; private set; } = null!;

    /// <summary>The first lines that were refused.</summary>
    public IReadOnlyList<ImportLineReport> Errors { get; private set; } = [];

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGet(string shop, string id)
    {
        if (!await Load(shop, id))
        {
            return NotFound();
        }

        Errors = await grains.GetGrain<IImportsGrain>(0).Lines(id, 0, ErrorsMax, failedOnly: true);
        return Page();
    }

    /// <summary>What became of each line, as a file.</summary>
    public async Task<IActionResult> OnGetReport(string shop, string id)
    {
        if (!await Load(shop, id))
        {
            return NotFound();
        }

        await CatalogueFiles.Report(Import, grains, Language.Current.Code).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    private async Task<bool> Load(string shop, string id)
    {
        if (await grains.OwnShop(shop, User, ShopRole.Manager, ShopRole.Cataloguer) is null || await ImportEndpoints.Look(shop, id, grains) is not { } import)
        {
            return false;
        }

        Import = import;
        return true;
    }
}
