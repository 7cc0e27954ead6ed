using Microsoft.Playwright;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Money.Tariffs;

/// <summary>The fee table for everybody, and the operators' way from a sheet to an approved tariff; in Chromium.</summary>
[Collection(PagesWorld.Collection)]
public sealed class TariffPagesTests(PagesWorld world)
{
    [Fact]
    public async Task A_stranger_reads_the_whole_table_and_has_an_amount_reckoned_without_scripts()
    {
        await Eventually.GetAsync(() => world.Host.Grains.Tariff().At(null), tariff => tariff.Number > 0);
        IPage page = await world.OpenAsync(scripts: false);
        await page.GotoAsync("/");
        await page.ClickAsync("main a[href='/tariffs']");
        Assert.True(await page.Locator(".foot a[href='/tariffs']").IsVisibleAsync());
        Assert.Contains("démonstration", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Contains(Texts.In("fr")["kind.Transfer"], await page.InnerTextAsync("section[aria-labelledby=free]"), StringComparison.Ordinal);
        Assert.Contains(Say.Amount(100), await page.InnerTextAsync("[data-operation=CashOut]"), StringComparison.Ordinal);

        await page.SelectOptionAsync("#operation", "cash_out");
        await page.FillAsync("#Amount", "50 000");
        await page.ClickAsync("#calculator .button");
        string answer = await page.InnerTextAsync("[data-answer]");
        Assert.All([Say.Amount(900), Say.Amount(170), Say.Amount(51_070)], words => Assert.Contains(words, answer, StringComparison.Ordinal));
        await page.FillAsync("#Amount", "beaucoup");
        await page.ClickAsync("#calculator .button");
        Assert.Equal(Texts.In("fr")["error.amount"], await page.InnerTextAsync("#calculator .error"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_operator_writes_a_sheet_sees_faults_and_cost_and_another_approves()
    {
        TariffInForce before = await Eventually.GetAsync(() => world.Host.Grains.Tariff().At(null), tariff => tariff.Number > 0);
        IPage one = await world.OpenAsync(world.Someone(Role.Operator)), two = await world.OpenAsync(world.Someone(Role.Operator, 1));
        await one.GotoAsync("/operator/tariffs");
        await one.ClickAsync("a[href='/operator/tariffs/propose']");
        string sheet = await one.InputValueAsync("#Sheet");
        Assert.Contains("retrait;frais;;1;5000;100", sheet, StringComparison.Ordinal);

        // The last line is the eighth of the table and so the ninth of the sheet.
        await one.FillAsync("#Sheet", sheet + "retour-float;frais;;1;10;5\n");
        await one.ClickAsync("button[value=check]");
        await one.WaitForSelectorAsync("[data-faults]");
        Assert.Contains("9", await one.InnerTextAsync("[data-faults] strong"), StringComparison.Ordinal);
        Assert.Contains("retour-float", await one.InputValueAsync("#Sheet"), StringComparison.Ordinal);
        await one.FillAsync("#Sheet", sheet + "retour-float;frais;;1;;0\n");
        await one.ClickAsync("button[value=check]");
        await one.WaitForSelectorAsync("[data-preview] [data-operation=FloatReturn]");
        await one.ClickAsync("button[value=propose]");
        await one.WaitForURLAsync("**/operator/tariffs/tf-*");
        Assert.Equal(0, await one.Locator("button[value=approve]").CountAsync());

        // Not before somebody has looked what it would have cost; and the other's page shows it by itself.
        await two.GotoAsync(one.Url);
        await two.ClickAsync("button[value=approve]");
        await two.WaitForSelectorAsync("[data-error]");
        Assert.Equal("Proposed", await two.GetAttributeAsync("[data-status]", "data-status"));
        await two.GotoAsync(one.Url);
        await one.ClickAsync("#simulation .button");
        await two.WaitForSelectorAsync("#simulation [data-more]");
        Assert.Equal("0", await two.GetAttributeAsync("#simulation [data-more]", "data-more"));
        await two.ClickAsync("button[value=approve]");
        await two.WaitForSelectorAsync("[data-status=Approved]");
        await Eventually.GetAsync(() => world.Host.Grains.Tariff().At(null), tariff => tariff.Number == before.Number + 1);
        await one.Context.CloseAsync();
        await two.Context.CloseAsync();
    }
}
