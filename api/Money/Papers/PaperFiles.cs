using Microsoft.Extensions.Localization;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Makes papers for whoever may have them: what they show is settled here, who may ask is settled at the door.</summary>
/// <remarks>Settings: <c>Papers:Post</c>, the post's name; <c>Papers:Address</c>, what stands before <c>/verify/</c> in codes (else the address that was asked).</remarks>
public sealed class PaperFiles(IGrainFactory grains, PaperSeals seals, IStringLocalizer texts, TimeProvider time, IConfiguration settings)
{
    /// <summary>The most lines of a statement as PDF; a CSV has no end.</summary>
    public const int PdfLinesMax = 10_000;

    /// <summary>The code of a statement that is too long for a PDF.</summary>
    public const string TooLong = "papers_too_long";

    /// <summary>The code of days that cannot be: the last before the first, or not yet.</summary>
    public const string InvalidDays = "papers_days";

    // Drawing takes a processor for a moment: not all of them at once.
    private static readonly SemaphoreSlim Drawing = new(Math.Max(1, Environment.ProcessorCount / 2));

    private IPapersGrain Papers => grains.GetGrain<IPapersGrain>(0);

    private string Post => settings["Papers:Post"] is { Length: > 0 } name ? name : "Poste du Congo";

    /// <summary>The receipt of a transfer, for one of these accounts; null when it is none of theirs.</summary>
    public async Task<IResult?> Receipt(string id, IEnumerable<AccountId> own, HttpContext http)
    {
        if (!TransferId.TryParse(id, out TransferId transfer) || await grains.Account(transfer.Payer).Find(transfer) is not { } receipt)
        {
            return null;
        }

        AccountId[] accounts = [.. own];
        bool outgoing = accounts.Contains(transfer.Payer);
        if (!outgoing && !accounts.Contains(receipt.Payee))
        {
            return null;
        }

        PaperIssue issue = await Issue(PaperStub.Of(transfer), receipt.At, http);
        return Pdf(await Draw(() => ReceiptPaper.Draw(receipt, outgoing, issue, texts)), $"recu-{PaperDates.Of(receipt.At):yyyy-MM-dd}.pdf", http);
    }

    /// <summary>The statement of an account as PDF, both days with it.</summary>
    public async Task<IResult> StatementPdf(AccountId account, DateOnly? from, DateOnly? to, HttpContext http)
    {
        if (await Span(account, from, to) is not var (facts, first, last))
        {
            return Problem.Refuse(InvalidDays);
        }

        List<StatementLine> lines = [];
        PaperSpan span = new(account, PaperDates.Start(first), PaperDates.Start(last.AddDays(1)));
        long? opening = null;
        PaperChunk chunk;
        int? after = null;
        do
        {
            chunk = await Papers.Read(span, after);
            opening ??= chunk.Opening;
            lines.AddRange(chunk.Lines);
            after = chunk.Next;
            if (lines.Count > PdfLinesMax)
            {
                return Problem.Refuse(TooLong);
            }
        }
        while (after is not null);
        DateTimeOffset now = time.GetUtcNow();
        PaperIssue issue = await Issue(PaperStub.Of(PaperKind.Statement, account, now), now, http);
        var content = new StatementContent(facts, first, last, opening.Value, lines, chunk.Closing);
        return Pdf(await Draw(() => StatementPaper.Draw(content, issue, texts)), Name("releve", first, last, "pdf"), http);
    }

    /// <summary>The statement of an account as CSV, both days with it, sent while it is read.</summary>
    public async Task<IResult> StatementCsv(AccountId account, DateOnly? from, DateOnly? to) =>
        await Span(account, from, to) is not var (_, first, last)
            ? Problem.Refuse(InvalidDays)
            : new CsvFile(Name("releve", first, last, "csv"), () => Rows(new PaperSpan(account, PaperDates.Start(first), PaperDates.Start(last.AddDays(1)))));

    /// <summary>The certificate of an account.</summary>
    /// <param name="account">Which.</param>
    /// <param name="day">The day whose closing balance is told (today: as it is now); null tells none.</param>
    /// <param name="http">The request.</param>
    public async Task<IResult> Certificate(AccountId account, DateOnly? day, HttpContext http)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset at = day is { } wanted && PaperDates.Start(wanted.AddDays(1)) < now ? PaperDates.Start(wanted.AddDays(1)) : now;
        if (await Papers.Facts(account, at) is not { } facts || day > PaperDates.Of(now) || day < PaperDates.Of(facts.OpenedAt))
        {
            return Problem.Refuse(InvalidDays);
        }

        PaperIssue issue = await Issue(PaperStub.Of(PaperKind.Certificate, account, now), now, http);
        return Pdf(await Draw(() => CertificatePaper.Draw(facts, day, issue, texts)), $"attestation-{PaperDates.Of(now):yyyy-MM-dd}.pdf", http);
    }

    /// <summary>What a code stands for and the day to tell; null when it is not genuine. No more is told to anybody.</summary>
    public async Task<(PaperKind Kind, DateOnly Day)?> Verify(string code) => await seals.Open(code) switch
    {
        { Kind: PaperKind.Receipt } stub => await grains.Account(stub.Account).Find(new TransferId(stub.Account, stub.Transfer)) is { } receipt
            ? (PaperKind.Receipt, PaperDates.Of(receipt.At))
            : null,
        { } stub => (stub.Kind, PaperDates.Of(stub.IssuedAt)),
        null => null,
    };

    private static async Task<byte[]> Draw(Func<byte[]> draw)
    {
        await Drawing.WaitAsync();
        try
        {
            return draw();
        }
        finally
        {
            Drawing.Release();
        }
    }

    private static string Name(string kind, DateOnly first, DateOnly last, string extension) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{first:yyyy-MM-dd}-{last:yyyy-MM-dd}.{extension}");

    private static IResult Pdf(byte[] bytes, string name, HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(bytes, "application/pdf", name);
    }

    private async Task<PaperIssue> Issue(PaperStub stub, DateTimeOffset at, HttpContext http)
    {
        string before = settings["Papers:Address"] is { Length: > 0 } address ? address.TrimEnd('/') : $"{http.Request.Scheme}://{http.Request.Host}";
        return new PaperIssue(Post, $"{before}/verify/{await seals.Seal(stub)}", at);
    }

    // Without days: from the account's opening, until today.
    private async Task<(AccountFacts Facts, DateOnly First, DateOnly Last)?> Span(AccountId account, DateOnly? from, DateOnly? to)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (await Papers.Facts(account, now) is not { } facts)
        {
            return null;
        }

        DateOnly first = from ?? PaperDates.Of(facts.OpenedAt), last = to ?? PaperDates.Of(now);
        return last < first || first.Year < 2000 || last.Year > 2200 ? null : (facts, first, last);
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(PaperSpan span)
    {
        yield return
        [
            texts["receipt.at"].Value, texts["receipt.kind"].Value, texts["papers.counterparty"].Value, texts["papers.phone"].Value, texts["order.note"].Value,
            texts["field.amount"].Value, texts["papers.charges"].Value, texts["wallet.balance"].Value, texts["receipt.id"].Value,
        ];
        int? after = null;
        do
        {
            PaperChunk chunk = await Papers.Read(span, after);
            foreach (StatementLine line in chunk.Lines)
            {
                yield return
                [
                    line.At, texts["kind." + line.Kind].Value, line.CounterpartyName, line.CounterpartyPhone, line.Note,
                    line.Amount, line.Charges, line.Balance, line.Transfer.ToString(),
                ];
            }

            after = chunk.Next;
        }
        while (after is not null);
    }
}
