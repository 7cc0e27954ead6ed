using System.Diagnostics;
using Xunit;

namespace Postmobile.Tests.Money.Papers;

/// <summary>Reads papers with programs that know nothing of how they were made: poppler for the PDF, zbar for the QR code.</summary>
internal static class PaperReader
{
    /// <summary>The words of a PDF, with plain spaces.</summary>
    public static async Task<string> TextAsync(byte[] pdf) => (await WithFile(pdf, file => Run("pdftotext", "-layout", file, "-"))).Replace('\u00a0', ' ').Replace('\u202f', ' ');

    /// <summary>What the QR code on the first page says.</summary>
    public static Task<string> QrAsync(byte[] pdf) => WithFile(pdf, async file =>
    {
        await Run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-singlefile", "-png", file, file);
        try
        {
            return (await Run("zbarimg", "-q", "--raw", file + ".png")).Trim();
        }
        finally
        {
            File.Delete(file + ".png");
        }
    });

    private static async Task<string> WithFile(byte[] pdf, Func<string, Task<string>> read)
    {
        Assert.True(pdf.AsSpan().StartsWith("%PDF-"u8));
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            return await read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        ProcessStartInfo info = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(info) ?? throw new InvalidOperationException($"{program} is not installed; deploy/test installs it.");
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await error}");
        return output;
    }
}
