using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Who keeps the counter.</summary>
public enum CounterKind
{
    /// <summary>A shop or a person with a table.</summary>
    Independent,

    /// <summary>An office of the post.</summary>
    PostOffice,
}

/// <summary>How much there is, said so that nobody learns how much exactly.</summary>
public enum CashBand
{
    /// <summary>Nobody has counted yet.</summary>
    Unknown,

    /// <summary>Less than 25,000.</summary>
    Low,

    /// <summary>25,000 or more.</summary>
    Some,

    /// <summary>100,000 or more.</summary>
    Good,

    /// <summary>500,000 or more.</summary>
    Plenty,
}

/// <summary>When a counter is open, in the time of Brazzaville: <c>08:00-17:00</c>, or empty for a day without.</summary>
[GenerateSerializer, Immutable, Alias("money.counter-hours")]
public sealed record CounterHours(
    [property: Id(0)] string Weekdays = "",
    [property: Id(1)] string Saturday = "",
    [property: Id(2)] string Sunday = "");

/// <summary>What a supervisor says about an agent: place, hours, and when to sound the alarm.</summary>
[GenerateSerializer, Immutable, Alias("money.agent-settings")]
public sealed record AgentSettings
{
    /// <summary>What stands over the door.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Post office or independent.</summary>
    [Id(1)] public CounterKind Kind { get; init; }

    /// <summary>The town, one of <see cref="Congo.Towns"/>.</summary>
    [Id(2)] public required string Town { get; init; }

    /// <summary>How to find it: street, quarter, landmark.</summary>
    [Id(3)] public string Landmark { get; init; } = "";

    /// <summary>Degrees north; null: the town's centre.</summary>
    [Id(4)] public double? Latitude { get; init; }

    /// <summary>Degrees east; null: the town's centre.</summary>
    [Id(5)] public double? Longitude { get; init; }

    /// <summary>When it is open.</summary>
    [Id(6)] public CounterHours Hours { get; init; } = new();

    /// <summary>Below this the float is short, in minor units.</summary>
    [Id(7)] public long FloatMin { get; init; } = 50_000;

    /// <summary>Below this the cash is short.</summary>
    [Id(8)] public long CashMin { get; init; } = 50_000;
}

/// <summary>One till from opening to closing.</summary>
[GenerateSerializer, Immutable, Alias("money.till-shift")]
public sealed record TillShift
{
    /// <summary>When it was opened.</summary>
    [Id(0)] public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    [Id(1)] public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What was counted at the opening.</summary>
    [Id(2)] public long Opening { get; init; }

    /// <summary>That, less what should have been there since the last closing.</summary>
    [Id(3)] public long OpeningDifference { get; init; }

    /// <summary>Cash taken for e-money.</summary>
    [Id(4)] public long CashIn { get; init; }

    /// <summary>Cash given for e-money.</summary>
    [Id(5)] public long CashOut { get; init; }

    /// <summary>Cash fetched from the post, less cash brought there.</summary>
    [Id(6)] public long Moved { get; init; }

    /// <summary>What should be in the drawer.</summary>
    [Id(7)] public long Expected { get; init; }

    /// <summary>What was counted at the closing.</summary>
    [Id(8)] public long? Counted { get; init; }

    /// <summary>What was counted less what should be there.</summary>
    [Id(9)] public long Difference { get; init; }

    /// <summary>Why they differ.</summary>
    [Id(10)] public string? Explanation { get; init; }
}

/// <summary>An agent as the agent and their supervisors see them.</summary>
[GenerateSerializer, Immutable, Alias("money.agent-view")]
public sealed record AgentView
{
    /// <summary>Who.</summary>
    [Id(0)] public required CustomerId Id { get; init; }

    /// <summary>The person's name.</summary>
    [Id(1)] public required string PersonName { get; init; }

    /// <summary>The telephone in E.164.</summary>
    [Id(2)] public required string Phone { get; init; }

    /// <summary>The float account.</summary>
    [Id(3)] public required AccountId Float { get; init; }

    /// <summary>Place and hours; null until a supervisor has said.</summary>
    [Id(4)] public AgentSettings? Settings { get; init; }

    /// <summary>What is in the float, as last seen.</summary>
    [Id(5)] public long FloatBalance { get; init; }

    /// <summary>What should be in the drawer, as last seen; null until it was counted.</summary>
    [Id(6)] public long? Cash { get; init; }

    /// <summary>The open till.</summary>
    [Id(7)] public TillShift? Shift { get; init; }

    /// <summary>Closed tills, newest first.</summary>
    [Id(8)] public IReadOnlyList<TillShift> Past { get; init; } = [];

    /// <summary>The last operation with cash.</summary>
    [Id(9)] public DateTimeOffset? LastOperationAt { get; init; }

    /// <summary>The float is short.</summary>
    [Id(10)] public bool FloatShort { get; init; }

    /// <summary>The cash is short.</summary>
    [Id(11)] public bool CashShort { get; init; }

    /// <summary>Open by its hours, now.</summary>
    [Id(12)] public bool OpenNow { get; init; }

    /// <summary>How badly somebody is needed here: alarms first, then what has not been arranged.</summary>
    public int Need => (FloatShort ? 4 : 0) + (CashShort ? 4 : 0) + (OpenNow && Shift is null ? 2 : 0) + (Settings is null ? 1 : 0) + (Past.Count > 0 && Past[0].Difference != 0 ? 1 : 0);
}

/// <summary>What came of it: the agent as they stand, and why not, if so.</summary>
[GenerateSerializer, Immutable, Alias("money.agent-outcome")]
public readonly record struct AgentOutcome([property: Id(0)] AgentView? Agent, [property: Id(1)] AgentRefusal? Refusal, [property: Id(2)] bool Replayed = false);

/// <summary>Where somebody is, and what they want.</summary>
[GenerateSerializer, Immutable, Alias("money.nearby-question")]
public sealed record NearbyQuestion(
    [property: Id(0)] double Latitude,
    [property: Id(1)] double Longitude,
    [property: Id(2)] long Amount,
    [property: Id(3)] bool OpenNow,
    [property: Id(4)] int Limit);

/// <summary>A counter as everybody may see it.</summary>
[GenerateSerializer, Immutable, Alias("money.nearby-agent")]
public sealed record NearbyAgent
{
    /// <summary>What stands over the door.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Post office or independent.</summary>
    [Id(1)] public required CounterKind Kind { get; init; }

    /// <summary>The town.</summary>
    [Id(2)] public required string Town { get; init; }

    /// <summary>Its department.</summary>
    [Id(3)] public required string Department { get; init; }

    /// <summary>How to find it.</summary>
    [Id(4)] public required string Landmark { get; init; }

    /// <summary>Where it is.</summary>
    [Id(5)] public required double Latitude { get; init; }

    /// <summary>Where it is.</summary>
    [Id(6)] public required double Longitude { get; init; }

    /// <summary>When it is open.</summary>
    [Id(7)] public required CounterHours Hours { get; init; }

    /// <summary>Open now.</summary>
    [Id(8)] public required bool OpenNow { get; init; }

    /// <summary>How far, as a bird flies.</summary>
    [Id(9)] public required double Kilometres { get; init; }

    /// <summary>How much cash there is, about.</summary>
    [Id(10)] public required CashBand Cash { get; init; }
}
