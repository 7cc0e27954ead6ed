namespace Postmobile.Documents;

/// <summary>How documents are woken; the configuration section is <c>Waker</c>.</summary>
public sealed class WakerOptions
{
    /// <summary>How often the table is asked for due documents.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many rows one question returns; a round asks until it has seen all that are due.</summary>
    public int PageSize { get; set; } = 500;

    /// <summary>How many documents may be at work at once.</summary>
    public int AtOnce { get; set; } = 128;

    /// <summary>A document that takes longer counts as failed, and gives its place to another.</summary>
    public TimeSpan CallLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a document that keeps failing is left alone at most.</summary>
    public TimeSpan LongestRest { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a silo that is not the waker waits before it offers itself again.</summary>
    public TimeSpan StandbyPeriod { get; set; } = TimeSpan.FromSeconds(2);
}
