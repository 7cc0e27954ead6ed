using Microsoft.Playwright;
using Postmobile.Api.Translations;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Asking, splitting and mandates, as two people see them in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class RequestFlowTests(PagesWorld world) : IAsyncLifetime
{
    private const long Start = 50_000;

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_asks_the_other_pays_and_both_see_it(bool scripts)
    {
        (IPage asker, string askerPhone, IPage payer, string payerPhone) = await PeopleAsync(scripts);
        if (scripts)
        {
            await payer.GotoAsync("/wallet/requests");
        }

        await asker.GotoAsync("/wallet/ask");
        await asker.FillAsync("[name=Phone]", payerPhone);
        await asker.FillAsync("[name=Amount]", "7 500");
        await asker.FillAsync("[name=Note]", "Loyer de novembre");
        await asker.ClickAsync("main form .button");
        await asker.WaitForURLAsync("**/wallet/requests/rq-*");
        string id = asker.Url.Split('/')[^1];

        if (!scripts)
        {
            await payer.GotoAsync("/wallet/requests");
        }

        // With scripts the request appears by itself on the page that was open before it was asked.
        await payer.ClickAsync($"[data-request='{id}']");
        await payer.WaitForSelectorAsync("[data-first-time]");
        string shown = (await payer.TextContentAsync("#request"))!;
        Assert.Contains("Demandeuse E.", shown, StringComparison.Ordinal);
        Assert.Contains(Say.Phone(askerPhone), shown, StringComparison.Ordinal);
        Assert.Contains("Loyer de novembre", shown, StringComparison.Ordinal);
        Assert.Contains("Demandeuse E.", await SmsAsync(payerPhone, "Demandeuse"), StringComparison.Ordinal);
        Assert.DoesNotContain("Loyer", await SmsAsync(payerPhone, "Demandeuse"), StringComparison.Ordinal);

        await PagesWorld.PictureAsync(payer, "request-payer");
        await payer.FillAsync("[name=Pin]", "9182");
        await payer.ClickAsync("#request form .button");
        await payer.WaitForSelectorAsync("[name=Pin][aria-invalid=true]");
        await payer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await payer.ClickAsync("#request form .button");
        await payer.WaitForURLAsync("**/wallet/receipt/*");

        if (!scripts)
        {
            await asker.ReloadAsync();
        }

        await asker.WaitForSelectorAsync("#request[data-status=Paid]");
        Assert.Equal((7_500, Start - 7_500), (await world.BalanceAsync(await world.WalletAsync(askerPhone)), await world.BalanceAsync(await world.WalletAsync(payerPhone))));
        Assert.Contains("Payeur", await SmsAsync(askerPhone, "Payeur"), StringComparison.Ordinal);
        await PagesWorld.PictureAsync(asker, "request-asker");
        await payer.GotoAsync("/wallet/requests");
        await PagesWorld.PictureAsync(payer, "requests");
        await payer.GotoAsync("/wallet/requests/" + id);
        Assert.Equal(0, await payer.Locator("[name=Pin]").CountAsync());
    }

    [Fact]
    public async Task A_bill_is_split_and_shows_live_who_has_paid()
    {
        (IPage asker, _, IPage payer, string payerPhone) = await PeopleAsync(scripts: true);
        IPage third = await world.OpenAsync();
        string thirdPhone = await world.RegisterAsync(third, "Troisième Essai");
        await asker.GotoAsync("/wallet/split");
        await asker.FillAsync("[name=Total]", "1000");
        await asker.FillAsync("[name=Note]", "Repas");
        await asker.ClickAsync("[formaction*=More]");
        await asker.WaitForSelectorAsync("#phone-5");
        await asker.FillAsync("#phone-0", payerPhone);
        await asker.FillAsync("#phone-1", thirdPhone);
        await PagesWorld.PictureAsync(asker, "split-form");
        await asker.ClickAsync("main form .button:not(.second)");
        await asker.WaitForURLAsync("**/wallet/split/sp-*");
        await Hosting.Eventually.GetAsync(() => asker.Locator("[data-share][data-status=Open]").CountAsync(), open => open == 2);
        Assert.Equal([Say.Amount(334), Say.Amount(333), Say.Amount(333)], await asker.Locator("[data-share] .amount").AllTextContentsAsync());

        await payer.GotoAsync("/wallet/requests");
        await payer.ClickAsync("[data-request]");
        await payer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await payer.ClickAsync("#request form .button");
        await payer.WaitForURLAsync("**/wallet/receipt/*");
        await asker.WaitForSelectorAsync("[data-share][data-status=Paid]");
        await PagesWorld.PictureAsync(asker, "split");
        Assert.Equal("333", await asker.GetAttributeAsync("progress", "value"));
    }

    [Fact]
    public async Task A_mandate_is_agreed_to_with_the_pin_and_stopped_by_its_payer()
    {
        (IPage payee, _, IPage payer, string payerPhone) = await PeopleAsync(scripts: true);
        await payee.GotoAsync("/wallet/mandates/new");
        await payee.FillAsync("[name=Phone]", payerPhone);
        await payee.FillAsync("[name=Reason]", "Cotisation");
        await payee.FillAsync("[name=Amount]", "2 000");
        await PagesWorld.PictureAsync(payee, "mandate-new");
        await payee.ClickAsync("main form .button");
        await payee.WaitForURLAsync("**/wallet/mandates/ma-*");
        string id = payee.Url.Split('/')[^1];

        await payer.GotoAsync("/wallet/mandates");
        await PagesWorld.PictureAsync(payer, "mandates");
        await payer.ClickAsync($"[data-mandate='{id}']");
        await payer.WaitForSelectorAsync("#mandate[data-status=Proposed]");
        await PagesWorld.PictureAsync(payer, "mandate-payer");
        await payer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await payer.ClickAsync("#mandate form .button");
        await payer.WaitForSelectorAsync("#mandate[data-status=Active]");
        await payee.WaitForSelectorAsync("#mandate[data-status=Active]");
        await PagesWorld.PictureAsync(payer, "mandate-active");
        await payer.ClickAsync("[formaction*=Pause]");
        await payee.WaitForSelectorAsync("#mandate[data-status=Paused]");
        await payer.ClickAsync("[formaction*=Resume]");
        await payer.WaitForSelectorAsync("#mandate[data-status=Active]");
        await payer.ClickAsync("#mandate form .button.danger");
        await payer.WaitForSelectorAsync("#mandate[data-status=Cancelled]");
        await payee.WaitForSelectorAsync("#mandate[data-status=Cancelled]");
        Assert.Equal(MandateStatus.Cancelled, (await world.Host.Grains.Mandate(id).Look())!.Status);
        Assert.Equal(Start, await world.BalanceAsync(await world.WalletAsync(payerPhone)));
    }

    private async Task<(IPage Asker, string AskerPhone, IPage Payer, string PayerPhone)> PeopleAsync(bool scripts)
    {
        IPage asker = await world.OpenAsync(scripts), payer = await world.OpenAsync(scripts);
        string askerPhone = await world.RegisterAsync(asker, "Demandeuse Essai"), payerPhone = await world.RegisterAsync(payer, "Payeur Essai");
        await world.Host.FundAsync(await world.WalletAsync(payerPhone), Start);
        return (asker, askerPhone, payer, payerPhone);
    }

    private async Task<string> SmsAsync(string phone, string with) =>
        (await Eventually.GetAsync(async () => (await world.TextsAsync(phone)).FirstOrDefault(text => text.Contains(with, StringComparison.Ordinal)), text => text is not null))!;
}
