using System.Net;
using System.Text.Json;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Identity;

[Collection(nameof(IdentityWorld))]
public sealed class RegistrationTests(IdentityWorld world)
{
    [Fact]
    public async Task A_confirmed_number_has_a_wallet_and_a_token_that_names_it()
    {
        string phone = IdentityWorld.NewPhone();
        string customer = await world.Register(phone);

        string token = await world.Access(phone, "4826");
        JsonElement wallet = await IdentityWorld.Json(await world.Get("/api/v1/wallet", token), HttpStatusCode.OK);
        JsonElement claims = Claims(token);

        Assert.Equal(0, wallet.GetProperty("balance").GetInt64());
        Assert.Equal(customer, claims.GetProperty("sub").GetString());
        Assert.True(claims.TryGetProperty("wallet", out _) && claims.TryGetProperty("did", out _) && claims.TryGetProperty("sv", out _));
    }

    [Fact]
    public async Task The_national_form_is_the_same_number()
    {
        string phone = IdentityWorld.NewPhone();
        string national = phone["+242".Length..];
        await world.Register(phone);

        await IdentityWorld.Json(await world.Token(national, "4826"), HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("12", "Nom", "fr", "4826", "invalid_phone")]
    [InlineData("+242067999999", " ", "fr", "4826", "invalid_name")]
    [InlineData("+242067999999", "Nom", "de", "4826", "invalid_language")]
    [InlineData("+242067999999", "Nom", "fr", "48a6", "pin_format")]
    [InlineData("+242067999999", "Nom", "fr", "1234", "pin_too_common")]
    [InlineData("+242067999999", "Nom", "fr", "9999", "pin_too_common")]
    public async Task What_cannot_be_is_refused_by_name(string phone, string name, string language, string pin, string code) =>
        Assert.Equal(code, await IdentityWorld.Refused(await world.Post("/api/v1/registrations", new { phone, name, language, pin })));

    [Fact]
    public async Task A_number_that_is_somebodys_gets_the_same_answer_and_no_code()
    {
        string phone = IdentityWorld.NewPhone();
        await world.Register(phone);
        int before = (await world.Sms(phone)).Count;

        string id = await Begin(phone, "9274");
        await world.SmsAbout(phone, "quelqu'un a voulu");

        Assert.Equal(before + 1, (await world.Sms(phone)).Count);
        for (int attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("code_wrong", await IdentityWorld.Refused(await Confirm(id, "000000")));
        }

        Assert.Equal("code_expired", await IdentityWorld.Refused(await Confirm(id, "000000")));
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Token(phone, "9274")).StatusCode);
    }

    [Fact]
    public async Task A_code_expires_and_another_can_be_asked_for()
    {
        string phone = IdentityWorld.NewPhone();
        string id = await Begin(phone);
        string first = await world.Code(phone);
        Assert.Equal("resend_too_soon", await IdentityWorld.Refused(await Resend(id)));

        world.Time.Advance(PendingCode.Lifetime);
        Assert.Equal("code_expired", await IdentityWorld.Refused(await Confirm(id, first)));
        await IdentityWorld.Json(await Resend(id), HttpStatusCode.OK);
        await IdentityWorld.Json(await Confirm(id, await world.Code(phone, codes: 2)), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Confirming_many_times_makes_one_customer()
    {
        string phone = IdentityWorld.NewPhone();
        string id = await Begin(phone);
        string code = await world.Code(phone);

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Confirm(id, code)));
        var customers = new HashSet<string>();
        foreach (HttpResponseMessage answer in answers)
        {
            customers.Add((await IdentityWorld.Json(answer, HttpStatusCode.OK)).GetProperty("account").GetString()!);
        }

        Assert.Single(customers);
    }

    [Fact]
    public async Task Two_registrations_of_one_number_give_it_to_one()
    {
        string phone = IdentityWorld.NewPhone();
        string first = await Begin(phone);
        string firstCode = await world.Code(phone);
        string second = await Begin(phone);
        string secondCode = await world.Code(phone, codes: 2);

        HttpResponseMessage[] answers = await Task.WhenAll(Confirm(first, firstCode), Confirm(second, secondCode));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Equal("number_taken", await IdentityWorld.Refused(answers.Single(answer => !answer.IsSuccessStatusCode)));
    }

    [Fact]
    public async Task A_number_gets_only_so_many_sms()
    {
        string phone = IdentityWorld.NewPhone();
        var answers = new List<HttpResponseMessage>();
        for (int attempt = 0; attempt < 8; attempt++)
        {
            answers.Add(await world.Post("/api/v1/registrations", new { phone, name = "Nom", language = "fr", pin = "4826" }));
        }

        HttpResponseMessage last = answers[^1];
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.NotNull(last.Headers.RetryAfter);
    }

    private async Task<string> Begin(string phone, string pin = "4826") => (await IdentityWorld.Json(
        await world.Post("/api/v1/registrations", new { phone, name = "Client d'essai", language = "fr", pin }), HttpStatusCode.Created)).GetProperty("id").GetString()!;

    private Task<HttpResponseMessage> Confirm(string id, string code) => world.Post($"/api/v1/registrations/{id}/confirm", new { code });

    private Task<HttpResponseMessage> Resend(string id) => world.Post($"/api/v1/registrations/{id}/resend");

    private static JsonElement Claims(string token) =>
        JsonDocument.Parse(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token.Split('.')[1])).RootElement;
}
