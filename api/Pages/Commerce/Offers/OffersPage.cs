using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce.Offers;

/// <summary>A page on which a shop, or without one the post, makes offers and sees what became of them.</summary>
public abstract class OffersPage(IGrainFactory grains) : PageModel
{
    /// <summary>The form's idempotency key.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The shops whose offers this person makes.</summary>
    public IReadOnlyList<ShopLine> Shops { get; private set; } = [];

    /// <summary>The one that is shown; null: the post, or no shop at all.</summary>
    public ShopLine? Shop { get; private set; }

    /// <summary>Who looks.</summary>
    public CustomerId Me => User.Customer();

    /// <summary>The grains.</summary>
    protected IGrainFactory Grains => grains;

    /// <summary>Reads what there is.</summary>
    protected abstract Task Load();

    /// <summary>Makes one; whether it was made. What is wrong stands beside its field.</summary>
    protected abstract Task<bool> Make();

    /// <summary>Approves one of the post's; the code of the refusal, if it was refused.</summary>
    protected abstract Task<string?> Approve(string? offer);

    /// <summary>Stops one of the shop's, or without one of the post's; the code of the refusal, if it was refused.</summary>
    protected abstract Task<string?> Stop(string? offer);

    /// <summary>Shows a shop's.</summary>
    protected async Task<IActionResult> ShowOwn(string? boutique)
    {
        if (!await Enter(boutique))
        {
            return NotFound();
        }

        if (Shop is not null)
        {
            await Load();
        }

        return Page();
    }

    /// <summary>Makes one of a shop's.</summary>
    protected async Task<IActionResult> MakeOwn(string? boutique) =>
        !await Enter(boutique) || Shop is null ? NotFound() : await Make() ? Back() : await Again();

    /// <summary>Stops one of a shop's.</summary>
    protected async Task<IActionResult> StopOwn(string? boutique, string? offer)
    {
        ModelState.Clear();
        return !await Enter(boutique) || Shop is null || await Stop(offer) is not null ? NotFound() : Back();
    }

    /// <summary>Proposes one of the post's.</summary>
    protected async Task<IActionResult> Propose() => await Make() ? Back() : await Again();

    /// <summary>Approves one of the post's, or stops it.</summary>
    protected async Task<IActionResult> Decide(string? offer, bool approve)
    {
        ModelState.Clear();
        if (await (approve ? Approve(offer) : Stop(offer)) is not { } refusal)
        {
            return Back();
        }

        ModelState.Refuse("", Refusals.Words(refusal));
        return await Again();
    }

    /// <summary>Finds the shop of the address, or the first one; false when it is not this person's.</summary>
    private async Task<bool> Enter(string? boutique)
    {
        Shops = [.. (await grains.GetGrain<IShopsGrain>(0).Of(User.Customer())).Where(line => line.Role is ShopRole.Owner or ShopRole.Manager)];
        Shop = boutique is null ? Shops.FirstOrDefault() : Shops.FirstOrDefault(line => line.Id.Value == boutique);
        return boutique is null || Shop is not null;
    }

    private RedirectToPageResult Back() => RedirectToPage(Shop is null ? null : new { boutique = Shop.Id.Value });

    private async Task<PageResult> Again()
    {
        await Load();
        return Page();
    }
}

/// <summary>Promotions of a shop, or of the post.</summary>
public abstract class PromotionsPage(IGrainFactory grains) : OffersPage(grains)
{
    private const int Shown = 100;

    /// <summary>The new promotion.</summary>
    [BindProperty]
    public PromotionForm Form { get; set; } = new();

    /// <summary>What there is, newest first.</summary>
    public IReadOnlyList<Coupon> Promotions { get; private set; } = [];

    /// <summary>The shop's products; none for the post.</summary>
    public IReadOnlyList<CampaignProduct> Choice { get; private set; } = [];

    /// <summary>Categories to choose from: those of the shop's products from each one's root, or the first two levels of the tree.</summary>
    public IReadOnlyList<Category> Places { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task Load()
    {
        Promotions = await Grains.GetGrain<ICouponsGrain>(0).Promotions(Shop?.Id, Shown);
        Choice = Shop is null ? [] : await Grains.GetGrain<ICampaignsGrain>(0).Products(Shop.Id);
        Places = Shop is null
            ? [.. Categories.Roots.SelectMany(root => root.Children.Prepend(root))]
            : [.. Choice.Select(product => product.Category).Distinct().SelectMany(code => Categories.Find(code)?.Path ?? []).Distinct().Select(code => Categories.Find(code)!)];
    }

    /// <inheritdoc />
    protected override async Task<bool> Make()
    {
        (NewPromotionBody? body, string? fault) = Form.Read();
        if (body is null)
        {
            ModelState.AddModelError("Form." + fault, "offers.error." + fault);
            return false;
        }

        if ((await Grains.MakePromotion(body, User, Shop?.Id, Key)).Refusal is { } no)
        {
            ModelState.Refuse("", Refusals.Words(no.PromotionCode()));
            return false;
        }

        return true;
    }

    /// <inheritdoc />
    protected override async Task<string?> Approve(string? offer) => (await Grains.ApprovePromotion(offer, User)).Refusal?.PromotionCode();

    /// <inheritdoc />
    protected override async Task<string?> Stop(string? offer) => (await Grains.StopPromotion(offer, User, Shop?.Id)).Refusal?.PromotionCode();
}

/// <summary>Flash sales of a shop, or of the post.</summary>
public abstract class FlashSalesPage(IGrainFactory grains) : OffersPage(grains)
{
    private const int Shown = 100;
    private const int ChoiceMax = 100;

    /// <summary>The product and its variant, as <c>p-12 SKU</c>; for the post the address of its page will do.</summary>
    [BindProperty]
    public string? Item { get; set; }

    /// <summary>What one costs.</summary>
    [BindProperty]
    public string? Price { get; set; }

    /// <summary>How many.</summary>
    [BindProperty]
    public int? Pieces { get; set; }

    /// <summary>How many a buyer.</summary>
    [BindProperty]
    public int? Cap { get; set; } = 1;

    /// <summary>From when, in Brazzaville.</summary>
    [BindProperty]
    public string? From { get; set; }

    /// <summary>Until when.</summary>
    [BindProperty]
    public string? Until { get; set; }

    /// <summary>What there is, newest first.</summary>
    public IReadOnlyList<FlashSaleLine> Sales { get; private set; } = [];

    /// <summary>Every variant that the shop sells; none for the post.</summary>
    public IReadOnlyList<(string Value, string Words)> Items { get; private set; } = [];

    /// <inheritdoc />
    protected override async Task Load()
    {
        Sales = await Grains.GetGrain<IFlashSalesGrain>(0).Of(Shop?.Id, Shown);
        if (Shop is not null)
        {
            IReadOnlyList<ProductLine> lines = await Grains.GetGrain<IProductsGrain>(0).Of(Shop.Id, ProductStatus.Published, visible: false, ChoiceMax, null);
            Product?[] products = await Task.WhenAll(lines.Select(line => Grains.GetGrain<IProductGrain>(line.Id.Value).Look()));
            Items = [.. products.OfType<Product>().SelectMany(product => product.Variants.Select(variant =>
                ($"{product.Id} {variant.Sku}", $"{product.Title} {variant.Label} · {Say.Amount(variant.Price)}")))];
        }
    }

    /// <inheritdoc />
    protected override async Task<bool> Make()
    {
        DateTimeOffset? from = Moment(From), until = Moment(Until);
        string[] item = (Item ?? "").Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
        string? product = ProductId.TryParse(item[0], out ProductId id) ? id.Value : Slugs.NumberIn(item[0].Split('/')[^1]) is { } number ? ProductId.Of(number).Value : null;
        bool priced = Say.TryReadAmount(Price, out long price);
        string? fault = product is null ? nameof(Item) : !priced ? nameof(Price) : Pieces is null ? nameof(Pieces) : from is null ? nameof(From) : until is null ? nameof(Until) : null;
        if (fault is not null)
        {
            ModelState.AddModelError(fault, "offers.error." + fault);
            return false;
        }

        var body = new NewFlashSaleBody(product!, price, Pieces!.Value, from!.Value, until!.Value, item.Length > 1 ? item[1] : null, Cap);
        if ((await Grains.MakeFlashSale(body, User, Shop?.Id, Key)).Refusal is { } no)
        {
            ModelState.Refuse(Field(no), Refusals.Words(no.Code()));
            return false;
        }

        return true;
    }

    /// <inheritdoc />
    protected override async Task<string?> Approve(string? offer) => (await Grains.ApproveFlashSale(offer, User)).Refusal?.Code();

    /// <inheritdoc />
    protected override async Task<string?> Stop(string? offer) => (await Grains.EndFlashSale(offer, User, Shop?.Id)).Refusal?.Code();

    private static string Field(FlashSaleRefusal refusal) => refusal switch
    {
        FlashSaleRefusal.UnknownProduct => nameof(Item),
        FlashSaleRefusal.Price => nameof(Price),
        FlashSaleRefusal.Pieces or FlashSaleRefusal.Stock => nameof(Pieces),
        FlashSaleRefusal.Times or FlashSaleRefusal.Overlap => nameof(From),
        _ => "",
    };

    private static DateTimeOffset? Moment(string? typed) =>
        DateTime.TryParseExact(typed, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime at) && at.Year is > 2000 and < 9000
            ? (Say.StartOf(DateOnly.FromDateTime(at)) + at.TimeOfDay).ToUniversalTime()
            : null;
}

/// <summary>Says offers to people.</summary>
internal static class OfferWords
{
    /// <summary>What a promotion gives and for what, in one line.</summary>
    public static string Gives(this IStringLocalizer texts, Coupon promotion)
    {
        string what = promotion.Kind switch
        {
            CouponKind.Percent => texts["offers.gives.Percent", (promotion.Value / 100m).ToString("0.##", CultureInfo.CurrentCulture)],
            CouponKind.Amount => texts["offers.gives.Amount", Say.Amount(promotion.Value)],
            CouponKind.BuyGet => texts[promotion.SameProduct ? "offers.gives.BuyGetSame" : "offers.gives.BuyGet", promotion.Buy, promotion.Get],
            _ => texts["offers.gives.FreeDelivery"],
        };
        return promotion.Minimum > 0 ? $"{what} {texts["offers.from-amount", Say.Amount(promotion.Minimum)]}" : what;
    }

    /// <summary>What is missing to reach a promotion.</summary>
    public static string Missing(this IStringLocalizer texts, CartHint hint) =>
        hint.Pieces > 0 ? texts["offers.missing-pieces", hint.Pieces, hint.Promotion.Title]
        : hint.Promotion.Kind == CouponKind.FreeDelivery ? texts["offers.missing-delivery", Say.Amount(hint.Amount)]
        : texts["offers.missing-amount", Say.Amount(hint.Amount), hint.Promotion.Title];
}
