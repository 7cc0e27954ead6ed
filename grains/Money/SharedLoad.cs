namespace Postmobile.Money;

/// <summary>
/// One load at a time: whoever comes while it is on its way waits for it; whoever comes afterwards begins another. Asks the
/// task itself whether it has ended, since a load may end before it could be noted that it runs.
/// </summary>
internal struct SharedLoad
{
    private Task? _running;

    /// <summary>The load on its way, or a new one.</summary>
    public Task Join(Func<Task> begin) => _running is { IsCompleted: false } running ? running : _running = begin();
}
