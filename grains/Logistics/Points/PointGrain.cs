using Postmobile.Commerce;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Logistics;

/// <inheritdoc cref="IPointGrain"/>
[GrainType("logistics.point")]
internal sealed class PointGrain([PersistentState("logistics.point")] IPersistentState<Document<PointState>> document) : DurableGrain<PointState>(document), IPointGrain
{
    public Task<Point?> Look() => Task.FromResult(State.Point);

    public Task<PointOutcome> Open(PointFacts facts, CustomerId by) => PointCode.TryParse(this.GetPrimaryKeyString()[3..], out PointCode code)
        ? Become(PointRules.Open(State.Point, code, facts), by, "point.open")
        : Task.FromResult(new PointOutcome { Refusal = PointRefusal.InvalidField, Field = "code" });

    public Task<PointOutcome> Change(PointFacts facts, long? version, CustomerId by) => Become(PointRules.Change(State.Point, facts, version), by, "point.change");

    public Task<PointOutcome> Pause(CustomerId by) => Become(PointRules.Move(State.Point, PointStatus.Paused, 0), by, "point.pause");

    public Task<PointOutcome> Reopen(CustomerId by) => Become(PointRules.Move(State.Point, PointStatus.Open, 0), by, "point.reopen");

    public async Task<PointOutcome> Close(CustomerId by)
    {
        int parcels = State.Point is { Status: PointStatus.Paused, Code: var code } ? await GrainFactory.GetGrain<IPointsGrain>(0).Count(code) : 0;
        return await Become(PointRules.Move(State.Point, PointStatus.Closed, parcels), by, "point.close");
    }

    public async Task<bool> IsRunBy(CustomerId person)
    {
        if (State.Point?.Facts is not { } facts)
        {
            return false;
        }

        return facts.RunBy == person
            || (facts.RunByShop is { } shop && await GrainFactory.GetGrain<IShopGrain>(shop.Value).Look() is { } known && known.Employs(person, ShopRole.Manager, ShopRole.Packer))
            || (facts.Kind is PointKind.PostOffice && await GrainFactory.GetGrain<ICustomerGrain>(person.Value).Look() is { } clerk && clerk.Roles.Contains(Role.Clerk));
    }

    private async Task<PointOutcome> Become(PointOutcome outcome, CustomerId by, string act)
    {
        if (outcome is { Refusal: null, Point: { } next } && next != State.Point)
        {
            State = new PointState { Point = next };
            Record(by.Value, act, $"{next.Code}: {next.Facts.Name}, {next.Facts.Place.Town}; {next.Status}");
            await Save();
        }

        return outcome;
    }
}
