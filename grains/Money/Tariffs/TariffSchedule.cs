namespace Postmobile.Money;

/// <summary>
/// Which table holds when. A version holds from its date on; of those whose date has come, the one approved last. Nothing of the past
/// changes, because a version is approved before its date.
/// </summary>
internal sealed class TariffSchedule
{
    /// <summary>Nothing was ever approved.</summary>
    public static readonly TariffSchedule Empty = new([]);

    private readonly Era[] _eras;
    private Era _present;

    public TariffSchedule(IEnumerable<TariffVersion> versions)
    {
        List<(DateTimeOffset From, TariffVersion? Version)> begins = [(DateTimeOffset.MinValue, null)];
        foreach (TariffVersion version in versions.Where(version => version is { Status: TariffStatus.Approved, Number: not null, EffectiveFrom: not null }).OrderBy(version => version.Number))
        {
            begins.RemoveAll(other => other.From >= version.EffectiveFrom);
            begins.Add((version.EffectiveFrom!.Value, version));
        }

        _eras = [.. begins.Select((one, i) => new Era(one.From, i + 1 < begins.Count ? begins[i + 1].From : DateTimeOffset.MaxValue, one.Version))];
        _present = _eras[0];
    }

    /// <summary>The table that holds at this moment, which is usually the one that held a moment ago.</summary>
    public TariffTable Now(DateTimeOffset now)
    {
        Era present = _present;
        if (now < present.From || now >= present.Until)
        {
            _present = present = At(now);
        }

        return present.Table;
    }

    /// <summary>What held, holds or will hold at a moment.</summary>
    public Era At(DateTimeOffset moment)
    {
        int i = _eras.Length - 1;
        while (i > 0 && moment < _eras[i].From)
        {
            i--;
        }

        return _eras[i];
    }

    /// <summary>The time in which one version holds; without a version nothing costs anything.</summary>
    public sealed class Era(DateTimeOffset from, DateTimeOffset until, TariffVersion? version)
    {
        public DateTimeOffset From { get; } = from;

        public DateTimeOffset Until { get; } = until;

        public TariffVersion? Version { get; } = version;

        public TariffTable Table { get; } = version is null ? TariffTable.Free : new TariffTable(version.Lines);

        public TariffInForce View() => new()
        {
            Number = Version?.Number ?? 0,
            Since = Version?.EffectiveFrom,
            Lines = Version?.Lines ?? [],
            Until = Until == DateTimeOffset.MaxValue ? null : Until,
            Note = Version?.Note,
        };
    }
}
