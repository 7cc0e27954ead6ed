using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>An address, a consent, a shop's e-mail and the way out of it, in a browser.</summary>
[Collection(PagesWorld.Collection)]
public sealed class MailPageTests(PagesWorld world) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_person_confirms_an_address_agrees_gets_a_shops_email_and_stops_it()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host, "Boutique des courriels");
        await shop.FundAsync(1_000);
        string image = (await world.Host.Grains.GetGrain<IImagesGrain>(0).Keep(shop.Id, Pictures.Make())).Image!.Id;
        await shop.Grain.Edit(new CustomerId(shop.Owner.Id), (await shop.Grain.Details())!.Profile with { Banner = image }, null);
        System.Text.Json.Nodes.JsonObject product = TestShop.Product("C1", title: "Pagne des courriels");
        product["images"] = new System.Text.Json.Nodes.JsonArray(image);
        await shop.SellAsync(product);
        Person person = await Person.JoinAsync(world.Host);
        string address = FakeSmtp.NewAddress();

        IPage telephone = await world.OpenAsync(person);
        await ConfirmAsync(telephone, address);
        await telephone.GotoAsync(Slugs.PathOf(new ShopId(shop.Id), (await shop.Grain.Look())!.Slug));
        await telephone.ClickAsync("[data-following=no]");
        await telephone.WaitForSelectorAsync("[data-following=yes]");
        await telephone.ClickAsync("[data-email-consent] summary");
        await PagesWorld.PictureAsync(telephone, "mail-shop");
        await telephone.ClickAsync("[data-emails=off]");
        await telephone.WaitForSelectorAsync("[data-emails=on]");

        string id = await WriteAsync(shop);
        Assert.Equal(404, (await telephone.GotoAsync("/courriel/" + id))!.Status);
        Mail mail = (await Eventually.GetAsync(() => MailAsync(address), found => found.Length == 2))[0];
        Assert.Equal("Nouveaux pagnes", mail.Subject);
        IPage anybody = await world.OpenAsync(scripts: false);
        await anybody.GotoAsync(Regex.Match(mail.Text, "/x/[2-9a-z]{20}").Value);
        await anybody.ClickAsync("main form .button");
        await anybody.WaitForSelectorAsync("[data-stopped]");
        await telephone.GotoAsync("/suivis");
        await telephone.WaitForSelectorAsync($"[data-follow={shop.Id}]");
        Assert.Equal(0, await telephone.Locator("[data-wants]").CountAsync());
        await PagesWorld.PictureAsync(telephone, "mail-follows");
    }

    private async Task ConfirmAsync(IPage telephone, string address)
    {
        await telephone.GotoAsync("/profile/email");
        await telephone.FillAsync("[name=Email]", "pas une adresse");
        await telephone.ClickAsync("form[action='/profile/email'] .button");
        await telephone.WaitForSelectorAsync("#Email_error");
        await telephone.FillAsync("[name=Email]", address);
        await telephone.ClickAsync("form[action='/profile/email'] .button");
        await telephone.WaitForSelectorAsync("[data-email-pending]");
        await PagesWorld.PictureAsync(telephone, "mail-pending");
        Mail code = (await Eventually.GetAsync(() => MailAsync(address), found => found.Length == 1))[0];
        await telephone.FillAsync("[name=Code]", Regex.Match(code.Text, @"\b\d{6}\b").Value);
        await telephone.ClickAsync("form[action*=Confirm] .button");
        await telephone.WaitForSelectorAsync($"[data-email='{address}']");
        await PagesWorld.PictureAsync(telephone, "mail-confirmed");
    }

    private async Task<string> WriteAsync(TestShop shop)
    {
        IPage owner = await world.OpenAsync(shop.Owner);
        await owner.GotoAsync("/ma-boutique/messages/nouveau?boutique=" + shop.Id);
        await owner.SelectOptionAsync("[name=Channel]", "Email");
        await owner.ClickAsync("[data-letter] summary");
        await owner.FillAsync("[name=Subject]", "Nouveaux pagnes");
        await owner.FillAsync("[name=Body]", "Bonjour,\n\nles pagnes de la fête sont arrivés ce matin.");
        await owner.SelectOptionAsync("[name=Picture]", new SelectOptionValue { Index = 1 });
        await owner.CheckAsync("[name=Shown]");
        await owner.ClickAsync("[name=step][value=quote]");
        await owner.WaitForSelectorAsync("[data-cost='2']");
        await PagesWorld.PictureAsync(owner, "mail-quote");
        await owner.ClickAsync("[name=step][value=submit]");
        await owner.WaitForURLAsync("**/ma-boutique/messages/s-*/mail-*");
        await owner.WaitForSelectorAsync("#mailing[data-status=Submitted]");
        await owner.FrameLocator("iframe.letter").Locator("a:has-text('Pagne des courriels')").WaitForAsync();
        string id = owner.Url.Split('/')[^1];

        IPage post = await world.OpenAsync(world.Someone(Role.Operator));
        await post.GotoAsync("/operator/messages");
        await post.FrameLocator($"[data-mailing={id}] iframe.letter").Locator("a:has-text('Pagne des courriels')").WaitForAsync();
        await PagesWorld.PictureAsync(post, "mail-review");
        await post.ClickAsync($"[data-mailing={id}] form[action*=Approve] .button");
        await post.WaitForSelectorAsync($"#mailings:not(:has([data-mailing={id}]))");
        await owner.WaitForSelectorAsync("#mailing[data-status=Done][data-sent='1']");
        await PagesWorld.PictureAsync(owner, "mail-message");
        await owner.GotoAsync("/courriel/" + id);
        await PagesWorld.PictureAsync(owner, "mail-letter");
        return id;
    }

    private async Task<Mail[]> MailAsync(string address)
    {
        using HttpClient http = world.Host.NewClient();
        return (await http.GetFromJsonAsync<Mail[]>("/dev/mail?to=" + Uri.EscapeDataString(address)))!;
    }

    private sealed record Mail(string Subject, string Text);
}
