using Microsoft.Playwright;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>The post's own people at their pages: a counter, two operators, an accountant.</summary>
[Collection(PagesWorld.Collection)]
public sealed class StaffFlowTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_gives_e_money_once_for_two_presses_and_the_customer_sees_it_arrive(bool scripts)
    {
        DemonstrationAccount person = world.Someone(Role.Agent);
        IPage customer = await world.OpenAsync(), agent = await world.OpenAsync(scripts);
        string phone = await world.RegisterAsync(customer, "Cliente Comptoir");
        await PagesWorld.SignInAsync(agent, person.Phone.E164, person.Pin);
        await PagesWorld.ListenAsync(customer, "/wallet");

        await agent.GotoAsync("/agent/cash-in");
        await agent.FillAsync("[name=Phone]", phone);
        await agent.FillAsync("[name=Amount]", "4 000");
        await agent.ClickAsync("main form .button");
        await agent.WaitForURLAsync("**/agent/cash-in/confirm*");
        Assert.Contains("Cliente C.", await agent.TextContentAsync("#main .facts"), StringComparison.Ordinal);
        await agent.DblClickAsync("main form .button");
        await agent.WaitForURLAsync("**/wallet/receipt/*");

        ILocator row = customer.Locator("[data-rows] > li:first-child");
        Assert.Contains(Say.Amount(4_000), await row.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("Dépôt d’espèces", await row.TextContentAsync(), StringComparison.Ordinal);
        AccountId wallet = await world.WalletAsync(phone);
        Assert.Equal(4_000, await world.BalanceAsync(wallet));
        Assert.Equal(1, await world.MovementsAsync(wallet));
    }

    [Fact]
    public async Task One_operator_proposes_e_money_and_another_approves_it()
    {
        DemonstrationAccount agent = world.Someone(Role.Agent);
        IPage first = await world.OpenAsync(world.Someone(Role.Operator)), second = await world.OpenAsync(world.Someone(Role.Operator, 1));
        string reference = "BQ-" + Guid.NewGuid().ToString("N")[..8];
        await first.GotoAsync("/operator/floats");
        await first.FillAsync("[name=Phone]", agent.Phone.E164);
        await first.FillAsync("[name=Amount]", "70 000");
        await first.FillAsync("[name=Reference]", reference);
        await first.ClickAsync("main form .button");
        ILocator own = first.Locator("[data-issue]", new() { HasText = reference });
        await own.WaitForAsync();
        Assert.Equal(0, await own.Locator("[value=approve]").CountAsync());

        await second.GotoAsync("/operator/floats");
        ILocator issue = second.Locator("[data-issue]", new() { HasText = reference });
        await issue.Locator("[value=approve]").ClickAsync();
        await second.Locator("[data-issue]:not([data-status=Proposed])", new() { HasText = reference }).WaitForAsync();

        AccountId account = (await world.Host.Grains.GetGrain<ICustomerGrain>((await Owner(agent)).Customer.Value).Look())!.Float!.Value;
        await Hosting.Eventually.GetAsync(
            () => world.Host.Grains.GetGrain<IAccountGrain>(account.Value).Statement(new() { Limit = 20 }),
            page => page.Lines.Any(line => line.Kind == PostingKind.FloatIssue && line.Amount == 70_000));
    }

    [Fact]
    public async Task An_operator_has_the_books_verified_and_an_accountant_reads_them()
    {
        IPage boss = await world.OpenAsync(world.Someone(Role.Operator));
        await boss.GotoAsync("/operator/trial-balance");
        Assert.Equal("true", await boss.GetAttributeAsync("[data-balanced]", "data-balanced"));
        await boss.ClickAsync("#verification button");
        await boss.WaitForSelectorAsync("#verification [data-faults='0']");

        IPage accountant = await world.OpenAsync(world.Someone(Role.Accountant));
        await accountant.GotoAsync("/operator/trial-balance");
        Assert.Equal(Say.Amount(0), (await accountant.TextContentAsync("tfoot td:last-child"))!.Trim());
    }

    private Task<PhoneOwner> Owner(DemonstrationAccount person) =>
        world.Host.Grains.GetGrain<IPhoneGrain>(person.Phone.Key).Owner()!;
}
