using Microsoft.Playwright;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Money sent to a wrong number, as payer, payee and operator see it in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class MistakeFlowTests(PagesWorld world) : IAsyncLifetime
{
    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task The_payee_agrees_and_the_money_is_back_before_the_payers_eyes()
    {
        (IPage payer, string payerPhone, IPage payee) = await RecalledAsync();
        await PagesWorld.PictureAsync(payee, "recalls-payee");
        await payee.FillAsync("[data-recall] [name=Pin]", PagesWorld.Pin);
        await payee.ClickAsync("form[action*=Consent] .button");
        await payer.WaitForSelectorAsync("[data-recall][data-status=Returned]");
        await payee.WaitForSelectorAsync("[data-recall][data-status=Returned]");
        await PagesWorld.PictureAsync(payer, "recalls-payer");
        Assert.Equal(10_000, await world.BalanceAsync(await world.WalletAsync(payerPhone)));
    }

    [Fact]
    public async Task The_payee_contests_and_an_operator_decides_with_a_reason_that_both_read()
    {
        (IPage payer, string payerPhone, IPage payee) = await RecalledAsync();
        IPage post = await world.OpenAsync(world.Someone(Role.Operator));
        await post.GotoAsync("/operator/recalls");
        string id = (await payee.GetAttributeAsync("[data-recall]", "data-recall"))!;
        await payee.FillAsync("[data-recall] [name=Words]", "C’était mon loyer");
        await payee.ClickAsync("form[action*=Contest] .button");

        // The operator's queue moves by itself.
        ILocator waiting = post.Locator($"[data-recall='{id}'][data-status=Contested]");
        await waiting.WaitForAsync();
        await PagesWorld.PictureAsync(post, "operator-recalls");
        await waiting.Locator("[name=reason]").FillAsync("Le loyer est prouvé");
        await waiting.Locator("[value=release]").ClickAsync();
        await payer.WaitForSelectorAsync("[data-recall][data-status=Released]");
        await payee.WaitForSelectorAsync("[data-recall][data-status=Released]");
        Assert.Contains("Le loyer est prouvé", await payer.TextContentAsync("[data-recall]"), StringComparison.Ordinal);
        Assert.Contains("Le loyer est prouvé", await payee.TextContentAsync("[data-recall]"), StringComparison.Ordinal);
        Assert.Equal(6_000, await world.BalanceAsync(await world.WalletAsync(payerPhone)));
    }

    private async Task<(IPage Payer, string PayerPhone, IPage Payee)> RecalledAsync()
    {
        IPage payer = await world.OpenAsync(), payee = await world.OpenAsync();
        string payerPhone = await world.RegisterAsync(payer, "Payeuse Distraite"), payeePhone = await world.RegisterAsync(payee, "Receveur Surpris");
        AccountId wallet = await world.WalletAsync(payerPhone);
        await world.Host.FundAsync(wallet, 10_000);
        TransferOutcome sent = await world.Host.Grains.GetGrain<IAccountGrain>(wallet.Value).Transfer(new TransferRequest
        {
            Key = "mistake", Payee = await world.WalletAsync(payeePhone), Amount = 4_000,
        });
        await payee.GotoAsync("/wallet/recalls");
        await payer.GotoAsync("/wallet/receipt/" + sent.Receipt!.Id);
        await PagesWorld.PictureAsync(payer, "receipt");
        await payer.ClickAsync("a[href^='/wallet/recall/']");
        await payer.FillAsync("[name=Words]", "Un chiffre faux");
        await PagesWorld.PictureAsync(payer, "recall-ask");
        await payer.ClickAsync("main form .button");
        await payer.WaitForURLAsync("**/wallet/recalls*");

        // It appears by itself on the page that the payee had open.
        await payee.WaitForSelectorAsync("[data-recall][data-status=Asked]");
        return (payer, payerPhone, payee);
    }
}
