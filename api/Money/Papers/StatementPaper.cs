using Microsoft.Extensions.Localization;
using Postmobile.Api.Translations;
using Postmobile.Money;
using SkiaSharp;

namespace Postmobile.Api.Money;

/// <summary>What a statement shows: one account's lines, oldest first, between two balances.</summary>
internal sealed record StatementContent(AccountFacts Facts, DateOnly From, DateOnly To, long Opening, IReadOnlyList<StatementLine> Lines, long Closing);

/// <summary>Draws a statement: as many pages as it takes, each numbered, the balance after every line.</summary>
internal static class StatementPaper
{
    private const float RowHeight = 26;
    private const float HeadHeight = 92;
    private const float AmountAt = 440;
    private const float OperationAt = 122;

    private static readonly int RowsOnFirst = (int)((PaperCanvas.Bottom - PaperCanvas.Top - HeadHeight - 24) / RowHeight);
    private static readonly int RowsOnOther = (int)((PaperCanvas.Bottom - PaperCanvas.Top - 24) / RowHeight);

    /// <param name="content">The lines.</param>
    /// <param name="issue">Post, address of verification, moment.</param>
    /// <param name="texts">The reader's language.</param>
    public static byte[] Draw(StatementContent content, PaperIssue issue, IStringLocalizer texts)
    {
        using PaperCanvas paper = new(issue.Frame(texts, texts["statement.title"]));
        // The opening and the sums are rows too: one before the lines and three after them.
        List<Action<float>> rows = [y => Sum(paper, texts["papers.opening"], content.Opening, content, y)];
        rows.AddRange(content.Lines.Select(line => (Action<float>)(y => Row(paper, line, content.Facts.Currency, texts, y))));
        rows.Add(y => Sum(paper, texts["statement.in"], content.Lines.Where(line => line.Amount > 0).Sum(line => line.Amount), content, y));
        rows.Add(y => Sum(paper, texts["statement.out"], content.Lines.Where(line => line.Amount < 0).Sum(line => line.Amount), content, y));
        rows.Add(y => Sum(paper, texts["papers.closing"], content.Closing, content, y));

        int pages = 1 + (int)Math.Ceiling(Math.Max(0, rows.Count - RowsOnFirst) / (double)RowsOnOther);
        int done = 0;
        for (int page = 1; page <= pages; page++)
        {
            paper.NewPage(page, pages);
            float y = page == 1 ? Head(paper, content, issue, texts) : Again(paper, content, texts);
            y = Columns(paper, texts, y);
            foreach (Action<float> row in rows.Skip(done).Take(page == 1 ? RowsOnFirst : RowsOnOther))
            {
                row(y);
                (y, done) = (y + RowHeight, done + 1);
            }
        }

        return paper.Finish();
    }

    private static float Head(PaperCanvas paper, StatementContent content, PaperIssue issue, IStringLocalizer texts)
    {
        float y = PaperCanvas.Top;
        paper.Text(content.Facts.Name, PaperCanvas.Left, y, 13, bold: true, width: 380);
        paper.Text($"{texts["wallet.number"].Value} {content.Facts.Account.Number}", PaperCanvas.Left, y + 18, 10);
        paper.Text(texts["papers.period", PaperDates.Day(content.From), PaperDates.Day(content.To)], PaperCanvas.Left, y + 34, 10);
        paper.Faint($"{texts["papers.issued"].Value} {Say.Exactly(issue.At)}", PaperCanvas.Left, y + 50);
        paper.Faint(texts["papers.verify-short"], PaperCanvas.Left, y + 64, width: 380);
        paper.Qr(issue.VerifyAddress, PaperCanvas.Right - 88, y - 26, 92);
        return y + HeadHeight;
    }

    // A page that was torn off still says whose it is.
    private static float Again(PaperCanvas paper, StatementContent content, IStringLocalizer texts)
    {
        string period = texts["papers.period", PaperDates.Day(content.From), PaperDates.Day(content.To)];
        paper.Faint($"{content.Facts.Name} · {texts["wallet.number"].Value} {content.Facts.Account.Number} · {period}", PaperCanvas.Left, PaperCanvas.Top - 20, width: PaperCanvas.Right - PaperCanvas.Left);
        return PaperCanvas.Top;
    }

    private static float Columns(PaperCanvas paper, IStringLocalizer texts, float y)
    {
        paper.Faint(texts["receipt.at"], PaperCanvas.Left, y);
        paper.Faint(texts["receipt.kind"], OperationAt, y);
        paper.Faint(texts["field.amount"], AmountAt, y, align: SKTextAlign.Right);
        paper.Faint(texts["wallet.balance"], PaperCanvas.Right, y, align: SKTextAlign.Right);
        paper.Rule(y + 6);
        return y + 20;
    }

    private static void Row(PaperCanvas paper, StatementLine line, Currency currency, IStringLocalizer texts, float y)
    {
        string kind = texts["kind." + line.Kind];
        string name = line.CounterpartyName.Length > 0 ? line.CounterpartyName : kind;
        string more = string.Join(" · ", new[] { name == kind ? null : kind, line.CounterpartyPhone, line.Note }.Where(part => !string.IsNullOrEmpty(part)));
        paper.Text(PaperDates.Stamp(line.At)[..10], PaperCanvas.Left, y, 8.5f);
        paper.Faint(PaperDates.Stamp(line.At)[11..], PaperCanvas.Left, y + 10, 7.5f);
        paper.Text(name, OperationAt, y, 9, width: AmountAt - OperationAt - 90);
        paper.Faint(more, OperationAt, y + 10, 7.5f, AmountAt - OperationAt - 20);
        paper.Text((line.Amount > 0 ? "+" : "") + Say.Digits(line.Amount, currency), AmountAt, y, 9, align: SKTextAlign.Right);
        paper.Text(Say.Digits(line.Balance, currency), PaperCanvas.Right, y, 9, align: SKTextAlign.Right);
        paper.Rule(y + 15);
    }

    private static void Sum(PaperCanvas paper, string name, long amount, StatementContent content, float y)
    {
        paper.Text(name, OperationAt, y, 9, bold: true);
        paper.Text(Say.Amount(amount, content.Facts.Currency), PaperCanvas.Right, y, 9, bold: true, align: SKTextAlign.Right);
        paper.Rule(y + 15);
    }
}
