using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>What lies in the document of one alert.</summary>
public sealed record AlertState
{
    /// <summary>What was seen.</summary>
    public Finding? Finding { get; init; }

    /// <summary>When first, in milliseconds since 1970 UTC, so that SQL can sort by it.</summary>
    public long? RaisedAtMs { get; init; }

    /// <summary>Where it stands; null until raised.</summary>
    public AlertStatus? Status { get; init; }

    /// <summary>The trail.</summary>
    public IReadOnlyList<AlertNote> Notes { get; init; } = [];

    /// <summary>Who closed it.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    internal Alert? View(string id) => Finding is null ? null : new Alert
    {
        Id = id,
        Finding = Finding,
        RaisedAt = DateTimeOffset.FromUnixTimeMilliseconds(RaisedAtMs.GetValueOrDefault()),
        Status = Status.GetValueOrDefault(),
        Notes = Notes,
        ClosedBy = ClosedBy,
        ClosedAt = ClosedAt,
        Reason = Reason,
    };
}

/// <inheritdoc cref="IAlertGrain"/>
[GrainType("money.alert")]
internal sealed class AlertGrain([PersistentState("money.alert")] IPersistentState<Document<AlertState>> document)
    : DurableGrain<AlertState>(document), IAlertGrain
{
    private const string QueueKind = "queue";
    private const string Queue = "monitoring";

    private string Key => this.GetPrimaryKeyString();

    public async Task Raise(Finding finding)
    {
        if (AlertRules.Raise(State, finding, Clock.GetUtcNow()) is { } next)
        {
            State = next;
            Send(QueueKind, "alert.raised");
            await Save();
        }
    }

    public Task<Alert?> Look() => Task.FromResult(State.View(Key));

    public async Task<AlertOutcome> Note(string by, string key, string text)
    {
        (AlertState? next, AlertRefusal? refusal) = AlertRules.Note(State, by, key, text, Clock.GetUtcNow());
        return await Apply(next, refusal, by, "alert.note", key);
    }

    public async Task<AlertOutcome> Close(string by, string reason)
    {
        (AlertState? next, AlertRefusal? refusal) = AlertRules.Close(State, by, reason, Clock.GetUtcNow());
        return await Apply(next, refusal, by, "alert.close", reason);
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        QueueKind => GrainFactory.Topic(Topics.For(Role.Operator, Queue)).Tell(new Notice { Kind = item.Read<string>(), Subject = Key, At = Clock.GetUtcNow() }),
        _ => base.Deliver(item),
    };

    private async Task<AlertOutcome> Apply(AlertState? next, AlertRefusal? refusal, string by, string act, string detail)
    {
        if (next is not null)
        {
            State = next;
            Record(by, act, detail.Length <= 200 ? detail : detail[..200]);
            Send(QueueKind, act);
            await Save();
        }

        return new AlertOutcome(State.View(Key), refusal);
    }
}
