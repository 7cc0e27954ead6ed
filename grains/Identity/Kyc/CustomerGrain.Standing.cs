using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <content>The tier, and what operators stop.</content>
internal sealed partial class CustomerGrain : ICustomerStandingGrain
{
    private const string ScreeningKind = "screen";
    private const string StandingKind = "standing";

    public Task<CustomerStanding?> Standing() => Task.FromResult(
        State.CreatedAt is null ? null : new CustomerStanding(new CustomerId(Key), State.Name, State.Tier, State.Restriction?.View()));

    public async Task<KycRefusal?> RaiseTier(short tier)
    {
        if (State.CreatedAt is null)
        {
            return KycRefusal.UnknownCustomer;
        }

        if (tier > State.Tier)
        {
            State.Tier = tier;
            CustomerRules.Owe(State, LedgerDebts.Tier, Now);
            await Save();
        }

        await SettleLedger();
        return null;
    }

    public async Task<KycRefusal?> Freeze(Freeze freeze, string reason, CustomerId by)
    {
        (RestrictionState? next, KycRefusal? refusal) = KycRules.Freeze(State, Key, freeze, reason, by, Now);
        return refusal ?? (next == State.Restriction ? null : await Restrict(next, by, "customer.freeze", $"{freeze}: {reason}"));
    }

    public async Task<KycRefusal?> LiftFreeze(string reason, CustomerId by) =>
        KycRules.Lift(State, Key, reason, by) ?? await Restrict(null, by, "customer.lift-freeze", reason);

    // What is stopped, the record of it, the message and the debt to the ledger are one write.
    private async Task<KycRefusal?> Restrict(RestrictionState? next, CustomerId by, string act, string detail)
    {
        State.Restriction = next;
        State.CreditsStopped |= next?.Freeze.HasFlag(Money.Freeze.Credits) == true;
        CustomerRules.Owe(State, LedgerDebts.Restriction, Now);
        Record(by.Value, act, detail);
        Send(StandingKind, new StandingChange(next?.Freeze ?? Money.Freeze.None));
        await Save();
        await SettleLedger();
        return null;
    }

    private void AskForScreening(ScreeningOccasion occasion) => Send(ScreeningKind, new ScreeningOrder(State.Name, occasion));

    private Task Screen(ScreeningOrder order) =>
        GrainFactory.GetGrain<IScreeningGrain>(0).Screen(new CustomerId(Key), order.Name, null, order.Occasion);

    private async Task TellStanding(string messageKey, StandingChange change)
    {
        await GrainFactory.Topic(Topics.Of(new CustomerId(Key))).Tell(new Notice { Kind = "standing.changed", Subject = Key, At = Now });
        await Tell(messageKey, KycWords.Restricted(change.Freeze));
    }

    internal sealed record ScreeningOrder(string Name, ScreeningOccasion Occasion);

    internal sealed record StandingChange(Freeze Freeze);
}
