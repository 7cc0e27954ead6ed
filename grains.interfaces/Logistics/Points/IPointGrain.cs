using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Logistics;

/// <summary>One post office or pickup point. Keyed by <see cref="PointCode.Key"/>.</summary>
[Alias("logistics.point-grain"), GrainInterfaceType("logistics.point-grain")]
public interface IPointGrain : IGrainWithStringKey
{
    /// <summary>The point; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Point?> Look();

    /// <summary>An operator opens it. The code opens it once: the same again succeeds.</summary>
    /// <returns>The point; or invalid_field, point_taken.</returns>
    [Alias("open")]
    Task<PointOutcome> Open(PointFacts facts, CustomerId by);

    /// <summary>An operator changes what is known of it. Its kind and town stay: parcels are on their way there.</summary>
    /// <returns>The point; or unknown_point, point_state (closed), invalid_field, precondition_failed.</returns>
    [Alias("change")]
    Task<PointOutcome> Change(PointFacts facts, long? version, CustomerId by);

    /// <summary>It takes no new parcels for a while. Again succeeds.</summary>
    /// <returns>The point; or unknown_point, point_state (closed).</returns>
    [Alias("pause")]
    Task<PointOutcome> Pause(CustomerId by);

    /// <summary>It takes parcels again. Again succeeds.</summary>
    /// <returns>The point; or unknown_point, point_state (closed).</returns>
    [Alias("reopen")]
    Task<PointOutcome> Reopen(CustomerId by);

    /// <summary>It closes for good: once it is paused, and no parcel waits there or is on its way. Again succeeds.</summary>
    /// <returns>The point; or unknown_point, point_state (still open), point_has_parcels.</returns>
    [Alias("close")]
    Task<PointOutcome> Close(CustomerId by);

    /// <summary>Whether this person takes parcels in and gives them out there: who runs it, the staff of the shop that runs it, at a post office any clerk.</summary>
    [AlwaysInterleave, Alias("is-run-by")]
    Task<bool> IsRunBy(CustomerId person);
}

/// <summary>Lists of points, read from the rows that their own grains wrote. Key 0.</summary>
[Alias("logistics.points"), GrainInterfaceType("logistics.points")]
public interface IPointsGrain : IGrainWithIntegerKey
{
    /// <summary>Points by town and code; of one town, or of all; closed ones left out.</summary>
    [Alias("list")]
    Task<IReadOnlyList<Point>> List(string? town);

    /// <summary>All points of a status, for the post.</summary>
    [Alias("of-status")]
    Task<IReadOnlyList<Point>> OfStatus(PointStatus status);

    /// <summary>What this person runs, by themself or as staff of a shop; for clerks see <see cref="IPointGrain.IsRunBy"/>.</summary>
    [Alias("run-by")]
    Task<IReadOnlyList<Point>> RunBy(CustomerId person);

    /// <summary>Parcels that are on their way to a point, wait there, or are to be given back to the carrier; oldest first, 200 at the most.</summary>
    [Alias("parcels")]
    Task<IReadOnlyList<Delivery>> Parcels(PointCode code);

    /// <summary>How many orders are on their way to a point or wait there, packed or not, and parcels that lie there still.</summary>
    [Alias("count")]
    Task<int> Count(PointCode code);
}
