using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Xunit;

namespace Postmobile.Tests.Money.Tariffs;

/// <summary>The few sentences that tests of the tariff are written in.</summary>
internal static class TariffSentences
{
    public const string Proposer = "c-operator-one";
    public const string Approver = "c-operator-two";

    /// <summary>What is approved holds a second later.</summary>
    public static void Soon(HostApplicationBuilder builder) =>
        builder.Services.Configure<TariffOptions>(options => (options.Lead, options.PollEvery) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50)));

    /// <summary>The same as a person of the post would: proposes, simulates, approves as another; and waits until it holds.</summary>
    public static async Task ChargeAsync(this IGrainFactory grains, IReadOnlyList<TariffLine> lines)
    {
        TariffVersion version = await grains.ApproveAsync(lines, from: null);
        await Eventually.GetAsync(() => grains.Tariff().At(null), tariff => tariff.Number == version.Number);
    }

    /// <summary>Proposes, simulates and approves.</summary>
    public static async Task<TariffVersion> ApproveAsync(this IGrainFactory grains, IReadOnlyList<TariffLine> lines, DateTimeOffset? from)
    {
        TariffProposal proposal = Proposal(lines) with { EffectiveFrom = from };
        Assert.Null((await grains.Tariffs().Propose(proposal)).Refusal);
        await grains.SimulateAsync(proposal.Id);
        TariffOutcome approved = await grains.Tariffs().Approve(proposal.Id, Approver);
        Assert.Null(approved.Refusal);
        return approved.Version!;
    }

    /// <summary>Reckons a month and waits for the result.</summary>
    public static async Task<TariffSimulation> SimulateAsync(this IGrainFactory grains, string id, DateOnly? month = null)
    {
        await grains.GetGrain<ITariffSimulationGrain>(id).Start(month, Proposer);
        return (await Eventually.GetAsync(async () => (await grains.Tariffs().Look(id))!.Simulation, simulation => simulation is not null))!;
    }

    /// <summary>A proposal for a whole table.</summary>
    public static TariffProposal Proposal(IReadOnlyList<TariffLine> lines, string? key = null) => new()
    {
        Id = TariffKeys.Of(Proposer, key ?? Guid.NewGuid().ToString("N")), Scope = TariffScope.Whole, Lines = lines, ProposedBy = Proposer,
    };

    /// <summary>One open band from 1.</summary>
    public static TariffLine Line(PostingKind operation, ChargeKind charge, long fixedPart = 0, int share = 0, long least = 0, long? most = null) =>
        new() { Operation = operation, Charge = charge, Fixed = fixedPart, BasisPoints = share, Min = least, Max = most };
}

/// <summary>A clock that runs, and that a test can put forward.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shiftTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);
}
