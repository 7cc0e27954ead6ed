using Orleans.Concurrency;
using Postmobile.Money;

namespace Postmobile.Live;

/// <inheritdoc cref="ITopicGrain"/>
[Reentrant, GrainType("live.topic")]
internal sealed class TopicGrain(TimeProvider time) : Grain, ITopicGrain
{
    private readonly Dictionary<ILiveObserver, DateTimeOffset> _until = [];

    public Task Watch(ILiveObserver observer)
    {
        _until[observer] = time.GetUtcNow() + LiveWatchers.Life;
        DelayDeactivation(LiveWatchers.Life);
        return Task.CompletedTask;
    }

    public Task Tell(Notice notice)
    {
        DateTimeOffset now = time.GetUtcNow();
        string topic = this.GetPrimaryKeyString();
        foreach ((ILiveObserver observer, DateTimeOffset until) in _until.ToArray())
        {
            if (until < now)
            {
                _until.Remove(observer);
            }
            else
            {
                observer.Noticed(topic, notice).Ignore();
            }
        }

        return Task.CompletedTask;
    }
}
