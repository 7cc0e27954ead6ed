using System.Globalization;
using System.Reflection;
using QRCoder;
using SkiaSharp;

namespace Postmobile.Api.Money;

/// <summary>A PDF in the making: pages of A4 with the post's head and a foot, and the few strokes that our papers need. Lengths are points.</summary>
internal sealed class PaperCanvas : IDisposable
{
    public const float Left = 48;
    public const float Right = 547;
    public const float Top = 112;
    public const float Bottom = 776;

    private const float PageWidth = 595;
    private const float PageHeight = 842;

    private static readonly SKColor Green = new(0x06, 0x43, 0x2a);
    private static readonly SKColor Sun = new(0xfb, 0xd4, 0x3a);
    private static readonly SKColor Ink = new(0x16, 0x21, 0x1b);
    private static readonly SKColor Muted = new(0x55, 0x62, 0x5a);
    private static readonly SKColor Line = new(0xdc, 0xdc, 0xd2);
    private static readonly SKTypeface Regular = Load("DejaVuSans.ttf");
    private static readonly SKTypeface Bold = Load("DejaVuSans-Bold.ttf");

    private readonly MemoryStream bytes = new();
    private readonly SKDocument document;
    private readonly PaperFrame frame;
    private SKCanvas? canvas;

    public PaperCanvas(PaperFrame frame)
    {
        this.frame = frame;
        document = SKDocument.CreatePdf(bytes, new SKDocumentPdfMetadata
        {
            Title = frame.Title,
            Author = frame.Post,
            Creator = "Postmobile",
            Creation = frame.At.UtcDateTime,
            Modified = frame.At.UtcDateTime,
        });
    }

    /// <summary>Begins the next page.</summary>
    public void NewPage(int number, int of)
    {
        if (canvas is not null)
        {
            document.EndPage();
        }

        canvas = document.BeginPage(PageWidth, PageHeight);
        Fill(0, 0, PageWidth, 64, Green);
        Fill(0, 64, PageWidth, 3, Sun);
        Text(frame.Post, Left, 32, 15, bold: true, color: SKColors.White);
        Text("Postmobile", Left, 50, 10, color: SKColors.White);
        Text(frame.Title, Right, 40, 13, bold: true, color: SKColors.White, align: SKTextAlign.Right);
        Rule(794);
        Text(frame.Foot, Left, 810, 7.5f, color: Muted);
        Text(string.Format(CultureInfo.CurrentCulture, frame.PageOf, number, of), Right, 810, 7.5f, color: Muted, align: SKTextAlign.Right);
    }

    /// <summary>Writes a text on its base line; what is longer than <paramref name="width"/> ends in an ellipsis.</summary>
    public void Text(string text, float x, float y, float size = 9.5f, bool bold = false, SKColor? color = null, SKTextAlign align = SKTextAlign.Left, float width = float.MaxValue)
    {
        using SKFont font = Font(bold ? Bold : Regular, size);
        using SKPaint paint = new() { Color = color ?? Ink, IsAntialias = true };
        canvas!.DrawText(Fit(text, font, width), x, y, align, font, paint);
    }

    /// <summary>A text in the colour of what matters less.</summary>
    public void Faint(string text, float x, float y, float size = 8, float width = float.MaxValue, SKTextAlign align = SKTextAlign.Left) =>
        Text(text, x, y, size, color: Muted, align: align, width: width);

    /// <summary>A text of several lines; the base line after the last.</summary>
    public float Paragraph(string text, float x, float y, float size, float width)
    {
        using SKFont font = Font(Regular, size);
        string line = "";
        foreach (string word in text.Split(' '))
        {
            string longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && font.MeasureText(longer) > width)
            {
                Text(line, x, y, size);
                (line, y) = (word, y + (size * 1.5f));
            }
            else
            {
                line = longer;
            }
        }

        Text(line, x, y, size, width: width);
        return y + (size * 1.5f);
    }

    /// <summary>A name and what it is, with a dotted line below; the base line of the next one.</summary>
    public float Fact(string name, string value, float y, bool strong = false)
    {
        Text(name, Left, y, 10, color: Muted, width: 190);
        Text(value, Right, y, strong ? 12 : 10, bold: strong, align: SKTextAlign.Right, width: Right - Left - 200);
        Rule(y + 8);
        return y + 24;
    }

    /// <summary>A thin line across the page.</summary>
    public void Rule(float y) => Fill(Left, y, Right - Left, 0.6f, Line);

    /// <summary>A QR code, as squares that stay sharp at any size.</summary>
    public void Qr(string text, float x, float y, float side)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        float module = side / code.ModuleMatrix.Count;
        Fill(x, y, side, side, SKColors.White);
        for (int row = 0; row < code.ModuleMatrix.Count; row++)
        {
            Squares(code.ModuleMatrix[row], x, y + (row * module), module);
        }
    }

    /// <summary>Ends the document.</summary>
    public byte[] Finish()
    {
        if (canvas is not null)
        {
            document.EndPage();
            canvas = null;
        }

        document.Close();
        return bytes.ToArray();
    }

    public void Dispose()
    {
        document.Dispose();
        bytes.Dispose();
    }

    // Runs of dark squares in a row are one rectangle: a third of the size.
    private void Squares(System.Collections.BitArray bits, float x, float y, float module)
    {
        for (int column = 0; column < bits.Count; column++)
        {
            int start = column;
            while (column < bits.Count && bits[column])
            {
                column++;
            }

            if (column > start)
            {
                Fill(x + (start * module), y, (column - start) * module, module, SKColors.Black);
            }
        }
    }

    // As on paper: no letter is moved to a whole dot of some screen, which would tear words apart for whoever reads the text.
    private static SKFont Font(SKTypeface face, float size) => new(face, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    private static string Fit(string text, SKFont font, float width)
    {
        if (width == float.MaxValue || font.MeasureText(text) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 0 && font.MeasureText(text[..length] + "…") > width)
        {
            length--;
        }

        return text[..length].TrimEnd() + "…";
    }

    private void Fill(float x, float y, float width, float height, SKColor color)
    {
        using SKPaint paint = new() { Color = color, IsAntialias = false };
        canvas!.DrawRect(x, y, width, height, paint);
    }

    private static SKTypeface Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("fonts/" + name)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}

/// <summary>What stands on every page of a paper.</summary>
/// <param name="Post">The post's name.</param>
/// <param name="Title">The paper's title.</param>
/// <param name="Foot">A line at the foot.</param>
/// <param name="PageOf">"Page {0} / {1}" in the reader's language.</param>
/// <param name="At">When it was issued.</param>
internal sealed record PaperFrame(string Post, string Title, string Foot, string PageOf, DateTimeOffset At);
