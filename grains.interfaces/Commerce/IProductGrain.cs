using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a product is and costs. Keyed by <see cref="ProductId"/>. How many there are is <see cref="IStockGrain"/>'s.</summary>
[Alias("commerce.product-grain"), GrainInterfaceType("commerce.product-grain")]
public interface IProductGrain : IGrainWithStringKey
{
    /// <summary>The product; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Product?> Look();

    /// <summary>All of it, for its page and its shop; null when there is none.</summary>
    [AlwaysInterleave, Alias("details")]
    Task<ProductDetails?> Details();

    /// <summary>A new product of a shop, as a draft or published at once. The same again succeeds.</summary>
    /// <param name="shop">Whose.</param>
    /// <param name="draft">All of it.</param>
    /// <param name="publish">Whether it is on sale at once.</param>
    /// <param name="by">Owner, manager or cataloguer.</param>
    /// <returns>The product; or unknown_shop, not_shop_staff, shop_state, invalid_field, unknown_category, attribute_invalid, variants_invalid, gtin_invalid, sku_taken, idempotency_conflict.</returns>
    [Alias("create")]
    Task<ProductOutcome> Create(ShopId shop, ProductDraft draft, bool publish, CustomerId by);

    /// <summary>Changes it.</summary>
    /// <param name="draft">All of it.</param>
    /// <param name="by">Owner, manager or cataloguer.</param>
    /// <param name="version">The version that was read; null: whatever it is.</param>
    /// <returns>As <see cref="Create"/>; or unknown_product, precondition_failed.</returns>
    [Alias("edit")]
    Task<ProductOutcome> Edit(ProductDraft draft, CustomerId by, long? version);

    /// <summary>Puts it on sale. Again succeeds.</summary>
    /// <returns>The product; or unknown_product, not_shop_staff, shop_state, sku_taken.</returns>
    [Alias("publish")]
    Task<ProductOutcome> Publish(CustomerId by);

    /// <summary>Takes it from sale. Again succeeds.</summary>
    /// <returns>The product; or unknown_product, not_shop_staff.</returns>
    [Alias("archive")]
    Task<ProductOutcome> Archive(CustomerId by);

    /// <summary>Between shop and product only: its name, place or standing changed. An older version changes nothing.</summary>
    [Alias("shop-changed")]
    Task ShopChanged(ShopFacts facts);

    /// <summary>Between reviews and product only: what its reviews come to. An older version changes nothing.</summary>
    [Alias("rated")]
    Task Rated(int stars, int reviews, long version);
}
