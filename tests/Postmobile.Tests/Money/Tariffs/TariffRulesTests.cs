using CsCheck;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Money;
using Xunit;
using static Postmobile.Tests.Money.Tariffs.TariffSentences;

namespace Postmobile.Tests.Money.Tariffs;

/// <summary>Bands, percentages, tiers and sheets, without a cluster.</summary>
public sealed class TariffRulesTests
{
    // One group of bands as an operator might write it: from 1, joined, the last open; its charges as chance has them.
    private static readonly Gen<TariffLine[]> s_group =
        Gen.Select(
            Gen.Enum<ChargeKind>().Where(charge => charge is ChargeKind.Fee or ChargeKind.TaxOnAmount),
            Gen.Select(Gen.Long[1, 50_000], Gen.Long[0, 2_000], Gen.Int[0, 500], Gen.Long[0, 1_000], Gen.Long[0, 5_000]).Array[1, 6])
        .Select((charge, bands) =>
        {
            long from = 1;
            List<TariffLine> lines = [];
            foreach ((long width, long part, int share, long least, long span) in bands)
            {
                bool last = lines.Count == bands.Length - 1;
                lines.Add(new TariffLine
                {
                    Operation = PostingKind.CashOut, Charge = charge, From = from, To = last ? null : from + width - 1,
                    Fixed = part, BasisPoints = share, Min = least, Max = span == 0 ? null : least + span,
                });
                from += width;
            }

            return lines.ToArray();
        });

    [Fact]
    public void A_table_that_is_accepted_never_asks_less_for_more_keeps_its_bounds_and_never_overflows() =>
        Gen.Select(s_group, Gen.Long[1, 300_000], Gen.Long[0, 100_000]).Sample((lines, amount, more) =>
        {
            List<TariffLineError> faults = TariffLines.Faults(lines);
            Assert.All(faults, fault => Assert.Equal(TariffLineFault.ChargeFalls, fault.Fault));
            TariffTable table = new(lines);
            long Of(long much) => Paid(table.Charge(PostingKind.CashOut, 1, much));
            TariffLine band = lines.Single(line => line.From <= amount && (line.To ?? long.MaxValue) >= amount);
            Assert.InRange(Of(amount), band.Min, band.Max ?? long.MaxValue);
            Assert.True(faults.Count > 0 || Of(amount + more) >= Of(amount), $"{amount} and {amount + more}");
            Assert.InRange(Of(PaymentRules.AmountMax), 0, PaymentRules.AmountMax + TariffLines.ChargeMax);
        });

    [Fact]
    public void The_charge_falls_at_a_border_exactly_when_that_is_what_is_said() => s_group.Sample(lines =>
    {
        TariffTable table = new(lines);
        long At(long amount) => Paid(table.Charge(PostingKind.CashOut, 1, amount));
        int[] falls = [.. Enumerable.Range(1, lines.Length - 1).Where(i => At(lines[i].From) < At(lines[i].From - 1))];
        Assert.Equal(falls, TariffLines.Faults(lines).Select(fault => fault.Line));
    });

    [Fact]
    public void A_sheet_is_read_back_as_it_was_written() => s_group.Sample(lines =>
    {
        SheetRead read = TariffSheet.Read(TariffSheet.Write(lines));
        Assert.Empty(read.Faults);
        Assert.Equal(lines, read.Lines);
        Assert.Equal(lines, TariffSheet.Read(TariffSheet.Write(lines).Replace(';', '\t')).Lines);
    });

    [Theory]
    [InlineData("retrait;frais;;1;;100", true)]
    [InlineData("cash_out;fee;2;1;;100;1,5;100;5 000", true)]
    [InlineData("retrait;frais", true)]
    [InlineData("# rien", true)]
    [InlineData("retraite;frais;;1;;100", false)]
    [InlineData("retrait;cadeau;;1;;100", false)]
    [InlineData("retrait;frais;;1;;cent", false)]
    [InlineData("retrait;frais;;1;;100;1,555", false)]
    [InlineData("retrait;frais;;1;;-100", false)]
    [InlineData("retrait;frais;;1;;100;;;;;trop", false)]
    [InlineData("retrait", false)]
    public void A_line_of_a_sheet_is_read_or_named(string row, bool good)
    {
        SheetRead read = TariffSheet.Read("\n" + row);
        Assert.Equal(good ? [] : new[] { 2 }, read.Faults.Select(fault => fault.Line));
    }

    [Fact]
    public void What_makes_no_table_is_named_with_its_line()
    {
        TariffLine good = Line(PostingKind.CashOut, ChargeKind.Fee, 100);
        void Fault(TariffLineFault fault, params TariffLine[] lines) => Assert.Contains(TariffLines.Faults([good with { Tier = 9 }, .. lines]), error => error == new TariffLineError(lines.Length, fault));
        Assert.Empty(TariffLines.Faults([good]));
        Fault(TariffLineFault.OperationNotCharged, good with { Operation = PostingKind.CashIn });
        Fault(TariffLineFault.OperationNotCharged, good with { Operation = PostingKind.Refund });
        Fault(TariffLineFault.CommissionNotHere, good with { Charge = ChargeKind.Commission, Operation = PostingKind.Transfer });
        Fault(TariffLineFault.CommissionNotHere, good with { Charge = ChargeKind.Commission, Tier = 1 });
        Fault(TariffLineFault.TierUnknown, good with { Tier = 100 });
        Fault(TariffLineFault.NumberOutOfRange, good with { Fixed = -1 });
        Fault(TariffLineFault.NumberOutOfRange, good with { BasisPoints = 10_001 });
        Fault(TariffLineFault.NumberOutOfRange, good with { Max = long.MaxValue });
        Fault(TariffLineFault.BandEmpty, good with { From = 10, To = 9 });
        Fault(TariffLineFault.BoundsCrossed, good with { Min = 2, Max = 1 });
        Fault(TariffLineFault.BandsDoNotJoin, good with { To = 10 });
        Fault(TariffLineFault.BandsDoNotJoin, good with { From = 2 });
        Fault(TariffLineFault.BandsDoNotJoin, good with { To = 10 }, good with { From = 12 });
        Fault(TariffLineFault.BandsDoNotJoin, good with { To = 10 }, good with { From = 10 });
        Fault(TariffLineFault.BandsDoNotJoin, good with { From = 5 }, good);
        Fault(TariffLineFault.ChargeFalls, good with { To = 10 }, good with { From = 11, Fixed = 99 });
        Fault(TariffLineFault.TaxOnFeeIsAShare, good with { Charge = ChargeKind.TaxOnFee, Fixed = 5 });
        Assert.Equal(TariffLineFault.TooMany, Assert.Single(TariffLines.Faults([.. Enumerable.Repeat(good, 401)])).Fault);
    }

    [Fact]
    public void A_tier_has_its_own_lines_where_it_has_some_and_everybodys_otherwise()
    {
        TariffTable table = new(
        [
            Line(PostingKind.CashOut, ChargeKind.Fee, 100), Line(PostingKind.CashOut, ChargeKind.TaxOnFee, share: 1_890),
            Line(PostingKind.CashOut, ChargeKind.TaxOnAmount, share: 20), Line(PostingKind.CashOut, ChargeKind.Fee, 50) with { Tier = 3 },
            Line(PostingKind.CashOut, ChargeKind.Commission, share: 80, least: 25), Line(PostingKind.CashIn, ChargeKind.Commission, share: 40),
        ]);
        Assert.Equal(new Charges(100, 19 + 20, 80), table.Charge(PostingKind.CashOut, 1, 10_000));
        Assert.Equal(new Charges(50, 9 + 20, 80), table.Charge(PostingKind.CashOut, 3, 10_000));
        Assert.Equal(new Charges(100, 19 + 2, 25), table.Charge(PostingKind.CashOut, 0, 1_000));
        Assert.Equal(new Charges(0, 0, 4), table.Charge(PostingKind.CashIn, 1, 1_000));
        Assert.Equal(default, table.Charge(PostingKind.Transfer, 1, 1_000));
        Assert.True(table.IsFree(PostingKind.CashIn) && table.IsFree(PostingKind.Transfer) && table.IsFree(PostingKind.Annulled) && !table.IsFree(PostingKind.CashOut));
    }

    [Fact]
    public void A_change_replaces_its_groups_and_nothing_else()
    {
        TariffLine[] before = [Line(PostingKind.CashOut, ChargeKind.Fee, 100), Line(PostingKind.CashOut, ChargeKind.Fee, 50) with { Tier = 3 }, Line(PostingKind.Transfer, ChargeKind.Fee, 5)];
        TariffLine change = Line(PostingKind.CashOut, ChargeKind.Fee, 200);
        Assert.Equal(TariffLines.Sort([change, before[1], before[2]]), TariffLines.Merge(before, TariffScope.Change, [change]));
        Assert.Equal([change], TariffLines.Merge(before, TariffScope.Whole, [change]));
    }

    private static long Paid(Charges charges) => charges.Fee + charges.Tax;

    [Fact]
    public void Everything_that_can_be_said_has_words()
    {
        Assert.All(Enum.GetValues<TariffRefusal>(), refusal => Assert.True(ProblemCatalog.Knows(TariffOperatorEndpoints.CodeOf(refusal)), refusal.ToString()));
        Assert.All(Enum.GetValues<TariffLineFault>(), fault => Assert.True(ProblemCatalog.Knows(TariffOperatorEndpoints.CodeOf(fault)), fault.ToString()));
        IEnumerable<string> keys = [.. Enum.GetNames<ChargeKind>().Select(name => "tariffs.charge." + name), .. Enum.GetNames<TariffStatus>().Select(name => "tariffs.status." + name)];
        Assert.Empty(keys.Except(Api.Translations.Texts.In("fr").Keys));
    }
}
