namespace Postmobile.Money;

/// <summary>The front ends that show one account now. A front end that does not say so again is forgotten.</summary>
internal sealed class LiveWatchers
{
    /// <summary>How long a front end is remembered.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    private const int EventsPerWindow = 25;
    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<ILiveObserver, DateTimeOffset> _until = [];
    private ILiveObserver[] _observers = [];
    private long _windowStart;
    private int _inWindow;
    private Func<LiveEvent>? _last;

    public void Add(ILiveObserver observer, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (ILiveObserver stale in _until.Where(entry => entry.Value < now).Select(entry => entry.Key).ToArray())
            {
                _until.Remove(stale);
            }

            _until[observer] = now + Life;
            _observers = [.. _until.Keys];
        }
    }

    /// <summary>
    /// Tells everybody; nobody is waited for, since the ledger remembers what a lost message does not tell. No screen shows
    /// hundreds of lines a second: of what exceeds a handful in a tenth of a second only the last is told, when that tenth is
    /// over, and a client reads the rest by its cursor.
    /// </summary>
    public void Tell(Func<LiveEvent> happening)
    {
        lock (_gate)
        {
            long now = Environment.TickCount64;
            if (now - _windowStart >= (long)s_window.TotalMilliseconds)
            {
                (_windowStart, _inWindow) = (now, 0);
            }

            if (++_inWindow > EventsPerWindow)
            {
                if (_last is null)
                {
                    _ = TellLast();
                }

                _last = happening;
                return;
            }
        }

        Send(happening());
    }

    private async Task TellLast()
    {
        await Task.Delay(s_window);
        Func<LiveEvent> last;
        lock (_gate)
        {
            last = _last!;
            _last = null;
        }

        Send(last());
    }

    private void Send(LiveEvent happening)
    {
        foreach (ILiveObserver observer in Volatile.Read(ref _observers))
        {
            observer.Happened(happening).Ignore();
        }
    }
}
