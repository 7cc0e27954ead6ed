using System.Globalization;
using Microsoft.Extensions.Hosting;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IShopDemonstrationGrain"/>
[GrainType("commerce.shop-demonstration")]
internal sealed class ShopDemonstrationGrain(IHostEnvironment host) : Grain, IShopDemonstrationGrain
{
    private const string Creator = "demonstration";

    public async Task Seed()
    {
        if (!host.IsDevelopment())
        {
            return;
        }

        CustomerId owner = Person(Role.Merchant).Id, post = Person(Role.Operator).Id;
        if (await GrainFactory.GetGrain<ICustomerGrain>(owner.Value).Look() is null || await GrainFactory.GetGrain<ICustomerGrain>(post.Value).Look() is null)
        {
            throw new InvalidOperationException("The people of the demonstration are not there yet.");
        }

        ShopId shop = await Open(owner, post);
        foreach (DemonstrationGoods.Good good in DemonstrationGoods.All)
        {
            await Sell(shop, owner, good);
        }
    }

    private static DemonstrationPeople.Person Person(Role role) => DemonstrationPeople.All.First(person => person.Role == role);

    private async Task<ShopId> Open(CustomerId owner, CustomerId post)
    {
        ShopId id = ShopId.Of(await GrainFactory.GetGrain<IShopsGrain>(0).Draw(Creator, "shop"));
        IShopGrain shop = GrainFactory.GetGrain<IShopGrain>(id.Value);
        if (await shop.Look() is { Status: not ShopStatus.Pending })
        {
            return id;
        }

        await GrainFactory.GetGrain<ICustomerStandingGrain>(owner.Value).RaiseTier(2);
        ImageOutcome logo = await Keep(id, DemonstrationGoods.Draw("Boutique", 0));
        var profile = new ShopProfile
        {
            Name = "Boutique de démonstration",
            Story = "Pagnes, artisanat et produits du pays, choisis pour essayer Shopiposte.\nRien de ce qui est vendu ici n'existe.",
            Origin = new Place { Department = "Brazzaville", Town = "Brazzaville", Address = "Poto-Poto, avenue de France", Latitude = -4.2634, Longitude = 15.2829 },
            ReturnDays = 7,
            Hours = [.. Enumerable.Range(1, 6).Select(day => new OpeningHours((DayOfWeek)day, 8 * 60, 18 * 60))],
            Logo = logo.Image?.Id,
            Colour = "ochre",
        };
        if (await shop.Look() is null)
        {
            Demand((await shop.Apply(owner, profile)).Refusal);
            Demand((await shop.AttachPaper(owner, ShopPaperKind.Register, DemonstrationGoods.Draw("RCCM", 1))).Refusal);
        }

        Demand((await shop.Submit(owner)).Refusal);
        Demand((await shop.Decide(post, open: true, null)).Refusal);
        return id;
    }

    private async Task Sell(ShopId shop, CustomerId owner, DemonstrationGoods.Good good)
    {
        ProductId id = ProductId.Of(await GrainFactory.GetGrain<IShopsGrain>(0).Draw(Creator, good.Sku));
        IProductGrain product = GrainFactory.GetGrain<IProductGrain>(id.Value);
        if (await product.Look() is null)
        {
            ImageOutcome picture = await Keep(shop, DemonstrationGoods.Draw(good.Title, good.Hue));
            ProductOutcome outcome = await product.Create(shop, good.Draft(picture.Image!.Id), publish: true, owner);
            if (outcome.Refusal is { } refusal)
            {
                throw new InvalidOperationException($"A product of the demonstration was refused: {refusal} {outcome.Field}.");
            }
        }

        // Once per key: what was sold since stays sold.
        ProductDetails known = (await product.Details())!;
        IStockGrain stock = GrainFactory.GetGrain<IStockGrain>(id.Value);
        await stock.SetSkus(shop, [.. known.Product.Variants.Select(variant => new SkuRule(variant.Sku, known.Draft.BuyerCap))]);
        foreach (Variant variant in known.Product.Variants)
        {
            await stock.Move(new StockMovement
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"demonstration:{variant.Sku}"), Sku = variant.Sku, Quantity = good.Count, IsCount = true, Reason = "received", Actor = owner,
            });
        }
    }

    private Task<ImageOutcome> Keep(ShopId shop, byte[] png) => GrainFactory.GetGrain<IImagesGrain>(0).Keep(shop.Value, png);

    private static void Demand(ShopRefusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"The shop of the demonstration was refused: {refusal}.");
        }
    }
}
