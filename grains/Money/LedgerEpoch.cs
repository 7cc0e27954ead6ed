namespace Postmobile.Money;

/// <summary>
/// Counts the moments at which credits may have been missed by anybody: a silo died, a connection broke, the server turned
/// out to be another. An image of an earlier epoch is loaded again at its next touch.
/// </summary>
internal sealed class LedgerEpoch
{
    private int _current;

    public int Current => Volatile.Read(ref _current);

    public void Advance() => Interlocked.Increment(ref _current);
}
