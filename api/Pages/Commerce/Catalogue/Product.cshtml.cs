using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Commerce;
using Postmobile.Commerce;

namespace Postmobile.Api.Pages.Commerce;

/// <summary>One product, for everybody.</summary>
[AllowAnonymous]
public sealed class ProductModel(IGrainFactory grains, IStringLocalizer texts, TimeProvider time) : PageModel
{
    private const int Few = 10;
    private const int OffersMax = 10;
    private const int PromotionsMax = 3;

    private StockView? _stock;

    /// <summary>The product.</summary>
    public ProductDetails Details { get; private set; } = null!;

    /// <summary>As carts see it.</summary>
    public Product Product => Details.Product;

    /// <summary>Its shop.</summary>
    public Shop Shop { get; private set; } = null!;

    /// <summary>The same trade item in other shops, the cheapest first.</summary>
    public IReadOnlyList<ProductLine> Offers { get; private set; } = [];

    /// <summary>When the page was asked for.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The promotions that it can have part in, as far as this visitor can still have them.</summary>
    public IReadOnlyList<Coupon> Promotions { get; private set; } = [];

    /// <summary>The variant that the address names, or the cheapest that there is.</summary>
    public Variant Chosen { get; private set; } = null!;

    /// <summary>The page's own address.</summary>
    public string Canonical => Request.Absolute(Slugs.PathOf(Product.Id, Product.Slug));

    /// <summary>The picture that a shared link shows.</summary>
    public string Card => Request.Absolute(ShareCard.Of(Details).Path);

    /// <summary>A sentence about it.</summary>
    public string Summary => Findable.Summary(Details.Draft.Description.Length > 0 ? Details.Draft.Description : $"{Product.Title} · {Shop.Name}, {Shop.Origin.Town}");

    /// <summary>What search engines read.</summary>
    public string Json => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Product",
        ["name"] = Product.Title,
        ["description"] = Summary,
        ["image"] = Details.Draft.Images.Select(image => Request.Absolute(ImageSizes.PathOf(image, ImageSizes.Large))),
        ["sku"] = Chosen.Sku,
        ["gtin"] = Details.Draft.Gtin.Length > 0 ? Details.Draft.Gtin : null,
        ["brand"] = Details.Draft.Brand.Length > 0 ? new Dictionary<string, string> { ["@type"] = "Brand", ["name"] = Details.Draft.Brand } : null,
        ["aggregateRating"] = Details.Reviews == 0 ? null : new Dictionary<string, object>
        {
            ["@type"] = "AggregateRating", ["ratingValue"] = Math.Round((double)Details.Stars / Details.Reviews, 1), ["reviewCount"] = Details.Reviews,
        },
        ["offers"] = Product.Variants.Select(Offer),
    });

    /// <summary>How many are left; null: nobody knows yet.</summary>
    public int? Left(string sku) => _stock?.Skus.FirstOrDefault(line => line.Sku == sku)?.Left;

    /// <summary>The flash sale of a variant that is on or coming, if it makes it cheaper; null without.</summary>
    public FlashView? FlashOf(Variant variant) => _stock?.FlashOf(variant.Sku) is { } flash && flash.Terms.Price < variant.Price && Shop.TakesOrders ? flash : null;

    /// <summary>What this visitor pays for one now.</summary>
    public long PriceOf(Variant variant) => FlashOf(variant) is { } flash && flash.Gives(1, Now) ? flash.Terms.Price : variant.Price;

    /// <summary>What is said of so many: nothing while there are enough.</summary>
    public string Words(int? left) => left switch
    {
        0 => texts["catalogue.sold-out"],
        { } few when few <= Few => texts["catalogue.left", few],
        _ => "",
    };

    /// <summary>Shows it; its shop's people see what is not on sale too. An old name in the address leads to the present one.</summary>
    public async Task<IActionResult> OnGet(string name, string? sku)
    {
        if (Slugs.NumberIn(name) is not { } number || await grains.GetGrain<IProductGrain>(ProductId.Of(number).Value).Details() is not { } details
            || await grains.GetGrain<IShopGrain>(details.Product.Shop.Value).Look() is not { } shop
            || !(details.Visible || (User.Visitor() is { } person && shop.Employs(person, ShopRole.Manager, ShopRole.Cataloguer, ShopRole.Packer))))
        {
            return NotFound();
        }

        if (Slugs.PathOf(details.Product.Id, details.Product.Slug) is var path && path != Request.Path)
        {
            return RedirectPermanent(path);
        }

        (Details, Shop) = (details, shop);
        _stock = await grains.GetGrain<IStockGrain>(Product.Id.Value).LookFor(User.Visitor()?.Value ?? "", null);
        Promotions = await RunningPromotions();
        Chosen = (sku is null ? null : Product.Find(sku)) ?? Product.Variants.OrderBy(variant => Left(variant.Sku) == 0).ThenBy(variant => variant.Price).First();
        Offers = details.Draft.Gtin.Length == 0 ? []
            : [.. (await grains.GetGrain<IProductsGrain>(0).Offers(details.Draft.Gtin, OffersMax)).Where(offer => offer.Shop != shop.Id)];
        return Page();
    }

    private async Task<IReadOnlyList<Coupon>> RunningPromotions()
    {
        IReadOnlyList<Coupon>[] all = await Task.WhenAll(grains.Promotions(Shop.Id).Running(), grains.Promotions(null).Running());
        IEnumerable<Coupon> meant = all.SelectMany(some => some).Where(one => one.From <= Now && one.IsFor(Product.Id, Product.Category, Shop.Id)).Take(PromotionsMax);
        Coupon?[] known = await Task.WhenAll(meant.Select(one => grains.GetGrain<ICouponGrain>(Coupons.Key(one.Code)).LookFor(User.Visitor(), null)));
        return [.. known.OfType<Coupon>().Where(one => one.Status == CouponStatus.Active && one.Used + one.Reserved < one.UsesMax && !(one.Mine >= one.PersonMax) && !(one.Spent + one.Promised >= one.Budget))];
    }

    // Search engines are told how long a price holds only when it is known to end.
    private Dictionary<string, object> Offer(Variant variant)
    {
        Dictionary<string, object> offer = Ordinary(variant);
        if (FlashOf(variant) is { } flash && flash.Gives(1, Now))
        {
            offer["priceValidUntil"] = flash.Terms.Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        return offer;
    }

    private Dictionary<string, object> Ordinary(Variant variant) => new()
    {
        ["@type"] = "Offer",
        ["sku"] = variant.Sku,
        ["name"] = variant.Label.Length > 0 ? variant.Label : Product.Title,
        ["price"] = PriceOf(variant),
        ["priceCurrency"] = "XAF",
        ["availability"] = Left(variant.Sku) == 0 || !Shop.TakesOrders ? "https://schema.org/OutOfStock" : "https://schema.org/InStock",
        ["url"] = Canonical,
        ["seller"] = new Dictionary<string, string> { ["@type"] = "Organization", ["name"] = Shop.Name },
    };
}
