using System.Globalization;
using System.Text;
using QRCoder;

namespace Postmobile.Api.Money;

/// <summary>Draws a QR code.</summary>
public static class QrImage
{
    private const int PixelsPerModule = 8;

    /// <summary>As SVG without styles, so that it may stand inside a page.</summary>
    public static string Svg(string text, string label)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        int size = code.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                if (code.ModuleMatrix[row][column])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
                }
            }
        }

        string title = System.Net.WebUtility.HtmlEncode(label);
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"240\" height=\"240\" role=\"img\" aria-label=\"{title}\" "
            + $"shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>";
    }

    /// <summary>As PNG, for printing.</summary>
    public static byte[] Png(string text)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        using PngByteQRCode png = new(code);
        return png.GetGraphic(PixelsPerModule);
    }
}
