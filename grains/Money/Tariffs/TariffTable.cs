using System.Collections.Frozen;

namespace Postmobile.Money;

/// <summary>
/// A table of the tariff made ready for reckoning. Immutable; an operation that is not in it costs one look into an array.
/// </summary>
internal sealed class TariffTable
{
    /// <summary>Nothing costs anything.</summary>
    public static readonly TariffTable Free = new([]);

    private readonly Operation?[] _operations;

    /// <summary>Makes a table of lines that <see cref="TariffLines.Faults"/> finds nothing wrong with.</summary>
    public TariffTable(IEnumerable<TariffLine> lines)
    {
        Operation?[] operations = [];
        foreach (IGrouping<PostingKind, TariffLine> operation in lines.GroupBy(line => line.Operation))
        {
            int kind = (int)operation.Key;
            Array.Resize(ref operations, Math.Max(operations.Length, kind + 1));
            operations[kind] = new Operation([.. operation]);
        }

        _operations = operations;
    }

    /// <summary>Whether a payer pays nothing for this operation, whatever the amount.</summary>
    public bool IsFree(PostingKind operation) => Find(operation) is not { PayerPays: true };

    /// <summary>Fee, tax and commission of an operation.</summary>
    public Charges Charge(PostingKind operation, short tier, long amount) => Find(operation)?.Charge(tier, amount) ?? default;

    /// <summary>What one band says of one amount.</summary>
    internal static long Reckon(TariffLine band, long amount) => new Band(band).Of(amount);

    private Operation? Find(PostingKind operation) => (uint)operation < (uint)_operations.Length ? _operations[(int)operation] : null;

    private sealed class Operation
    {
        private readonly Groups _others;
        private readonly FrozenDictionary<short, Groups> _tiers;

        public Operation(TariffLine[] lines)
        {
            _others = new Groups(lines, tier: null);
            _tiers = lines.Select(line => line.Tier).OfType<short>().Distinct().ToFrozenDictionary(tier => tier, tier => new Groups(lines, tier));
            PayerPays = lines.Any(line => line.Charge != ChargeKind.Commission);
        }

        public bool PayerPays { get; }

        public Charges Charge(short tier, long amount)
        {
            Groups groups = _tiers.Count > 0 && _tiers.TryGetValue(tier, out Groups? own) ? own : _others;
            long fee = Of(groups.Fee, amount);
            long tax = Of(groups.TaxOnAmount, amount) + (groups.TaxOnFee.Length > 0 ? groups.TaxOnFee[0].Of(fee) : 0);
            return new Charges(fee, tax, Of(groups.Commission, amount));
        }

        // Bands are few and the small ones are asked for most.
        private static long Of(Band[] bands, long amount)
        {
            foreach (Band band in bands)
            {
                if (amount <= band.To)
                {
                    return band.Of(amount);
                }
            }

            return 0;
        }
    }

    /// <summary>The bands that hold for a tier: its own where it has them, those of everybody otherwise.</summary>
    private sealed class Groups(TariffLine[] lines, short? tier)
    {
        public Band[] Fee { get; } = Bands(lines, tier, ChargeKind.Fee);

        public Band[] TaxOnFee { get; } = Bands(lines, tier, ChargeKind.TaxOnFee);

        public Band[] TaxOnAmount { get; } = Bands(lines, tier, ChargeKind.TaxOnAmount);

        public Band[] Commission { get; } = Bands(lines, tier, ChargeKind.Commission);

        private static Band[] Bands(TariffLine[] lines, short? tier, ChargeKind charge)
        {
            TariffLine[] all = [.. lines.Where(line => line.Charge == charge)];
            bool own = all.Any(line => line.Tier == tier);
            return [.. all.Where(line => line.Tier == (own ? tier : null)).OrderBy(line => line.From).Select(line => new Band(line))];
        }
    }

    private readonly struct Band(TariffLine line)
    {
        private readonly long _fixed = line.Fixed;
        private readonly int _basisPoints = line.BasisPoints;
        private readonly long _min = line.Min;
        private readonly long _max = line.Max ?? long.MaxValue;

        // A fee goes up to the next minor unit; what goes to others is rounded to the nearest.
        private readonly int _rounding = line.Charge == ChargeKind.Fee ? 9_999 : 5_000;

        public long To { get; } = line.To ?? long.MaxValue;

        public long Of(long amount)
        {
            Int128 share = ((Int128)amount * _basisPoints + _rounding) / 10_000;
            return (long)Int128.Clamp(_fixed + share, _min, _max);
        }
    }
}
