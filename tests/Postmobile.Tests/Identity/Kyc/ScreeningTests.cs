using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Identity.Kyc;

/// <summary>Lists, likenesses, and what operators make of them; freezes.</summary>
[Collection(ApiHost.Collection)]
public sealed class ScreeningTests(ApiHost host)
{
    [Fact]
    public async Task A_new_list_is_compared_with_everybody_and_a_confirmed_hit_freezes()
    {
        Person suspect = await Person.JoinAsync(host, 50_000), payee = await Person.JoinAsync(host), @operator = await Person.JoinAsync(host, 0, Role.Operator);
        string name = NewName();
        await RenameAsync(suspect, name);
        JsonElement list = await UploadAsync(@operator, $"name,aliases,birth,source\n\"{Reversed(name)}\",,1970,Liste d'essai\n");
        Assert.Equal(1, list.GetProperty("names").GetInt32());
        JsonElement hit = await HitOfAsync(@operator, suspect);
        Assert.Equal("new_list", hit.GetProperty("occasion").GetString());

        // The same file again is the same list.
        Assert.Equal(list.GetProperty("version").GetInt32(), (await UploadAsync(@operator, $"name,aliases,birth,source\n\"{Reversed(name)}\",,1970,Liste d'essai\n")).GetProperty("version").GetInt32());

        string id = hit.GetProperty("id").GetString()!;
        await (await @operator.PostAsync($"/api/v1/operator/screening/{id}/confirm", new JsonObject { ["reason"] = "" })).DemandProblemAsync(422, "reason_needed");
        (await @operator.PostAsync($"/api/v1/operator/screening/{id}/confirm", new JsonObject { ["reason"] = "Même personne que la liste" })).EnsureSuccessStatusCode();
        await (await @operator.PostAsync($"/api/v1/operator/screening/{id}/dismiss", new JsonObject { ["reason"] = "autre avis" })).DemandProblemAsync(409, "already_decided");
        await Eventually.GetAsync(async () => (await host.Grains.GetGrain<IAccountGrain>(suspect.Wallet.Value).Look())!.Freeze, freeze => freeze == Freeze.Both);
        await (await suspect.PayAsync(payee.Phone, 100)).DemandProblemAsync(422, "account_frozen");
    }

    [Fact]
    public async Task A_new_customer_and_a_new_name_are_compared_and_a_dismissed_hit_stays_so()
    {
        Person @operator = await Person.JoinAsync(host, 0, Role.Operator), customer = await Person.JoinAsync(host), other = await Person.JoinAsync(host);
        string name = NewName();
        await UploadAsync(@operator, $"name;source\n{name};Essai\n");
        await RenameAsync(customer, name);
        await RenameAsync(other, NewName());
        JsonElement hit = await HitOfAsync(@operator, customer);
        Assert.Equal("papers", hit.GetProperty("occasion").GetString());
        (await @operator.PostAsync($"/api/v1/operator/screening/{hit.GetProperty("id").GetString()}/dismiss", new JsonObject { ["reason"] = "Autre date de naissance" })).EnsureSuccessStatusCode();

        JsonElement next = await UploadAsync(@operator, $"name;source\n{name};Essai\nQuelqu'un Dautre;Essai\n");
        await DoneAsync(@operator, next);
        string?[] pending = [.. (await HitsAsync(@operator)).Select(one => one.GetProperty("customer").GetString())];
        Assert.DoesNotContain(customer.Id, pending);
        Assert.DoesNotContain(other.Id, pending);
        Assert.Equal(Freeze.None, (await host.Grains.GetGrain<IAccountGrain>(customer.Wallet.Value).Look())!.Freeze);
    }

    [Fact]
    public async Task A_file_that_is_no_list_changes_nothing()
    {
        Person @operator = await Person.JoinAsync(host, 0, Role.Operator);
        int before = (await @operator.GetAsync("/api/v1/operator/sanctions")).GetProperty("lists").GetArrayLength();
        JsonElement problem = await (await PostCsvAsync(@operator, "name\nJean\n\"Paul")).DemandProblemAsync(422, "list_invalid");
        Assert.Equal(3, problem.GetProperty("line").GetInt32());
        Assert.Equal(before, (await @operator.GetAsync("/api/v1/operator/sanctions")).GetProperty("lists").GetArrayLength());
    }

    [Fact]
    public async Task One_operator_freezes_and_another_lifts()
    {
        Person customer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host, 10_000);
        Person one = await Person.JoinAsync(host, 0, Role.Operator), other = await Person.JoinAsync(host, 0, Role.Operator);
        await (await FreezeAsync(one, customer, "debits", "x")).DemandProblemAsync(422, "reason_needed");
        await (await FreezeAsync(one, one, "debits", "moi-même")).DemandProblemAsync(403, "own_case");
        Assert.Equal(HttpStatusCode.OK, (await FreezeAsync(one, customer, "debits", "Mouvements à expliquer")).StatusCode);
        await (await customer.PayAsync(payee.Phone, 100)).DemandProblemAsync(422, "account_frozen");
        Assert.Equal(HttpStatusCode.Created, (await payee.PayAsync(customer.Phone, 100)).StatusCode);
        Assert.Equal("debits", (await customer.GetAsync("/api/v1/identity")).GetProperty("freeze").GetString());

        Assert.Equal(HttpStatusCode.OK, (await FreezeAsync(one, customer, "credits", "Entrées aussi")).StatusCode);
        await (await payee.PayAsync(customer.Phone, 100)).DemandProblemAsync(422, "payee_frozen");
        await (await LiftAsync(one, customer)).DemandProblemAsync(422, "same_operator");
        Assert.Contains((await other.GetAsync("/api/v1/operator/freezes")).GetProperty("freezes").EnumerateArray(), freeze => freeze.GetProperty("customer").GetString() == customer.Id);
        Assert.Equal(HttpStatusCode.OK, (await LiftAsync(other, customer)).StatusCode);
        await (await LiftAsync(other, customer)).DemandProblemAsync(409, "not_frozen");
        Assert.Equal(HttpStatusCode.Created, (await customer.PayAsync(payee.Phone, 100)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await payee.PayAsync(customer.Phone, 100)).StatusCode);
    }

    [Fact]
    public async Task Lifting_a_block_does_not_lift_a_freeze_and_no_new_account_is_a_way_around_it()
    {
        Person customer = await Person.JoinAsync(host, 10_000), one = await Person.JoinAsync(host, 0, Role.Operator);
        var grain = host.Grains.GetGrain<ICustomerGrain>(customer.Id);
        Assert.Equal(HttpStatusCode.OK, (await FreezeAsync(one, customer, "both", "À examiner")).StatusCode);
        Assert.Null(await grain.Block(BlockedBy.Operator, new CustomerId(one.Id)));
        Assert.Null(await grain.Unblock(new CustomerId(one.Id)));
        Assert.Equal(Freeze.Both, (await host.Grains.GetGrain<IAccountGrain>(customer.Wallet.Value).Look())!.Freeze);
        Assert.Null(await grain.Grant(Role.Merchant, new CustomerId(one.Id)));
        AccountId merchant = (await grain.Look())!.Merchant!.Value;
        Assert.Equal(Freeze.Both, (await host.Grains.GetGrain<IAccountGrain>(merchant.Value).Look())!.Freeze);
    }

    private static Task<HttpResponseMessage> FreezeAsync(Person by, Person customer, string what, string reason) =>
        by.PostAsync($"/api/v1/operator/customers/{customer.Id}/freeze", new JsonObject { ["freeze"] = what, ["reason"] = reason });

    private static Task<HttpResponseMessage> LiftAsync(Person by, Person customer) =>
        by.PostAsync($"/api/v1/operator/customers/{customer.Id}/freeze/lift", new JsonObject { ["reason"] = "Tout est expliqué" });

    private async Task RenameAsync(Person person, string name) =>
        Assert.Null(await host.Grains.GetGrain<ICustomerGrain>(person.Id).SetProfile(name, "fr"));

    private static async Task<JsonElement> UploadAsync(Person @operator, string csv)
    {
        using HttpResponseMessage answer = await PostCsvAsync(@operator, csv);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private static Task<HttpResponseMessage> PostCsvAsync(Person @operator, string csv) => @operator.Http.PostAsync(
        "/api/v1/operator/sanctions?title=Essai", new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } });

    private static Task DoneAsync(Person @operator, JsonElement list) => Eventually.GetAsync(
        async () => (await @operator.GetAsync("/api/v1/operator/sanctions")).GetProperty("lists").EnumerateArray()
            .Single(one => one.GetProperty("version").GetInt32() == list.GetProperty("version").GetInt32()).GetProperty("done").GetBoolean(),
        done => done);

    private static async Task<IEnumerable<JsonElement>> HitsAsync(Person @operator) =>
        (await @operator.GetAsync("/api/v1/operator/screening?limit=200")).GetProperty("hits").EnumerateArray();

    private static async Task<JsonElement> HitOfAsync(Person @operator, Person customer) => (await Eventually.GetAsync(
        async () => (await HitsAsync(@operator)).Cast<JsonElement?>().FirstOrDefault(hit => hit!.Value.GetProperty("customer").GetString() == customer.Id),
        hit => hit is not null))!.Value;

    // Letters only, and unlike any other test's.
    private static string NewName() => $"{Word()} {Word()}";

    private static string Word() => string.Concat(Enumerable.Range(0, 5).Select(_ => "BKMNDLTSGPRV"[RandomNumberGenerator.GetInt32(12)] + "aeiou"[RandomNumberGenerator.GetInt32(5)].ToString()));

    private static string Reversed(string name) => string.Join(", ", name.Split(' ').Reverse());
}
