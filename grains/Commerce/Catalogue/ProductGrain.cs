using System.Text.Json;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IProductGrain"/>
[GrainType("commerce.product")]
internal sealed class ProductGrain([PersistentState("commerce.product")] IPersistentState<Document<ProductState>> document, ProductSkus skus)
    : DurableGrain<ProductState>(document), IProductGrain
{
    private const string SkusKind = "skus";
    private const string ShopKind = "shop";

    private ProductId Id => new(this.GetPrimaryKeyString());

    private bool IsThere => State.Shop.Length > 0;

    private DateTimeOffset Now => Clock.GetUtcNow();

    public Task<Product?> Look() => Task.FromResult(IsThere ? View() : null);

    public Task<ProductDetails?> Details() => Task.FromResult(IsThere ? ViewAll() : null);

    public async Task<ProductOutcome> Create(ShopId shop, ProductDraft draft, bool publish, CustomerId by)
    {
        if (IsThere)
        {
            // The same again is the same as long as nothing has been changed since.
            ProductState again = ProductRules.Check(draft) is null ? ProductRules.Write(State, draft, Now) : State;
            return State.Shop == shop.Value && State.Version <= 2 && Same(again, State) ? new ProductOutcome(ViewAll(), null) : ProductRefusal.IdempotencyConflict;
        }

        if (await Deny(shop, by) is { } refusal)
        {
            return refusal;
        }

        if (ProductRules.Check(draft) is { } wrong)
        {
            return new ProductOutcome(null, wrong.Refusal, wrong.Field);
        }

        ShopDetails? details = await GrainFactory.GetGrain<IShopGrain>(shop.Value).Details();
        if (await skus.Claim(shop, Id, [.. draft.Variants.Select(variant => variant.Sku)]) is { } taken)
        {
            return new ProductOutcome(null, ProductRefusal.SkuTaken, taken);
        }

        ProductState next = ProductRules.Write(ProductRules.Repeat(new ProductState { Shop = shop.Value }, details!.Facts), draft, Now);
        State = publish ? ProductRules.Move(next, ProductStatus.Published, Now) : next;

        // The shop may have changed between being read and this being saved, when it could not know of this product yet.
        Send(ShopKind, shop.Value);
        Send(SkusKind, State.Version);
        await Save();
        return new ProductOutcome(ViewAll(), null);
    }

    public async Task<ProductOutcome> Edit(ProductDraft draft, CustomerId by, long? version)
    {
        if (await Deny(by) is { } refusal)
        {
            return refusal;
        }

        if (ProductRules.Check(draft) is { } wrong)
        {
            return new ProductOutcome(null, wrong.Refusal, wrong.Field);
        }

        if (version is { } read && read != State.Version)
        {
            return ProductRefusal.PreconditionFailed;
        }

        ProductState next = ProductRules.Write(State, draft, Now);
        return Same(next, State) ? new ProductOutcome(ViewAll(), null) : await Follow(next);
    }

    public async Task<ProductOutcome> Publish(CustomerId by) =>
        await Deny(by) is { } refusal ? refusal
        : State.Status is ProductStatus.Published ? new ProductOutcome(ViewAll(), null)
        : await Follow(ProductRules.Move(State, ProductStatus.Published, Now));

    public async Task<ProductOutcome> Archive(CustomerId by) =>
        await Deny(by) is { } refusal ? refusal
        : State.Status is ProductStatus.Archived ? new ProductOutcome(ViewAll(), null)
        : await Follow(ProductRules.Move(State, ProductStatus.Archived, Now));

    public async Task ShopChanged(ShopFacts facts)
    {
        if (IsThere && ProductRules.Repeat(State, facts) is var next && next != State)
        {
            State = next;
            await Save();
        }
    }

    public async Task Rated(int stars, int reviews, long version)
    {
        if (IsThere && version > State.RatingVersion)
        {
            State = State with { Stars = stars, Reviews = reviews, RatingVersion = version };
            await Save();
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        SkusKind => TellStock(),
        ShopKind => HearShop(item.Read<string>()),
        _ => base.Deliver(item),
    };

    // Always what is so now and never what the message says: of two messages the one that comes late would undo the other.
    private Task TellStock() => GrainFactory.GetGrain<IStockGrain>(Id.Value).SetSkus(
        new ShopId(State.Shop), [.. State.Variants.Select(variant => new SkuRule(variant.Sku, State.BuyerCap))]);

    private async Task HearShop(string shop)
    {
        if (await GrainFactory.GetGrain<IShopGrain>(shop).Details() is { } details)
        {
            await this.AsReference<IProductGrain>().ShopChanged(details.Facts);
        }
    }

    private async Task<ProductOutcome> Follow(ProductState next)
    {
        string before = Rules(State);
        if (next.Status is not ProductStatus.Archived && await skus.Claim(new ShopId(next.Shop), Id, [.. next.Variants.Select(variant => variant.Sku)]) is { } taken)
        {
            return new ProductOutcome(null, ProductRefusal.SkuTaken, taken);
        }

        State = next;
        if (Rules(next) != before)
        {
            Send(SkusKind, next.Version);
        }

        await Save();
        return new ProductOutcome(ViewAll(), null);
    }

    private async Task<ProductRefusal?> Deny(CustomerId by) => IsThere ? await Deny(new ShopId(State.Shop), by) : ProductRefusal.UnknownProduct;

    private async Task<ProductRefusal?> Deny(ShopId shop, CustomerId by) =>
        await GrainFactory.GetGrain<IShopGrain>(shop.Value).Look() is not { } known ? ProductRefusal.UnknownShop
        : !known.Employs(by, ShopRole.Manager, ShopRole.Cataloguer) ? ProductRefusal.NotShopStaff
        : known.Status is ShopStatus.Closed ? ProductRefusal.ShopState
        : null;

    private static string Rules(ProductState state) => string.Join('\n', state.Variants.Select(variant => variant.Sku).Append(state.BuyerCap?.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static bool Same(ProductState one, ProductState other) => Text(one) == Text(other);

    private static string Text(ProductState state) => JsonSerializer.Serialize(ProductRules.DraftOf(state) with
    {
        Attributes = new SortedDictionary<string, string>(state.Attributes.ToDictionary(), StringComparer.Ordinal),
        Variants = [.. state.Variants.Select(variant => variant with { Options = new SortedDictionary<string, string>(variant.Options.ToDictionary(), StringComparer.Ordinal) })],
    }, DocumentSerializer.Options);

    private Product View() => new()
    {
        Id = Id,
        Shop = new ShopId(State.Shop),
        Slug = State.Slug,
        Title = State.Title,
        Category = State.Category,
        Status = State.Status,
        Variants = State.Variants,
        Image = State.Images is [var first, ..] ? first : null,
        Version = State.Version,
    };

    private ProductDetails ViewAll() => new()
    {
        Product = View(),
        Draft = ProductRules.DraftOf(State),
        Visible = State.Visible,
        ShopName = State.ShopName,
        Stars = State.Stars,
        Reviews = State.Reviews,
        PublishedAt = State.PublishedAtMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(State.PublishedAtMs) : null,
        ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(State.ChangedAtMs),
    };
}
