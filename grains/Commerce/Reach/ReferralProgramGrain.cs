using System.Globalization;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IReferralProgramGrain"/>
[GrainType("commerce.referral-program")]
internal sealed class ReferralProgramGrain([PersistentState("commerce.referral-program")] IPersistentState<Document<ReferralProgramState>> document, ReferralBook book)
    : DurableGrain<ReferralProgramState>(document), IReferralProgramGrain
{
    public async Task<ReferralProgram> Look()
    {
        (long sum, long count) = await book.Promised();
        return new ReferralProgram
        {
            Terms = State.Terms, Proposed = State.Proposed, ProposedBy = State.ProposedBy.Length == 0 ? null : new CustomerId(State.ProposedBy), Promised = sum, Rewarded = count,
        };
    }

    public async Task<ReferralProgramOutcome> Propose(ReferralTerms terms, CustomerId by)
    {
        if (!ReferralRules.AreSound(terms))
        {
            return new ReferralProgramOutcome(await Look(), ReferralRefusal.InvalidField);
        }

        return State.Proposed == terms && State.ProposedBy == by.Value
            ? new ReferralProgramOutcome(await Look(), null)
            : await Become(State with { Proposed = terms, ProposedBy = by.Value }, by, "referrals.propose", terms);
    }

    public async Task<ReferralProgramOutcome> Approve(CustomerId by) => State.Proposed is not { } terms
        ? new ReferralProgramOutcome(await Look(), ReferralRefusal.NotFound)
        : State.ProposedBy == by.Value ? new ReferralProgramOutcome(await Look(), ReferralRefusal.SecondOperator)
        : await Become(new ReferralProgramState { Terms = terms }, by, "referrals.approve", terms);

    public async Task<ReferralProgramOutcome> Stop(CustomerId by) => State is { Terms: null, Proposed: null }
        ? new ReferralProgramOutcome(await Look(), null)
        : await Become(new ReferralProgramState(), by, "referrals.stop", null);

    private async Task<ReferralProgramOutcome> Become(ReferralProgramState next, CustomerId by, string act, ReferralTerms? terms)
    {
        State = next;
        Record(by.Value, act, terms is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $"{terms.Referrer} + {terms.Invitee} XAF from {terms.Minimum}, {terms.PersonMax} a person, {terms.Budget} in all"));
        await Save();
        return new ReferralProgramOutcome(await Look(), null);
    }
}
