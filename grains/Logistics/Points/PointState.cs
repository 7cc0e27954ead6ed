namespace Postmobile.Logistics;

/// <summary>What lies in a point's document; lists are SQL over it.</summary>
public sealed record PointState
{
    /// <summary>The point; null until it is opened.</summary>
    public Point? Point { get; init; }
}
