using Microsoft.Playwright;
using Postmobile.Api.Translations;
using Postmobile.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>What the product is for, as two people see it in real browsers.</summary>
[Collection(PagesWorld.Collection)]
public sealed class PaymentFlowTests(PagesWorld world) : IAsyncLifetime
{
    private const long Start = 100_000;
    private const long Sent = 12_500;

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task DisposeAsync() => world.CloseAllAsync();

    [Fact]
    public async Task A_payment_appears_before_the_payee_without_a_reload_and_without_a_request()
    {
        IPage payer = await world.OpenAsync();
        IPage payee = await world.OpenAsync();
        string payerPhone = await world.RegisterAsync(payer, "Payeuse Essai");
        string payeePhone = await world.RegisterAsync(payee, "Destinataire Essai");
        await world.Host.FundAsync(await world.WalletAsync(payerPhone), Start);
        await PagesWorld.ListenAsync(payee, "/wallet");

        await QuoteAsync(payer, payeePhone, Sent, "Marché");
        string agreed = (await payer.TextContentAsync("#main .facts"))!;
        Assert.Contains("Destinataire E.", agreed, StringComparison.Ordinal);
        Assert.DoesNotContain("Essai", agreed, StringComparison.Ordinal);
        List<string> requests = [];
        payee.Request += (_, request) => requests.Add(request.Url);
        await ConfirmAsync(payer);

        await payee.WaitForSelectorAsync("[data-rows] > li");
        Assert.Equal(Say.Digits(Sent), await payee.TextContentAsync("[data-balance]"));
        Assert.Equal("+" + Say.Amount(Sent), await payee.TextContentAsync("[data-rows] > li:first-child .amount"));
        Assert.Contains("Payeuse", await payee.TextContentAsync("[data-rows] > li:first-child"), StringComparison.Ordinal);
        Assert.Contains("Marché", await payee.TextContentAsync("[data-rows] > li:first-child"), StringComparison.Ordinal);
        Assert.Empty(requests);
        Assert.Equal(Sent, await world.BalanceAsync(await world.WalletAsync(payeePhone)));
    }

    [Fact]
    public async Task The_same_without_scripts()
    {
        IPage payer = await world.OpenAsync(scripts: false);
        IPage payee = await world.OpenAsync(scripts: false);
        string payerPhone = await world.RegisterAsync(payer, "Payeur Simple");
        string payeePhone = await world.RegisterAsync(payee, "Destinataire Simple");
        await world.Host.FundAsync(await world.WalletAsync(payerPhone), Start);

        await QuoteAsync(payer, payeePhone, Sent, "Loyer");
        await ConfirmAsync(payer);
        await payee.GotoAsync("/wallet");

        Assert.Equal(Say.Digits(Sent), await payee.TextContentAsync("[data-balance]"));
        Assert.Contains("Loyer", await payee.TextContentAsync("[data-rows] > li:first-child"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_pays_once(bool scripts)
    {
        (IPage payer, AccountId wallet, string payeePhone) = await FundedAsync(scripts);
        await QuoteAsync(payer, payeePhone, Sent, note: null);
        await payer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await payer.DblClickAsync("main form .button");
        await payer.WaitForURLAsync("**/wallet/receipt/*");

        Assert.Equal(2, await world.MovementsAsync(wallet));
        Assert.Equal(Sent, await world.BalanceAsync(await world.WalletAsync(payeePhone)));
    }

    [Fact]
    public async Task Whoever_returns_to_a_paid_order_sees_its_receipt_instead_of_the_button()
    {
        (IPage payer, AccountId wallet, string payeePhone) = await FundedAsync(scripts: true);
        await QuoteAsync(payer, payeePhone, Sent, note: null);
        string order = payer.Url;
        await ConfirmAsync(payer);
        string receipt = payer.Url;

        await payer.GotoAsync(order);

        Assert.Equal(receipt, payer.Url);
        Assert.Equal(2, await world.MovementsAsync(wallet));
    }

    [Fact]
    public async Task A_lost_connection_is_said_beside_the_form_and_the_way_back_asks_the_ledger_first()
    {
        (IPage payer, _, string payeePhone) = await FundedAsync(scripts: true);
        await QuoteAsync(payer, payeePhone, Sent, note: null);

        // The payment arrives, its answer does not.
        await payer.RouteAsync("**/wallet/send/confirm*", async route =>
        {
            if (route.Request.Method == "POST")
            {
                await route.FetchAsync(new() { MaxRedirects = 0 });
                await route.AbortAsync("connectionreset");
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await payer.FillAsync("[name=Pin]", PagesWorld.Pin);
        await payer.ClickAsync("main form .button");
        await payer.ClickAsync(".lost a");
        await payer.WaitForURLAsync("**/wallet/receipt/*");

        Assert.Equal(Sent, await world.BalanceAsync(await world.WalletAsync(payeePhone)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_stands_beside_its_field(bool scripts)
    {
        (IPage payer, AccountId wallet, string payeePhone) = await FundedAsync(scripts);
        await FillAsync(payer, payeePhone, "abc", note: null);
        await payer.WaitForSelectorAsync("[name=Amount][aria-invalid=true]");
        Assert.NotEmpty((await payer.TextContentAsync("#Amount_error"))!);

        await FillAsync(payer, payeePhone, Say.Digits(Start + 1), note: null);
        Assert.NotEmpty((await payer.TextContentAsync("#Amount_error"))!);

        await QuoteAsync(payer, payeePhone, Sent, note: null);
        await payer.FillAsync("[name=Pin]", "9182");
        await payer.ClickAsync("main form .button");
        Assert.NotEmpty((await payer.TextContentAsync("#Pin_error"))!);
        await payer.WaitForSelectorAsync("[name=Pin][aria-invalid=true]");
        Assert.Equal(Start, await world.BalanceAsync(wallet));
    }

    private async Task<(IPage Payer, AccountId Wallet, string PayeePhone)> FundedAsync(bool scripts)
    {
        IPage payer = await world.OpenAsync(scripts);
        IPage payee = await world.OpenAsync(scripts: false);
        string payerPhone = await world.RegisterAsync(payer, "Payeuse Essai");
        string payeePhone = await world.RegisterAsync(payee, "Destinataire Essai");
        AccountId wallet = await world.WalletAsync(payerPhone);
        await world.Host.FundAsync(wallet, Start);
        return (payer, wallet, payeePhone);
    }

    private static async Task FillAsync(IPage page, string phone, string amount, string? note)
    {
        await page.GotoAsync("/wallet/send");
        await page.FillAsync("[name=Phone]", phone);
        await page.FillAsync("[name=Amount]", amount);
        await page.FillAsync("[name=Note]", note ?? "");
        await page.ClickAsync("main form .button");
    }

    private static async Task QuoteAsync(IPage page, string phone, long amount, string? note)
    {
        await FillAsync(page, phone, Say.Digits(amount), note);
        await page.WaitForURLAsync("**/wallet/send/confirm*");
    }

    private static async Task ConfirmAsync(IPage page)
    {
        await page.FillAsync("[name=Pin]", PagesWorld.Pin);
        await page.ClickAsync("main form .button");
        await page.WaitForURLAsync("**/wallet/receipt/*");
    }
}
