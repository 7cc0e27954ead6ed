using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IShopGrain"/>
[GrainType("commerce.shop")]
internal sealed partial class ShopGrain(
    [PersistentState("commerce.shop")] IPersistentState<Document<ShopState>> document, ShopPapers papers, ShopSql sql)
    : DurableGrain<ShopState>(document), IShopGrain
{
    // The tier of whoever has shown identity papers.
    private const short TierNeeded = 2;

    private ShopId Id => new(this.GetPrimaryKeyString());

    private DateTimeOffset Now => Clock.GetUtcNow();

    private bool IsThere => State.Owner.Length > 0;

    public Task<Shop?> Look() => Task.FromResult(IsThere ? State.View(Id, Now) : null);

    public Task<ShopDetails?> Details() => Task.FromResult(IsThere ? State.Details(Id, Now) : null);

    public async Task<ShopOutcome> Apply(CustomerId owner, ShopProfile profile)
    {
        if (await GrainFactory.GetGrain<ICustomerGrain>(owner.Value).Look() is not { } person)
        {
            return ShopRefusal.UnknownCustomer;
        }

        return await Follow(ShopRules.Apply(State, owner.Value, person.Name, profile, Now));
    }

    public async Task<ShopOutcome> AttachPaper(CustomerId by, ShopPaperKind kind, byte[] file)
    {
        if (Deny(by, owner: true) is { } refusal)
        {
            return refusal;
        }

        if (!ShopRules.MayPrepare(State))
        {
            return ShopRefusal.ShopState;
        }

        (ShopPaper? paper, ShopRefusal? bad) = await papers.Keep(Id, kind, file);
        return paper is null ? bad!.Value : await Follow(State with { Papers = [.. State.Papers.Where(one => one.Kind != kind), paper], Version = State.Version + 1 });
    }

    public async Task<ShopOutcome> Submit(CustomerId by)
    {
        if (Deny(by, owner: true) is { } refusal)
        {
            return refusal;
        }

        CustomerStanding? standing = await GrainFactory.GetGrain<ICustomerStandingGrain>(State.Owner).Standing();
        ShopRules.Decision decision = ShopRules.Submit(State, standing?.Tier ?? 0, TierNeeded, Now);
        return await Follow(decision, () => Send(QueueKind, "shop.submitted"));
    }

    public async Task<ShopPaperFile?> ShowPaper(string paper, CustomerId by, bool post)
    {
        if (State.Papers.FirstOrDefault(one => one.Id == paper) is not { } known || (State.Owner != by.Value && !post) || await papers.Open(Id, paper) is not { } bytes)
        {
            return null;
        }

        if (State.Owner != by.Value)
        {
            // Nobody has seen it before it is written down that they have.
            Record(by.Value, "shop.view-paper", $"{known.Kind} {paper}");
            await Save();
        }

        return new ShopPaperFile(bytes, known.Type);
    }

    public async Task<ShopOutcome> Decide(CustomerId by, bool open, string? reason)
    {
        if (!IsThere)
        {
            return ShopRefusal.UnknownShop;
        }

        ShopRules.Decision decision = ShopRules.Decide(State, by, open, reason, Now);
        long account = State.Account;
        if (decision.Next is { Status: ShopStatus.Open, Account: 0 })
        {
            // The number is remembered before the account is opened, so that a crash in between opens no second one.
            account = (await GrainFactory.GetGrain<ILedgerGrain>(0).Allocate()).Value;
        }

        decision = decision.Next is { } next ? next with { Account = account } : decision;
        return await Follow(decision, () =>
        {
            Announce(by, open ? "shop.open" : "shop.refuse");
            if (open)
            {
                Send(AccountKind, State.Account);
                Send(WatchKind, 0);
            }
        });
    }

    public Task<ShopOutcome> Suspend(CustomerId by, string? reason) => Known(() => ShopRules.Suspend(State, by, reason, Now), () => Announce(by, "shop.suspend"));

    public Task<ShopOutcome> Reopen(CustomerId by) => Known(() => ShopRules.Reopen(State, by, Now), () => Announce(by, "shop.reopen"));

    public async Task<ShopOutcome> Close(CustomerId by, bool post, string? reason)
    {
        if (!IsThere || (!post && Deny(by, owner: true) is not null))
        {
            return IsThere ? ShopRefusal.NotShopStaff : ShopRefusal.UnknownShop;
        }

        bool settled = !await sql.HasOpenOrders(Id) && !await sql.HasOpenCases(Id)
            && (State.Account == 0 || await GrainFactory.Account(new AccountId(State.Account)).Look() is null or { Balance: 0, Held: 0 });
        return await Follow(ShopRules.Close(State, by, settled, reason, Now), () => Announce(by, "shop.close", post));
    }

    public Task<ShopOutcome> SetPlan(CustomerId by, string plan) => Known(
        () => CommissionPlans.Find(plan) is null ? ShopRefusal.UnknownPlan
            : ShopRules.Concerns(State, by) ? ShopRefusal.OwnCase
            : State.Plan == plan ? State
            : State with { Plan = plan, Version = State.Version + 1 },
        () => Record(by.Value, "shop.plan", plan));

    public async Task<ShopOutcome> Edit(CustomerId by, ShopProfile profile, long? version)
    {
        if (Deny(by, owner: false) is { } refusal)
        {
            return refusal;
        }

        return await Follow(ShopRules.Edit(State, profile, version), () =>
        {
            if (State.Account > 0)
            {
                Send(AccountKind, State.Account);
            }
        });
    }

    public async Task<ShopOutcome> Invite(CustomerId by, PhoneNumber phone, ShopRole role)
    {
        if (Deny(by, owner: true) is { } refusal)
        {
            return refusal;
        }

        if (await GrainFactory.GetGrain<IPhoneGrain>(phone.Key).Owner() is not { } found
            || await GrainFactory.GetGrain<ICustomerGrain>(found.Customer.Value).Look() is not { } person)
        {
            return ShopRefusal.UnknownCustomer;
        }

        if (found.Customer.Value == State.Owner)
        {
            return ShopRefusal.OwnNumber;
        }

        bool known = State.Staff.Any(member => member.Person == found.Customer) || State.Invitations.Any(one => one.Person == found.Customer);
        return await Follow(ShopRules.Invite(State, new ShopInvitation(found.Customer, role, Masking.Name(person.Name), phone.Masked, Now)), () =>
        {
            if (!known)
            {
                Send(TellKind, new Telling(found.Customer.Value, "shop.invited", ShopTexts.Invited(State.Profile!.Name)));
            }
        });
    }

    public async Task<ShopOutcome> AcceptInvitation(CustomerId person)
    {
        if (!IsThere || await GrainFactory.GetGrain<ICustomerGrain>(person.Value).Look() is not { } view)
        {
            return ShopRefusal.UnknownShop;
        }

        // Until they came, the shop knew their name only as far as strangers may.
        ShopRules.Decision decision = ShopRules.Accept(State, person);
        if (decision.Next is { } next && next != State)
        {
            decision = next with { Staff = [.. next.Staff.Select(member => member.Person == person ? member with { Name = view.Name } : member)] };
        }

        return await Follow(decision, () => Send(TellKind, new Telling(State.Owner, "shop.staff", null)));
    }

    public async Task<ShopOutcome> RemoveStaff(CustomerId by, CustomerId person)
    {
        if (!IsThere || (by != person && Deny(by, owner: true) is not null))
        {
            return IsThere ? ShopRefusal.NotShopStaff : ShopRefusal.UnknownShop;
        }

        return await Follow(ShopRules.Remove(State, person), () => Send(TellKind, new Telling(person.Value, "shop.staff", null)));
    }

    private ShopRefusal? Deny(CustomerId by, bool owner) =>
        !IsThere ? ShopRefusal.UnknownShop
        : State.Owner == by.Value || (!owner && State.Staff.Any(member => member.Person == by && member.Role is ShopRole.Manager)) ? null
        : ShopRefusal.NotShopStaff;

    private Task<ShopOutcome> Known(Func<ShopRules.Decision> decide, Action more) => IsThere ? Follow(decide(), more) : Task.FromResult<ShopOutcome>(ShopRefusal.UnknownShop);

    /// <summary>Goes where a decision leads; what follows from a change is said before the one write.</summary>
    private async Task<ShopOutcome> Follow(ShopRules.Decision decision, Action? more = null)
    {
        if (decision.Next is not { } next)
        {
            return new ShopOutcome(null, decision.Refusal, decision.Field);
        }

        if (next != State)
        {
            State = next;
            more?.Invoke();
            await Save();
        }

        return new ShopOutcome(State.Details(Id, Now), null);
    }
}
