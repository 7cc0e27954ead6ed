using Postmobile.Money;

namespace Postmobile.Live;

/// <summary>
/// A matter that people look at while it changes: a person's own affairs, a queue, a board. Keyed by the topic's name
/// (<see cref="Topics"/>). It keeps nothing: whoever looks reads the truth where it lies when a notice comes, and on every
/// (re)connection.
/// </summary>
[Alias("live.topic"), GrainInterfaceType("live.topic")]
public interface ITopicGrain : IGrainWithStringKey
{
    /// <summary>Tells a front end of this topic's notices for the next two minutes; call again to go on.</summary>
    [Alias("watch")]
    Task Watch(ILiveObserver observer);

    /// <summary>Tells whoever looks. A hint that may be lost; nobody is waited for.</summary>
    [Alias("tell")]
    Task Tell(Notice notice);
}

/// <summary>Something has changed that somebody may be looking at.</summary>
[GenerateSerializer, Immutable, Alias("live.notice")]
public sealed record Notice
{
    /// <summary>What happened, in the manner of <c>request.received</c>.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>To what: an id that the reader may ask for.</summary>
    [Id(1)] public required string Subject { get; init; }

    /// <summary>Figures to show at once, by name; nothing secret, since everybody on the topic hears it.</summary>
    [Id(2)] public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();

    /// <summary>When.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }
}

/// <summary>Names of topics. Who may follow one is decided at the front door, by the name's first part.</summary>
public static class Topics
{
    /// <summary>A person's own affairs; followed without asking by every connection of that person.</summary>
    public static string Of(Identity.CustomerId customer) => "person:" + customer.Value;

    /// <summary>A queue or board of the post's people, followed by those whose role it names: <c>clerk:identity</c>, <c>supervisor:agents</c>.</summary>
    /// <param name="role">Whose.</param>
    /// <param name="name">Which; lower case.</param>
    public static string For(Identity.Role role, string name) => role.ToString().ToLowerInvariant() + ":" + name;

    /// <summary>The topic's grain.</summary>
    public static ITopicGrain Topic(this IGrainFactory grains, string name) => grains.GetGrain<ITopicGrain>(name);
}
