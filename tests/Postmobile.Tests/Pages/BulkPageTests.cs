using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Money.Bulk;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>A shop pays its people: two browsers, one file, and a bar that moves by itself.</summary>
[Collection(PagesWorld.Collection)]
public sealed class BulkPageTests(PagesWorld world)
{
    [Fact]
    public async Task A_shop_invites_a_second_person_uploads_corrects_and_sees_it_paid_without_reloading()
    {
        NpgsqlDataSource database = world.Host.Services.GetRequiredService<NpgsqlDataSource>();
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(database, 1_200);
        DemonstrationAccount merchant = world.Someone(Role.Merchant), helper = world.Someone(Role.Customer, 1);
        AccountId payer = await MerchantAccount(merchant);
        await world.Host.Grains.Account(PostAccounts.Trust).Transfer(new TransferRequest { Key = "bulk-page", Payee = payer, Amount = 10_000_000, Kind = PostingKind.Demonstration });
        IPage shop = await world.OpenAsync(merchant), second = await world.OpenAsync(helper);
        await Befriend(shop, second, payer, helper);

        await shop.GotoAsync("/bulk-payments/new");
        await shop.FillAsync("[name=Subject]", "Salaires de novembre");
        await Attach(shop, "telephone;montant;nom\n06;1;Trop court\n" + string.Concat(phones.Select(phone => phone + ";1000;Client\n")));
        await shop.ClickAsync("main form .button");
        await shop.WaitForURLAsync("**/bulk-payments/bulk-*");
        await shop.WaitForSelectorAsync("#bulk[data-status=Checked]");
        Assert.Contains("Numéro", await shop.InnerTextAsync("[data-line='2']"), StringComparison.Ordinal);
        IDownload report = await shop.RunAndWaitForDownloadAsync(() => shop.ClickAsync("a[href$='only=odd']"));
        Assert.Contains("invalid_phone", await File.ReadAllTextAsync((await report.PathAsync())!), StringComparison.Ordinal);
        await Attach(shop, "telephone;montant;nom\n" + string.Concat(phones.Select(phone => phone + ";1000;Client\n")));
        await shop.ClickAsync("form[action*=Replace] .button");
        await Assertions.Expect(shop.Locator("[data-line]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await shop.WaitForSelectorAsync("#bulk[data-status=Checked]");
        await shop.ClickAsync("button[value=submit]");
        await shop.WaitForSelectorAsync("#bulk[data-status=Submitted]");

        await second.GotoAsync(new Uri(shop.Url).AbsolutePath);
        await second.FillAsync("[name=Pin]", helper.Pin);
        await second.ClickAsync("form[action*=Approve] .button");
        await shop.WaitForSelectorAsync("#bulk[data-status=Done][data-paid='1200']", new() { Timeout = 60_000 });
        await shop.WaitForSelectorAsync("#bulk[data-told='1200']", new() { Timeout = 60_000 });
        Assert.Equal(1_200, await Messages(database, "id like $1 || '-%'", new Uri(shop.Url).Segments[^1]));
        Assert.Equal(1, await Messages(database, "recipient = $1 and body like '%soumet à votre accord%'", helper.Phone.E164));
        await shop.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    private static async Task Befriend(IPage shop, IPage second, AccountId payer, DemonstrationAccount helper)
    {
        await shop.GotoAsync("/bulk-payments/people");
        ILocator account = shop.Locator($"[data-account='{payer}']");
        await account.Locator("[name=Phone]").FillAsync(helper.Phone.E164);
        await account.Locator("form[action*=Invite] button").ClickAsync();
        await account.Locator("form[action*=Remove]").WaitForAsync();
        await second.GotoAsync("/bulk-payments/people");
        await second.ClickAsync("form[action*=Accept] .button >> nth=0");
        await second.Locator($"[data-account='{payer}'] .link").WaitForAsync();
    }

    private static Task Attach(IPage page, string file) =>
        page.SetInputFilesAsync("[name=Upload]", new FilePayload { Name = "salaires.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(file) });

    private async Task<AccountId> MerchantAccount(DemonstrationAccount merchant)
    {
        PhoneOwner owner = (await world.Host.Grains.GetGrain<IPhoneGrain>(merchant.Phone.Key).Owner())!;
        return (await world.Host.Grains.GetGrain<ICustomerGrain>(owner.Customer.Value).Look())!.Merchant!.Value;
    }

    private static async Task<long> Messages(NpgsqlDataSource database, string which, string value)
    {
#pragma warning disable CA2100 // The conditions above.
        await using NpgsqlCommand command = database.CreateCommand("select count(*) from dev_sms where " + which);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
