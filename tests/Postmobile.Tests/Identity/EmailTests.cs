using System.Text.Json;
using System.Text.Json.Nodes;
using MailKit.Net.Smtp;
using MimeKit;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Reach;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Identity;

/// <summary>A person's e-mail address, with a mail server at the other end of a real socket.</summary>
[Collection(ReachHost.Collection)]
public sealed class EmailTests(ReachHost world)
{
    [Theory]
    [InlineData("Ada@Poste.CG", "Ada@poste.cg")]
    [InlineData("  a.b+c@sub.poste.cg ", "a.b+c@sub.poste.cg")]
    [InlineData("ada@München.cg", "ada@xn--mnchen-3ya.cg")]
    [InlineData("Ada <ada@poste.cg>", null)]
    [InlineData("ada", null)]
    [InlineData("ada@poste", null)]
    [InlineData("ada@[127.0.0.1]", null)]
    [InlineData("ada@@poste.cg", null)]
    [InlineData("ada@poste.cg, ben@poste.cg", null)]
    [InlineData("ada@poste.cg\r\nBcc: x@y.cg", null)]
    [InlineData("\"a b\"@poste.cg", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_address_stands_alone_and_has_a_domain(string? text, string? read)
    {
        Assert.Equal(read is not null, EmailAddress.TryParse(text, out EmailAddress address));
        Assert.Equal(read, address.Value);
        Assert.True(read is null || !address.ToString().Contains(read[..2], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.1.1 No such user", MailFate.NoMailbox)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "No such user", MailFate.NoMailbox)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.7.1 Relaying denied", MailFate.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 552, "5.2.2 Mailbox full", MailFate.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 450, "4.2.0 Greylisted", MailFate.NotTaken)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 554, "5.7.1 Spam", MailFate.Refused)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 451, "4.3.0 Later", MailFate.NotTaken)]
    [InlineData(SmtpErrorCode.SenderNotAccepted, 550, "5.7.1 Not you", MailFate.NotTaken)]
    public void What_a_server_says_is_about_the_mailbox_the_mail_or_the_moment(SmtpErrorCode what, int status, string words, MailFate fate) =>
        Assert.Equal(fate, SmtpMailGateway.Judge(what, status, words));

    [Fact]
    public void Codes_are_few_whatever_the_address()
    {
        DateTimeOffset noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var state = new CustomerState { EmailChange = new EmailChange { Address = "a@poste.cg", Code = new PendingCode { Digest = "", ExpiresAt = noon.AddMinutes(10), SentAt = noon } }, EmailCodes = [noon] };
        Assert.Equal(IdentityRefusalCode.ResendTooSoon, CustomerRules.CheckEmailCode(state, noon.AddSeconds(59), 3)!.Code);
        Assert.Null(CustomerRules.CheckEmailCode(state, noon.AddSeconds(60), 3));
        state.EmailCodes = [noon.AddHours(-25), noon.AddHours(-23), noon.AddHours(-1), noon];
        IdentityRefusal limit = CustomerRules.CheckEmailCode(state, noon.AddMinutes(2), 3)!;
        Assert.Equal((IdentityRefusalCode.TooManyRequests, noon.AddHours(1)), (limit.Code, limit.RetryAt));
        Assert.Null(CustomerRules.CheckEmailCode(state, noon.AddHours(1), 3));
    }

    [Fact]
    public async Task An_address_counts_once_its_code_was_typed_and_nobody_learns_whose_it_is()
    {
        Person ada = await Person.JoinAsync(world.Host), ben = await Person.JoinAsync(world.Host);
        string address = FakeSmtp.NewAddress();
        await (await ada.PostAsync("/api/v1/email", new JsonObject { ["email"] = "Ada <a@b.cg>" })).DemandProblemAsync(400, "invalid_email");
        await (await ada.PostAsync("/api/v1/email/confirm", new JsonObject { ["code"] = "123456" })).DemandProblemAsync(409, "no_change_pending");
        await (await ada.PostAsync("/api/v1/email", new JsonObject { ["email"] = address })).DemandAsync(202);
        string code = await world.CodeAsync(address);
        MimeMessage mail = Assert.Single(world.Smtp.To(address));
        Assert.Equal(("nouvelles@poste.test", "poste.test"), (mail.From.Mailboxes.Single().Address, mail.MessageId!.Split('@')[1]));
        await (await ada.PostAsync("/api/v1/email", new JsonObject { ["email"] = FakeSmtp.NewAddress() })).DemandProblemAsync(429, "resend_too_soon");
        JsonElement wrong = await (await ada.PostAsync("/api/v1/email/confirm", new JsonObject { ["code"] = code == "000000" ? "000001" : "000000" })).DemandProblemAsync(422, "code_wrong");
        Assert.Equal(4, wrong.GetProperty("triesLeft").GetInt32());
        Assert.Equal((JsonValueKind.Null, address), ((await ada.GetAsync("/api/v1/email")).GetProperty("email").ValueKind, (await ada.GetAsync("/api/v1/email")).GetProperty("pending").GetString()));
        await (await ada.PostAsync("/api/v1/email/confirm", new JsonObject { ["code"] = code })).DemandAsync(204);
        Assert.Equal(address, (await ada.GetAsync("/api/v1/email")).GetProperty("email").GetString());

        // The same address for somebody else: the same answers, a code of their own.
        await (await ben.PostAsync("/api/v1/email", new JsonObject { ["email"] = address.ToUpperInvariant() })).DemandAsync(202);
        await Eventually.GetAsync(() => Task.FromResult(world.Smtp.Asked(address.Split('@')[0].ToUpperInvariant() + "@courrier.test")), asked => asked == 1);
        Assert.Equal(JsonValueKind.Null, (await ben.GetAsync("/api/v1/email")).GetProperty("email").ValueKind);

        string other = await world.ConfirmEmailAsync(ada);
        Assert.Equal(other, (await ada.GetAsync("/api/v1/email")).GetProperty("email").GetString());
        await (await ada.Http.DeleteAsync("/api/v1/email")).DemandAsync(204);
        Assert.Equal(JsonValueKind.Null, (await ada.GetAsync("/api/v1/email")).GetProperty("email").ValueKind);
        Assert.DoesNotContain(world.Logged, line => line.Contains(address, StringComparison.OrdinalIgnoreCase) || line.Contains(code, StringComparison.Ordinal) || line.Contains(other, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_to_a_mailbox_that_does_not_exist_is_tried_once_and_said()
    {
        Person ada = await Person.JoinAsync(world.Host), ben = await Person.JoinAsync(world.Host);
        string address = FakeSmtp.NewAddress();
        world.Smtp.Answer(address, "RCPT 550 5.1.1 No such user");
        foreach (Person person in new[] { ada, ben })
        {
            await (await person.PostAsync("/api/v1/email", new JsonObject { ["email"] = address })).DemandAsync(202);
            await Eventually.GetAsync(() => person.GetAsync("/api/v1/email"), one => one.GetProperty("pendingRefused").GetBoolean());
        }

        Assert.Equal((1, 0), (world.Smtp.Asked(address), world.Smtp.To(address).Count));
        Assert.DoesNotContain(world.Logged, line => line.Contains(address, StringComparison.Ordinal));
    }
}

/// <summary>A house without a mail server.</summary>
[Collection(ApiHost.Collection)]
public sealed class NoEmailTests(ApiHost host)
{
    [Fact]
    public async Task Without_a_mail_server_the_channel_is_off_and_says_so()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        Assert.False((await shop.Owner.GetAsync("/api/v1/email")).GetProperty("available").GetBoolean());
        await (await shop.Owner.PostAsync("/api/v1/email", new JsonObject { ["email"] = "a@poste.cg" })).DemandProblemAsync(503, "email_unavailable");
        Assert.Null(await host.Grains.GetGrain<Postmobile.Commerce.IMailingsGrain>(0).EmailPrice());
        JsonObject body = new() { ["channel"] = "email", ["subject"] = "Soldes", ["body"] = "Venez" };
        using HttpResponseMessage answer = await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/mailings", body, Guid.NewGuid().ToString());
        Assert.Equal(503, (int)answer.StatusCode);
    }
}
