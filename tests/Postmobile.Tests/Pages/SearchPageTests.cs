using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Search;
using Xunit;
using IRequest = Microsoft.Playwright.IRequest;

namespace Postmobile.Tests.Pages;

/// <summary>Finding and narrowing in a real browser, with and without scripts.</summary>
[Collection(PagesWorld.Collection)]
public sealed class SearchPageTests(PagesWorld world) : IAsyncLifetime
{
    private const long BytesMax = 150_000;
    private const long ThumbnailMax = 8_192;

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_search_with_a_typing_error_is_narrowed_and_opened(bool scripts)
    {
        Shelf shelf = new(world.Host.Services.GetRequiredService<NpgsqlDataSource>());
        string word = scripts ? "parasolette" : "tabouretine";
        await shelf.PutAsync(shelf.Plain(word + " rouge", 2_000) with { Brand = "Atelier Mayombe" }, left: 3);
        ProductId dear = await shelf.PutAsync(shelf.Plain(word + " bleu", 40_000) with { Brand = "Plateaux Bois" }, left: 3);
        IPage page = await world.OpenAsync(scripts);
        await page.GotoAsync("/marche");
        await page.FillAsync("[name=q]", word[..4] + word[5..]);
        await page.PressAsync("[name=q]", "Enter");
        await page.WaitForURLAsync("**/recherche?*");
        Assert.Equal("2", await page.GetAttributeAsync("[data-total]", "data-total"));
        Assert.Contains(word, await page.TextContentAsync(".notice"), StringComparison.Ordinal);

        await page.ClickAsync(".filters summary");
        await page.CheckAsync(".filters [value='plateaux bois']");
        await page.ClickAsync(".filters .button");
        await page.WaitForURLAsync("**brand=plateaux*");
        Assert.Equal("1", await page.GetAttributeAsync("[data-total]", "data-total"));
        Assert.EndsWith("-" + dear.Value[2..], await page.GetAttributeAsync(".hit a", "href"), StringComparison.Ordinal);
        await page.ClickAsync(".chip");
        await page.WaitForURLAsync(url => !url.Contains("brand=", StringComparison.Ordinal));
        Assert.Equal(2, await page.Locator(".hit").CountAsync());
    }

    [Fact]
    public async Task What_is_typed_goes_on_by_itself()
    {
        Shelf shelf = new(world.Host.Services.GetRequiredService<NpgsqlDataSource>());
        await shelf.PutAsync(shelf.Plain("Balafonnade accordée"));
        await world.Host.Services.GetRequiredService<SearchWords>().Refresh(urgent: true);
        IPage page = await world.OpenAsync();
        await page.GotoAsync("/marche");
        await page.Locator("[name=q]").PressSequentiallyAsync("balafo");
        await page.Locator(".suggestions a", new() { HasText = "Balafonnade accordée" }).WaitForAsync();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_page_of_goods_is_light_with_all_its_pictures(int width)
    {
        Shelf shelf = new(world.Host.Services.GetRequiredService<NpgsqlDataSource>());
        for (int i = 0; i < 40; i++)
        {
            await shelf.PutAsync(shelf.Plain($"Pesanteur {width} numéro {i} avec un titre aussi long que les titres sont sur un marché", 1_000 * i) with
            {
                Images = [$"no-such-picture-{i}"], Brand = "Marque " + (i % 14), Stars = 9, Reviews = 2, ShopName = "Boutique au nom assez long", Town = i % 2 == 0 ? "Dolisie" : "Ouesso",
            }, left: i % 5);
        }

        IPage page = await world.OpenAsync();
        await page.SetViewportSizeAsync(width, 800);
        List<IRequest> requests = [];
        page.Request += (_, request) => requests.Add(request);
        await page.GotoAsync("/recherche?q=pesanteur+" + width, new() { WaitUntil = WaitUntilState.NetworkIdle });
        long bytes = 0;
        foreach (IRequest request in requests.Where(request => !request.Url.Contains("/images/", StringComparison.Ordinal)))
        {
            RequestSizesResult sizes = await request.SizesAsync();
            bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
        }

        int pictures = await page.Locator("main img").CountAsync();
        Assert.Equal(12, pictures);
        Assert.Equal(pictures, await page.Locator("main img[loading=lazy][width][height]").CountAsync());
        Assert.True(bytes + (pictures * ThumbnailMax) <= BytesMax, $"{bytes} bytes and {pictures} pictures of {ThumbnailMax}");
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
    }
}
