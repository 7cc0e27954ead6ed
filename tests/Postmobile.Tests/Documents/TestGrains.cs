using System.Collections.Concurrent;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Tests.Documents;

/// <summary>A document that counts, to see the durable grain at work.</summary>
[GrainInterfaceType("test.counter")]
[Alias("test.counter")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<long> Add(long amount);

    [Alias("read")]
    Task<long> Read();

    [Alias("add_and_tell")]
    Task AddAndTell(long amount, string receiver);

    [Alias("wake_me")]
    Task WakeMe(DateTimeOffset at);
}

public sealed record CounterState
{
    public long Total { get; init; }

    public DateTimeOffset? WakeAt { get; init; }

    public int Wakes { get; init; }
}

public sealed record Told(string Receiver, long Amount);

/// <summary>Reentrant, so that many calls wait for one write; it decides and saves without an await between.</summary>
[GrainType("test.counter")]
[Reentrant]
public sealed class CounterGrain([PersistentState("test.counter")] IPersistentState<Document<CounterState>> document)
    : DurableGrain<CounterState>(document), ICounterGrain
{
    /// <summary>What was delivered, by key of the message: how often, and what.</summary>
    public static ConcurrentDictionary<string, (int Times, Told Message)> Delivered { get; } = new();

    /// <summary>Receivers that refuse the first tries.</summary>
    public static ConcurrentDictionary<string, int> RefusalsLeft { get; } = new();

    protected override DateTimeOffset? NextWake => State.WakeAt;

    public async Task<long> Add(long amount)
    {
        State = State with { Total = State.Total + amount };
        var answer = State.Total;
        await Save();
        return answer;
    }

    public Task<long> Read() => Task.FromResult(State.Total);

    public async Task AddAndTell(long amount, string receiver)
    {
        State = State with { Total = State.Total + amount };
        Send("told", new Told(receiver, amount));
        await Save();
    }

    public async Task WakeMe(DateTimeOffset at)
    {
        State = State with { WakeAt = at };
        await Save();
    }

    protected override Task Deliver(OutboxItem item)
    {
        var told = item.Read<Told>();
        if (RefusalsLeft.TryGetValue(told.Receiver, out var left) && left > 0)
        {
            RefusalsLeft[told.Receiver] = left - 1;
            throw new InvalidOperationException("not now");
        }

        Delivered.AddOrUpdate(MessageKey(item), _ => (1, told), (_, before) => (before.Times + 1, told));
        return Task.CompletedTask;
    }

    protected override Task OnWake(DateTimeOffset now)
    {
        if (this.GetPrimaryKeyString().StartsWith("poison", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("This document cannot do what is due.");
        }

        if (this.GetPrimaryKeyString().StartsWith("stubborn", StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }

        State = State with { WakeAt = null, Wakes = State.Wakes + 1 };
        return Task.CompletedTask;
    }
}
