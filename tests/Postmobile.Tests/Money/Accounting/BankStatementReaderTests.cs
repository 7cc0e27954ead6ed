using Postmobile.Api.Money;
using Xunit;

namespace Postmobile.Tests.Money.Accounting;

/// <summary>Statements as banks write them, and those that nobody should guess at.</summary>
public sealed class BankStatementReaderTests
{
    [Theory]
    [InlineData("12500", 12_500L)]
    [InlineData("12 500", 12_500L)]
    [InlineData("12\u202f500,00", 12_500L)]
    [InlineData("12.500", 12_500L)]
    [InlineData("1,250,000.00", 1_250_000L)]
    [InlineData("-7", -7L)]
    [InlineData("\u22127", -7L)]
    [InlineData("7-", -7L)]
    [InlineData("+7", 7L)]
    [InlineData("12,5", null)]
    [InlineData("12.50.0", null)]
    [InlineData("1e3", null)]
    [InlineData("", null)]
    [InlineData("9999999999999999999", null)]
    public void An_amount(string text, long? amount)
    {
        bool read = BankStatementReader.TryReadAmount(text, out long value);
        Assert.Equal((amount is not null, amount ?? value), (read, value));
    }

    [Theory]
    [InlineData("date;libellé;référence;montant\r\n2026-11-02;VIREMENT;R-1;5000\r\n03/11/2026;\"FRAIS; \"\"tenue\"\"\";;-250\r\n")]
    [InlineData("\ufeff2026-11-02,VIREMENT,R-1,5000\n03/11/2026,\"FRAIS; \"\"tenue\"\"\",,-250")]
    [InlineData("2026-11-02\tVIREMENT\tR-1\t5 000,00\n\n03/11/2026\tFRAIS; \"tenue\"\t\t250-\n;;;\n")]
    public void The_ways_of_banks(string text)
    {
        (var lines, var faults) = BankStatementReader.Read(text.Replace(";;;\n", "", StringComparison.Ordinal));
        Assert.Empty(faults);
        Assert.Equal(2, lines.Count);
        Assert.Equal((1, new DateOnly(2026, 11, 2), "VIREMENT", "R-1", 5_000L), (lines[0].Number, lines[0].Date, lines[0].Label, lines[0].Reference, lines[0].Amount));
        Assert.Equal((2, new DateOnly(2026, 11, 3), "FRAIS; \"tenue\"", "", -250L), (lines[1].Number, lines[1].Date, lines[1].Label, lines[1].Reference, lines[1].Amount));
    }

    [Fact]
    public void Whatever_is_wrong_is_named_by_line_and_nothing_is_taken()
    {
        (var lines, var faults) = BankStatementReader.Read("date;l;r;m\n2026-11-02;a;b;5\n2026-13-02;a;b;5\n2026-11-02;a;b;x\n2026-11-02;a;b;0\n2026-11-02;a;b\n2026-11-02;a;b;5;6\n");
        Assert.Empty(lines);
        Assert.Equal(
            [new(3, "date"), new(4, "amount"), new(5, "amount"), new(6, "columns"), new BankLineFault(7, "columns")], faults);
    }
}
