using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>Messages of shops by e-mail: over REST, against the ledger and a mail server on a real socket.</summary>
[Collection(ReachHost.Collection)]
public sealed class MailTests(ReachHost world)
{
    private ApiHost Host => world.Host;

    [Fact]
    public async Task A_message_by_both_ways_reaches_each_once_and_costs_to_the_franc_what_was_sent()
    {
        (TestShop shop, string product) = await OpenAsync();
        AccountId takings = (await shop.Grain.Look())!.Account;
        Person[] people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Person.JoinAsync(Host)));
        (Person mailOnly, Person both, Person smsOnly, Person addressless, Person dead, Person later) = (people[0], people[1], people[2], people[3], people[4], people[5]);
        foreach (Person person in new[] { mailOnly, both, addressless, dead, later })
        {
            await AgreeAsync(person, shop, "emails", Consents.EmailVersion);
        }

        foreach (Person person in new[] { both, smsOnly, addressless })
        {
            await AgreeAsync(person, shop, "messages", Consents.Version);
        }

        Dictionary<Person, string> address = [];
        foreach (Person person in new[] { mailOnly, both, dead, later })
        {
            address[person] = await world.ConfirmEmailAsync(person);
        }

        int before = world.Smtp.Asked(address[dead]);
        world.Smtp.Answer(address[dead], "RCPT 550 5.1.1 No such user");
        world.Smtp.Answer(address[later], "DATA 451 4.3.0 Come back");

        string path = $"/api/v1/shops/{shop.Id}/mailings";
        JsonObject body = Letter("both", product);
        JsonElement quote = await (await shop.Owner.PostAsync(path + "/quote", body.DeepClone())).DemandAsync(200);
        Assert.Equal((6, 4, 1, 46), (Figure(quote, "recipients"), Figure(quote, "emails"), Figure(quote, "segments"), Figure(quote, "cost")));
        body["cost"] = 46;
        string id = await SubmitAsync(shop, body);
        JsonElement done = await Eventually.GetAsync(() => shop.Owner.GetAsync($"{path}/{id}"), one => one.GetProperty("status").GetString() == "done", TimeSpan.FromSeconds(40));
        JsonElement email = done.GetProperty("results").GetProperty("email"), sms = done.GetProperty("results").GetProperty("sms");
        Assert.Equal((3, 1, 0, 2, 0), (Figure(email, "sent"), Figure(email, "failed"), Figure(email, "unwanted"), Figure(sms, "sent"), Figure(sms, "failed")));
        Assert.Equal(43, Figure(done, "paid"));
        Assert.Equal(957, (await Host.Grains.GetGrain<IAccountGrain>(takings.Value).Look())!.Balance);

        Assert.Single(await world.SmsAsync(smsOnly.Phone));
        Assert.Single(await world.SmsAsync(addressless.Phone));
        Assert.Empty(await world.SmsAsync(both.Phone));
        Assert.Single(Circulars(address[mailOnly]));
        Assert.Single(Circulars(address[later]));
        Assert.Equal((before + 1, 0), (world.Smtp.Asked(address[dead]), Circulars(address[dead]).Count));
        Assert.True((await dead.GetAsync("/api/v1/email")).GetProperty("undeliverable").GetBoolean());
        await LookAsync(Assert.Single(Circulars(address[both])));
        await StopAsync(shop, both, Assert.Single(Circulars(address[both])), id);
        Assert.DoesNotContain(world.Logged, line => address.Values.Any(one => line.Contains(one, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_mail_of_which_nobody_knows_whether_it_arrived_comes_again_as_the_same_mail()
    {
        (TestShop shop, _) = await OpenAsync();
        Person person = await Person.JoinAsync(Host);
        await AgreeAsync(person, shop, "emails", Consents.EmailVersion);
        string address = await world.ConfirmEmailAsync(person);
        IFollowGrain follow = Host.Grains.GetGrain<IFollowGrain>(Follows.Key(new ShopId(shop.Id), new CustomerId(person.Id)));
        Letter letter = new("Bonjour", "Bonjour \uE001", "<p>Bonjour \uE001</p>");
        world.Smtp.Answer(address, "DROP");
        Assert.Equal(MessageFate.NotTaken, await follow.Mail("mail-88", letter));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => follow.Mail("mail-88", letter))), fate => Assert.Equal(MessageFate.Sent, fate));
        IReadOnlyList<MimeMessage> mails = Circulars(address);
        Assert.Equal((2, 1), (mails.Count, mails.Select(mail => mail.MessageId).Distinct().Count()));
        Assert.Equal(MessageFate.Unwanted, await follow.Mail("mail-89", letter));
    }

    [Fact]
    public async Task What_a_mail_may_say_and_show_is_checked_and_only_those_concerned_look_at_it()
    {
        (TestShop shop, string product) = await OpenAsync();
        (_, string foreign) = await OpenAsync();
        Person reader = await Person.JoinAsync(Host);
        await AgreeAsync(reader, shop, "emails", Consents.EmailVersion);
        await world.ConfirmEmailAsync(reader);
        foreach ((string field, JsonNode? value, string code) in new (string, JsonNode?, string)[]
        {
            ("subject", " ", "mailing_subject"), ("subject", new string('a', 101), "mailing_subject"), ("body", "", "mailing_body"), ("body", new string('a', 4_001), "mailing_body"),
            ("picture", "i-999", "mailing_picture"), ("products", new JsonArray(foreign), "mailing_products"), ("products", new JsonArray(product, product), "mailing_products"),
        })
        {
            JsonObject wrong = Letter("email", product);
            wrong[field] = value;
            await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/mailings", wrong, Guid.NewGuid().ToString())).DemandProblemAsync(422, code);
        }

        // Consents to SMS are none to e-mail: this one has not agreed to the other way.
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/mailings", new JsonObject { ["text"] = "Bonjour", ["cost"] = 0 }, Guid.NewGuid().ToString())).DemandProblemAsync(422, "mailing_nobody");
        JsonObject body = Letter("email", product);
        body["cost"] = 3;
        body["body"] = "<script>alert(1)</script>\n\n" + new string('é', 3_900);
        string id = (await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/mailings", body, Guid.NewGuid().ToString())).DemandAsync(201)).GetProperty("id").GetString()!;
        Letter letter = (await Host.Grains.GetGrain<IMailingGrain>(id).Letter())!;
        Assert.DoesNotContain("<script", letter.Html, StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(letter.Html!), 1_000, 60 * 1024);
        using HttpClient nobody = Host.NewClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/courriel/" + id)).StatusCode);
    }

    private async Task LookAsync(MimeMessage mail)
    {
        var parts = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain", "text/html"], parts.Select(part => part.ContentType.MimeType));
        Assert.Equal("Nouveautés de la fête", mail.Subject);
        Assert.Contains("Pagne wax à fleurs : 5 000 FCFA", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Voici nos nouveautés", mail.TextBody, StringComparison.Ordinal);
        Assert.Matches(@"https://poste\.test/produit/pagne-wax-a-fleurs-\d+", mail.TextBody);
        Assert.Contains("Pagne wax à fleurs", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("style=\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain('\uE001', mail.HtmlBody + mail.TextBody);
        string[] pictures = [.. Regex.Matches(mail.HtmlBody!, @"https://poste\.test(/images/[^""]+\.jpg)").Select(found => found.Groups[1].Value)];
        Assert.Equal(2, pictures.Length);
        using HttpClient http = Host.NewClient();
        foreach (string path in pictures)
        {
            using HttpResponseMessage picture = await http.GetAsync(path);
            Assert.True(picture.Content.Headers.ContentType?.MediaType == "image/jpeg", $"{picture.StatusCode} {path} {await picture.Content.ReadAsStringAsync()}");
        }

        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Matches(@"^<https://poste\.test/x/[2-9a-z]{20}/un-clic>$", mail.Headers[HeaderId.ListUnsubscribe]);
        Assert.Contains(mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>').Replace("/un-clic", "", StringComparison.Ordinal), mail.TextBody, StringComparison.Ordinal);
    }

    // Looking at the address ends nothing; a mail program's post does, without a session, and only for e-mail.
    private async Task StopAsync(TestShop shop, Person person, MimeMessage mail, string id)
    {
        string path = new Uri(mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>')).AbsolutePath;
        using HttpClient program = Host.NewClient();
        Assert.Equal(HttpStatusCode.Redirect, (await program.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(path.Replace("/un-clic", "", StringComparison.Ordinal))).StatusCode);
        await (await program.PostAsync(path, new FormUrlEncodedContent([]))).DemandProblemAsync(400, "bad_request");
        Assert.True((await person.GetAsync($"/api/v1/shops/{shop.Id}/follow")).GetProperty("wantsEmails").GetBoolean());
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await program.PostAsync(path, new FormUrlEncodedContent(new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" }));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        JsonElement follow = await person.GetAsync($"/api/v1/shops/{shop.Id}/follow");
        Assert.Equal((true, false, true), (follow.GetProperty("following").GetBoolean(), follow.GetProperty("wantsEmails").GetBoolean(), follow.GetProperty("wantsMessages").GetBoolean()));
        JsonElement ended = follow.GetProperty("consents").EnumerateArray().Single(consent => consent.GetProperty("channel").GetString() == "email");
        Assert.Equal(("link", Consents.EmailVersion), (ended.GetProperty("endedBy").GetString(), ended.GetProperty("version").GetString()));
        MailingResults results = await Host.Grains.GetGrain<IMailingsGrain>(0).Results(id);
        Assert.Equal((1L, 0L), (results.Emails.OptOuts, results.Sms.OptOuts));
        using var click = new FormUrlEncodedContent(new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" });
        await (await program.PostAsync("/x/22222222222222222222/un-clic", click)).DemandProblemAsync(404, "not_found");
    }

    private IReadOnlyList<MimeMessage> Circulars(string address) => [.. world.Smtp.To(address).Where(mail => mail.Headers.Contains(HeaderId.ListUnsubscribe))];

    private static JsonObject Letter(string channel, string product) => new()
    {
        ["channel"] = channel, ["text"] = "Nouveaux pagnes", ["subject"] = "Nouveautés  de la fête", ["body"] = "Bonjour,\nVoici nos nouveautés.\n\nÀ bientôt", ["products"] = new JsonArray(product),
    };

    private static async Task<string> SubmitAsync(TestShop shop, JsonObject body)
    {
        ShopProfile profile = (await shop.Grain.Details())!.Profile;
        body["picture"] = profile.Banner;
        string id = (await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/mailings", body, Guid.NewGuid().ToString())).DemandAsync(201)).GetProperty("id").GetString()!;
        await (await shop.Operator.PostAsync($"/api/v1/operator/mailings/{id}/approve", null)).DemandAsync(200);
        return id;
    }

    private async Task<(TestShop Shop, string Product)> OpenAsync()
    {
        TestShop shop = await TestShop.OpenAsync(Host);
        await shop.FundAsync(1_000);
        string image = (await Host.Grains.GetGrain<IImagesGrain>(0).Keep(shop.Id, Pictures.Make())).Image!.Id;
        Assert.Null((await shop.Grain.Edit(new CustomerId(shop.Owner.Id), (await shop.Grain.Details())!.Profile with { Banner = image }, null)).Refusal);
        JsonObject product = TestShop.Product("A1");
        product["images"] = new JsonArray(image);
        JsonElement sold = await shop.SellAsync(product);
        return (shop, sold.GetProperty("id").GetString()!);
    }

    private static async Task AgreeAsync(Person person, TestShop shop, string way, string version) =>
        await (await person.PutAsync($"/api/v1/shops/{shop.Id}/follow/{way}", new JsonObject { ["version"] = version })).DemandAsync(200);

    private static long Figure(JsonElement results, string name) => results.GetProperty(name).GetInt64();
}
