using Microsoft.Playwright;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Papers and freezes as people meet them, in a browser.</summary>
[Collection(PagesWorld.Collection)]
public sealed class KycFlowTests(PagesWorld world)
{
    [Fact]
    public async Task A_customer_sends_papers_a_clerk_sees_them_come_and_the_customer_sees_the_answer()
    {
        IPage clerk = await world.OpenAsync(world.Someone(Role.Clerk));
        await clerk.GotoAsync("/clerk/identity");
        await clerk.Locator("[data-state=on]").WaitForAsync();

        IPage customer = await world.OpenAsync();
        string phone = await world.RegisterAsync(customer, "Personne de passage");
        await customer.GotoAsync("/profile/identity");
        await customer.SetInputFilesAsync("#file-Front", new FilePayload { Name = "page.jpg", MimeType = "image/jpeg", Buffer = "<html></html>"u8.ToArray() });
        await customer.ClickAsync("[data-picture=Front] button");
        await customer.Locator("#file-Front_error").WaitForAsync();
        foreach (string kind in new[] { "Front", "Back", "Selfie" })
        {
            await customer.SetInputFilesAsync("#file-" + kind, new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = Pictures.WithGps(Pictures.Make(), 1) });
            await customer.ClickAsync($"[data-picture={kind}] button");
            await customer.Locator($"[data-picture={kind}][data-kept=True]").WaitForAsync();
        }

        await ShotAsync(customer, "identity");
        await customer.FillAsync("[name=Number]", "CG 778899");
        await customer.FillAsync("[name=BirthDate]", "1990-05-31");
        await customer.ClickAsync("form[action*=Submit] .button");
        await customer.Locator("[data-case=Submitted]").WaitForAsync();

        // The queue moved by itself.
        AccountId wallet = await world.WalletAsync(phone);
        string owner = (await world.Host.Grains.GetGrain<IAccountGrain>(wallet.Value).Look())!.Profile.Owner;
        await clerk.ClickAsync($"[data-id='{owner}']");
        await clerk.ClickAsync("form[action*=Claim] .button");
        await clerk.Locator(".paper img").First.WaitForAsync();
        Assert.True(await clerk.EvaluateAsync<bool>("() => new Promise(done => { const i = document.querySelector('.paper img'); i.complete ? done(i.naturalWidth > 0) : (i.onload = () => done(true), i.onerror = () => done(false)) })"));
        await ShotAsync(clerk, "case");
        await clerk.ClickAsync("form[action*=Approve] .button");
        await clerk.WaitForURLAsync("**/clerk/identity");

        // So did the customer's page.
        await customer.Locator("[data-case=Approved][data-tier='2']").WaitForAsync();
        await Eventually.GetAsync(async () => (await world.Host.Grains.GetGrain<IAccountGrain>(wallet.Value).Look())!.Tier, tier => tier == 2);
        using HttpClient http = world.Host.NewClient();
        await Eventually.GetAsync(() => http.GetStringAsync("/dev/sms?to=" + Uri.EscapeDataString(phone)), text => text.Contains("niveau 2", StringComparison.Ordinal));
        await customer.Context.CloseAsync();
        await clerk.Context.CloseAsync();
    }

    [Fact]
    public async Task A_frozen_customer_reads_so_and_only_another_operator_can_lift_it()
    {
        IPage customer = await world.OpenAsync();
        string phone = await world.RegisterAsync(customer, "Personne examinée");
        IPage one = await world.OpenAsync(world.Someone(Role.Operator)), other = await world.OpenAsync(world.Someone(Role.Operator, 1));
        await one.GotoAsync("/operator/freezes");
        await one.FillAsync("[name=Phone]", phone);
        await one.FillAsync("[name=Reason]", "Mouvements à expliquer");
        await one.ClickAsync("form[action*=Freeze] .button");
        await one.Locator("[data-frozen]").First.WaitForAsync();
        Assert.Equal(0, await one.Locator("form[action*=Lift]").CountAsync());
        await ShotAsync(one, "freezes");

        await customer.GotoAsync("/wallet");
        await customer.Locator("[data-frozen=Debits]").WaitForAsync();
        await ShotAsync(customer, "frozen");
        await other.GotoAsync("/operator/freezes");
        await other.FillAsync("[name=why]", "Tout est expliqué");
        await other.ClickAsync("form[action*=Lift] .button");
        await other.Locator(".empty").WaitForAsync();
        await customer.GotoAsync("/wallet");
        Assert.Equal(0, await customer.Locator("[data-frozen]").CountAsync());
        foreach (IPage page in new[] { customer, one, other })
        {
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task An_operator_brings_a_list_and_looks_into_what_the_rules_saw()
    {
        IPage customer = await world.OpenAsync();
        string phone = await world.RegisterAsync(customer, "Zéphyrin Kimbembé");
        await customer.Context.CloseAsync();
        IPage one = await world.OpenAsync(world.Someone(Role.Operator));
        await one.GotoAsync("/operator/screening");
        await one.FillAsync("[name=ListTitle]", "Liste d'essai");
        await one.SetInputFilesAsync("#file", new FilePayload { Name = "liste.csv", MimeType = "text/csv", Buffer = "name,aliases,birth,source\n\"Kimbembe, Zephirin\",,1970,Essai\n"u8.ToArray() });
        await one.ClickAsync("form[action*=Upload] .button");
        ILocator hit = one.Locator("[data-hit]");
        await hit.WaitForAsync();
        await ShotAsync(one, "screening");
        await hit.Locator("[name=reason]").FillAsync("Autre date de naissance");
        await hit.Locator("[value=dismiss]").ClickAsync();
        await hit.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        AccountId wallet = await world.WalletAsync(phone), payee = await world.WalletAsync(world.Someone(Role.Merchant).Phone.E164);
        await world.Host.FundAsync(wallet, 50_000);
        for (int i = 0; i < 20; i++)
        {
            Assert.Null((await world.Host.Grains.GetGrain<IAccountGrain>(wallet.Value).Transfer(new() { Key = $"p-{i}", Payee = payee, Amount = 100 })).Refusal);
        }

        string id = Alerts.Key(MonitoringRule.Velocity, wallet, BrazzavilleCalendar.Day(DateTimeOffset.UtcNow));
        await one.GotoAsync("/operator/monitoring");
        await Eventually.GetAsync(
            async () =>
            {
                await world.Host.Grains.GetGrain<IMonitorGrain>(Alerts.Monitor).Scan();
                return await world.Host.Grains.GetGrain<IAlertGrain>(id).Look();
            },
            alert => alert is not null);
        await one.Locator($"[data-alert='{id}']").WaitForAsync(); // the list moved by itself
        await ShotAsync(one, "monitoring");
        await one.ClickAsync($"[data-alert='{id}']");
        await one.FillAsync("[name=Text]", "Appelé : paie ses fournisseurs.");
        await one.ClickAsync("form[action*=Note] .button");
        await one.Locator("[data-note]").WaitForAsync();
        await ShotAsync(one, "alert");
        await one.FillAsync("[name=Reason]", "Expliqué");
        await one.ClickAsync("form[action*=Close] .button");
        await one.Locator("[data-alert=Closed]").WaitForAsync();
        await one.Context.CloseAsync();
    }

    // For eyes: KYC_SHOTS names a folder.
    private static async Task ShotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("KYC_SHOTS") is { Length: > 0 } folder)
        {
            foreach (int width in new[] { 360, 1280 })
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
            }

            await page.SetViewportSizeAsync(360, 740);
        }
    }
}
