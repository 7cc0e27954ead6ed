using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>What pages of the catalogue say to the stock.</summary>
internal static class StockSentences
{
    /// <summary>
    /// There are so many of a variant. The stock may not have heard yet that the product has it, so it is told first; both can be repeated.
    /// </summary>
    public static async Task<StockRefusal?> CountStock(this IGrainFactory grains, ProductDetails product, string sku, int count, string key, CustomerId actor)
    {
        IStockGrain stock = grains.GetGrain<IStockGrain>(product.Product.Id.Value);
        var movement = new StockMovement { Key = key, Sku = sku, Quantity = count, IsCount = true, Reason = "counted", Actor = actor };
        if (await stock.Move(movement) is not StockRefusal.UnknownSku)
        {
            return null;
        }

        await stock.SetSkus(product.Product.Shop, [.. product.Product.Variants.Select(variant => new SkuRule(variant.Sku, product.Draft.BuyerCap))]);
        return await stock.Move(movement);
    }
}
