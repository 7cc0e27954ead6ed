namespace Postmobile.Documents;

/// <summary>A queue and one group on its way: what comes meanwhile goes together with the next.</summary>
/// <param name="take">How many of the queue's first go together; at least one.</param>
/// <param name="carry">Brings a group over and answers each of it.</param>
/// <param name="fail">Answers one whose group could not be carried, if it has no answer yet; the lane goes on with the next group.</param>
internal sealed class Lane<T>(Func<List<T>, int> take, Func<List<T>, Task> carry, Action<T, Exception> fail)
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
        while (All() is { } group)
        {
            try
            {
                group = First(group);
                await carry(group);
            }
            catch (Exception failure)
            {
                group.ForEach(one => fail(one, failure));
            }
        }
    }

    private List<T>? All()
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _running = false;
                return null;
            }

            (List<T> all, _queue) = (_queue, []);
            return all;
        }
    }

    /// <summary>As many as go together. The others go back, before those that have come since.</summary>
    private List<T> First(List<T> all)
    {
        int count = take(all);
        if (count < all.Count)
        {
            lock (_gate)
            {
                _queue.InsertRange(0, all.Skip(count));
            }
        }

        return all.GetRange(0, count);
    }
}
