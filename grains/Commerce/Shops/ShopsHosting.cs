using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Commerce;

/// <summary>Puts shops and their catalogue into a silo.</summary>
public static class ShopsHosting
{
    /// <summary>Adds what the grains of shops and products need. After the ledger and identity.</summary>
    public static ISiloBuilder AddShops(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ShopPapers>();
        silo.Services.AddSingleton<ShopSql>();
        silo.Services.AddSingleton<ProductSkus>();
        silo.Services.AddSingleton<ImportLines>();
        silo.Services.AddSingleton<ImportPictures>();
        silo.Services.AddSingleton<ImageFetcher>();
        silo.Services.AddOptions<ImportOptions>().BindConfiguration("Imports");
        silo.Services.AddSingleton(new Documents.Beginning("The shop of the demonstration", grains => grains.GetGrain<IShopDemonstrationGrain>(0).Seed()));
        return silo;
    }
}
