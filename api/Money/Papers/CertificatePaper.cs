using Microsoft.Extensions.Localization;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Draws the certificate of an account: whose it is, since when and, when asked, what it held when a day had ended.</summary>
internal static class CertificatePaper
{
    /// <param name="facts">The account.</param>
    /// <param name="day">The day whose closing balance is told; null: none is.</param>
    /// <param name="issue">Post, address of verification, moment.</param>
    /// <param name="texts">The reader's language.</param>
    public static byte[] Draw(AccountFacts facts, DateOnly? day, PaperIssue issue, IStringLocalizer texts)
    {
        using PaperCanvas paper = new(issue.Frame(texts, texts["papers.certificate"]));
        paper.NewPage(1, 1);
        const float width = PaperCanvas.Right - PaperCanvas.Left;
        float y = paper.Paragraph(
            texts["papers.certify", issue.Post, facts.Name, facts.Account.Number, PaperDates.Day(facts.OpenedAt)], PaperCanvas.Left, PaperCanvas.Top + 16, 12, width);
        y += 24;
        y = paper.Fact(texts["papers.holder"], facts.Name, y);
        y = paper.Fact(texts["wallet.number"], facts.Account.Number, y);
        y = paper.Fact(texts["papers.nature"], texts["account." + facts.Kind], y);
        y = paper.Fact(texts["papers.since"], PaperDates.Day(facts.OpenedAt), y);
        y = paper.Fact(texts["papers.state"], texts[facts.Closed ? "papers.state-closed" : "papers.state-open"], y);
        y = day is not { } wanted ? y : paper.Fact(texts["papers.balance-on", PaperDates.Day(wanted)], Say.Amount(facts.Balance, facts.Currency), y, strong: true);
        y = paper.Fact(texts["papers.issued"], Say.Exactly(issue.At), y);
        issue.Verification(paper, texts, y + 12);
        return paper.Finish();
    }
}
