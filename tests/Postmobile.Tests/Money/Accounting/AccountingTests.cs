using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Audit;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Papers;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Accounting;

/// <summary>
/// The accountants' work, over REST. What the ledger has written is moved two days back (<see cref="Past.BringAsync"/>), to a day
/// that is over.
/// </summary>
public sealed class AccountingTests(AccountingTests.Past world) : IClassFixture<AccountingTests.Past>
{
    private const string Path = "/api/v1/operator/reconciliations";

    private ApiHost Host => world.Host;

    private static DateOnly Day => DateOnly.FromDateTime(DateTimeOffset.UtcNow.AddDays(-2).ToOffset(TimeSpan.FromHours(1)).DateTime);

    private static string DayText => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_days_books_balance_and_their_files_say_the_same()
    {
        Person accountant = await Person.JoinAsync(Host, 0, Role.Accountant), payer = await Person.JoinAsync(Host, 40_000), payee = await Person.JoinAsync(Host);
        await payer.PayAsync(payee.Phone, 1_234, note: "=1+1");
        await world.BringAsync();
        JsonElement chart = await accountant.GetAsync("/api/v1/operator/accounting/chart");
        Assert.All(Enum.GetValues<AccountKind>(), kind => Assert.Single(
            chart.EnumerateArray(), row => row.GetProperty("kind").ValueKind == JsonValueKind.String && row.GetProperty("kind").GetString() == JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())));

        foreach (bool closed in new[] { false, true })
        {
            if (closed)
            {
                await world.ClosePeriodAsync();
                await world.BringAsync();
            }

            JsonElement books = await accountant.GetAsync("/api/v1/operator/accounting/days/" + DayText);
            Assert.True(books.GetProperty("balanced").GetBoolean() && books.GetProperty("over").GetBoolean());
            List<JsonElement> lines = [.. books.GetProperty("lines").EnumerateArray()];
            Assert.Equal(0, lines.Sum(line => line.GetProperty("opening").GetInt64()));
            Assert.Equal(0, lines.Sum(line => line.GetProperty("closing").GetInt64()));
            TrialBalance now = await Host.Grains.GetGrain<ILedgerGrain>(0).TrialBalance();
            Assert.Equal(-now.Lines.Single(line => line.Kind == AccountKind.Trust).Balance, lines.Single(line => line.GetProperty("number").GetString() == "5211").GetProperty("closing").GetInt64());

            List<string[]> journal = await PaperTests.CsvAsync(accountant, $"/api/v1/operator/accounting/days/{DayText}/journal.csv");
            long sum = journal.Skip(1).SkipLast(1).Sum(row => long.Parse(row[8], CultureInfo.InvariantCulture));
            Assert.Equal(sum, lines.Sum(line => line.GetProperty("debits").GetInt64()));
            Assert.Equal(sum, long.Parse(journal[^1][8], CultureInfo.InvariantCulture));
            Assert.Equal(books.GetProperty("postings").GetInt64(), journal.Count - 2);
            Assert.Contains(journal, row => row[8] == "1234" && row[10] == "'=1+1" && row[4] == "4191" && row[6] == "4191");

            List<string[]> balance = await PaperTests.CsvAsync(accountant, $"/api/v1/operator/accounting/days/{DayText}/trial-balance.csv");
            Assert.Equal("Équilibrée", balance[^1][2]);
            Assert.Equal(balance[^2][6], balance[^2][7]);
        }

        JsonElement before = await accountant.GetAsync($"/api/v1/operator/accounting/days/{Day.AddDays(-1):yyyy-MM-dd}");
        Assert.Equal(0, before.GetProperty("postings").GetInt64());
        JsonElement after = await accountant.GetAsync($"/api/v1/operator/accounting/days/{Day.AddDays(1):yyyy-MM-dd}");
        Assert.Equal((0, true), (after.GetProperty("postings").GetInt64(), after.GetProperty("balanced").GetBoolean()));
        Assert.NotEqual(0, after.GetProperty("lines").EnumerateArray().Sum(line => Math.Abs(line.GetProperty("opening").GetInt64())));
        await (await accountant.Http.GetAsync("/api/v1/operator/accounting/days/hier")).DemandProblemAsync(400, "invalid_field");
    }

    [Fact]
    public async Task A_reconciliation_from_upload_to_its_closing_by_two()
    {
        Person first = await Person.JoinAsync(Host, 0, Role.Accountant), second = await Person.JoinAsync(Host, 0, Role.Accountant), reader = await Person.JoinAsync(Host, 0, Role.Operator);
        string known = "VIR-" + Guid.NewGuid().ToString("N")[..8], odd = "VIR-" + Guid.NewGuid().ToString("N")[..8];
        await IssueAsync(30_000, known);
        await IssueAsync(20_000, odd);
        await world.BringAsync();
        string csv = $"date;libellé;référence;montant\n{DayText};Virement agent;{known};30000\n{DayText};Virement agent;illisible;19500\n{DayText};Frais de tenue;;-500\n";

        string key = Guid.NewGuid().ToString();
        using HttpResponseMessage begun = await first.PostAsync(Path, Body(csv), key);
        JsonElement it = await begun.JsonAsync();
        Assert.True(begun.StatusCode == HttpStatusCode.Created, it.ToString());
        string id = it.GetProperty("id").GetString()!, address = $"{Path}/{id}";
        using HttpResponseMessage again = await first.PostAsync(Path, Body(csv), key);
        Assert.Equal(("true", HttpStatusCode.Created), (again.Headers.GetValues("Idempotent-Replayed").Single(), again.StatusCode));
        await (await first.PostAsync(Path, Body(csv + $"{DayText};x;;1\n"), key)).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Contains(it.GetProperty("matches").EnumerateArray(), match => match.GetProperty("automatic").GetBoolean() && match.GetProperty("bank")[0].GetInt32() == 1);
        Assert.Equal([2, 3], it.GetProperty("unmatchedBank").EnumerateArray().Select(line => line.GetProperty("number").GetInt32()));
        Sums(it);

        // By hand, with a note: the bank kept 500 of the second transfer, and has a line for it.
        string book = it.GetProperty("unmatchedBook").EnumerateArray().Single(line => line.GetProperty("reference").GetString() == odd).GetProperty("id").GetString()!;
        await (await first.PostAsync($"{address}/matches", new JsonObject { ["bank"] = new JsonArray(1), ["book"] = new JsonArray(book), ["note"] = "non" })).DemandProblemAsync(422, "reconciliation_line");
        await (await first.PostAsync($"{address}/matches", new JsonObject { ["bank"] = new JsonArray(2), ["book"] = new JsonArray(book), ["note"] = "" })).DemandProblemAsync(422, "reconciliation_note");
        using HttpResponseMessage matched = await first.PostAsync($"{address}/matches", new JsonObject { ["bank"] = new JsonArray(2), ["book"] = new JsonArray(book), ["note"] = "frais retenus par la banque" });
        it = await matched.JsonAsync();
        Assert.Equal(-500, it.GetProperty("difference").GetProperty("matched").GetInt64());
        Sums(it);

        await (await first.PostAsync($"{address}/close", null)).DemandProblemAsync(422, "reconciliation_unexplained");
        it = await (await first.PostAsync($"{address}/explanations", new JsonObject { ["lines"] = Strings(it.GetProperty("unexplained")), ["note"] = "vu avec la banque" })).JsonAsync();
        Assert.Equal(0, it.GetProperty("unexplained").GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await first.PostAsync($"{address}/close", null)).StatusCode);
        await (await first.PostAsync($"{address}/approve", null)).DemandProblemAsync(422, "same_operator");
        await (await first.PostAsync($"{address}/versions", Body(csv))).DemandProblemAsync(409, "reconciliation_not_open");
        it = await (await second.PostAsync($"{address}/approve", null)).JsonAsync();
        Assert.Equal(("closed", second.Id), (it.GetProperty("status").GetString(), it.GetProperty("closedBy").GetString()));
        await (await second.Http.DeleteAsync($"{address}/matches/1")).DemandProblemAsync(409, "reconciliation_not_open");
        Assert.Equal(id, (await reader.GetAsync(address)).GetProperty("id").GetString());
        Assert.Contains((await reader.GetAsync(Path)).GetProperty("reconciliations").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        Assert.Contains(await PaperTests.CsvAsync(reader, $"{address}/lines.csv"), row => row[2] == "Frais de tenue" && row[^1] == "vu avec la banque");

        string[] acts = await Eventually.GetAsync(
            async () => (await Host.Grains.GetGrain<IAuditGrain>(0).List(new AuditFilter(Subject: id), 20, null)).Lines.Select(line => line.Act.Name).Reverse().ToArray(), found => found.Length == 5);
        Assert.Equal(["reconciliation.begin", "reconciliation.match", "reconciliation.explain", "reconciliation.propose", "reconciliation.close"], acts);
    }

    [Fact]
    public async Task A_corrected_statement_is_a_new_version_and_the_old_one_is_kept()
    {
        Person accountant = await Person.JoinAsync(Host, 0, Role.Accountant);
        JsonElement it = await (await accountant.PostAsync(Path, Body($"{DayText};un;;100\n"), Guid.NewGuid().ToString())).JsonAsync();
        string address = $"{Path}/{it.GetProperty("id").GetString()}";
        it = await (await accountant.PostAsync($"{address}/versions", Body($"{DayText};un;;100\n{DayText};deux;;200\n"))).JsonAsync();
        Assert.Equal((2, 2), (it.GetProperty("version").GetInt32(), it.GetProperty("unmatchedBank").GetArrayLength()));
        await Eventually.GetAsync(() => accountant.Http.GetAsync($"{address}/versions/1"), answer => answer.IsSuccessStatusCode);
        JsonElement old = await accountant.GetAsync($"{address}/versions/1");
        Assert.Equal((1, 1), (old.GetProperty("version").GetInt32(), old.GetProperty("unmatchedBank").GetArrayLength()));
        await (await accountant.Http.GetAsync($"{address}/versions/9")).DemandProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_not_over_is_refused_line_by_line()
    {
        Person accountant = await Person.JoinAsync(Host, 0, Role.Accountant);
        JsonElement problem = await (await accountant.PostAsync(Path, Body("2026-11-99;a;b;1\n"), "k1")).DemandProblemAsync(422, "bank_statement_invalid");
        Assert.Equal((1, "date"), (problem.GetProperty("lines")[0].GetProperty("row").GetInt32(), problem.GetProperty("lines")[0].GetProperty("field").GetString()));
        JsonNode open = Body($"{DayText};a;b;1\n");
        open["to"] = Day.AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await (await accountant.PostAsync(Path, open, "k2")).DemandProblemAsync(422, "reconciliation_period");
        await (await accountant.PostAsync(Path, Body(""), "k3")).DemandProblemAsync(422, "reconciliation_size");
        await (await accountant.PostAsync($"{Path}/rc-{new string('0', 32)}/close", null)).DemandProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task The_record_of_acts_is_filtered_and_filed()
    {
        Person accountant = await Person.JoinAsync(Host, 0, Role.Accountant);
        string subject = "s-" + Guid.NewGuid().ToString("N");
        DateTimeOffset day = new(2026, 3, 4, 0, 0, 0, TimeSpan.FromHours(1));
        foreach ((int hours, string name) in new[] { (-1, "test.before"), (0, "test.first"), (23, "test.last"), (24, "test.after") })
        {
            await Host.Grains.GetGrain<IAuditGrain>(0).Record(subject + name, new Act { Actor = "c-x", Name = name, Subject = subject, Detail = "=danger", At = day.AddHours(hours) });
        }

        List<string[]> rows = await PaperTests.CsvAsync(accountant, $"/api/v1/operator/audit/acts.csv?subject={subject}&from=2026-03-04&to=2026-03-04");
        Assert.Equal(["act", "test.last", "test.first"], rows.Select(row => row[3]));
        Assert.Equal("'=danger", rows[1][5]);
        JsonElement page = await accountant.GetAsync($"/api/v1/operator/audit?subject={subject}&name=test.after");
        Assert.Equal(1, page.GetProperty("acts").GetArrayLength());
        await (await accountant.Http.GetAsync("/api/v1/operator/audit/acts.csv?from=x")).DemandProblemAsync(400, "invalid_field");
    }

    private static JsonObject Body(string csv) => new() { ["from"] = DayText, ["to"] = DayText, ["openingBalance"] = 0, ["csv"] = csv };

    private static JsonArray Strings(JsonElement array) => [.. array.EnumerateArray().Select(one => (JsonNode)one.GetString()!)];

    private static void Sums(JsonElement it)
    {
        JsonElement difference = it.GetProperty("difference");
        long Part(string name) => difference.GetProperty(name).GetInt64();
        Assert.Equal(it.GetProperty("bankClosing").GetInt64() - it.GetProperty("bookClosing").GetInt64(), Part("total"));
        Assert.Equal(Part("total"), Part("before") + Part("bankOnly") + Part("booksOnly") + Part("matched"));
    }

    private async Task IssueAsync(long amount, string reference)
    {
        Person agent = await Person.JoinAsync(Host, 0, Role.Agent);
        TransferOutcome outcome = await Host.Grains.GetGrain<IAccountGrain>(PostAccounts.Trust.Value).Transfer(
            new TransferRequest { Key = reference, Payee = agent.Float, Amount = amount, Kind = PostingKind.FloatIssue, Note = reference });
        Assert.Null(outcome.Refusal);
    }

    /// <summary>A host of the class's own, whose ledger can be moved into the past.</summary>
    public sealed class Past : IAsyncLifetime
    {
        /// <summary>It.</summary>
        public ApiHost Host { get; private set; } = null!;

        private NpgsqlDataSource Database => Host.Services.GetRequiredService<NpgsqlDataSource>();

        /// <inheritdoc />
        public async Task InitializeAsync() => Host = await ApiHost.StartAsync();

        /// <summary>Whatever was written within a day is written two days earlier.</summary>
        public async Task BringAsync()
        {
            await using NpgsqlCommand command = Database.CreateCommand(
                """
                update posting set created_at = created_at - interval '2 days' where created_at > now() - interval '1 day';
                update ledger_period set opened_at = opened_at - interval '2 days' where opened_at > now() - interval '1 day';
                update ledger_period set flipped_at = flipped_at - interval '2 days' where flipped_at > now() - interval '1 day'
                """);
            await command.ExecuteNonQueryAsync();
        }

        /// <summary>Ends and closes the ledger's open period.</summary>
        public async Task ClosePeriodAsync()
        {
            await using NpgsqlConnection connection = await Database.OpenConnectionAsync();
            Assert.True(await PeriodClock.FlipNow(connection, CancellationToken.None));
            await PeriodClock.CloseFlipped(connection, null, CancellationToken.None);
        }

        /// <inheritdoc />
        public Task DisposeAsync() => Host.DisposeAsync();
    }
}
