using System.ComponentModel;
using System.Globalization;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>One line of the tariff, as it is sent and received.</summary>
public sealed record TariffLineBody(
    [property: Description("The operation.")] PostingKind Operation,
    [property: Description("A fee, a tax, or what the agent earns.")] ChargeKind Charge,
    [property: Description("The payer's tier; null: every tier without lines of its own.")] short? Tier = null,
    [property: Description("The least amount of the band; the first band begins at 1.")] long From = 1,
    [property: Description("The greatest amount of the band; null in the last one.")] long? To = null,
    [property: Description("The fixed part, in minor units.")] long Fixed = 0,
    [property: Description("The share of the amount (of the fee, with tax_on_fee) in hundredths of a percent.")] int BasisPoints = 0,
    [property: Description("The least, in minor units.")] long Min = 0,
    [property: Description("The most, in minor units; null: none.")] long? Max = null)
{
    internal static TariffLineBody Of(TariffLine line) =>
        new(line.Operation, line.Charge, line.Tier, line.From, line.To, line.Fixed, line.BasisPoints, line.Min, line.Max);

    internal TariffLine ToLine() => new()
    {
        Operation = Operation, Charge = Charge, Tier = Tier, From = From, To = To, Fixed = Fixed, BasisPoints = BasisPoints, Min = Min, Max = Max,
    };
}

/// <summary>The tariff of a moment. What is not in it is free.</summary>
public sealed record TariffView(
    [property: Description("The version; 0: nothing was decided, everything is free.")] int Version,
    DateTimeOffset? Since,
    [property: Description("When the next version takes its place; null: none is decided.")] DateTimeOffset? Until,
    Currency Currency,
    string? Note,
    IReadOnlyList<TariffLineBody> Lines)
{
    internal static TariffView Of(TariffInForce tariff) =>
        new(tariff.Number, tariff.Since, tariff.Until, Currency.XAF, tariff.Note, [.. tariff.Lines.Select(TariffLineBody.Of)]);
}

/// <summary>What one operation costs its payer, and what the agent earns by it.</summary>
public sealed record ChargeView(PostingKind Operation, long Amount, long Fee, long Tax, long Total, long Commission, Currency Currency);

/// <summary>An operator's proposal.</summary>
public sealed record TariffBody(
    [property: Description("Whether the lines are the whole table or change parts of it.")] TariffScope Scope,
    IReadOnlyList<TariffLineBody> Lines,
    [property: Description("From when it is to hold; null: as soon as it is approved.")] DateTimeOffset? EffectiveFrom = null,
    string? Note = null,
    [property: Description("The version that the lines were made from; when another is the newest, the proposal is refused.")] int? Base = null)
{
    internal TariffProposal ToProposal(string operatorId, string key) => new()
    {
        Id = TariffKeys.Of(operatorId, key),
        Scope = Scope,
        Lines = [.. Lines.Select(line => line.ToLine())],
        EffectiveFrom = EffectiveFrom,
        Note = Note,
        ProposedBy = operatorId,
        Base = Base,
    };
}

/// <summary>One operation of a simulated month, before and after.</summary>
public sealed record SimulatedOperationView(
    PostingKind Operation, long Count, long Volume, long FeesBefore, long FeesAfter, long TaxesBefore, long TaxesAfter, long CommissionsBefore, long CommissionsAfter);

/// <summary>What a month would have cost.</summary>
public sealed record TariffSimulationView(
    string Month, int ComparedWith, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Done, int Total, bool Failed,
    IReadOnlyList<SimulatedOperationView> Operations, long PayersMore, long PayersLess, long PayersSame)
{
    internal static TariffSimulationView Of(TariffSimulation simulation) => new(
        simulation.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        simulation.ComparedWith,
        simulation.StartedAt,
        simulation.EndedAt,
        simulation.Done,
        simulation.Total,
        simulation.Failed,
        [.. simulation.Operations.Select(one => new SimulatedOperationView(
            one.Operation, one.Count, one.Volume, one.FeesBefore, one.FeesAfter, one.TaxesBefore, one.TaxesAfter, one.CommissionsBefore, one.CommissionsAfter))],
        simulation.PayersMore,
        simulation.PayersLess,
        simulation.PayersSame);
}

/// <summary>One version of the tariff.</summary>
public sealed record TariffVersionView(
    string Id, int? Number, TariffStatus Status, int Base, DateTimeOffset? EffectiveFrom, string? Note, string ProposedBy, DateTimeOffset ProposedAt,
    string? DecidedBy, DateTimeOffset? DecidedAt, string? Reason, IReadOnlyList<TariffLineBody> Lines, TariffSimulationView? Simulation)
{
    internal static TariffVersionView Of(TariffVersion version) => new(
        version.Id, version.Number, version.Status, version.Base, version.EffectiveFrom, version.Note, version.ProposedBy, version.ProposedAt,
        version.DecidedBy, version.DecidedAt, version.Reason, [.. version.Lines.Select(TariffLineBody.Of)],
        version.Simulation is { } simulation ? TariffSimulationView.Of(simulation) : null);
}

/// <summary>All versions, newest proposal first.</summary>
public sealed record TariffVersionsView(IReadOnlyList<TariffVersionView> Versions);

/// <summary>What agents are owed, and what there is to pay them from.</summary>
public sealed record CommissionsView(int Owed, long OwedAmount, DateTimeOffset? SweptAt, long Funds, long Fees);
