using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Buying, as a person does it in a real browser.</summary>
[Collection(PagesWorld.Collection)]
public sealed class ShopFlowTests(PagesWorld world) : IAsyncLifetime
{
    private static bool s_made;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        if (!s_made)
        {
            await ShopRows.MakeAsync(world.Host.Services.GetRequiredService<NpgsqlDataSource>(), shops: 2, products: 2, pieces: 50);
            s_made = true;
        }
    }

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_stranger_fills_a_cart_of_two_shops_signs_in_pays_once_and_has_two_orders()
    {
        IPage page = await world.OpenAsync();
        string phone = await world.RegisterAsync(page, "Acheteuse Essai");
        AccountId wallet = await world.WalletAsync(phone);
        await world.Host.FundAsync(wallet, 50_000);
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync("/panier");
        Assert.Contains("vide", await page.TextContentAsync("#main"), StringComparison.Ordinal);
        await PutIn(page, ShopRows.Product(1, 1).Value, 2);
        await PutIn(page, ShopRows.Product(2, 1).Value, 1);
        Assert.Equal(Say.Amount(3_000), await page.TextContentAsync("[data-total]"));
        await page.ClickAsync("form[action='/panier?handler=Order'] .button:not(.second)");
        await page.WaitForURLAsync("**/sign-in?*");
        await page.FillAsync("[name=Phone]", phone);
        await page.FillAsync("[name=Pin]", PagesWorld.Pin);
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync("**/panier");
        Assert.Equal(Say.Amount(3_000), await page.TextContentAsync("[data-total]"));
        await page.ClickAsync("form[action='/panier?handler=Order'] .button");
        await page.WaitForURLAsync("**/commande/x-*");

        await page.SelectOptionAsync("[name=ville]", "Oyo");
        await page.ClickAsync("form[method=get] .button");
        await page.WaitForURLAsync("**ville=Oyo");
        Assert.Equal(2, await page.Locator("fieldset.card").CountAsync());
        await page.CheckAsync("[name='methods[1]'][value=Home]");
        await page.FillAsync("[name=Address]", "Quartier Mpila, près de l'école");
        await page.ClickAsync("form[action*='ville=Oyo'] .button");
        await page.WaitForURLAsync("**/payer");
        long total = 3_000 + 1_900 + 1_500 + 1_000;
        Assert.Equal(Say.Amount(total), await page.TextContentAsync("[data-total]"));
        await page.FillAsync("[name=Pin]", "0000");
        await page.ClickAsync("main form .button");
        await page.WaitForSelectorAsync(".error");
        await page.FillAsync("[name=Pin]", PagesWorld.Pin);
        await page.DblClickAsync("main form .button");
        await page.WaitForURLAsync("**/merci");
        Assert.Equal(50_000 - total, await world.BalanceAsync(wallet));
        Assert.Equal(2, await page.Locator("[data-follow]").CountAsync());
        Assert.StartsWith("/suivi/", await page.GetAttributeAsync("[data-follow]", "href"), StringComparison.Ordinal);

        string checkout = Regex.Match(page.Url, "x-[0-9a-f]{32}").Value;
        await page.GotoAsync($"/commande/{checkout}/payer");
        await page.WaitForURLAsync("**/merci");
        Assert.Equal(2, await world.MovementsAsync(wallet));
        Assert.True(CheckoutId.TryParse(checkout, out CheckoutId id));
        for (int order = 1; order <= 2; order++)
        {
            Assert.Equal(OrderStatus.Paid, (await world.Host.Grains.GetGrain<IOrderGrain>(id.Order(order).Value).Look())!.Status);
        }

        await page.GotoAsync("/panier");
        await page.WaitForSelectorAsync(".empty");
    }

    [Fact]
    public async Task Without_scripts_the_cart_changes_counts_and_says_what_is_wrong()
    {
        IPage page = await world.OpenAsync(scripts: false);
        await PutIn(page, ShopRows.Product(1, 2).Value, 1);
        await page.FillAsync("[name=quantity]", "3");
        await page.ClickAsync(".basket-set .link >> nth=0");
        await page.WaitForURLAsync("**/panier");
        Assert.Equal(Say.Amount(3_000), await page.TextContentAsync("[data-total]"));
        await page.FillAsync("[name=Code]", "RIEN-1234");
        await page.ClickAsync(".basket-coupon .button");
        Assert.Contains("Code inconnu", await page.TextContentAsync(".error"), StringComparison.Ordinal);
        await page.FillAsync("[name=quantity]", "60");
        await page.ClickAsync(".basket-set .link >> nth=0");
        Assert.Contains("Il n'en reste que 50", await page.TextContentAsync("[data-change=FewerLeft]"), StringComparison.Ordinal);
        await page.ClickAsync(".basket-set .link >> nth=1");
        await page.WaitForSelectorAsync(".empty");
    }

    [Fact]
    public async Task One_operator_proposes_a_coupon_and_another_approves_it()
    {
        string code = "PAGE-" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant(), today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        IPage one = await world.OpenAsync(world.Someone(Role.Operator));
        await one.GotoAsync("/operator/coupons");
        await one.FillAsync("[name=Code]", "AB");
        await one.FillAsync("[name=Value]", "15");
        await one.FillAsync("[name=From]", today);
        await one.FillAsync("[name=Until]", today);
        await one.ClickAsync("main form .button");
        await one.WaitForSelectorAsync(".error");
        await one.FillAsync("[name=Code]", code);
        await one.ClickAsync("main form .button");
        await one.WaitForSelectorAsync($"li:has-text('{code}')");
        Assert.Equal(0, await one.Locator($"li:has-text('{code}') [name=approve][value=true]").CountAsync());
        IPage two = await world.OpenAsync(world.Someone(Role.Operator, 1));
        await two.GotoAsync("/operator/coupons");
        await two.ClickAsync($"li:has-text('{code}') [name=approve][value=true]");
        await two.WaitForSelectorAsync($"li:has-text('{code}'):has-text('Actif')");
        Coupon coupon = (await world.Host.Grains.GetGrain<ICouponGrain>(Coupons.Key(code)).Look())!;
        Assert.Equal((CouponKind.Percent, 1_500, 1_000, 1), (coupon.Kind, coupon.Value, coupon.UsesMax, coupon.PersonMax));
    }

    // As a product's page does: its form posts product, sku and quantity, with this page's token.
    private static async Task PutIn(IPage page, string product, int quantity)
    {
        await page.GotoAsync("/panier");
        string html = await page.ContentAsync();
        string token = Regex.Match(html, "name=\"antiforgery\" type=\"hidden\" value=\"([^\"]+)\"").Groups[1].Value;
        IFormData form = page.APIRequest.CreateFormData();
        form.Set("antiforgery", token);
        form.Set("product", product);
        form.Set("sku", "A");
        form.Set("quantity", quantity.ToString(CultureInfo.InvariantCulture));
        IAPIResponse answer = await page.APIRequest.PostAsync("/panier/ajouter", new() { Form = form });
        Assert.True(answer.Ok, await answer.TextAsync());
        await page.GotoAsync("/panier");
    }
}
