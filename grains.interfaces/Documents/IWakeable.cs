namespace Postmobile.Documents;

/// <summary>
/// A document that can be woken when its <c>wake_at</c> has come. Implemented once, by <c>DurableGrain</c>; a domain's own
/// interface does not need to name it.
/// </summary>
[GrainInterfaceType("documents.wakeable")]
[Alias("documents.wakeable")]
public interface IWakeable : IGrainWithStringKey
{
    /// <summary>
    /// Does what is due now and moves <c>wake_at</c> by the write that does it. May be called early, late or twice: a
    /// document that has nothing to do does nothing.
    /// </summary>
    [Alias("wake")]
    Task Wake();
}
