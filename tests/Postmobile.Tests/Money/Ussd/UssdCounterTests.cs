using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Ussd;

/// <summary>Withdrawing cash and paying a merchant from a telephone without a browser.</summary>
[Collection(nameof(UssdWorld))]
public sealed partial class UssdCounterTests(UssdWorld world)
{
    [Theory]
    [InlineData("fr", "5 Retirer du cash", "Retirer 4 000 FCFA", "Montrez ce code", "déjà en cours")]
    [InlineData("ln", "5 Kozwa mbongo", "Kozwa 4 000 FCFA", "Lakisa agent code", "Kozwa mosusu")]
    [InlineData("ktu", "5 Kubaka mbongo", "Kubaka 4 000 FCFA", "Monisa agent code", "Kubaka ya nkaka")]
    public async Task A_withdrawal_shows_its_cost_asks_for_the_pin_and_gives_a_code_that_an_agent_redeems(string language, string entry, string shown, string told, string open)
    {
        Person customer = await SpeakingAsync(language, 10_000), agent = await Person.JoinAsync(world.Host, 0, Role.Agent);
        string session = NewSession();
        Assert.Contains(entry, await AskAsync(customer, session, ""), StringComparison.Ordinal);
        string quote = await AskAsync(customer, session, "5*4000");
        Assert.Contains(shown, quote, StringComparison.Ordinal);
        Assert.DoesNotContain("{", quote, StringComparison.Ordinal);
        Assert.Equal(10_000, await customer.BalanceAsync());

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AskAsync(customer, session, $"5*4000*{Person.Pin}")));
        string answer = Assert.Single(answers.Distinct());
        Assert.StartsWith("END " + told, answer, StringComparison.Ordinal);
        Assert.Equal(6_000, await customer.BalanceAsync());
        Assert.Contains(open, await AskAsync(customer, NewSession(), $"5*1000*{Person.Pin}"), StringComparison.Ordinal);

        string code = SixDigits().Match(answer).Value;
        using HttpResponseMessage paid = await agent.PostAsync("/api/v1/agent/cash-outs/redeem", new JsonObject { ["customer"] = customer.Phone, ["code"] = code }, "r1");
        Assert.Equal("paid", (await paid.JsonAsync()).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("fr", "6 Payer un marchand", "Code inconnu", "END Payé : 2 500 FCFA à Boutique")]
    [InlineData("ln", "6 Kofuta moteki", "Code eyebani te", "END Efutami: 2 500 FCFA epai ya Boutique")]
    [InlineData("ktu", "6 Kufuta muteki", "Code me zabana ve", "END Me futama: 2 500 FCFA na Boutique")]
    public async Task A_merchant_is_paid_by_the_code_at_the_till_once(string language, string entry, string unknown, string paid)
    {
        Person customer = await SpeakingAsync(language, 10_000);
        (string code, AccountId takings) = await MerchantAsync();
        string session = NewSession();
        Assert.Contains(entry, await AskAsync(customer, session, ""), StringComparison.Ordinal);
        Assert.Contains(unknown, await AskAsync(customer, NewSession(), "6*12"), StringComparison.Ordinal);
        Assert.Contains("Boutique", await AskAsync(customer, session, $"6*{code}*2500"), StringComparison.Ordinal);
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AskAsync(customer, session, $"6*{code}*2500*{Person.Pin}")));
        Assert.StartsWith(paid, Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        Assert.Equal((7_500, 2_500), (await customer.BalanceAsync(), (await world.Host.Grains.GetGrain<IAccountGrain>(takings.Value).Look())!.Balance));
        JsonElement line = (await customer.GetAsync("/api/v1/wallet/statement")).GetProperty("lines")[0];
        Assert.Equal("merchant_payment", line.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_withdrawal_that_was_cut_off_goes_on_before_the_pin_and_holds_once()
    {
        Person customer = await SpeakingAsync("fr", 10_000);
        await AskAsync(customer, NewSession(), "5*3000");
        string session = NewSession(), resumed = await AskAsync(customer, session, "");
        Assert.StartsWith("CON Vous reprenez.\nRetirer 3 000 FCFA", resumed, StringComparison.Ordinal);
        Assert.StartsWith("END Montrez ce code", await AskAsync(customer, session, Person.Pin), StringComparison.Ordinal);
        Assert.StartsWith("END Montrez ce code", await AskAsync(customer, session, Person.Pin), StringComparison.Ordinal);
        Assert.Equal(7_000, await customer.BalanceAsync());
    }

    [Fact]
    public async Task A_payment_to_a_merchant_that_was_cut_off_goes_on_and_what_cannot_be_paid_is_said()
    {
        Person customer = await SpeakingAsync("fr", 1_000);
        (string code, AccountId takings) = await MerchantAsync();
        await AskAsync(customer, NewSession(), $"6*{code}*700");
        string session = NewSession();
        Assert.StartsWith("CON Vous reprenez.\n700 FCFA à Boutique", await AskAsync(customer, session, ""), StringComparison.Ordinal);
        Assert.StartsWith("END Payé", await AskAsync(customer, session, Person.Pin), StringComparison.Ordinal);
        Assert.Equal(700, (await world.Host.Grains.GetGrain<IAccountGrain>(takings.Value).Look())!.Balance);
        Assert.Contains("Solde insuffisant", await AskAsync(customer, NewSession(), $"6*{code}*700"), StringComparison.Ordinal);
        Assert.Contains("Solde insuffisant", await AskAsync(customer, NewSession(), "5*700"), StringComparison.Ordinal);
        Assert.Contains("PIN faux", await AskAsync(customer, NewSession(), "5*200*8888"), StringComparison.Ordinal);
        Assert.Equal(300, await customer.BalanceAsync());
    }

    private async Task<Person> SpeakingAsync(string language, long amount)
    {
        Person person = await Person.JoinAsync(world.Host, amount);
        Assert.Null(await world.Host.Grains.GetGrain<ICustomerGrain>(person.Id).SetProfile("Client de test", language));
        return person;
    }

    private async Task<(string Code, AccountId Takings)> MerchantAsync()
    {
        Person merchant = await Person.JoinAsync(world.Host, 0, Role.Merchant);
        using HttpResponseMessage set = await merchant.Http.PutAsync("/api/v1/merchant/profile", System.Net.Http.Json.JsonContent.Create(new JsonObject
        {
            ["tradeName"] = "Boutique de démonstration", ["department"] = Postmobile.Money.Merchants.Departments[0], ["town"] = "Brazzaville", ["category"] = Postmobile.Money.Merchants.Categories[0],
        }));
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        AccountId takings = (await world.Host.Grains.GetGrain<ICustomerGrain>(merchant.Id).Look())!.Merchant!.Value;
        await Hosting.Eventually.GetAsync(async () => (await world.Host.Grains.GetGrain<IAccountGrain>(takings.Value).Look())!.Profile.DisplayName, name => name.StartsWith("Boutique", StringComparison.Ordinal));
        return ((await set.JsonAsync()).GetProperty("code").GetString()!.Replace(" ", "", StringComparison.Ordinal), takings);
    }

    // Every screen is also counted: 182 characters that every telephone has.
    private async Task<string> AskAsync(Person person, string session, string text)
    {
        string answer = await world.Ask(person.Phone, session, text);
        Assert.True(UssdScreen.Length(answer[4..]) <= UssdScreen.Max && GsmAlphabet.Fits(answer[4..]), answer);
        return answer;
    }

    private static string NewSession() => "ATUid_" + Guid.NewGuid().ToString("N");

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
