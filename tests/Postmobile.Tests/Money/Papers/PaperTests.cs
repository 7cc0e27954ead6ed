using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Postmobile.Api.Money;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Papers;

/// <summary>Papers say what the ledger says, to whom it belongs, and anybody can have their code confirmed.</summary>
[Collection(ApiHost.Collection)]
public sealed class PaperTests(ApiHost host)
{
    private const long SmallMax = 60_000;

    private static string Today => DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_receipt_can_be_read_and_its_code_is_confirmed_to_anybody_without_names_or_amounts()
    {
        Person payer = await Person.JoinAsync(host, 50_000), payee = await Person.JoinAsync(host);
        string id = (await (await payer.PayAsync(payee.Phone, 12_500, note: "loyer ɔ ɛ é")).JsonAsync()).GetProperty("id").GetString()!;

        byte[] pdf = await PdfAsync(payer, $"/api/v1/transfers/{id}/receipt.pdf");
        Assert.True(pdf.Length < SmallMax, $"{pdf.Length} bytes");
        string text = await PaperReader.TextAsync(pdf);
        Assert.All(["12 500 FCFA", "loyer ɔ ɛ é", "Client de test", id, "Poste du Congo", "Transfert", "Reçu"], words => Assert.Contains(words, text, StringComparison.Ordinal));

        string address = await PaperReader.QrAsync(pdf);
        Assert.StartsWith(host.Address + "verify/", address, StringComparison.Ordinal);
        string code = address.Split('/')[^1];
        Assert.DoesNotContain(payer.Wallet.Value.ToString(CultureInfo.InvariantCulture), code, StringComparison.Ordinal);

        using HttpClient stranger = host.NewClient();
        JsonElement answer = JsonDocument.Parse(await stranger.GetStringAsync("/api/v1/verify/" + code)).RootElement;
        Assert.Equal((true, "receipt", Today), (answer.GetProperty("genuine").GetBoolean(), answer.GetProperty("kind").GetString(), answer.GetProperty("day").GetString()));
        Assert.Equal(3, answer.EnumerateObject().Count());
        string page = await stranger.GetStringAsync(new Uri(address).PathAndQuery);
        Assert.Contains("data-genuine=\"true\"", page, StringComparison.Ordinal);
        Assert.All(["500", "Client", payer.Phone[^4..], id], secret => Assert.DoesNotContain(secret, page.Replace(code, "", StringComparison.Ordinal), StringComparison.Ordinal));

        // The payee has the same receipt, without the payer's charges; nobody else has any.
        string theirs = await PaperReader.TextAsync(await PdfAsync(payee, $"/api/v1/transfers/{id}/receipt.pdf"));
        Assert.Contains("12 500 FCFA", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("Total", theirs, StringComparison.Ordinal);
        Person other = await Person.JoinAsync(host);
        await (await other.Http.GetAsync($"/api/v1/transfers/{id}/receipt.pdf")).DemandProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_code_that_was_changed_guessed_or_taken_from_a_transfer_that_never_was_is_not_genuine()
    {
        Person person = await Person.JoinAsync(host, 1_000);
        PaperSeals seals = host.Services.GetRequiredService<PaperSeals>();
        string genuine = await seals.Seal(PaperStub.Of(PaperKind.Certificate, person.Wallet, DateTimeOffset.UnixEpoch));
        using HttpClient stranger = host.NewClient();
        Assert.True(await GenuineAsync(stranger, genuine));
        for (int place = 0; place < genuine.Length - 1; place++)
        {
            char other = genuine[place] == 'A' ? 'B' : 'A';
            Assert.False(await GenuineAsync(stranger, genuine[..place] + other + genuine[(place + 1)..]), $"changed at {place}");
        }

        string never = await seals.Seal(PaperStub.Of(TransferId.From(person.Wallet, "never")));
        Assert.All([never, genuine[..^1], genuine + "A", new string('A', genuine.Length), "x"], code => Assert.NotEqual(genuine, code));
        foreach (string code in new[] { never, genuine[..^1], genuine + "A", new string('A', genuine.Length), "x" })
        {
            Assert.False(await GenuineAsync(stranger, code), code);
            Assert.Contains("data-genuine=\"false\"", await stranger.GetStringAsync("/verify/" + code), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_statement_of_many_pages_numbers_them_and_its_running_balance_ends_where_the_account_stands()
    {
        Person payer = await Person.JoinAsync(host, 100_000), payee = await Person.JoinAsync(host);
        IAccountGrain account = host.Grains.GetGrain<IAccountGrain>(payer.Wallet.Value);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => account.Transfer(new TransferRequest { Key = $"k{i}", Payee = payee.Wallet, Amount = 100, Note = $"=HYPERLINK({i})" })));
        long balance = await payer.BalanceAsync();

        byte[] pdf = await PdfAsync(payer, $"/api/v1/wallet/statement.pdf?from={Today}&to={Today}");
        Assert.True(pdf.Length < SmallMax, $"{pdf.Length} bytes");
        string text = await PaperReader.TextAsync(pdf);
        Assert.Contains("Page 1 / 3", text, StringComparison.Ordinal);
        Assert.Contains("Page 3 / 3", text, StringComparison.Ordinal);
        Assert.Contains(payer.Wallet.Number, text, StringComparison.Ordinal);
        Assert.Contains("Solde à la fin", text, StringComparison.Ordinal);
        Assert.Contains(balance.ToString("N0", new NumberFormatInfo { NumberGroupSeparator = " " }) + " FCFA", text, StringComparison.Ordinal);
        Assert.Equal(60, text.Split("=HYPERLINK(").Length - 1);

        List<string[]> rows = await CsvAsync(payer, "/api/v1/wallet/statement.csv");
        Assert.Equal(62, rows.Count); // the heading, the first money, sixty payments
        Assert.All(rows.Skip(2), row => Assert.StartsWith("'=HYPERLINK(", row[4], StringComparison.Ordinal));
        long running = 0;
        foreach (string[] row in rows.Skip(1))
        {
            running += long.Parse(row[5], CultureInfo.InvariantCulture);
            Assert.Equal(running, long.Parse(row[7], CultureInfo.InvariantCulture));
        }

        Assert.Equal(balance, running);
        string code = (await PaperReader.QrAsync(pdf)).Split('/')[^1];
        using HttpClient stranger = host.NewClient();
        Assert.True(await GenuineAsync(stranger, code));
    }

    [Fact]
    public async Task A_certificate_tells_the_balance_only_when_asked()
    {
        Person person = await Person.JoinAsync(host, 7_350);
        byte[] plain = await PdfAsync(person, "/api/v1/wallet/certificate.pdf"), full = await PdfAsync(person, "/api/v1/wallet/certificate.pdf?balanceOn=" + Today);
        Assert.True(full.Length < SmallMax, $"{full.Length} bytes");
        string text = await PaperReader.TextAsync(plain);
        Assert.Contains(person.Wallet.Number, text, StringComparison.Ordinal);
        Assert.Contains("Client de test", text, StringComparison.Ordinal);
        Assert.DoesNotContain("7 350", text, StringComparison.Ordinal);
        Assert.Contains("7 350 FCFA", await PaperReader.TextAsync(full), StringComparison.Ordinal);
        using HttpClient stranger = host.NewClient();
        Assert.True(await GenuineAsync(stranger, (await PaperReader.QrAsync(full)).Split('/')[^1]));
    }

    [Theory]
    [InlineData("/api/v1/wallet/statement.pdf?from=2026-12-01&to=2026-11-01", 422, "papers_days")]
    [InlineData("/api/v1/wallet/statement.csv?from=2026-12-01&to=2026-11-01", 422, "papers_days")]
    [InlineData("/api/v1/wallet/statement.pdf?from=hier", 400, "invalid_field")]
    [InlineData("/api/v1/wallet/statement.csv?account=merchant", 404, "unknown_account")]
    [InlineData("/api/v1/wallet/certificate.pdf?balanceOn=2999-01-01", 422, "papers_days")]
    [InlineData("/api/v1/wallet/certificate.pdf?balanceOn=1999-01-01", 422, "papers_days")]
    [InlineData("/api/v1/transfers/nothing/receipt.pdf", 404, "not_found")]
    public async Task What_cannot_be_printed_is_refused(string address, int status, string code)
    {
        Person person = await Person.JoinAsync(host);
        await (await person.Http.GetAsync(address)).DemandProblemAsync(status, code);
    }

    [Fact]
    public async Task An_agent_has_the_statement_of_the_float_too()
    {
        Person agent = await Person.JoinAsync(host, 0, Role.Agent);
        await host.FundAsync(agent.Float, 9_000);
        Assert.Contains(await CsvAsync(agent, "/api/v1/wallet/statement.csv?account=float"), row => row[5] == "9000");
    }

    internal static async Task<byte[]> PdfAsync(Person person, string address)
    {
        using HttpResponseMessage response = await person.Http.GetAsync(address);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("private, no-store", response.Headers.CacheControl?.ToString().Replace("no-store, private", "private, no-store", StringComparison.Ordinal));
        return await response.Content.ReadAsByteArrayAsync();
    }

    internal static async Task<List<string[]>> CsvAsync(Person person, string address)
    {
        using HttpResponseMessage response = await person.Http.GetAsync(address);
        string text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("\ufeff", text, StringComparison.Ordinal);
        return [.. text[1..].Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(';'))];
    }

    private static async Task<bool> GenuineAsync(HttpClient client, string code) =>
        JsonDocument.Parse(await client.GetStringAsync("/api/v1/verify/" + code)).RootElement.GetProperty("genuine").GetBoolean();
}
