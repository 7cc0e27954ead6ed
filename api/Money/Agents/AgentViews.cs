using System.ComponentModel;
using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A sum of cash.</summary>
public sealed record AmountBody([property: Description("In whole minor units.")] long Amount);

/// <summary>An agent asks.</summary>
public sealed record AskCashOutBody([property: Description("The customer's telephone.")] string Customer, [property: Description("The cash, in whole minor units.")] long Amount);

/// <summary>An agent was shown a code.</summary>
public sealed record RedeemBody([property: Description("The customer's telephone.")] string Customer, [property: Description("The six digits.")] string Code);

/// <summary>The customer says yes.</summary>
public sealed record ApproveBody([property: Description("The total that the customer saw.")] long AgreedTotal);

/// <summary>One withdrawal.</summary>
public sealed record CashOutView(
    string Id,
    CashOutStatus Status,
    bool AskedByAgent,
    string CustomerName,
    string? AgentName,
    long Amount,
    long Fee,
    long Tax,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Code,
    string? Transfer,
    string? Failure)
{
    /// <summary>The outside's view: the customer's name in full for the customer, masked for the agent; the code for the customer alone.</summary>
    public static CashOutView Of(CashOut cashOut, ClaimsPrincipal user)
    {
        bool own = cashOut.Wish.Customer == user.Customer();
        return new(
            cashOut.Id, cashOut.Status, cashOut.AskedByAgent, own ? cashOut.Wish.Name : MaskedName(cashOut.Wish.Name), cashOut.Agent?.Name, cashOut.Wish.Amount,
            cashOut.Wish.Fee, cashOut.Wish.Tax, cashOut.CreatedAt, cashOut.ExpiresAt, own ? cashOut.Code : null, cashOut.Transfer?.ToString(), cashOut.Failure);
    }

    /// <summary>The first word, and the initial of the last.</summary>
    public static string MaskedName(string name)
    {
        string[] words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? name : $"{words[0]} {System.Globalization.StringInfo.GetNextTextElement(words[^1]).ToUpperInvariant()}.";
    }
}

/// <summary>What was counted in the drawer.</summary>
public sealed record CountBody([property: Description("All the cash, in whole minor units.")] long Counted, [property: Description("Why it differs, at the closing.")] string? Explanation = null);

/// <summary>Cash fetched (positive) or brought away (negative).</summary>
public sealed record MoveCashBody(long Amount, string? Reason = null);

/// <summary>One till.</summary>
public sealed record TillShiftView(
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, long Opening, long OpeningDifference, long CashIn, long CashOut, long Moved, long Expected, long? Counted, long Difference, string? Explanation)
{
    /// <summary>The outside's view.</summary>
    public static TillShiftView Of(TillShift shift) => new(
        shift.OpenedAt, shift.ClosedAt, shift.Opening, shift.OpeningDifference, shift.CashIn, shift.CashOut, shift.Moved, shift.Expected, shift.Counted, shift.Difference, shift.Explanation);
}

/// <summary>A counter's place, hours and alarms.</summary>
public sealed record AgentSettingsView(
    string Name,
    CounterKind Kind,
    [property: Description("One of GET /agents/towns.")] string Town,
    string? Landmark = null,
    double? Latitude = null,
    double? Longitude = null,
    [property: Description("Monday to Friday, such as 08:00-17:00; empty when closed.")] string? Weekdays = null,
    string? Saturday = null,
    string? Sunday = null,
    long FloatMin = 50_000,
    long CashMin = 50_000)
{
    /// <summary>What the grain takes.</summary>
    public AgentSettings ToSettings() => new()
    {
        Name = Name?.Trim() ?? "", Kind = Kind, Town = Town ?? "", Landmark = Landmark?.Trim() ?? "", Latitude = Latitude, Longitude = Longitude,
        Hours = new CounterHours(Weekdays?.Trim() ?? "", Saturday?.Trim() ?? "", Sunday?.Trim() ?? ""), FloatMin = FloatMin, CashMin = CashMin,
    };

    /// <summary>The outside's view.</summary>
    public static AgentSettingsView Of(AgentSettings settings) => new(
        settings.Name, settings.Kind, settings.Town, settings.Landmark, settings.Latitude, settings.Longitude,
        settings.Hours.Weekdays, settings.Hours.Saturday, settings.Hours.Sunday, settings.FloatMin, settings.CashMin);
}

/// <summary>An agent, for themselves and for their supervisors.</summary>
public sealed record AgentStateView(
    string Id,
    string Name,
    string Phone,
    string Float,
    long FloatBalance,
    long? Cash,
    bool FloatShort,
    bool CashShort,
    bool OpenNow,
    DateTimeOffset? LastOperationAt,
    AgentSettingsView? Settings,
    TillShiftView? Till,
    IReadOnlyList<TillShiftView> Past)
{
    /// <summary>The outside's view.</summary>
    public static AgentStateView Of(AgentView agent) => new(
        agent.Id.Value, agent.PersonName, agent.Phone, agent.Float.Number, agent.FloatBalance, agent.Cash, agent.FloatShort, agent.CashShort, agent.OpenNow,
        agent.LastOperationAt, agent.Settings is { } settings ? AgentSettingsView.Of(settings) : null, agent.Shift is { } shift ? TillShiftView.Of(shift) : null,
        [.. agent.Past.Select(TillShiftView.Of)]);
}

/// <summary>A counter, for everybody.</summary>
public sealed record NearbyAgentView(
    string Name, CounterKind Kind, string Town, string Department, string Landmark, double Latitude, double Longitude,
    CounterHours Hours, bool OpenNow, double Kilometres, CashBand Cash)
{
    /// <summary>The outside's view.</summary>
    public static NearbyAgentView Of(NearbyAgent agent) => new(
        agent.Name, agent.Kind, agent.Town, agent.Department, agent.Landmark, agent.Latitude, agent.Longitude, agent.Hours, agent.OpenNow, agent.Kilometres, agent.Cash);
}

/// <summary>An agent gives e-money back.</summary>
public sealed record FloatReturnBody(long Amount, [property: Description("How the agent wants to be paid.")] string? Note = null);

/// <summary>The reference of what the agent was paid, or why not.</summary>
public sealed record DecisionBody(string? Reference = null);

/// <summary>One return of e-money.</summary>
public sealed record FloatReturnView(
    string Id, FloatReturnStatus Status, string Agent, string AgentName, long Amount, string? Note, DateTimeOffset AskedAt, string? DecidedBy, string? Reference, string? Failure)
{
    /// <summary>The outside's view.</summary>
    public static FloatReturnView Of(FloatReturn one) => new(
        one.Id, one.Status, one.Agent.Float.Number, one.Agent.Name, one.Amount, one.Note, one.AskedAt, one.DecidedBy, one.Reference, one.Failure);
}
