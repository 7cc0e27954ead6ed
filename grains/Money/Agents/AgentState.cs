using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What lies in an agent's document.</summary>
public sealed record AgentState
{
    /// <summary>The person's name.</summary>
    public string PersonName { get; init; } = "";

    /// <summary>Their telephone.</summary>
    public string Phone { get; init; } = "";

    /// <summary>The float; 0 until the person is known to be an agent.</summary>
    public long Float { get; init; }

    /// <summary>Place and hours.</summary>
    public AgentSettings? Settings { get; init; }

    /// <summary>Who arranged it last, and so hears of alarms.</summary>
    public string? Supervisor { get; init; }

    /// <summary>What was counted last; null: never.</summary>
    public long? CashBase { get; init; }

    /// <summary>All cash-ins there had been by then.</summary>
    public long InBase { get; init; }

    /// <summary>All cash-outs there had been by then.</summary>
    public long OutBase { get; init; }

    /// <summary>Cash moved by hand since then.</summary>
    public long Moves { get; init; }

    /// <summary>All cash-ins, as last seen.</summary>
    public long InSeen { get; init; }

    /// <summary>All cash-outs, as last seen.</summary>
    public long OutSeen { get; init; }

    /// <summary>The float, as last seen.</summary>
    public long FloatSeen { get; init; }

    /// <summary>The last operation with cash, as last seen.</summary>
    public long? LastOperationMs { get; init; }

    /// <summary>When it was looked last.</summary>
    public long SeenAtMs { get; init; }

    /// <summary>The alarm has been sounded.</summary>
    public bool FloatShort { get; init; }

    /// <summary>The alarm has been sounded.</summary>
    public bool CashShort { get; init; }

    /// <summary>The open till.</summary>
    public TillShift? Shift { get; init; }

    /// <summary>Closed tills, newest first.</summary>
    public List<TillShift> Past { get; init; } = [];

    /// <summary>The last keys of requests that changed the till.</summary>
    public List<string> Keys { get; init; } = [];

    /// <summary>What should be in the drawer.</summary>
    internal long? Cash => CashBase + (InSeen - InBase) - (OutSeen - OutBase) + Moves;

    internal AgentView? View(string id, DateTimeOffset now) => Float == 0 ? null : new AgentView
    {
        Id = new CustomerId(id),
        PersonName = PersonName,
        Phone = Phone,
        Float = new AccountId(Float),
        Settings = Settings,
        FloatBalance = FloatSeen,
        Cash = Cash,
        Shift = Shift is null ? null : AgentRules.Run(this),
        Past = Past,
        LastOperationAt = LastOperationMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        FloatShort = FloatShort,
        CashShort = CashShort,
        OpenNow = Settings is not null && AgentRules.IsOpen(Settings.Hours, now),
    };
}
