namespace Postmobile.Money;

/// <summary>What lines make a table, and which do not. Pure.</summary>
internal static class TariffLines
{
    public const int LinesMax = 400;

    /// <summary>The largest fixed part, least or most: far above any charge there is.</summary>
    public const long ChargeMax = 1_000_000_000_000;

    /// <summary>Operations that may cost the payer something. Money given back, corrections and the post's own movements are not among them.</summary>
    public static readonly IReadOnlyList<PostingKind> Payable =
    [
        PostingKind.Transfer, PostingKind.CashOut, PostingKind.MerchantPayment, PostingKind.RequestPaid, PostingKind.Mandate,
        PostingKind.BulkPayment, PostingKind.Settlement, PostingKind.FloatReturn,
    ];

    /// <summary>Operations for which an agent earns something.</summary>
    public static readonly IReadOnlyList<PostingKind> Commissioned = [PostingKind.CashIn, PostingKind.CashOut];

    /// <summary>The lines in the order in which they are kept and shown.</summary>
    public static TariffLine[] Sort(IEnumerable<TariffLine> lines) =>
        [.. lines.OrderBy(line => line.Operation).ThenBy(line => line.Charge).ThenBy(line => line.Tier ?? -1).ThenBy(line => line.From)];

    /// <summary>The table that a proposal means: the lines alone, or those of the table before with these groups replaced.</summary>
    public static TariffLine[] Merge(IReadOnlyList<TariffLine> before, TariffScope scope, IReadOnlyList<TariffLine> lines)
    {
        if (scope == TariffScope.Whole)
        {
            return Sort(lines);
        }

        HashSet<(PostingKind, ChargeKind, short?)> replaced = [.. lines.Select(Group)];
        return Sort([.. before.Where(line => !replaced.Contains(Group(line))), .. lines]);
    }

    /// <summary>What is wrong with the lines, by their place; empty when they make a table.</summary>
    public static List<TariffLineError> Faults(IReadOnlyList<TariffLine> lines)
    {
        List<TariffLineError> faults = [];
        if (lines.Count > LinesMax)
        {
            faults.Add(new TariffLineError(LinesMax, TariffLineFault.TooMany));
            return faults;
        }

        for (int i = 0; i < lines.Count; i++)
        {
            if (Fault(lines[i]) is { } fault)
            {
                faults.Add(new TariffLineError(i, fault));
            }
        }

        if (faults.Count == 0)
        {
            foreach (var group in lines.Select((line, i) => (Line: line, Index: i)).GroupBy(one => Group(one.Line)))
            {
                faults.AddRange(FaultsOf([.. group.OrderBy(one => one.Line.From)]));
            }
        }

        return faults;
    }

    private static (PostingKind, ChargeKind, short?) Group(TariffLine line) => (line.Operation, line.Charge, line.Tier);

    private static TariffLineFault? Fault(TariffLine line) => line switch
    {
        { Charge: ChargeKind.Commission } when !Commissioned.Contains(line.Operation) || line.Tier is not null => TariffLineFault.CommissionNotHere,
        { Charge: not ChargeKind.Commission } when !Payable.Contains(line.Operation) => TariffLineFault.OperationNotCharged,
        { Tier: < 0 or > 99 } => TariffLineFault.TierUnknown,
        { From: < 1 or > PaymentRules.AmountMax } or { To: < 1 or > PaymentRules.AmountMax } => TariffLineFault.NumberOutOfRange,
        { Fixed: < 0 or > ChargeMax } or { Min: < 0 or > ChargeMax } or { Max: < 0 or > ChargeMax } => TariffLineFault.NumberOutOfRange,
        { BasisPoints: < 0 or > 10_000 } => TariffLineFault.NumberOutOfRange,
        _ when line.To < line.From => TariffLineFault.BandEmpty,
        _ when line.Max < line.Min => TariffLineFault.BoundsCrossed,
        { Charge: ChargeKind.TaxOnFee } when line is not { From: 1, To: null, Fixed: 0, Min: 0, Max: null } => TariffLineFault.TaxOnFeeIsAShare,
        _ => null,
    };

    // Together the bands of a group hold each amount once; and who sends more does not pay less for it.
    private static IEnumerable<TariffLineError> FaultsOf((TariffLine Line, int Index)[] bands)
    {
        for (int i = 0; i < bands.Length; i++)
        {
            (TariffLine line, int index) = bands[i];
            long begins = i == 0 ? 1 : bands[i - 1].Line.To is { } before ? before + 1 : 0;
            bool last = i == bands.Length - 1;
            if (line.From != begins || last != (line.To is null))
            {
                yield return new TariffLineError(index, TariffLineFault.BandsDoNotJoin);
                yield break;
            }

            if (i > 0
                && line.Charge is (ChargeKind.Fee or ChargeKind.TaxOnAmount)
                && TariffTable.Reckon(line, line.From) < TariffTable.Reckon(bands[i - 1].Line, begins - 1))
            {
                yield return new TariffLineError(index, TariffLineFault.ChargeFalls);
            }
        }
    }
}
