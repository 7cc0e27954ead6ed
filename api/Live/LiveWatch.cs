using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Api.Live;

/// <summary>
/// This front end's one ear in the cluster. Every account and topic that somebody here looks at knows it as an observer,
/// and what it hears goes to the connections of that account or topic. Both forget an observer after two minutes and when
/// their silo dies; so the watch is renewed in time, and at once when the set of silos changes.
/// </summary>
public sealed partial class LiveWatch(
    IGrainFactory grains,
    IHubContext<LiveHub, ILiveClient> hub,
    Sessions sessions,
    TimeProvider time,
    ILogger<LiveWatch> logger) : BackgroundService, ILiveObserver
{
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LookAtSilosEvery = TimeSpan.FromSeconds(2);
    private const int RenewalsAtOnce = 64;

    private readonly ConcurrentDictionary<string, HubCallerContext> connections = new();
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> followed = new();
    private readonly ConcurrentDictionary<string, Watching> watched = new();
    private readonly Lock gate = new();
    private ILiveObserver? reference;

    /// <summary>The group of the connections that look at an account: its number, which no topic is named.</summary>
    public static string Group(AccountId account) => account.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>One more connection looks at this account or topic, which knows it when this returns. Looking twice is looking once.</summary>
    public async Task Follow(HubCallerContext connection, string group)
    {
        connections[connection.ConnectionId] = connection;
        ImmutableHashSet<string> before = followed.GetOrAdd(connection.ConnectionId, []);
        followed[connection.ConnectionId] = before.Add(group);
        if (!before.Contains(group))
        {
            watched.AddOrUpdate(group, static _ => new Watching(Connections: 1, RenewedAt: 0), static (_, was) => was with { Connections = was.Connections + 1 });
            await Renew(group);
        }
    }

    /// <summary>A connection less. What it looked at forgets us by itself when nobody is left.</summary>
    public void Remove(HubCallerContext connection)
    {
        connections.TryRemove(connection.ConnectionId, out _);
        if (followed.TryRemove(connection.ConnectionId, out ImmutableHashSet<string>? groups))
        {
            foreach (string group in groups)
            {
                Leave(group);
            }
        }
    }

    /// <inheritdoc />
    public Task Happened(LiveEvent happening)
    {
        ILiveClient viewers = hub.Clients.Group(Group(happening.Account));
        LiveEventView view = LiveEventView.Of(happening);
        return happening.Type switch
        {
            LiveEventType.PaymentReceived => viewers.PaymentReceived(view),
            LiveEventType.PaymentSent => viewers.PaymentSent(view),
            LiveEventType.AccountChanged => viewers.AccountChanged(view),
            _ => Task.CompletedTask,
        };
    }

    /// <inheritdoc />
    public Task Noticed(string topic, Notice notice) => hub.Clients.Group(topic).Noticed(NoticeView.Of(topic, notice));

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(LookAtSilosEvery, time);
        string silos = "";
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            if (watched.IsEmpty)
            {
                continue;
            }

            await CloseEndedSessions();
            string now = await Silos() ?? silos;
            bool changed = now != silos;
            silos = now;
            await RenewAll(changed ? TimeSpan.Zero : RenewAfter, stoppingToken);
        }
    }

    private void Leave(string group)
    {
        while (watched.TryGetValue(group, out Watching? was))
        {
            bool done = was.Connections > 1
                ? watched.TryUpdate(group, was with { Connections = was.Connections - 1 }, was)
                : watched.TryRemove(new KeyValuePair<string, Watching>(group, was));
            if (done)
            {
                return;
            }
        }
    }

    // A connection was let in once; who signs out everywhere, or is blocked, must not go on being told.
    private async Task CloseEndedSessions()
    {
        try
        {
            foreach (HubCallerContext connection in connections.Values)
            {
                if (!await sessions.Allows(connection.User!))
                {
                    connection.Abort();
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Nobody can say now who may stay; they are asked again at the next tick.
            LogNotAsked(logger, exception);
        }
    }

    private Task RenewAll(TimeSpan olderThan, CancellationToken stopping)
    {
        long now = time.GetTimestamp();
        string[] due = [.. watched.Where(entry => time.GetElapsedTime(entry.Value.RenewedAt, now) >= olderThan).Select(entry => entry.Key)];
        return Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = RenewalsAtOnce, CancellationToken = stopping },
            async (group, _) => await Renew(group));
    }

    private async Task Renew(string group)
    {
        try
        {
            await (long.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out long account)
                ? grains.Account(new AccountId(account)).Watch(Reference())
                : grains.Topic(group).Watch(Reference()));
            if (watched.TryGetValue(group, out Watching? was))
            {
                watched.TryUpdate(group, was with { RenewedAt = time.GetTimestamp() }, was);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What is missed meanwhile is read by cursor; the next tick tries again.
            LogNotWatched(logger, exception, group);
        }
    }

    // Which silos are up, as one text to compare; null when nobody can say now.
    private async Task<string?> Silos()
    {
        try
        {
            Dictionary<SiloAddress, SiloStatus> hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            return string.Join(' ', hosts.Keys.Select(silo => silo.ToParsableString()).Order(StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return null;
        }
    }

    // Made at the first use: while the host starts there is no cluster to make it in.
    private ILiveObserver Reference()
    {
        lock (gate)
        {
            return reference ??= grains.CreateObjectReference<ILiveObserver>(this);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Watched} could not be watched; it is tried again.")]
    private static partial void LogNotWatched(ILogger logger, Exception exception, string watched);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whose sessions have ended could not be asked; it is tried again.")]
    private static partial void LogNotAsked(ILogger logger, Exception exception);

    private sealed record Watching(int Connections, long RenewedAt);
}
