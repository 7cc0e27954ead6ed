using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Pages;
using Xunit;
using IRequest = Microsoft.Playwright.IRequest;

namespace Postmobile.Tests.Commerce.Shops;

/// <summary>Shops and goods as people meet them, in a browser.</summary>
[Collection(PagesWorld.Collection)]
public sealed class ShopFlowTests(PagesWorld world)
{
    [Fact]
    public async Task Somebody_applies_the_post_opens_three_taps_sell_and_a_stranger_sees_it()
    {
        DemonstrationAccount person = world.Someone(Role.Customer, 1);
        Assert.True(await IdentityKnownAsync(person));
        IPage owner = await world.OpenAsync(person);
        await owner.GotoAsync("/ma-boutique/ouvrir");
        await owner.FillAsync("[name='Form.Name']", "À la mode de Mpila");
        await owner.ClickAsync("main form .button");
        await owner.WaitForURLAsync("**/ma-boutique/s-*");
        string shop = new Uri(owner.Url).Segments[^1];
        await owner.SetInputFilesAsync("#paper-Register", new FilePayload { Name = "rccm.jpg", MimeType = "image/jpeg", Buffer = Pictures.Make() });
        await owner.ClickAsync("[data-paper=Register] button");
        await owner.Locator("[data-paper=Register][data-kept=True]").WaitForAsync();
        await ShotAsync(owner, "shop-papers");
        await owner.ClickAsync("form[action*=Submit] .button");
        await owner.Locator("text=La poste examine").WaitForAsync();

        IPage post = await world.OpenAsync(world.Someone(Role.Operator));
        await post.GotoAsync("/operator/shops");
        await ShotAsync(post, "shop-queue");
        await post.ClickAsync($"[data-id='{shop}']");
        await ShotAsync(post, "shop-review");
        await post.ClickAsync("form[action*=Approve] .button");
        await post.Locator("[data-status=Open]").WaitForAsync();

        await owner.GotoAsync($"/ma-boutique/{shop}/articles/nouveau");
        await owner.SetInputFilesAsync("#file", new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = Pictures.WithGps(Pictures.Make(1_200, 1_200)) });
        await owner.FillAsync("[name=Price]", "7 500");
        await ShotAsync(owner, "shop-new-product");
        await owner.ClickAsync("main form .button");
        await owner.Locator("[data-status=Published]").WaitForAsync();
        await ShotAsync(owner, "shop-own-product");

        IPage stranger = await world.OpenAsync(scripts: false);
        await stranger.GotoAsync("/boutiques");
        await stranger.ClickAsync($"[data-shop='{shop}']");
        Assert.EndsWith($"/boutique/a-la-mode-de-mpila-{shop[2..]}", stranger.Url, StringComparison.Ordinal);
        await stranger.ClickAsync(".shelf a");
        Assert.Contains("7\u00a0500\u00a0FCFA", await stranger.InnerTextAsync(".ask"), StringComparison.Ordinal);
        Assert.Equal(stranger.Url, await stranger.GetAttributeAsync("link[rel=canonical]", "href"));
        JsonElement told = JsonDocument.Parse(await stranger.Locator("script[type='application/ld+json']").InnerTextAsync()).RootElement;
        Assert.Equal(("Product", 7_500, "XAF"), (told.GetProperty("@type").GetString(), told.GetProperty("offers")[0].GetProperty("price").GetInt32(), told.GetProperty("offers")[0].GetProperty("priceCurrency").GetString()));
        Assert.Equal(1, await stranger.Locator("form[action='/panier/ajouter'] [name=sku]").CountAsync());
        await world.CloseAllAsync();
    }

    [Fact]
    public async Task The_shop_of_the_demonstration_is_there_and_its_page_is_light()
    {
        IPage page = await world.OpenAsync();
        await Eventually.GetAsync(async () =>
        {
            await page.GotoAsync("/boutiques");
            return await page.Locator("text=Boutique de démonstration").CountAsync();
        }, count => count > 0, TimeSpan.FromSeconds(60));
        await page.ClickAsync("text=Boutique de démonstration");
        await Eventually.GetAsync(async () =>
        {
            await page.ReloadAsync();
            return await page.Locator(".shelf li").CountAsync();
        }, count => count == 12, TimeSpan.FromSeconds(60));
        string address = page.Url;
        page = await world.OpenAsync(); // with an empty cache, as on a first visit
        List<IRequest> requests = [];
        page.Request += (_, request) => requests.Add(request);
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        long bytes = 0;
        foreach (IRequest request in requests)
        {
            RequestSizesResult sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }

        Assert.InRange(bytes, 1, 150_000);
        await ShotAsync(page, "shop-demonstration");
        await page.ClickAsync(".shelf a:has-text('Robe en pagne')");
        await page.Locator("fieldset.choices input").First.WaitForAsync();
        await ShotAsync(page, "product-variants");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
        await world.CloseAllAsync();
    }

    [Fact]
    public async Task A_stranger_to_a_shop_sees_none_of_its_own_pages()
    {
        ShopId shop = await DemonstrationShopAsync();
        using PageVisitor customer = await PageVisitor.SignInAsync(world, Role.Customer);
        foreach (string page in new[] { "", "/equipe", "/articles", "/articles/nouveau", "/import" })
        {
            using HttpResponseMessage answer = await customer.GetAsync($"/ma-boutique/{shop}{page}");
            Assert.True((int)answer.StatusCode == 404, $"{page}: {(int)answer.StatusCode}");
        }

        using PageVisitor owner = await PageVisitor.SignInAsync(world, Role.Merchant);
        foreach (string page in new[] { "", "/equipe", "/articles", "/articles/nouveau", "/import" })
        {
            using HttpResponseMessage answer = await owner.GetAsync($"/ma-boutique/{shop}{page}");
            Assert.True((int)answer.StatusCode == 200, $"{page}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_file_is_imported_on_a_page_that_moves()
    {
        ShopId shop = await DemonstrationShopAsync();
        IPage owner = await world.OpenAsync(world.Someone(Role.Merchant));
        await owner.GotoAsync($"/ma-boutique/{shop}/import");
        await ShotAsync(owner, "import");
        byte[] file = "sku;titre;rayon;prix\nPAGE-1;Brouette;outils-a-main;35000\nPAGE-2;Sans prix;autre;\n"u8.ToArray();
        await owner.SetInputFilesAsync("#file", new FilePayload { Name = "articles.csv", MimeType = "text/csv", Buffer = file });
        await owner.ClickAsync("main form .button");
        await owner.Locator("[data-import-status=Done]").WaitForAsync();
        Assert.Equal(("1", "1"), (await owner.InnerTextAsync("[data-created]"), await owner.InnerTextAsync("[data-failed]")));
        await ShotAsync(owner, "import-done");
        ProductId product = (await world.Host.Grains.GetGrain<IProductsGrain>(0).BySku(shop, "PAGE-1"))!.Value;
        await world.Host.Grains.GetGrain<IProductGrain>(product.Value).Archive((await world.Host.Grains.GetGrain<IShopGrain>(shop.Value).Look())!.Owner);
        await world.CloseAllAsync();
    }

    [Fact]
    public async Task Search_engines_find_every_product_and_nothing_of_anybodys_own()
    {
        await DemonstrationShopAsync();
        using HttpClient anyone = world.Host.NewClient();
        string robots = await anyone.GetStringAsync("/robots.txt");
        Assert.All(["/ma-boutique", "/achats", "/suivi", "/sans-compte"], own => Assert.Contains("Disallow: " + own, robots, StringComparison.Ordinal));
        string map = robots.Split('\n').Single(line => line.StartsWith("Sitemap: ", StringComparison.Ordinal))["Sitemap: ".Length..];
        XNamespace names = "http://www.sitemaps.org/schemas/sitemap/0.9";
        string[] parts = [.. XDocument.Parse(await anyone.GetStringAsync(map)).Descendants(names + "loc").Select(loc => loc.Value)];
        var pages = new List<string>();
        foreach (string part in parts)
        {
            pages.AddRange(XDocument.Parse(await anyone.GetStringAsync(part)).Descendants(names + "loc").Select(loc => loc.Value));
        }

        string product = pages.First(page => page.Contains("/produit/", StringComparison.Ordinal));
        Assert.True((await anyone.GetAsync(product)).IsSuccessStatusCode);
        Assert.Contains(pages, page => page.EndsWith("/point/BZV-01", StringComparison.Ordinal));
        Assert.Contains(pages, page => page.Contains("/boutique/boutique-de-demonstration-", StringComparison.Ordinal));
        using HttpResponseMessage renamed = await anyone.GetAsync(product.Replace("/produit/", "/produit/autrefois-", StringComparison.Ordinal));
        Assert.Equal((301, product), ((int)renamed.StatusCode, new Uri(world.Host.Address, renamed.Headers.Location!).ToString()));
    }

    private async Task<ShopId> DemonstrationShopAsync() => (await Eventually.GetAsync(
        async () => (await world.Host.Grains.GetGrain<IShopsGrain>(0).List(100, null)).Shops.FirstOrDefault(line => line.Name == "Boutique de démonstration"), line => line is not null, TimeSpan.FromSeconds(60)))!.Id;

    private async Task<bool> IdentityKnownAsync(DemonstrationAccount person)
    {
        CustomerId id = (await world.Host.Grains.GetGrain<IPhoneGrain>(person.Phone.Key).Owner())!.Customer;
        return await world.Host.Grains.GetGrain<ICustomerStandingGrain>(id.Value).RaiseTier(2) is null;
    }

    // At both widths, for whoever wants to look: SHOTS names a folder.
    private static async Task ShotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + "-360.png"), FullPage = true });
            await page.SetViewportSizeAsync(1280, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + "-1280.png"), FullPage = true });
            await page.SetViewportSizeAsync(360, 740);
        }
    }
}
