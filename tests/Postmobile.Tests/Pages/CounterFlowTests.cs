using Microsoft.Playwright;
using Postmobile.Api.Money;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Shops and agents' counters, as the people on both sides see them in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class CounterFlowTests(PagesWorld world) : IAsyncLifetime
{
    // Counts how often the page makes a sound: a browser without loudspeakers makes it all the same.
    private const string Listening =
        "window.rings = 0; const Real = window.AudioContext; window.AudioContext = class extends Real { constructor() { super(); window.rings++ } }";

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_till_shows_a_sale_rings_when_it_is_paid_and_gives_a_part_back()
    {
        IPage shop = await world.OpenAsync(world.Someone(Role.Merchant));
        await shop.AddInitScriptAsync(Listening);
        (Merchant merchant, string reference) = await SellAsync(shop, 3_500);
        await PagesWorld.PictureAsync(shop, "till-waiting");

        IPage customer = await world.OpenAsync();
        string phone = await world.RegisterAsync(customer, "Cliente Boutique");
        AccountId wallet = await world.WalletAsync(phone);
        await world.Host.FundAsync(wallet, 10_000);
        await customer.GotoAsync("/pay");
        await PagesWorld.PictureAsync(customer, "pay");
        await customer.FillAsync("[name=Code]", MerchantDesk.Payload(merchant, 3_500, reference));
        await customer.ClickAsync("main form .button");
        await customer.WaitForURLAsync("**/pay/confirm*");
        Assert.Contains("Boutique de démonstration", await customer.TextContentAsync("#main .facts"), StringComparison.Ordinal);
        await PagesWorld.PictureAsync(customer, "pay-confirm");
        await customer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await customer.ClickAsync("main form .button");
        await customer.WaitForURLAsync("**/wallet/receipt/*");

        await shop.WaitForSelectorAsync("[data-paid]");
        Assert.Equal(Say.Amount(3_500), await shop.TextContentAsync("[data-paid] .amount"));
        Assert.True(await shop.EvaluateAsync<int>("window.rings") >= 1);
        await PagesWorld.PictureAsync(shop, "till-paid");

        await shop.ClickAsync("a[href^='/merchant/refund/']");
        await shop.FillAsync("[name=Amount]", "1 500");
        await shop.FillAsync("[name=Reason]", "Article rendu");
        await shop.FillAsync("[name=Pin]", world.Someone(Role.Merchant).Pin);
        await PagesWorld.PictureAsync(shop, "refund");
        await shop.ClickAsync("main form .button");
        await shop.WaitForSelectorAsync("[data-left='2000']");
        await Hosting.Eventually.GetAsync(() => world.BalanceAsync(wallet), balance => balance == 8_000);
        await shop.GotoAsync("/merchant/days");
        await PagesWorld.PictureAsync(shop, "merchant-days");
    }

    [Fact]
    public async Task A_code_is_shown_to_an_agent_who_pays_and_the_customers_page_moves()
    {
        (IPage customer, string phone, IPage agent, IPage board) = await CounterAsync();
        string before = (await board.TextContentAsync("[data-agent] .num"))!;
        await customer.GotoAsync("/wallet/cash-out");
        await customer.FillAsync("[name=Amount]", "6 000");
        await customer.ClickAsync("main form .button");
        await customer.WaitForSelectorAsync("[name=Pin]");
        await PagesWorld.PictureAsync(customer, "cash-out-quote");
        long total = await customer.EvaluateAsync<long>("Number(document.querySelector('.facts .total .amount').textContent.replace(/\\D/g, ''))");
        await customer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await customer.ClickAsync("main form .button");
        await customer.WaitForSelectorAsync("[data-code]");
        await PagesWorld.PictureAsync(customer, "cash-out-code");
        string code = await customer.EvaluateAsync<string>("document.querySelector('[data-code]').textContent.replace(/\\D/g, '')");

        await agent.GotoAsync("/agent/cash-out");
        await PagesWorld.PictureAsync(agent, "pay-out");
        await agent.FillAsync("[name=Phone]", phone);
        await agent.FillAsync("[name=Code]", code);
        await agent.ClickAsync("form[action*=Redeem] .button");
        await agent.WaitForSelectorAsync("[data-paid]");
        await customer.WaitForSelectorAsync("form[action*=Quote]");
        Assert.Equal(20_000 - total, await world.BalanceAsync(await world.WalletAsync(phone)));

        // The board of the supervisor moves by itself.
        await Hosting.Eventually.GetAsync(() => board.TextContentAsync("[data-agent] .num"), now => now != before);
        await PagesWorld.PictureAsync(board, "board");
        await agent.GotoAsync("/agent/till");
        await PagesWorld.PictureAsync(agent, "agent-till");
    }

    [Fact]
    public async Task An_agent_asks_and_the_customer_says_yes_on_the_page_that_was_open()
    {
        (IPage customer, string phone, IPage agent, _) = await CounterAsync();
        await customer.GotoAsync("/wallet/cash-out");
        await agent.GotoAsync("/agent/cash-out");
        await agent.FillAsync("[name=AskPhone]", phone);
        await agent.FillAsync("[name=AskAmount]", "2 000");
        await agent.ClickAsync("form[action*=Ask] .button");
        await customer.WaitForSelectorAsync("[data-asked]");
        await PagesWorld.PictureAsync(customer, "cash-out-asked");
        await customer.FillAsync("[data-asked] [name=Pin]", PagesWorld.Pin);
        await customer.ClickAsync("[data-asked] .button:not(.danger)");
        await customer.WaitForSelectorAsync("[data-asked]", new() { State = WaitForSelectorState.Detached });
        await agent.WaitForSelectorAsync("[data-cash-out][data-status=Paid]");
        Assert.True(await world.BalanceAsync(await world.WalletAsync(phone)) <= 18_000);
    }

    [Fact]
    public async Task The_demonstration_has_a_counter_to_be_found()
    {
        IPage page = await world.OpenAsync(scripts: false);
        await Hosting.Eventually.GetAsync(
            async () =>
            {
                await page.GotoAsync("/agents?Town=Brazzaville&Amount=50000");
                return await page.Locator("[data-agent]").CountAsync();
            },
            found => found > 0);
        Assert.Contains("Agent de démonstration", await page.TextContentAsync("#main"), StringComparison.Ordinal);
        await PagesWorld.PictureAsync(page, "places");
    }

    private async Task<(Merchant Merchant, string Reference)> SellAsync(IPage shop, long amount)
    {
        await shop.GotoAsync("/merchant/profile");
        await shop.FillAsync("[name=TradeName]", "Boutique de démonstration");
        await shop.FillAsync("[name=Town]", "Brazzaville");
        await PagesWorld.PictureAsync(shop, "merchant-profile");
        await shop.ClickAsync("main form .button");
        await shop.WaitForURLAsync("**/merchant/till");
        await shop.FillAsync("[name=Amount]", Say.Digits(amount));
        await shop.ClickAsync("main form .button");
        await shop.WaitForURLAsync("**ref=*");
        string reference = new Uri(shop.Url).Query.Split("ref=")[1].Split('&')[0];
        Assert.True(MerchantCode.TryParse((await shop.TextContentAsync("[data-code]"))!, out MerchantCode code));
        return ((await world.Host.Grains.GetGrain<IMerchantsGrain>(0).Find(code))!, reference);
    }

    private async Task<(IPage Customer, string Phone, IPage Agent, IPage Board)> CounterAsync()
    {
        IPage customer = await world.OpenAsync();
        string phone = await world.RegisterAsync(customer, "Client Guichet");
        await world.Host.FundAsync(await world.WalletAsync(phone), 20_000);
        IPage board = await world.OpenAsync(world.Someone(Role.Supervisor));
        await board.GotoAsync("/supervisor/agents");
        await board.WaitForSelectorAsync("[data-state=on]");
        return (customer, phone, await world.OpenAsync(world.Someone(Role.Agent)), board);
    }
}
