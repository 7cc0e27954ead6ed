using System.Diagnostics;
using Postmobile.Api.Money;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Merchants;

/// <summary>Codes and QR codes, checked by what knows nothing of how they were made.</summary>
public sealed class MerchantCodeTests
{
    private static readonly MerchantCode Code = MerchantCode.Of(10_234);

    [Fact]
    public void The_checksum_is_that_of_the_catalogue() => Assert.Equal(("29B1", (ushort)0x29B1), (EmvQr.Checksum("123456789"), EmvReader.Crc("123456789")));

    [Fact]
    public void The_check_digit_of_Damms_own_example() => Assert.Equal("005724", MerchantCode.Of(572).Digits);

    [Fact]
    public void A_wrong_digit_and_swapped_neighbours_are_found()
    {
        string digits = Code.Digits;
        Assert.True(MerchantCode.TryParse(digits.Insert(3, " "), out MerchantCode read) && read == Code);
        for (int at = 0; at < digits.Length; at++)
        {
            foreach (char other in "0123456789".Where(c => c != digits[at]))
            {
                Assert.False(MerchantCode.TryParse(digits[..at] + other + digits[(at + 1)..], out _));
            }

            if (at > 0 && digits[at] != digits[at - 1])
            {
                Assert.False(MerchantCode.TryParse(digits[..(at - 1)] + digits[at] + digits[at - 1] + digits[(at + 1)..], out _));
            }
        }
    }

    [Theory]
    [InlineData(null, null, "11")]
    [InlineData(12_500L, "K7XQ2M9PAB", "12")]
    public async Task Zbar_and_the_tables_of_EMV_read_what_was_drawn(long? amount, string? reference, string method)
    {
        var qr = new MerchantQr(Code, "Marché de l’Étoile et fils de Ouenzé", "Brazzaville", "5411", amount, reference);
        string payload = EmvQr.Write(qr);
        string scanned = await Scan(QrImage.Png(payload));
        Assert.Equal(payload, scanned);
        Dictionary<string, string> found = EmvReader.Read(scanned);
        Assert.Equal((method, "cg.postmobile", Code.Digits), (found["01"], found["26.00"], found["26.01"]));
        Assert.Equal(("5411", "950", "CG", "Brazzaville"), (found["52"], found["53"], found["58"], found["60"]));
        Assert.Equal("Marche de l'Etoile et fil", found["59"]);
        Assert.Equal(amount?.ToString(System.Globalization.CultureInfo.InvariantCulture), found.GetValueOrDefault("54"));
        Assert.Equal(reference, found.GetValueOrDefault("62.05"));
        Assert.True(EmvQr.TryRead(scanned, out MerchantQr? read));
        Assert.Equal((Code, amount, reference), (read.Code, read.Amount, read.Reference));
    }

    [Fact]
    public void What_is_damaged_or_foreign_is_not_read()
    {
        string good = EmvQr.Write(new MerchantQr(Code, "Boutique", "Dolisie", "5999", 500, "AB12"));
        Assert.True(EmvQr.TryRead(good, out _));
        string dearer = good.Replace("5403500", "5403900", StringComparison.Ordinal);
        Assert.All(["", "0002", good[..^1], dearer, Sealed(good.Replace("cg.postmobile", "cg.otherwallet", StringComparison.Ordinal)), Sealed(good.Replace("5303950", "5303978", StringComparison.Ordinal)),
            Sealed(good.Replace("5403500", "54035.5", StringComparison.Ordinal)), Sealed("000201" + good)], text => Assert.False(EmvQr.TryRead(text, out _), text));
    }

    // A checksum that is right, so that what is refused is refused for its content.
    private static string Sealed(string text) => text[..^4] + EmvQr.Checksum(text[..^4]);

    private static async Task<string> Scan(byte[] png)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, png);
            ProcessStartInfo info = new("zbarimg", ["-q", "--raw", file]) { RedirectStandardOutput = true };
            using Process process = Process.Start(info)!;
            string text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return text.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }
}
