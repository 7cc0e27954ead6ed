using System.Text;
using Postmobile.Api.Money;
using Xunit;

namespace Postmobile.Tests.Money.Papers;

/// <summary>A cell is what it says, and never a formula.</summary>
public sealed class CsvFileTests
{
    [Theory]
    [InlineData("loyer", "loyer")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+242 06", "'+242 06")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r\n=1", "\"'\r\n=1\"")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("il dit \"oui\"", "\"il dit \"\"oui\"\"\"")]
    [InlineData("", "")]
    public void A_text(string text, string cell) => Assert.Equal(cell + "\r\n", Row(text));

    [Fact]
    public void Numbers_days_and_moments_are_for_programs() => Assert.Equal(
        "-1250;2026-11-24;2026-11-24T01:30:00.000+01:00;\r\n",
        Row(-1250L, new DateOnly(2026, 11, 24), new DateTimeOffset(2026, 11, 24, 0, 30, 0, TimeSpan.Zero), null));

    private static string Row(params object?[] cells)
    {
        StringBuilder text = new();
        CsvFile.Append(text, cells);
        return text.ToString();
    }
}
