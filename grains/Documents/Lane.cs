namespace Postmobile.Documents;

/// <summary>A queue and one group on its way: what comes meanwhile goes together with the next.</summary>
/// <param name="take">How many of the queue's first go together; at least one.</param>
/// <param name="carry">Brings a group over and answers each of it. It does not throw.</param>
internal sealed class Lane<T>(Func<List<T>, int> take, Func<List<T>, Task> carry)
{
    private readonly Lock _gate = new();
    private List<T> _queue = [];
    private bool _running;

    /// <summary>Puts one into the queue.</summary>
    public void Enter(T one)
    {
        lock (_gate)
        {
            _queue.Add(one);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        // Away from the grain's own turn, so that what others ask in the same moment comes along.
        _ = Task.Run(Run);
    }

    private async Task Run()
    {
        while (Next() is { } group)
        {
            await carry(group);
        }
    }

    private List<T>? Next()
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _running = false;
                return null;
            }

            int count = take(_queue);
            if (count == _queue.Count)
            {
                (List<T> all, _queue) = (_queue, []);
                return all;
            }

            List<T> group = _queue.GetRange(0, count);
            _queue.RemoveRange(0, count);
            return group;
        }
    }
}
