using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Audit;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Identity.Kyc;

/// <summary>From the first picture to the tier, over HTTP.</summary>
[Collection(ApiHost.Collection)]
public sealed class PapersTests(ApiHost host)
{
    private NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task The_tier_follows_the_papers_and_the_limit_really_rises()
    {
        Person customer = await Person.JoinAsync(host, 4_000_000), payee = await Person.JoinAsync(host), clerk = await Person.JoinAsync(host, 0, Role.Clerk);
        await AttachAllAsync(customer);
        await RaisePayeeAsync(payee);
        await (await customer.PayAsync(payee.Phone, 1_500_000)).DemandProblemAsync(422, "limit_exceeded");
        await SubmitAsync(customer);

        JsonElement queue = await clerk.GetAsync("/api/v1/clerk/identity?limit=200");
        Assert.Contains(queue.GetProperty("cases").EnumerateArray(), one => one.GetProperty("id").GetString() == customer.Id);
        await DemandOkAsync(clerk, customer, "claim");
        await DemandOkAsync(clerk, customer, "approve");
        await DemandOkAsync(clerk, customer, "approve"); // a repetition is the same decision

        await Eventually.GetAsync(async () => (await customer.GetAsync("/api/v1/wallet")).GetProperty("tier").GetInt32(), tier => tier == 3);
        using HttpResponseMessage paid = await customer.PayAsync(payee.Phone, 1_500_000);
        Assert.Equal(HttpStatusCode.Created, paid.StatusCode);
        JsonElement own = await customer.GetAsync("/api/v1/identity");
        Assert.Equal(("approved", 3), (own.GetProperty("status").GetString(), own.GetProperty("tier").GetInt32()));
    }

    [Fact]
    public async Task A_tier_that_was_decided_before_a_crash_follows_after_it()
    {
        Person customer = await Person.JoinAsync(host);
        var decision = new CaseDecision { Approved = true, By = "c-clerk", At = DateTimeOffset.UtcNow, Tier = 3 };
        var left = new Document<CaseState>
        {
            State = new CaseState { Status = CaseStatus.Approved, Decisions = [decision] },
            Outbox = [new OutboxItem(1, "decided", JsonSerializer.SerializeToElement(decision, DocumentSerializer.Options), 0, DateTimeOffset.UtcNow)],
            LastOutboxId = 1,
        };
        await using (NpgsqlCommand insert = Database.CreateCommand(
            "insert into document (type, id, version, body, wake_at) values ('identity.case', $1, 1, $2::jsonb, now())"))
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = customer.Id });
            insert.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(left, DocumentSerializer.Options) });
            await insert.ExecuteNonQueryAsync();
        }

        await Eventually.GetAsync(async () => (await customer.GetAsync("/api/v1/wallet")).GetProperty("tier").GetInt32(), tier => tier == 3);
    }

    [Fact]
    public async Task Two_clerks_cannot_have_one_case_and_a_claim_ends()
    {
        Person customer = await Person.JoinAsync(host), one = await Person.JoinAsync(host, 0, Role.Clerk), other = await Person.JoinAsync(host, 0, Role.Clerk);
        await AttachAllAsync(customer);
        await SubmitAsync(customer);
        await (await ActAsync(one, customer, "approve")).DemandProblemAsync(409, "case_not_claimed");

        HttpResponseMessage[] race = await Task.WhenAll(ActAsync(one, customer, "claim"), ActAsync(other, customer, "claim"));
        Assert.Single(race, answer => answer.IsSuccessStatusCode);
        (Person winner, Person loser) = race[0].IsSuccessStatusCode ? (one, other) : (other, one);
        await (await ActAsync(loser, customer, "claim")).DemandProblemAsync(409, "case_claimed");
        await (await ActAsync(loser, customer, "approve")).DemandProblemAsync(409, "case_claimed");
        await (await ActAsync(loser, customer, "release")).DemandProblemAsync(409, "case_not_claimed");

        await DemandOkAsync(winner, customer, "release");
        await DemandOkAsync(loser, customer, "claim");
        await DemandOkAsync(loser, customer, "approve");
        await (await ActAsync(winner, customer, "reject", new JsonObject { ["reason"] = "unreadable" })).DemandProblemAsync(409, "case_not_open");
    }

    [Fact]
    public async Task A_rejection_has_a_reason_and_the_person_may_try_again()
    {
        Person customer = await Person.JoinAsync(host), clerk = await Person.JoinAsync(host, 0, Role.Clerk);
        await AttachAllAsync(customer);
        await SubmitAsync(customer);
        await (await customer.Http.PutAsync("/api/v1/identity/pictures/front", Body(Pictures.Make()))).DemandProblemAsync(409, "case_under_review");
        await DemandOkAsync(clerk, customer, "claim");
        await (await ActAsync(clerk, customer, "reject", new JsonObject { ["reason"] = "other" })).DemandProblemAsync(422, "reason_needed");
        using HttpResponseMessage rejected = await ActAsync(clerk, customer, "reject", new JsonObject { ["reason"] = "unreadable", ["note"] = "Le recto est flou." });
        Assert.Equal(HttpStatusCode.OK, rejected.StatusCode);

        JsonElement answer = (await customer.GetAsync("/api/v1/identity")).GetProperty("answer");
        Assert.Equal(("unreadable", "Le recto est flou."), (answer.GetProperty("reason").GetString(), answer.GetProperty("note").GetString()));
        Assert.Equal(2, (await customer.GetAsync("/api/v1/wallet")).GetProperty("tier").GetInt32());

        await AttachAsync(customer, "front");
        await SubmitAsync(customer);
        Assert.Equal("submitted", (await customer.GetAsync("/api/v1/identity")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Pictures_are_seen_by_reviewers_only_and_every_view_is_on_record()
    {
        Person customer = await Person.JoinAsync(host), stranger = await Person.JoinAsync(host, 0, Role.Agent), clerk = await Person.JoinAsync(host, 0, Role.Clerk);
        await AttachAllAsync(customer);
        await SubmitAsync(customer);
        JsonElement one = await clerk.GetAsync("/api/v1/clerk/identity/" + customer.Id);
        string picture = one.GetProperty("pictures")[0].GetProperty("id").GetString()!;
        string address = $"/api/v1/clerk/identity/{customer.Id}/pictures/{picture}";

        await (await stranger.Http.GetAsync(address)).DemandProblemAsync(403, "forbidden");
        await (await customer.Http.GetAsync(address)).DemandProblemAsync(403, "forbidden");
        await (await clerk.Http.GetAsync($"/api/v1/clerk/identity/{stranger.Id}/pictures/{picture}")).DemandProblemAsync(404, "not_found");
        using HttpResponseMessage seen = await clerk.Http.GetAsync(address);
        Assert.Equal("image/jpeg", seen.Content.Headers.ContentType?.MediaType);
        Assert.True(seen.Headers.CacheControl?.NoStore);
        byte[] jpeg = await seen.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xFF, 0xD8, 0xFF], jpeg.AsSpan(0, 3).ToArray());

        IAuditGrain audit = host.Grains.GetGrain<IAuditGrain>(0);
        await Eventually.GetAsync(
            async () => (await audit.List(new AuditFilter(Actor: clerk.Id, Name: "identity.view-picture", Subject: customer.Id), 10, null)).Lines.Count, count => count == 1);

        // At rest it is not in the clear.
        await using NpgsqlCommand read = Database.CreateCommand("select box from identity_picture where id = $1");
        read.Parameters.Add(new NpgsqlParameter { Value = picture });
        byte[] box = (byte[])(await read.ExecuteScalarAsync())!;
        Assert.Equal(-1, box.AsSpan().IndexOf(jpeg.AsSpan(0, 24)));
        Assert.Equal(-1, box.AsSpan().IndexOf("JFIF"u8));
    }

    [Fact]
    public async Task Nobody_reviews_their_own_papers()
    {
        Person clerk = await Person.JoinAsync(host, 0, Role.Clerk);
        await AttachAllAsync(clerk);
        await SubmitAsync(clerk);
        await (await ActAsync(clerk, clerk, "claim")).DemandProblemAsync(403, "own_case");
        await (await ActAsync(clerk, clerk, "approve")).DemandProblemAsync(403, "own_case");
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_named_and_nothing_is_submitted()
    {
        Person customer = await Person.JoinAsync(host);
        await AttachAsync(customer, "front");
        JsonElement missing = await (await customer.PostAsync("/api/v1/identity/submissions", Papers())).DemandProblemAsync(422, "picture_missing");
        Assert.Equal(["back", "selfie", "address"], missing.GetProperty("missing").EnumerateArray().Select(kind => kind.GetString()));
        await AttachAllAsync(customer);
        await (await customer.PostAsync("/api/v1/identity/submissions", Papers(tier: 2))).DemandProblemAsync(422, "tier_not_offered");
        await (await customer.PostAsync("/api/v1/identity/submissions", Papers(number: "??"))).DemandProblemAsync(422, "papers_invalid");
        await (await customer.PostAsync("/api/v1/identity/submissions", Papers(birth: "2999-01-01"))).DemandProblemAsync(422, "papers_invalid");
        await (await customer.PostAsync("/api/v1/identity/submissions", Papers(expires: "2020-01-01"))).DemandProblemAsync(422, "document_expired");
        Assert.Equal("draft", (await customer.GetAsync("/api/v1/identity")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Files_that_are_no_honest_pictures_are_refused_at_the_door()
    {
        Person customer = await Person.JoinAsync(host);
        Task<HttpResponseMessage> Put(byte[] file) => customer.Http.PutAsync("/api/v1/identity/pictures/front", Body(file));
        await (await Put("<html></html>"u8.ToArray())).DemandProblemAsync(415, "picture_type");
        await (await Put([.. Pictures.Make(), .. new byte[PictureCleaner.FileMax]])).DemandProblemAsync(413, "picture_too_large");
        await (await Put(new byte[14 * 1024 * 1024])).DemandProblemAsync(413, "picture_too_large");
        await (await Put(Pictures.Claims(60_000, 60_000))).DemandProblemAsync(422, "picture_dimensions");
        await (await customer.Http.PutAsync("/api/v1/identity/pictures/poem", Body(Pictures.Make()))).DemandProblemAsync(400, "invalid_field");
        Assert.Empty((await customer.GetAsync("/api/v1/identity")).GetProperty("pictures").EnumerateArray());
    }

    [Fact]
    public async Task A_replaced_picture_is_gone_and_one_that_was_decided_on_stays()
    {
        Person customer = await Person.JoinAsync(host), clerk = await Person.JoinAsync(host, 0, Role.Clerk);
        await AttachAsync(customer, "front");
        await AttachAllAsync(customer);
        await Eventually.GetAsync(() => StoredAsync(customer), count => count == 4);
        await SubmitAsync(customer);
        await DemandOkAsync(clerk, customer, "claim");
        (await ActAsync(clerk, customer, "reject", new JsonObject { ["reason"] = "unreadable" })).EnsureSuccessStatusCode();
        await AttachAsync(customer, "front");
        await AttachAsync(customer, "front");
        await Eventually.GetAsync(() => StoredAsync(customer), count => count == 5);
    }

    private async Task<long> StoredAsync(Person person)
    {
        await using NpgsqlCommand count = Database.CreateCommand("select count(*) from identity_picture where customer = $1");
        count.Parameters.Add(new NpgsqlParameter { Value = person.Id });
        return (long)(await count.ExecuteScalarAsync())!;
    }

    // What the payee may hold must not be what refuses.
    private Task<KycRefusal?> RaisePayeeAsync(Person payee) => host.Grains.GetGrain<ICustomerStandingGrain>(payee.Id).RaiseTier(3);

    private static async Task AttachAllAsync(Person person)
    {
        foreach (string kind in new[] { "front", "back", "selfie", "address" })
        {
            await AttachAsync(person, kind);
        }
    }

    private static async Task AttachAsync(Person person, string kind)
    {
        using HttpResponseMessage answer = await person.Http.PutAsync("/api/v1/identity/pictures/" + kind, Body(Pictures.Make()));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task SubmitAsync(Person person)
    {
        using HttpResponseMessage answer = await person.PostAsync("/api/v1/identity/submissions", Papers());
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static JsonObject Papers(int tier = 3, string number = "CG 123456", string birth = "1990-05-31", string? expires = null) => new()
    {
        ["tier"] = tier, ["paper"] = "identity_card", ["number"] = number, ["name"] = "Client de test", ["birthDate"] = birth, ["expiresOn"] = expires,
    };

    private static ByteArrayContent Body(byte[] file) => new(file) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

    private static Task<HttpResponseMessage> ActAsync(Person reviewer, Person customer, string act, JsonNode? body = null) =>
        reviewer.PostAsync($"/api/v1/clerk/identity/{customer.Id}/{act}", body);

    private static async Task DemandOkAsync(Person reviewer, Person customer, string act)
    {
        using HttpResponseMessage answer = await ActAsync(reviewer, customer, act);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
