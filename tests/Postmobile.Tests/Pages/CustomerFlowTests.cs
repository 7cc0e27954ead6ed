using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postmobile.Identity;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>What a person does with a wallet besides paying: chooses a language, reads what moved, keeps it safe.</summary>
[Collection(PagesWorld.Collection)]
public sealed class CustomerFlowTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Theory]
    [InlineData("ln")]
    [InlineData("ktu")]
    [InlineData("en")]
    public async Task A_chosen_language_stays_in_the_profile_and_comes_back_on_another_telephone(string language)
    {
        IPage page = await world.OpenAsync(scripts: false), elsewhere = await world.OpenAsync(scripts: false);
        string phone = await world.RegisterAsync(page, "Essai Langue");
        string french = (await page.TextContentAsync("h1"))!;
        await page.ClickAsync(".top summary");
        await page.ClickAsync($".menu [value={language}]");
        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
        Assert.NotEqual(french, await page.TextContentAsync("h1"));

        await PagesWorld.SignInAsync(elsewhere, phone, PagesWorld.Pin);
        Assert.Equal(language, await elsewhere.GetAttributeAsync("html", "lang"));
        PhoneOwner owner = (await world.Host.Grains.GetGrain<IPhoneGrain>("tel-" + phone[1..]).Owner())!;
        Assert.Equal(language, (await world.Host.Grains.GetGrain<ICustomerGrain>(owner.Customer.Value).Look())!.Language);
    }

    [Fact]
    public async Task The_statement_draws_its_months_and_keeps_to_chosen_dates()
    {
        IPage page = await world.OpenAsync();
        string phone = await world.RegisterAsync(page, "Essai Relevé");
        await page.GotoAsync("/wallet/statement");
        Assert.Equal(0, await page.Locator(".plot").CountAsync());
        await world.Host.FundAsync(await world.WalletAsync(phone), 3_000);

        await page.ReloadAsync();
        Assert.Equal(1, await page.Locator("[data-transfer]").CountAsync());
        Assert.NotEqual("0", await page.Locator(".bar-in").Last.GetAttributeAsync("height"));
        await page.ClickAsync("details summary:has-text('dates')");
        await page.FillAsync("[name=From]", "2020-01-01");
        await page.FillAsync("[name=To]", "2020-01-31");
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync("**From=2020-01-01*");
        Assert.Equal(0, await page.Locator("[data-transfer]").CountAsync());
        Assert.Equal(1, await page.Locator(".empty").CountAsync());
    }

    [Fact]
    public async Task A_forgotten_pin_is_replaced_from_a_known_browser_and_the_old_one_opens_nothing()
    {
        IPage page = await world.OpenAsync();
        string phone = await world.RegisterAsync(page, "Essai Oubli");
        await page.ClickAsync(".top form[action='/sign-out'] button");
        await page.GotoAsync("/forgotten-pin");
        await page.FillAsync("[name=Phone]", phone);
        await page.ClickAsync("main form .button");
        await page.FillAsync("[name=Code]", await world.CodeAsync(phone, codes: 2));
        await page.FillAsync("[name=Fresh]", "7048");
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync("**/sign-in?*");

        await page.FillAsync("[name=Phone]", phone);
        await page.FillAsync("[name=Pin]", PagesWorld.Pin);
        await page.ClickAsync("main form .button");
        await page.WaitForSelectorAsync("[name=Pin][aria-invalid=true]");
        await PagesWorld.SignInAsync(page, phone, "7048");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/wallet$"));
    }

    [Fact]
    public async Task A_lost_telephone_is_signed_out_from_the_list_and_a_blocked_wallet_opens_no_more()
    {
        IPage mine = await world.OpenAsync(), lost = await world.OpenAsync();
        string phone = await world.RegisterAsync(mine, "Essai Sécurité");
        await PagesWorld.SignInAsync(lost, phone, PagesWorld.Pin);
        await mine.GotoAsync("/profile/devices");
        await mine.ClickAsync("[action*=Remove] button");
        await Assertions.Expect(mine.Locator("ul.rows > li")).ToHaveCountAsync(1);
        await Hosting.Eventually.GetAsync(() => AddressOf(lost), url => url.Contains("/sign-in", StringComparison.Ordinal));

        await mine.GotoAsync("/profile/block");
        await mine.ClickAsync("main form .button.danger");
        await mine.WaitForSelectorAsync("[data-done]");
        await mine.GotoAsync("/sign-in");
        await mine.FillAsync("[name=Phone]", phone);
        await mine.FillAsync("[name=Pin]", PagesWorld.Pin);
        await mine.ClickAsync("main form .button");
        Assert.Contains("bloqué", await mine.TextContentAsync("#Pin_error"), StringComparison.Ordinal);
    }

    // The page's own script may be sending it to sign-in at this very moment, which ends our navigation.
    private static async Task<string> AddressOf(IPage page)
    {
        try
        {
            await page.GotoAsync("/wallet");
        }
        catch (PlaywrightException interrupted) when (interrupted.Message.Contains("interrupted by another navigation", StringComparison.Ordinal))
        {
            await page.WaitForLoadStateAsync();
        }

        return page.Url;
    }
}
