namespace Postmobile.Money;

/// <summary>
/// What an account's grain stood on when it decided: the last number of its sequence and the incarnation of the database.
/// Every promise carries its line; the writer numbers from it and never from a memory of its own, and any failure kills
/// it, so that nothing decided on an old image can be written after a newer one was seen.
/// </summary>
internal sealed class Line(long lastNumber, Guid incarnation)
{
    private volatile bool _dead;

    /// <summary>The last number given out. Only the account's lane touches it after the load.</summary>
    public long Last { get; set; } = lastNumber;

    /// <summary>The last number that the image on which this line stands contains.</summary>
    public long Loaded { get; } = lastNumber;

    public Guid Incarnation { get; } = incarnation;

    public bool Dead => _dead;

    /// <summary>Promised on this line and not yet settled. Guarded by the image.</summary>
    public long Promised { get; set; }

    public void Kill() => _dead = true;
}
