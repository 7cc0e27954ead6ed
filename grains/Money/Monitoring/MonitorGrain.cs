using Microsoft.Extensions.Options;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>How far the postings have been looked over.</summary>
public sealed record MonitorState
{
    /// <summary>Up to here; null until begun.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When to look again.</summary>
    public DateTimeOffset? NextAt { get; init; }
}

/// <inheritdoc cref="IMonitorGrain"/>
[GrainType("money.monitor")]
internal sealed class MonitorGrain(
    [PersistentState("money.monitor")] IPersistentState<Document<MonitorState>> document, MonitoringScan scan, IOptions<MonitoringOptions> options)
    : DurableGrain<MonitorState>(document), IMonitorGrain
{
    // At the very first start, so that nothing of the last day goes unseen.
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(1);

    protected override DateTimeOffset? NextWake => State.NextAt;

    public async Task Start()
    {
        if (State.Until is null)
        {
            State = new MonitorState { Until = Clock.GetUtcNow() - FirstLook, NextAt = Clock.GetUtcNow() };
            await Save();
        }
    }

    public async Task<DateTimeOffset> Scan()
    {
        await Start();
        await Look();
        await Save();
        return State.Until!.Value;
    }

    protected override Task OnWake(DateTimeOffset now) => Look();

    // The mark moves on only after every finding is with its alert; a repeated scan raises the same ones.
    private async Task Look()
    {
        MonitoringOptions rules = options.Value;
        DateTimeOffset from = State.Until!.Value;
        DateTimeOffset to = await scan.End(from, rules);
        foreach (Finding finding in await scan.Find(from - rules.Overlap, to, rules))
        {
            await GrainFactory.GetGrain<IAlertGrain>(Alerts.Key(finding.Rule, finding.Account, BrazzavilleCalendar.Day(finding.At))).Raise(finding);
        }

        bool behind = to - from >= rules.StepMax;
        State = new MonitorState { Until = to, NextAt = Clock.GetUtcNow() + (behind ? TimeSpan.Zero : rules.Period) };
    }
}
