using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>One agent's counter: place, hours, till. Keyed by the agent's customer id. What went through the drawer is read from the ledger, so that it cannot be counted twice or forgotten.</summary>
[Alias("money.agent"), GrainInterfaceType("money.agent")]
public interface IAgentGrain : IGrainWithStringKey
{
    /// <summary>The agent as they stand; null when this person is no agent.</summary>
    [Alias("look")]
    Task<AgentView?> Look();

    /// <summary>A supervisor says where the counter is, when it is open, and when to sound the alarm.</summary>
    /// <returns>The agent; or unknown_agent, memo_invalid, agent_place_invalid, agent_hours_invalid.</returns>
    [Alias("arrange")]
    Task<AgentOutcome> Arrange(AgentSettings settings, CustomerId bySupervisor);

    /// <summary>Opens the till with what was counted. The same key again changes nothing.</summary>
    /// <returns>The agent; or unknown_agent, amount_not_positive (less than nothing), till_open.</returns>
    [Alias("open-till")]
    Task<AgentOutcome> OpenTill(string key, long counted);

    /// <summary>Cash fetched from the post (positive) or brought there (negative).</summary>
    /// <returns>The agent; or amount_not_positive (zero), memo_invalid, till_closed.</returns>
    [Alias("move-cash")]
    Task<AgentOutcome> MoveCash(string key, long amount, string? reason);

    /// <summary>Closes the till with what was counted. The difference is written down, and explained.</summary>
    /// <returns>The agent; or amount_not_positive, memo_invalid, till_closed, till_explanation_needed.</returns>
    [Alias("close-till")]
    Task<AgentOutcome> CloseTill(string key, long counted, string? explanation);

    /// <summary>Something has moved on the float: the counter looks again soon, and sounds the alarm if it must. A hint that may be lost.</summary>
    [Alias("moved")]
    Task Moved();
}

/// <summary>All agents. Key 0.</summary>
[Alias("money.agents"), GrainInterfaceType("money.agents")]
public interface IAgentsGrain : IGrainWithIntegerKey
{
    /// <summary>Every agent, those who need somebody first.</summary>
    [Alias("board")]
    Task<IReadOnlyList<AgentView>> Board();

    /// <summary>Counters by distance. Of cash only the band is compared, so that nobody can find the sum by asking often.</summary>
    [Alias("nearby")]
    Task<IReadOnlyList<NearbyAgent>> Nearby(NearbyQuestion question);
}

/// <summary>References to agents.</summary>
public static class AgentReferences
{
    /// <summary>The agent's grain.</summary>
    public static IAgentGrain Agent(this IGrainFactory grains, CustomerId person) => grains.GetGrain<IAgentGrain>(person.Value);
}
