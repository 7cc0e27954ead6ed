using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Bulk;

/// <summary>Bulk payments over HTTP: the file, the two people, the lines that fail, and everybody who may not.</summary>
[Collection(ApiHost.Collection)]
public sealed class BulkEndpointTests(ApiHost host)
{
    private const string Path = "/api/v1/bulk-payments";

    private NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task A_file_is_checked_submitted_approved_and_paid_and_what_failed_is_tried_again_apart()
    {
        (Person owner, Person second, AccountId payer) = await Shop(1_000_000);
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(Database, 5);
        string late = BulkPeople.Strangers(1).Single();
        await Freeze(phones[4]);
        string file = "telephone;montant;nom;reference\n"
            + string.Join('\n', phones.Select((phone, i) => $"{phone};{1000 + i};Test;R{i}"))
            + $"\n{late};5000;Test;R5\n06;1;Court;\n{phones[0]};7;Double;\n{owner.Phone};9;Moi;\n{phones[1]};x;Autre;\n";
        JsonElement batch = await Upload(owner, file, "first");
        string id = batch.GetProperty("id").GetString()!;
        Assert.Equal(("checked", 10, 3, 7, 1000 + 1001 + 1002 + 1003 + 1004 + 5000 + 9), Summary(batch));
        JsonElement odd = await owner.GetAsync($"{Path}/{id}/lines?only=problems");
        Assert.Equal(["invalid_phone", "bulk_duplicate_phone", "bulk_amount_unreadable"], odd.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("problem").GetString()));
        JsonElement warned = await owner.GetAsync($"{Path}/{id}/lines?only=warnings");
        Assert.Equal(["payee_frozen", "unknown_payee", "bulk_name_differs"], warned.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("warning").GetString()));

        await (await owner.PostAsync($"{Path}/{id}/submit", new JsonObject())).DemandProblemAsync(422, "bulk_has_problems");
        Assert.Equal("submitted", (await Act(owner, id, "submit", new JsonObject { ["withoutProblems"] = true })).GetProperty("status").GetString());
        await (await owner.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
        await Act(second, id, "approve");
        JsonElement done = await Until(owner, id, "done");
        Assert.Equal((5, 2, 1000 + 1001 + 1002 + 1003 + 9), (done.GetProperty("paid").GetInt32(), done.GetProperty("failed").GetInt32(), done.GetProperty("paidAmount").GetInt32()));
        Assert.Equal(1_000_000 - 4015, await Balance(payer));
        JsonElement failed = await second.GetAsync($"{Path}/{id}/lines?only=failed");
        Assert.Equal(["payee_frozen", "unknown_payee"], failed.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("failure").GetString()));

        // The number is registered meanwhile; the one that is frozen fails again, and nobody who was paid is paid again.
        await Register(late);
        JsonElement again = await Act(owner, id, "retry");
        Assert.Equal(("submitted", 2, 2), (again.GetProperty("status").GetString(), again.GetProperty("round").GetInt32(), again.GetProperty("payees").GetInt32()));
        await (await owner.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
        await Act(second, id, "approve");
        done = await Until(owner, id, "done");
        Assert.Equal((6, 1), (done.GetProperty("paid").GetInt32(), done.GetProperty("failed").GetInt32()));
        Assert.Equal(1_000_000 - 4015 - 5000, await Balance(payer));
        Assert.Equal(1000, await Balance(await Wallet(phones[0])));
        Assert.Equal(5000, await Balance(await Wallet(late)));
        JsonElement paid = (await owner.GetAsync($"{Path}/{id}/lines?only=paid")).GetProperty("lines")[0];
        Receipt receipt = (await host.Grains.Account(Payer(paid)).Find(Transfer(paid)))!;
        Assert.Equal((PostingKind.BulkPayment, 1000, "Salaires"), (receipt.Kind, receipt.Amount, receipt.Note));
    }

    [Fact]
    public async Task A_report_is_corrected_and_takes_the_place_of_the_file()
    {
        (Person owner, Person second, _) = await Shop(10_000);
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(Database, 2);
        JsonElement batch = await Upload(owner, $"nom,telephone,montant\n\"Test, Client\",{phones[0]},1 000\nTest,{phones[1]},12.5\n", "second");
        string id = batch.GetProperty("id").GetString()!;
        using HttpResponseMessage answer = await owner.Http.GetAsync($"{Path}/{id}/report");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        string report = await answer.Content.ReadAsStringAsync();
        Assert.Contains("bulk_amount_unreadable", report, StringComparison.Ordinal);

        using HttpResponseMessage replaced = await Send(second, HttpMethod.Put, $"{Path}/{id}/lines", report.Replace("12.5", "1250", StringComparison.Ordinal));
        JsonElement corrected = await replaced.JsonAsync();
        Assert.Equal(("checked", 2, 0, 2, 2250), Summary(corrected));

        // Whoever corrected the file is its preparer now.
        await Act(owner, id, "submit", new JsonObject());
        await (await second.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
    }

    [Fact]
    public async Task The_same_upload_again_answers_the_same_and_another_under_its_key_is_refused()
    {
        (Person owner, _, _) = await Shop(0);
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(Database, 1);
        string file = $"telephone;montant\n{phones[0]};100\n";
        JsonElement first = await Upload(owner, file, "key");
        using HttpResponseMessage again = await Send(owner, HttpMethod.Post, $"{Path}?from=merchant&title=Salaires", file, "key");
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(first.GetProperty("id").GetString(), (await again.JsonAsync()).GetProperty("id").GetString());
        await (await Send(owner, HttpMethod.Post, $"{Path}?from=merchant&title=Salaires", file + "\n", "key")).DemandProblemAsync(422, "idempotency_conflict");
        await (await Send(owner, HttpMethod.Post, $"{Path}?from=merchant&title=Primes", file, "key")).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Single((await owner.GetAsync(Path)).GetProperty("bulkPayments").EnumerateArray());
        await (await Send(owner, HttpMethod.Post, $"{Path}?from=merchant&title=Salaires", file)).DemandProblemAsync(400, "idempotency_key_missing");
        await (await Send(owner, HttpMethod.Post, $"{Path}?from=trust&title=Salaires", file, "k2")).DemandProblemAsync(404, "bulk_payer_unknown");
        await (await Send(owner, HttpMethod.Post, $"{Path}?from=merchant", file, "k3")).DemandProblemAsync(422, "memo_invalid");
        await (await Send(owner, HttpMethod.Post, $"{Path}?from=merchant&title=x", "a;b\n1", "k4")).DemandProblemAsync(422, "bulk_columns_missing");
        await (await Send(owner, HttpMethod.Post, $"{Path}?from=merchant&title=x", "telephone;montant\n", "k5")).DemandProblemAsync(422, "bulk_no_lines");
    }

    [Fact]
    public async Task A_hundred_thousand_lines_are_taken()
    {
        (Person owner, _, _) = await Shop(0);
        StringBuilder file = new("telephone;montant;nom;reference\n");
        for (int i = 0; i < BulkPayments.LinesMax; i++)
        {
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"+24204{i:D7};150000;Client de démonstration;MATRICULE-{i}\n");
        }

        JsonElement batch = await Upload(owner, file.ToString(), "large");
        Assert.Equal(("checked", 100_000, 0, 100_000), (batch.GetProperty("status").GetString(), batch.GetProperty("lines").GetInt32(), batch.GetProperty("problems").GetInt32(), batch.GetProperty("warnings").GetInt32()));
    }

    [Fact]
    public async Task Without_the_money_nothing_is_approved_and_with_it_the_same_approval_succeeds()
    {
        (Person owner, Person second, AccountId payer) = await Shop(500);
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(Database, 2);
        string id = await Submitted(owner, phones);
        await (await second.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "insufficient_funds");
        Assert.Equal("submitted", (await owner.GetAsync($"{Path}/{id}")).GetProperty("status").GetString());
        await host.FundAsync(payer, 10_000);
        Assert.Null(await host.Grains.Account(payer).SetFreeze(Postmobile.Money.Freeze.Debits, "test"));
        await (await second.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "account_frozen");
        Assert.Null(await host.Grains.Account(payer).SetFreeze(Postmobile.Money.Freeze.None, "test"));
        await Act(second, id, "approve");
        await Act(second, id, "approve");
        await Until(owner, id, "done");
        Assert.Equal(10_500 - 2_000, await Balance(payer));
    }

    [Fact]
    public async Task An_approval_needs_the_PIN_of_a_moment_ago()
    {
        await using ApiHost late = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<Postmobile.Api.Money.IStepUp>(new Nobody()));
        Person person = await Person.JoinAsync(late, 0, Role.Merchant);
        using HttpResponseMessage unknown = await person.PostAsync($"{Path}/{BulkPayments.Key(new CustomerId(person.Id), "x")}/approve", null);
        await unknown.DemandProblemAsync(404, "not_found");
        using HttpResponseMessage uploaded = await Send(person, HttpMethod.Post, $"{Path}?from=merchant&title=Salaires", "telephone;montant\n+242040000001;5\n", "x");
        string id = (await uploaded.JsonAsync()).GetProperty("id").GetString()!;
        await (await person.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(403, "step_up_required");
    }

    [Fact]
    public async Task Whoever_is_none_of_the_payers_people_finds_nothing()
    {
        (Person owner, Person second, AccountId payer) = await Shop(10_000);
        Person stranger = await Person.JoinAsync(host, 0, Role.Merchant), staff = await Person.JoinAsync(host, 0, Role.Operator);
        string id = await Submitted(owner, await BulkPeople.JoinAsync(Database, 1));
        foreach (Person wrong in new[] { stranger, staff })
        {
            await (await wrong.Http.GetAsync($"{Path}/{id}")).DemandProblemAsync(404, "not_found");
            await (await wrong.Http.GetAsync($"{Path}/{id}/lines")).DemandProblemAsync(404, "not_found");
            await (await wrong.Http.GetAsync($"{Path}/{id}/report")).DemandProblemAsync(404, "not_found");
            await (await Send(wrong, HttpMethod.Put, $"{Path}/{id}/lines", "telephone;montant\n066000001;1")).DemandProblemAsync(404, "not_found");
            foreach (string act in new[] { "submit", "approve", "reject", "cancel", "pause", "resume", "retry" })
            {
                await (await wrong.PostAsync($"{Path}/{id}/{act}", new JsonObject())).DemandProblemAsync(404, "not_found");
            }

            await (await Send(wrong, HttpMethod.Post, $"{Path}?from={payer.Number.Replace(" ", "", StringComparison.Ordinal)}&title=x", "telephone;montant\n066000001;1", "k")).DemandProblemAsync(404, "bulk_payer_unknown");
            Assert.Empty((await wrong.GetAsync(Path)).GetProperty("bulkPayments").EnumerateArray());
        }

        // Somebody who was asked and has not accepted, and somebody who was sent away, are strangers too.
        string people = $"/api/v1/bulk-payers/{payer.Number.Replace(" ", "", StringComparison.Ordinal)}";
        await owner.PostAsync(people + "/people", new JsonObject { ["phone"] = stranger.Phone });
        await (await stranger.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(404, "not_found");
        await (await stranger.PostAsync(people + "/people", new JsonObject { ["phone"] = staff.Phone })).DemandProblemAsync(404, "not_found");
        await (await second.Http.DeleteAsync($"{people}/people/{stranger.Id}")).DemandProblemAsync(404, "not_found");
        Assert.True((await owner.Http.DeleteAsync($"{people}/people/{second.Id}")).IsSuccessStatusCode);
        await (await second.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(404, "not_found");
        Assert.True((await stranger.PostAsync(people + "/accept", null)).IsSuccessStatusCode);
        await Act(stranger, id, "approve");
        await Until(owner, id, "done");
    }

    [Fact]
    public async Task Rejected_or_cancelled_nothing_moves()
    {
        (Person owner, Person second, AccountId payer) = await Shop(10_000);
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(Database, 1);
        string rejected = await Submitted(owner, phones), cancelled = await Submitted(owner, phones);
        Assert.Equal("trop tôt", (await Act(second, rejected, "reject", new JsonObject { ["reason"] = "trop tôt" })).GetProperty("reason").GetString());
        await Act(owner, cancelled, "cancel");
        foreach (string id in new[] { rejected, cancelled })
        {
            await (await second.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(409, "bulk_not_now");
        }

        Assert.Equal((10_000, 0), (await Balance(payer), await Balance(await Wallet(phones[0]))));
    }

    [Fact]
    public async Task Paused_it_stands_still_and_ended_it_gives_the_rest_back()
    {
        (Person owner, Person second, AccountId payer) = await Shop(100_000_000);
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(Database, 12_000);
        string id = await Submitted(owner, phones);
        await Act(second, id, "approve");
        using HttpResponseMessage pause = await owner.PostAsync($"{Path}/{id}/pause", null);
        Assert.True(pause.IsSuccessStatusCode, "It was over before it could be paused.");
        await Eventually.GetAsync(() => Answered(id, owner), answered => answered);
        JsonElement still = await owner.GetAsync($"{Path}/{id}");

        // Another batch is paid from beginning to end meanwhile: what stands still is this one, and not the machine.
        (Person other, Person another, _) = await Shop(10_000);
        string moving = await Submitted(other, await BulkPeople.JoinAsync(Database, 5));
        await Act(another, moving, "approve");
        await Until(other, moving, "done");
        Assert.Equal(still.GetProperty("paid").GetInt32(), (await owner.GetAsync($"{Path}/{id}")).GetProperty("paid").GetInt32());
        Assert.True(still.GetProperty("paid").GetInt32() < 12_000);
        await Act(second, id, "resume");
        await owner.PostAsync($"{Path}/{id}/pause", null);
        if ((await owner.GetAsync($"{Path}/{id}")).GetProperty("status").GetString() == "paused")
        {
            await Act(owner, id, "cancel");
        }

        JsonElement done = await Until(owner, id, "done");
        Assert.Equal(12_000, done.GetProperty("paid").GetInt32() + done.GetProperty("failed").GetInt32());
        Assert.Equal(100_000_000 - (1_000L * done.GetProperty("paid").GetInt32()), await Balance(payer));
    }

    [Fact]
    public async Task From_the_posts_own_accounts_one_operator_prepares_and_another_approves_on_the_record()
    {
        Person first = await Person.JoinAsync(host, 0, Role.Operator), second = await Person.JoinAsync(host, 0, Role.Operator), clerk = await Person.JoinAsync(host, 0, Role.Clerk);
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(Database, 3);
        using HttpResponseMessage uploaded = await Send(first, HttpMethod.Post, $"{Path}?from=trust&title=Bourses", File(phones), "post");
        string id = (await uploaded.JsonAsync()).GetProperty("id").GetString()!;
        await Act(first, id, "submit", new JsonObject());
        await (await first.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(422, "same_operator");
        await (await clerk.PostAsync($"{Path}/{id}/approve", null)).DemandProblemAsync(404, "not_found");
        await Act(second, id, "approve");
        await Until(first, id, "done");
        AccountId wallet = await Wallet(phones[0]);
        Assert.Equal(1_000, await Balance(wallet));
        Assert.Equal("La Poste", (await host.Grains.Account(wallet).Statement(new StatementQuery())).Lines[0].CounterpartyName);
        JsonElement acts = await Eventually.GetAsync(() => first.GetAsync("/api/v1/operator/audit?subject=" + id), page => page.GetProperty("acts").GetArrayLength() == 2);
        Assert.Equal([("bulk.approve", second.Id), ("bulk.submit", first.Id)], acts.GetProperty("acts").EnumerateArray().Select(act => (act.GetProperty("act").GetString(), act.GetProperty("actor").GetString())).Order());
    }

    private static (string?, int, int, int, int) Summary(JsonElement batch) => (
        batch.GetProperty("status").GetString(), batch.GetProperty("lines").GetInt32(), batch.GetProperty("problems").GetInt32(), batch.GetProperty("payees").GetInt32(), batch.GetProperty("total").GetInt32());

    /// <summary>Whether every line that was sent has its answer, and what is shown counts them all.</summary>
    private async Task<bool> Answered(string id, Person by)
    {
        int paid = (await by.GetAsync($"{Path}/{id}")).GetProperty("paid").GetInt32();
        await using NpgsqlCommand command = Database.CreateCommand(
            """
            select count(*) filter (where l.number <= (d.body #>> '{state,sent}')::int and l.status = 0) = 0 and count(*) filter (where l.status = 1) = $3
            from bulk_line l, document d where l.batch = $1 and d.type = 'money.bulk' and d.id = $2
            """);
        command.Parameters.Add(new() { Value = BulkPayments.Number(id) });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = paid });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static string File(IEnumerable<string> phones) => "telephone;montant\n" + string.Concat(phones.Select(phone => phone + ";1000\n"));

    private async Task<(Person Owner, Person Second, AccountId Payer)> Shop(long amount)
    {
        Person owner = await Person.JoinAsync(host, 0, Role.Merchant), second = await Person.JoinAsync(host);
        AccountId payer = (await host.Grains.GetGrain<ICustomerGrain>(owner.Id).Look())!.Merchant!.Value;
        if (amount > 0)
        {
            await host.FundAsync(payer, amount);
        }

        string people = $"/api/v1/bulk-payers/{payer.Number.Replace(" ", "", StringComparison.Ordinal)}";
        Assert.True((await owner.PostAsync(people + "/people", new JsonObject { ["phone"] = second.Phone })).IsSuccessStatusCode);
        Assert.True((await second.PostAsync(people + "/accept", null)).IsSuccessStatusCode);
        return (owner, second, payer);
    }

    private static async Task<JsonElement> Upload(Person person, string file, string key)
    {
        using HttpResponseMessage answer = await Send(person, HttpMethod.Post, $"{Path}?from=merchant&title=Salaires", file, key);
        Assert.True((int)answer.StatusCode == 201, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static Task<HttpResponseMessage> Send(Person person, HttpMethod method, string path, string file, string? key = null)
    {
        HttpRequestMessage request = new(method, path) { Content = new StringContent(file, Encoding.UTF8, new MediaTypeHeaderValue("text/csv")) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return person.Http.SendAsync(request);
    }

    private static async Task<string> Submitted(Person owner, IReadOnlyList<string> phones)
    {
        string id = (await Upload(owner, File(phones), Guid.NewGuid().ToString())).GetProperty("id").GetString()!;
        await Act(owner, id, "submit", new JsonObject());
        return id;
    }

    private static async Task<JsonElement> Act(Person person, string id, string act, JsonObject? body = null)
    {
        using HttpResponseMessage answer = await person.PostAsync($"{Path}/{id}/{act}", body);
        Assert.True(answer.IsSuccessStatusCode, $"{act}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.JsonAsync();
    }

    private static Task<JsonElement> Until(Person person, string id, string status) =>
        Eventually.GetAsync(() => person.GetAsync($"{Path}/{id}"), batch => batch.GetProperty("status").GetString() == status, TimeSpan.FromSeconds(60));

    private async Task<long> Balance(AccountId account) => (await host.Grains.Account(account).Look())!.Balance;

    private async Task<AccountId> Wallet(string phone) => (await host.Grains.GetGrain<IPhoneGrain>(new PhoneNumber(phone).Key).Owner())!.Wallet;

    private async Task Freeze(string phone) => Assert.Null(await host.Grains.Account(await Wallet(phone)).SetFreeze(Postmobile.Money.Freeze.Credits, "test"));

    private static TransferId Transfer(JsonElement line) => TransferId.TryParse(line.GetProperty("transfer").GetString(), out TransferId id) ? id : default;

    private static AccountId Payer(JsonElement line) => Transfer(line).Payer;

    // The number's grain may be awake and believe that nobody has it: it is told as registration would tell it.
    private async Task Register(string phone)
    {
        AccountId wallet = await host.Grains.GetGrain<ILedgerGrain>(0).Allocate();
        await host.Grains.Account(wallet).Open(new AccountOpening { Kind = AccountKind.Wallet, Tier = 1, Profile = new AccountProfile { DisplayName = "Client Test", Phone = phone } });
        Assert.Null(await host.Grains.GetGrain<IPhoneGrain>(new PhoneNumber(phone).Key).Claim(new PhoneOwner(CustomerId.New(TimeProvider.System), wallet)));
    }

    private sealed class Nobody : Postmobile.Api.Money.IStepUp
    {
        public bool IsProven(Microsoft.AspNetCore.Http.HttpContext http) => false;
    }
}
