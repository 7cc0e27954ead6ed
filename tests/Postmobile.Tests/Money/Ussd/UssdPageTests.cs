using Microsoft.Playwright;
using Postmobile.Identity;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Money.Ussd;

/// <summary>The telephone that Development plays, and the choice of SMS, in a browser without scripts.</summary>
[Collection(PagesWorld.Collection)]
public sealed class UssdPageTests(PagesWorld world)
{
    [Fact]
    public async Task The_telephone_is_played_without_scripts_and_gives_no_pin_back()
    {
        DemonstrationAccount person = world.Someone(Role.Customer);
        IPage page = await world.OpenAsync(scripts: false);
        await page.GotoAsync("/dev/ussd");
        await page.FillAsync("[name=Phone]", person.Phone.E164);
        await page.ClickAsync("form[action*=Dial] button");
        Assert.Contains("1 Solde", await page.InnerTextAsync("pre.ussd"), StringComparison.Ordinal);
        await Shoot(page, "menu");

        await Type(page, "1");
        Assert.Contains("PIN", await page.InnerTextAsync("pre.ussd"), StringComparison.Ordinal);
        await Type(page, "8888");
        Assert.Contains("PIN faux", await page.InnerTextAsync("pre.ussd"), StringComparison.Ordinal);
        Assert.DoesNotContain("8888", await page.ContentAsync(), StringComparison.Ordinal);
        await Type(page, person.Pin);
        Assert.StartsWith("Solde :", await page.InnerTextAsync("pre.ussd"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("[name=Typed]").CountAsync());
        await Shoot(page, "over");
        await world.CloseAllAsync();
    }

    [Fact]
    public async Task A_customer_says_which_sms_they_want()
    {
        IPage page = await world.OpenAsync(world.Someone(Role.Customer, 1));
        await page.GotoAsync("/profile/messages");
        Assert.Contains("chaque somme", await page.InnerTextAsync("main [role=status]"), StringComparison.Ordinal);
        await Shoot(page, "messages");
        await page.ClickAsync("main form .button");
        await page.WaitForSelectorAsync("text=Aucun SMS quand");
        await page.ClickAsync("main form .button");
        await page.WaitForSelectorAsync("text=chaque somme");
        await world.CloseAllAsync();
    }

    private static async Task Type(IPage page, string text)
    {
        await page.FillAsync("[name=Typed]", text);
        await page.ClickAsync("form[action*=Type] button");
    }

    // For whoever wants to look: POSTMOBILE_SHOTS names a folder.
    private static async Task Shoot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("POSTMOBILE_SHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"ussd-{name}.png"), FullPage = true });
            await page.SetViewportSizeAsync(1280, 800);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"ussd-{name}-wide.png"), FullPage = true });
            await page.SetViewportSizeAsync(360, 740);
        }
    }
}
