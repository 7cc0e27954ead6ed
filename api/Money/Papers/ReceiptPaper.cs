using Microsoft.Extensions.Localization;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Draws the receipt of one transfer.</summary>
internal static class ReceiptPaper
{
    /// <param name="receipt">The transfer.</param>
    /// <param name="outgoing">Whether it is for the payer, who alone sees fee and tax.</param>
    /// <param name="issue">Post, address of verification, moment.</param>
    /// <param name="texts">The reader's language.</param>
    public static byte[] Draw(Receipt receipt, bool outgoing, PaperIssue issue, IStringLocalizer texts)
    {
        using PaperCanvas paper = new(issue.Frame(texts, texts["receipt.title"]));
        paper.NewPage(1, 1);
        paper.Text(texts[outgoing ? "receipt.sent" : "receipt.received"], PaperCanvas.Left, PaperCanvas.Top, 12);
        paper.Text(Say.Amount(receipt.Amount, receipt.Currency), PaperCanvas.Left, PaperCanvas.Top + 30, 26, bold: true);
        float y = PaperCanvas.Top + 76;
        y = paper.Fact(texts["receipt.from"], Side(receipt.PayerName, receipt.PayerPhone), y);
        y = paper.Fact(texts["order.to"], Side(receipt.PayeeName, receipt.PayeePhone), y);
        y = paper.Fact(texts["receipt.kind"], texts["kind." + receipt.Kind], y);
        y = string.IsNullOrEmpty(receipt.Note) ? y : paper.Fact(texts["order.note"], receipt.Note, y);
        if (outgoing)
        {
            y = paper.Fact(texts["order.fee"], Say.Amount(receipt.Fee, receipt.Currency), y);
            y = paper.Fact(texts["order.tax"], Say.Amount(receipt.Tax, receipt.Currency), y);
            y = paper.Fact(texts["order.total"], Say.Amount(receipt.Total, receipt.Currency), y, strong: true);
        }

        y = paper.Fact(texts["receipt.at"], Say.Exactly(receipt.At), y);
        y = paper.Fact(texts["receipt.id"], receipt.Id.ToString(), y);
        issue.Verification(paper, texts, y + 12);
        return paper.Finish();
    }

    private static string Side(string name, string phone) => phone.Length == 0 ? name : name.Length == 0 ? phone : $"{name} · {phone}";
}
