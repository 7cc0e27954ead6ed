namespace Postmobile.Commerce;

/// <summary>What is remembered of what a telephone wrote.</summary>
public sealed record KeywordState
{
    /// <summary>Ids of the last messages that were taken, oldest first.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>When the last confirmation went out.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }
}
