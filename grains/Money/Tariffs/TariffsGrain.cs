using System.Globalization;
using Postmobile.Documents;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>
/// The book of tariffs. One document for all versions, so that approvals follow one another and a change that was made from an older
/// table is noticed. It is written a few times a month.
/// </summary>
[GrainType("money.tariffs")]
internal sealed class TariffsGrain([PersistentState("money.tariffs")] IPersistentState<Document<TariffsState>> document, TariffOptions options)
    : DurableGrain<TariffsState>(document), ITariffsGrain
{
    public Task<TariffOutcome> Propose(TariffProposal proposal) =>
        Apply(TariffRules.Propose(State, proposal, Clock.GetUtcNow(), options.Lead), proposal.ProposedBy, "tariff.propose");

    public Task<TariffOutcome> Check(TariffProposal proposal) =>
        Task.FromResult(TariffRules.Propose(State, proposal, Clock.GetUtcNow(), options.Lead).Outcome);

    public Task<TariffOutcome> Approve(string id, string byOperator) =>
        Apply(TariffRules.Approve(State, id, byOperator, Clock.GetUtcNow(), options.Lead), byOperator, "tariff.approve");

    public Task<TariffOutcome> Reject(string id, string byOperator, string? reason) =>
        Apply(TariffRules.Reject(State, id, byOperator, reason, Clock.GetUtcNow()), byOperator, "tariff.reject");

    public async Task Simulated(string id, TariffSimulation simulation, string byOperator)
    {
        if (TariffRules.Simulated(State, id, simulation) is { } next)
        {
            State = next;
            Record(byOperator, "tariff.simulate", string.Create(CultureInfo.InvariantCulture, $"{id}, month {simulation.Month:yyyy-MM}"));
            await Save();
            Tell("tariff.simulated", id);
        }
    }

    public Task<TariffVersion?> Look(string id) => Task.FromResult(State.Find(id)?.Version);

    public Task<IReadOnlyList<TariffVersion>> List() =>
        Task.FromResult<IReadOnlyList<TariffVersion>>([.. State.Versions.Select(entry => entry.Version).Reverse()]);

    private async Task<TariffOutcome> Apply(TariffRules.Decision decision, string actor, string act)
    {
        if (decision.Next is { } next)
        {
            TariffVersion version = decision.Outcome.Version!;
            State = next;
            Record(actor, act, string.Create(CultureInfo.InvariantCulture, $"{version.Id} {version.Status}, number {version.Number}, from {version.EffectiveFrom:u}; {version.Reason ?? version.Note}"));
            await Save();
            Tell(act, version.Id);
        }

        return decision.Outcome;
    }

    // Pages and silos hear of it; whoever does not hears of it by asking.
    private void Tell(string kind, string id) =>
        GrainFactory.Topic(TariffBook.Topic).Tell(new Notice { Kind = kind, Subject = id, At = Clock.GetUtcNow() }).Ignore();
}
