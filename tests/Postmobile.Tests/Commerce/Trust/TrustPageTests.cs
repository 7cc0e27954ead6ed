using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Commerce.Trust;

/// <summary>What buyers say, on a telephone: who writes, who answers, who reports, who decides.</summary>
[Collection(PagesWorld.Collection)]
public sealed class TrustPageTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_review_is_written_answered_reported_and_withheld()
    {
        OrderWorld orders = await OrderWorld.OpenAsync(world.Host);
        await orders.DeliverAsync(await orders.BuyAsync());
        string address = "/avis/" + orders.Product;
        IPage visitor = await world.OpenAsync();
        await visitor.GotoAsync(address);
        Assert.Equal(0, await visitor.Locator("[name=Stars]").CountAsync());
        Assert.Equal(1, await visitor.Locator("main a[href^='/sign-in']").CountAsync());

        IPage buyer = await world.OpenAsync(orders.Buyer);
        await buyer.GotoAsync(address);
        await buyer.CheckAsync("[name=Stars][value='2']");
        await buyer.FillAsync("#Text", "La couleur déteint au premier lavage.");
        await buyer.ClickAsync("form:has([name=Stars]) .button");
        await buyer.WaitForSelectorAsync(".card:has-text('La couleur déteint')");
        await PagesWorld.PictureAsync(buyer, "avis-acheteur");

        IPage shop = await world.OpenAsync(orders.Shop.Owner);
        await shop.GotoAsync(address);
        Assert.Equal(0, await shop.Locator("[name=Stars]").CountAsync());
        await shop.ClickAsync("main details summary");
        await shop.FillAsync("main details textarea", "Lavez-le à froid ; nous vous le remplaçons.");
        await shop.ClickAsync("main details .button");
        await shop.WaitForSelectorAsync("blockquote:has-text('Lavez-le à froid')");

        Person reader = await Person.JoinAsync(world.Host);
        IPage reporter = await world.OpenAsync(reader);
        await reporter.GotoAsync(address);
        await reporter.ClickAsync("main details summary");
        await reporter.FillAsync("main details [name=Text]", "Ce n'est pas vrai");
        await reporter.ClickAsync("main details .button");
        Review review = (await Eventually.GetAsync(
            () => world.Host.Grains.GetGrain<ITrustGrain>(0).Reviews(orders.Product, null, 10), page => page.Items.Count == 1)).Items[0];

        IPage desk = await world.OpenAsync(world.Someone(Role.Support));
        await Eventually.GetAsync(async () => { await desk.GotoAsync("/support/moderation"); return await desk.Locator($"[data-words='{review.Id}']").CountAsync(); }, many => many == 1);
        await PagesWorld.PictureAsync(desk, "moderation");
        await desk.FillAsync($"[data-words='{review.Id}'] [name=reason]", "Propos hors sujet");
        await desk.ClickAsync($"[data-words='{review.Id}'] [name=withhold][value=true]");
        await desk.WaitForSelectorAsync($"main:not(:has([data-words='{review.Id}']))");
        await Eventually.GetAsync(async () => { await visitor.GotoAsync(address); return await visitor.Locator(".card:has-text('La couleur déteint')").CountAsync(); }, many => many == 0);
        await buyer.GotoAsync(address);
        Assert.Equal(0, await buyer.Locator("[name=Stars]").CountAsync());
        Assert.Equal(1, await buyer.Locator(".notice.warn").CountAsync());
    }

    [Fact]
    public async Task A_question_is_asked_by_somebody_signed_in_and_answered_by_the_shop()
    {
        OrderWorld orders = await OrderWorld.OpenAsync(world.Host);
        string address = "/questions/" + orders.Product;
        IPage visitor = await world.OpenAsync();
        await visitor.GotoAsync(address);
        Assert.Equal(0, await visitor.Locator("#Text").CountAsync());

        IPage asker = await world.OpenAsync(await Person.JoinAsync(world.Host));
        await asker.GotoAsync(address);
        await asker.FillAsync("#Text", "Le tissu fait-il bien six yards ?");
        await asker.ClickAsync("form:has(#Text) .button");
        await asker.WaitForSelectorAsync(".card:has-text('six yards')");

        IPage shop = await world.OpenAsync(orders.Shop.Owner);
        await shop.GotoAsync(address);
        await shop.ClickAsync("main .card details >> nth=0 >> summary");
        await shop.FillAsync("main .card details textarea", "Oui, six yards, soit cinq mètres et demi.");
        await shop.ClickAsync("main .card details:has(textarea) .button");
        await shop.WaitForSelectorAsync(".card:has-text('cinq mètres et demi')");
        await PagesWorld.PictureAsync(shop, "questions");
        await visitor.GotoAsync(address);
        Assert.Equal(1, await visitor.Locator(".card:has-text('cinq mètres et demi')").CountAsync());
    }

    [Fact]
    public async Task A_disputes_page_is_for_its_two_sides_and_the_post_and_takes_photos()
    {
        OrderWorld orders = await OrderWorld.OpenAsync(world.Host);
        OrderId id = await orders.BuyAsync();
        await orders.DeliverAsync(id);
        IPage buyer = await world.OpenAsync(orders.Buyer);
        await buyer.GotoAsync("/achats/" + id);
        await buyer.ClickAsync("#problem summary");
        await buyer.SelectOptionAsync("#problem [name=reason]", "Damaged");
        await buyer.FillAsync("#problem [name=words]", "Le tissu est déchiré");
        await buyer.ClickAsync("[data-act=dispute]");
        await buyer.WaitForSelectorAsync("#dispute[data-status=Open]");
        string address = new Uri(buyer.Url).AbsolutePath;
        await buyer.FillAsync("[name=words]", "Voici la photo");
        await buyer.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = Identity.Kyc.Pictures.Make() });
        await buyer.ClickAsync("[data-act=say]");
        await buyer.WaitForSelectorAsync("[data-who=buyer] img.order-photo");

        IPage shop = await world.OpenAsync(orders.Shop.Owner), stranger = await world.OpenAsync(await Person.JoinAsync(world.Host));
        Assert.Equal(404, (await stranger.GotoAsync(address))!.Status);
        await shop.GotoAsync(address);
        Assert.Equal(1, await shop.Locator("img.order-photo").CountAsync());
        Assert.Equal(0, await shop.Locator("[data-act=withdraw], [data-act=decide]").CountAsync());
        await PagesWorld.PictureAsync(shop, "litige-boutique");

        IPage desk = await world.OpenAsync(world.Someone(Role.Operator));
        await desk.GotoAsync(address);
        await desk.WaitForSelectorAsync("[data-act=decide]");
        await PagesWorld.PictureAsync(desk, "litige-poste");
        await desk.GotoAsync("/operator/disputes");
        await PagesWorld.PictureAsync(desk, "litiges");
        await buyer.GotoAsync(address);
        await buyer.ClickAsync("[data-act=withdraw]");
        await buyer.WaitForSelectorAsync("#dispute[data-status=Withdrawn]");
        await orders.UntilAsync(id, OrderStatus.Delivered);
        Assert.Equal(0, await orders.HoldsAsync(orders.Takings));
    }
}
