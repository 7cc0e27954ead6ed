using Microsoft.Extensions.Localization;

namespace Postmobile.Api.Money;

/// <summary>Who issues a paper, when, and where anybody can have it confirmed.</summary>
/// <param name="Post">The post's name.</param>
/// <param name="VerifyAddress">The whole address that the QR code opens.</param>
/// <param name="At">When.</param>
internal sealed record PaperIssue(string Post, string VerifyAddress, DateTimeOffset At)
{
    /// <summary>What stands on every page.</summary>
    public PaperFrame Frame(IStringLocalizer texts, string title) =>
        new(Post, title, texts["papers.foot", Post], texts["papers.page"], At);

    /// <summary>The QR code and what it is for, on papers of one page.</summary>
    public void Verification(PaperCanvas paper, IStringLocalizer texts, float y)
    {
        paper.Qr(VerifyAddress, PaperCanvas.Left - 10, y, 128);
        float text = paper.Paragraph(texts["papers.verify"], PaperCanvas.Left + 132, y + 34, 9.5f, PaperCanvas.Right - PaperCanvas.Left - 140);
        paper.Faint(VerifyAddress, PaperCanvas.Left + 132, text + 4, 6.5f, PaperCanvas.Right - PaperCanvas.Left - 132);
    }
}
