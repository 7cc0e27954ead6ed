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
        return silo;
    }
}
