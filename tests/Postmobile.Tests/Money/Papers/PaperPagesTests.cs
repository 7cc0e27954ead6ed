using Microsoft.Playwright;
using Postmobile.Identity;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Money.Papers;

/// <summary>Papers and the accountants' pages in a browser.</summary>
[Collection(PagesWorld.Collection)]
public sealed class PaperPagesTests(PagesWorld world)
{
    [Fact]
    public async Task A_customer_downloads_a_statement_a_certificate_and_a_receipt()
    {
        IPage page = await world.OpenAsync(world.Someone(Role.Customer));
        await page.GotoAsync("/wallet/statement");
        await page.ClickAsync("a[href='/wallet/papers']");
        Assert.Equal("%PDF-", await DownloadAsync(page, "button[value=pdf]"));
        Assert.StartsWith("\ufeffDate", await DownloadAsync(page, "button[value=csv]"), StringComparison.Ordinal);
        Assert.Equal("%PDF-", await DownloadAsync(page, "form:has([value=Certificate]) .button"));

        await page.FillAsync("[name=From]", "2026-02-02");
        await page.FillAsync("[name=To]", "2026-02-01");
        await page.ClickAsync("button[value=pdf]");
        await page.WaitForSelectorAsync("[data-error]");

        await page.GotoAsync("/wallet");
        await page.ClickAsync("a.row[href^='/wallet/receipt/']");
        Assert.Equal("%PDF-", await DownloadAsync(page, "a[href$='/pdf']"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accountant_uploads_explains_and_proposes_and_cannot_close_alone(bool scripts)
    {
        IPage page = await world.OpenAsync(scripts);
        DemonstrationAccount accountant = world.Someone(Role.Accountant);
        await PagesWorld.SignInAsync(page, accountant.Phone.E164, accountant.Pin);
        string day = DateTimeOffset.UtcNow.AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await page.GotoAsync("/operator/reconciliations");
        await FillAsync(page, day, "date;x;y;montant\nhier;a;b;1\n");
        Assert.Contains("ligne 2", await page.TextContentAsync("#Upload_error") ?? "", StringComparison.Ordinal);

        await FillAsync(page, day, $"{day};Frais de tenue;;-500\n");
        await page.WaitForURLAsync("**/operator/reconciliations/rc-*");
        Assert.Equal("-500", await page.GetAttributeAsync("[data-difference]", "data-difference"));
        await page.ClickAsync("button[value=propose]");
        await page.WaitForSelectorAsync("[data-error]");
        await page.CheckAsync("[name=Lines]");
        await page.FillAsync("[name=Note]", "vu avec la banque");
        await page.ClickAsync("button[value=explain]");
        await page.WaitForSelectorAsync("text=vu avec la banque");
        await page.ClickAsync("button[value=propose]");
        await page.WaitForSelectorAsync("[data-status=Proposed]");
        Assert.Equal(0, await page.Locator("button[value=approve]").CountAsync());
        Assert.Equal(0, await page.Locator("[name=Lines]").CountAsync());
        await page.ClickAsync("button[value=reopen]");
        await page.WaitForSelectorAsync("[data-status=Open]");
        await page.Context.CloseAsync();
    }

    private static async Task FillAsync(IPage page, string day, string csv)
    {
        await page.FillAsync("[name=From]", day);
        await page.FillAsync("[name=To]", day);
        await page.FillAsync("[name=Opening]", "0");
        await page.SetInputFilesAsync("[name=Upload]", new FilePayload { Name = "releve.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(csv) });
        await page.ClickAsync("form[enctype] .button");
    }

    private static async Task<string> DownloadAsync(IPage page, string selector)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(selector));
        byte[] bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        return bytes[0] == '%' ? System.Text.Encoding.ASCII.GetString(bytes, 0, 5) : System.Text.Encoding.UTF8.GetString(bytes);
    }
}
