using System.Net;
using System.Text.RegularExpressions;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Ussd;

/// <summary>Telephones without a browser, through the callbacks of their gateways.</summary>
[Collection(nameof(UssdWorld))]
public sealed class UssdTests(UssdWorld world)
{
    [Fact]
    public async Task The_balance_is_told_after_the_pin()
    {
        Person person = await Person.JoinAsync(world.Host, 12_500);
        string session = NewSession();

        Assert.StartsWith("CON Postmobile\n1 Solde", await world.Ask(person.Phone, session, ""), StringComparison.Ordinal);
        Assert.StartsWith("CON Entrez votre code PIN", await world.Ask(person.Phone, session, "1"), StringComparison.Ordinal);
        Assert.Equal("END Solde : 12 500 FCFA.", await world.Ask(person.Phone, session, $"1*{Person.Pin}"));
    }

    [Fact]
    public async Task A_payment_is_shown_before_the_pin_and_made_once_however_often_the_gateway_asks()
    {
        (Person payer, Person payee) = (await Person.JoinAsync(world.Host, 20_000), await Person.JoinAsync(world.Host));
        string session = NewSession();
        string text = $"2*{payee.Phone[4..]}*5000";

        await world.Ask(payer.Phone, session, "");
        string shown = await world.Ask(payer.Phone, session, text);
        Assert.Contains("5 000 FCFA à Client T.", shown, StringComparison.Ordinal);
        Assert.Contains("total 5 000 FCFA", shown, StringComparison.Ordinal);
        Assert.Equal(shown, await world.Ask(payer.Phone, session, text));

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.Ask(payer.Phone, session, $"{text}*{Person.Pin}")));
        Assert.All(answers, answer => Assert.StartsWith("END Payé : 5 000 FCFA à Client T.", answer, StringComparison.Ordinal));
        Assert.Single(answers.Distinct());
        Assert.Equal((15_000, 5_000), (await payer.BalanceAsync(), await payee.BalanceAsync()));
    }

    [Fact]
    public async Task Everything_typed_at_once_is_also_paid_once_and_the_next_session_pays_anew()
    {
        (Person payer, Person payee) = (await Person.JoinAsync(world.Host, 20_000), await Person.JoinAsync(world.Host));
        string text = $"2*{payee.Phone}*1000*{Person.Pin}";
        string session = NewSession();

        Assert.StartsWith("END Payé", await world.Ask(payer.Phone, session, text), StringComparison.Ordinal);
        Assert.StartsWith("END Payé", await world.Ask(payer.Phone, session, text), StringComparison.Ordinal);
        Assert.Equal(1_000, await payee.BalanceAsync());
        Assert.StartsWith("END Payé", await world.Ask(payer.Phone, NewSession(), text), StringComparison.Ordinal);
        Assert.Equal(2_000, await payee.BalanceAsync());
    }

    [Fact]
    public async Task A_session_that_was_cut_off_goes_on_where_it_stood()
    {
        (Person payer, Person payee) = (await Person.JoinAsync(world.Host, 20_000), await Person.JoinAsync(world.Host));
        await world.Ask(payer.Phone, NewSession(), $"2*{payee.Phone}*3000");

        string session = NewSession();
        string resumed = await world.Ask(payer.Phone, session, "");
        Assert.StartsWith("CON Vous reprenez.\n3 000 FCFA à Client T.", resumed, StringComparison.Ordinal);
        Assert.StartsWith("END Payé", await world.Ask(payer.Phone, session, Person.Pin), StringComparison.Ordinal);
        Assert.Equal(3_000, await payee.BalanceAsync());
        Assert.StartsWith("CON Postmobile", await world.Ask(payer.Phone, NewSession(), ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_paid_is_said_and_moves_nothing()
    {
        (Person payer, Person payee) = (await Person.JoinAsync(world.Host, 100), await Person.JoinAsync(world.Host));
        Assert.Contains("n'a pas de compte", await world.Ask(payer.Phone, NewSession(), "2*061234567"), StringComparison.Ordinal);
        Assert.Contains("Solde insuffisant", await world.Ask(payer.Phone, NewSession(), $"2*{payee.Phone}*500"), StringComparison.Ordinal);
        Assert.Contains("votre numéro", await world.Ask(payer.Phone, NewSession(), $"2*{payer.Phone}*50"), StringComparison.Ordinal);
        Assert.Contains("Montant non valable", await world.Ask(payer.Phone, NewSession(), $"2*{payee.Phone}*5,5"), StringComparison.Ordinal);
        Assert.Equal(100, await payer.BalanceAsync());
    }

    [Fact]
    public async Task Wrong_pins_lock_here_and_everywhere_and_a_repetition_is_not_counted()
    {
        Person person = await Person.JoinAsync(world.Host, 500);
        string session = NewSession();
        string text = "1";
        for (int left = PinLock.FreeTries - 1; left > 0; left--)
        {
            text += "*8888";
            Assert.Contains($"reste {left} essai", await world.Ask(person.Phone, session, text), StringComparison.Ordinal);
            Assert.Contains($"reste {left} essai", await world.Ask(person.Phone, session, text), StringComparison.Ordinal);
        }

        Assert.StartsWith("END Trop de PIN faux", await world.Ask(person.Phone, session, text + "*8888"), StringComparison.Ordinal);
        Assert.StartsWith("END Trop de PIN faux", await world.Ask(person.Phone, NewSession(), $"1*{Person.Pin}"), StringComparison.Ordinal);
        Assert.Equal(IdentityRefusalCode.Locked, (await world.Host.Grains.GetGrain<ICustomerGrain>(person.Id).Prove(new Pin(Person.Pin)))!.Code);
    }

    [Fact]
    public async Task A_gateway_of_latest_inputs_is_understood_and_its_repetitions_pay_once()
    {
        (Person payer, Person payee) = (await Person.JoinAsync(world.Host, 20_000), await Person.JoinAsync(world.Host));
        string session = NewSession();
        Assert.StartsWith("CON Postmobile", await world.AskLatest(payer.Phone, session, null, "1"), StringComparison.Ordinal);
        Assert.StartsWith("CON Numéro", await world.AskLatest(payer.Phone, session, "2", "2"), StringComparison.Ordinal);
        Assert.StartsWith("CON Numéro", await world.AskLatest(payer.Phone, session, "2", "2"), StringComparison.Ordinal);
        await world.AskLatest(payer.Phone, session, payee.Phone, "3");
        await world.AskLatest(payer.Phone, session, "700", "4");
        string paid = await world.AskLatest(payer.Phone, session, Person.Pin);
        Assert.StartsWith("END Payé", paid, StringComparison.Ordinal);
        Assert.Equal(paid, await world.AskLatest(payer.Phone, session, Person.Pin));
        Assert.Equal(700, await payee.BalanceAsync());
    }

    [Fact]
    public async Task Only_a_gateway_that_is_known_is_answered()
    {
        (string, string)[] fields = [("sessionId", NewSession()), ("phoneNumber", NewPhone()), ("text", "")];
        Assert.Equal(HttpStatusCode.NotFound, (await world.Post("nobody", UssdWorld.Secret, fields)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Post("net", "another-secret-entirely", fields)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Post("net", null, fields)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Post("net/another-secret-entirely", UssdWorld.Secret, fields)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.Post("far", UssdWorld.Secret, fields)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Post("net", UssdWorld.Secret, ("sessionId", "s"), ("phoneNumber", "12"), ("text", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await world.Post("net/" + UssdWorld.Secret, null, fields)).StatusCode);
        HttpResponseMessage over = await world.Post("net", UssdWorld.Secret, fields[0], fields[1], ("status", "Success"), ("input", "1*7294"));
        Assert.Equal("", await over.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Somebody_registers_lives_by_ussd_alone_and_no_log_and_no_document_has_a_pin()
    {
        const string first = "730519", second = "846203", wrong = "915742";
        string phone = NewPhone();
        Assert.Contains("2 Kofungola", await world.Ask(phone, NewSession(), ""), StringComparison.Ordinal);
        Assert.StartsWith("CON PIN mibale", await world.Ask(phone, NewSession(), $"2*Kiliya ya komeka*{first}*{wrong}"), StringComparison.Ordinal);
        Assert.StartsWith("END Boyei malamu Kiliya", await world.Ask(phone, NewSession(), $"2*Kiliya ya komeka*{first}*{first}"), StringComparison.Ordinal);

        PhoneOwner owner = (await world.Host.Grains.GetGrain<IPhoneGrain>(new PhoneNumber(phone).Key).Owner())!;
        await world.Host.FundAsync(owner.Wallet, 9_000);
        Person payee = await Person.JoinAsync(world.Host);
        Assert.Equal("END Mbongo etikali: 9 000 FCFA.", await world.Ask(phone, NewSession(), $"1*{first}"));
        Assert.StartsWith("END PIN na yo ebongwani", await world.Ask(phone, NewSession(), $"4*1*{first}*{second}*{second}"), StringComparison.Ordinal);
        Assert.Contains("PIN ya mabe", await world.Ask(phone, NewSession(), $"1*{wrong}"), StringComparison.Ordinal);
        Assert.StartsWith("END Efutami", await world.Ask(phone, NewSession(), $"2*{payee.Phone}*400*{second}"), StringComparison.Ordinal);
        Assert.Contains("-400 Client", await world.Ask(phone, NewSession(), $"3*{second}"), StringComparison.Ordinal);
        Assert.Contains("Langue changée", await world.Ask(phone, NewSession(), "4*2*1"), StringComparison.Ordinal);
        Assert.StartsWith("END Votre compte est bloqué", await world.Ask(phone, NewSession(), $"4*4*{second}"), StringComparison.Ordinal);
        Assert.StartsWith("END Votre compte est bloqué", await world.Ask(phone, NewSession(), ""), StringComparison.Ordinal);

        Assert.Contains(world.Logged, line => line.Contains("/ussd/net", StringComparison.Ordinal));
        foreach (string pin in new[] { first, second, wrong })
        {
            var printed = new Regex($"(?<![0-9a-fA-F]){pin}(?![0-9a-fA-F])");
            Assert.DoesNotContain(world.Logged, line => printed.IsMatch(line));
            Assert.Equal(0, await world.Holding(pin));
        }
    }

    [Fact]
    public async Task Who_is_paid_hears_by_sms_in_their_language_unless_they_do_not_want_to()
    {
        (Person payer, Person payee) = (await Person.JoinAsync(world.Host, 20_000), await Person.JoinAsync(world.Host));
        Assert.True((await payer.PayAsync(payee.Phone, 1_500)).IsSuccessStatusCode);
        await Heard(payee.Phone, "1 500 FCFA versés sur votre compte par Client de test. Solde : 1 500 FCFA.");

        // A bulk payment tells its payees itself.
        await Pay(payer, payee, 40, PostingKind.BulkPayment);
        Assert.Contains("payé : non", await world.Ask(payee.Phone, NewSession(), "4*3"), StringComparison.Ordinal);
        Assert.False((await payee.GetAsync("/api/v1/notices")).GetProperty("credits").GetBoolean());
        Assert.True((await payer.PayAsync(payee.Phone, 60)).IsSuccessStatusCode);
        await Heard(payer.Phone, "60 FCFA payés à Client T.");
        using HttpResponseMessage changed = await payee.Http.PutAsync("/api/v1/notices", new StringContent("{\"credits\":true}", null, "application/json"));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.True((await payer.PayAsync(payee.Phone, 70)).IsSuccessStatusCode);

        IReadOnlyList<string> all = await Heard(payee.Phone, " 70 FCFA versés");
        Assert.Equal(2, all.Count(text => text.Contains("versés", StringComparison.Ordinal)));
    }

    private Task<IReadOnlyList<string>> Heard(string phone, string words) =>
        Eventually.GetAsync(() => world.Sms(phone), all => all.Any(text => text.Contains(words, StringComparison.Ordinal)));

    private async Task Pay(Person payer, Person payee, long amount, PostingKind kind)
    {
        TransferOutcome outcome = await world.Host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value)
            .Transfer(new TransferRequest { Key = Guid.NewGuid().ToString("N"), Payee = payee.Wallet, Amount = amount, Kind = kind });
        Assert.Null(outcome.Refusal);
    }

    private static string NewSession() => "ATUid_" + Guid.NewGuid().ToString("N");

    private static string NewPhone() => Identity.NewPhone.Next();
}
