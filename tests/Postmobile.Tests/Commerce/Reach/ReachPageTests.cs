using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Postmobile.Tests.Pages;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>A follower and a shop on telephones: follow, agree, get one message, stop it by its link.</summary>
[Collection(PagesWorld.Collection)]
public sealed class ReachPageTests(PagesWorld world) : IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_follower_agrees_gets_one_message_and_stops_it_by_its_link_without_signing_in()
    {
        TestShop shop = await TestShop.OpenAsync(world.Host, "Boutique des messages");
        await shop.SellAsync(TestShop.Product("A1"));
        await shop.FundAsync(1_000);
        Person person = await Person.JoinAsync(world.Host);
        string shopPage = Slugs.PathOf(new ShopId(shop.Id), (await shop.Grain.Look())!.Slug);

        IPage telephone = await world.OpenAsync(person);
        await telephone.GotoAsync(shopPage);
        await telephone.ClickAsync("[data-following=no]");
        await telephone.WaitForSelectorAsync("[data-following=yes]");
        Assert.Equal("1", await telephone.GetAttributeAsync("[data-followers]", "data-followers"));
        Assert.False((await FollowAsync(shop, person)).WantsMessages);
        await telephone.ClickAsync(".follow summary");
        await PagesWorld.PictureAsync(telephone, "reach-shop");
        await telephone.ClickAsync("[data-messages=off]");
        await telephone.WaitForSelectorAsync("[data-messages=on]");

        string address = await WriteAsync(shop);
        string text = await Eventually.GetAsync(() => SmsAsync(person.Phone), found => found.Length > 0);
        IPage anybody = await world.OpenAsync(scripts: false);
        await anybody.GotoAsync(Regex.Match(text, "/x/[2-9a-z]{12}").Value);
        Assert.True((await FollowAsync(shop, person)).WantsMessages);
        await PagesWorld.PictureAsync(anybody, "reach-stop");
        await anybody.ClickAsync("main form .button");
        await anybody.WaitForSelectorAsync("[data-stopped]");
        Follow stopped = await FollowAsync(shop, person);
        Assert.Equal((true, false, ConsentEnd.Link), (stopped.Following, stopped.WantsMessages, stopped.Consents[^1].EndedBy));
        await telephone.GotoAsync("/suivis");
        await telephone.WaitForSelectorAsync($"[data-follow={shop.Id}]");
        Assert.Equal(0, await telephone.Locator("form[action*=Refuse]").CountAsync());
        await PagesWorld.PictureAsync(telephone, "reach-follows");
        await telephone.GotoAsync("/parrainage");
        Assert.NotNull(Referrals.Read(await telephone.GetAttributeAsync("[data-code]", "data-code")));
        await telephone.ClickAsync(".share summary");
        Assert.Contains("/s/r", await telephone.InputValueAsync("#share-link"), StringComparison.Ordinal);
        await PagesWorld.PictureAsync(telephone, "reach-invite");
        Assert.Equal(1, (await world.Host.Grains.GetGrain<IMailingsGrain>(0).Results(address.Split('/')[^1])).OptOuts);
        Assert.Single(Regex.Matches(await SmsAsync(person.Phone), "/x/"));
    }

    // The shop sees what it costs and hands it in; the post lets it out; the shop's page shows by itself that it is over.
    private async Task<string> WriteAsync(TestShop shop)
    {
        IPage owner = await world.OpenAsync(shop.Owner);
        await owner.GotoAsync("/ma-boutique/messages/nouveau?boutique=" + shop.Id);
        await owner.FillAsync("[name=Text]", "Nouveaux pagnes arrivés ce matin");
        await owner.ClickAsync("[name=step][value=quote]");
        await owner.WaitForSelectorAsync("[data-cost='15']");
        await PagesWorld.PictureAsync(owner, "reach-quote");
        await owner.ClickAsync("[name=step][value=submit]");
        await owner.WaitForURLAsync("**/ma-boutique/messages/s-*/mail-*");
        await owner.WaitForSelectorAsync("#mailing[data-status=Submitted]");
        string address = owner.Url, id = address.Split('/')[^1];

        IPage post = await world.OpenAsync(world.Someone(Role.Operator));
        await post.GotoAsync("/operator/messages");
        await PagesWorld.PictureAsync(post, "reach-review");
        await post.ClickAsync($"[data-mailing={id}] form[action*=Approve] .button");
        await post.WaitForSelectorAsync($"#mailings:not(:has([data-mailing={id}]))");
        IPage programme = await world.OpenAsync(world.Someone(Role.Operator));
        await programme.GotoAsync("/operator/parrainage");
        await PagesWorld.PictureAsync(programme, "reach-program");
        await owner.WaitForSelectorAsync("#mailing[data-status=Done][data-sent='1']");
        await PagesWorld.PictureAsync(owner, "reach-message");
        await owner.GotoAsync("/ma-boutique/messages?boutique=" + shop.Id);
        await PagesWorld.PictureAsync(owner, "reach-messages");
        return address;
    }

    private Task<Follow> FollowAsync(TestShop shop, Person person) => world.Host.Grains.GetGrain<IFollowGrain>(Follows.Key(new ShopId(shop.Id), new CustomerId(person.Id))).Look();

    private async Task<string> SmsAsync(string phone) => string.Join('\n', (await world.TextsAsync(phone)).Where(text => text.Contains("/x/", StringComparison.Ordinal)));
}
