using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <inheritdoc cref="ICampaignGrain"/>
[Reentrant, GrainType("commerce.campaign")]
internal sealed class CampaignGrain([PersistentState("commerce.campaign")] IPersistentState<Document<CampaignState>> document, NpgsqlDataSource database, IdentityKeys keys)
    : DurableGrain<CampaignState>(document), ICampaignGrain
{
    private const string HoldKind = "hold", ChargeKind = "charge", TellKind = "tell";
    private static readonly TimeSpan s_chargeEvery = TimeSpan.FromMinutes(1), s_shopGoodFor = TimeSpan.FromMinutes(1);

    private CampaignClicks _clicks = null!;
    private IGrainTimer? _charging;
    private Shop? _shop;
    private DateTimeOffset _shopReadAt;

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake => CampaignRules.NextWake(State);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _clicks = new CampaignClicks(database, Key, DeactivateOnIdle);
        CampaignPurse? purse = State.Purse;
        await _clicks.Load(purse?.Number ?? 0, purse?.Charge?.To ?? purse?.ChargedSeq ?? 0, Clock.GetUtcNow() - Ads.Memory);
        await base.OnActivateAsync(cancellationToken);
    }

    public async Task<CampaignOutcome> Create(ShopId shop, CampaignTerms terms, CustomerId by)
    {
        if (State.Terms is not null)
        {
            return await Apply(CampaignRules.Create(State, _shop ?? (await ShopOf(shop))!, terms, Clock.GetUtcNow()), shop);
        }

        if (await ShopOf(shop) is not { } found)
        {
            return new CampaignOutcome { Refusal = CampaignRefusal.NotFound };
        }

        bool theirs = CampaignRules.Fault(terms, Clock.GetUtcNow()) is not null || await AreTheirs(shop, terms);
        return theirs
            ? await Apply(CampaignRules.Create(State, found, terms, Clock.GetUtcNow()), shop)
            : new CampaignOutcome { Refusal = CampaignRefusal.Products };
    }

    public async Task<CampaignOutcome> Change(ShopId shop, CampaignTerms terms, long? version, CustomerId by)
    {
        bool theirs = CampaignRules.Fault(terms, Clock.GetUtcNow()) is not null || await AreTheirs(shop, terms);
        CampaignRules.Decision decision = CampaignRules.Change(State, shop, terms, version, Clock.GetUtcNow());
        return await Apply(decision.Next is not null && !theirs ? CampaignRefusal.Products : decision, shop);
    }

    public Task<CampaignOutcome> Act(ShopId shop, CampaignAct act, CustomerId by) => Apply(CampaignRules.Act(State, shop, act, Clock.GetUtcNow()), shop);

    public Task<Campaign?> Look() => Task.FromResult(CampaignRules.View(State, Key, _clicks.Spent, Clock.GetUtcNow()));

    public async Task<ClickVerdict> Click(AdClick click)
    {
        if (State.Terms is null || await IsStaff(click.Viewer))
        {
            return State.Terms is null ? ClickVerdict.NotShowing : ClickVerdict.OwnStaff;
        }

        click = click with { Source = keys.Digest("ad-source", click.Source)[..16] };
        DateTimeOffset now = Clock.GetUtcNow();
        ClickVerdict verdict = CampaignRules.Click(
            State, click, _clicks.Spent, _clicks.Before(click.Viewer, click.Product.Value), _clicks.From(click.Source, now), now);
        if (verdict is not ClickVerdict.Counted)
        {
            return verdict;
        }

        Task written = _clicks.Add(click, CampaignRules.Price(State, click), now);
        CampaignState next = CampaignRules.Exhaust(State, _clicks.Spent);
        if (next != State)
        {
            State = next;
            await Task.WhenAll(written, Save());
            GoOn();
            return verdict;
        }

        await written;
        _charging ??= this.RegisterGrainTimer(ChargeSoon, new() { DueTime = s_chargeEvery, Period = Timeout.InfiniteTimeSpan, KeepAlive = true });
        return verdict;
    }

    public async Task Settle(CampaignStep step, int purse, TransferOutcome outcome)
    {
        DateTimeOffset now = Clock.GetUtcNow();
        CampaignState next = step is CampaignStep.Hold ? CampaignRules.Held(State, purse, outcome, now) : CampaignRules.Charged(State, purse);
        if (next != State)
        {
            if (next.Purse is { Status: PurseStatus.Open } opened && State.Purse is { Status: PurseStatus.Opening })
            {
                _clicks.Begin(opened.Number);
            }

            State = Told(State, next, now);
            await Save();
        }

        GoOn();
    }

    protected override Task OnWake(DateTimeOffset now) => Step();

    protected override async Task Deliver(OutboxItem item)
    {
        ICampaignGrain self = this.AsReference<ICampaignGrain>();
        switch (item.Kind)
        {
            case HoldKind:
                PurseHold hold = item.Read<PurseHold>();
                await self.Settle(CampaignStep.Hold, hold.Purse, await GrainFactory.HoldFor(hold.Order));
                break;
            case ChargeKind:
                PurseOrder order = item.Read<PurseOrder>();
                await self.Settle(CampaignStep.Charge, order.Purse, await Charge(order));
                break;
            case TellKind:
                await GrainFactory.TellPerson(item.Read<TellOrder>(), MessageKey(item), Clock);
                break;
            default:
                await base.Deliver(item);
                break;
        }
    }

    // What is held is owed: there is no refusal, it is asked for until it is paid.
    private async Task<TransferOutcome> Charge(PurseOrder order)
    {
        TransferOutcome outcome = await GrainFactory.Account(new AccountId(order.Hold)).Capture(order.Request);
        return outcome.Receipt is not null ? outcome : throw new LedgerUnavailableException($"{order.Key} is not paid yet ({outcome.Refusal?.StableCode}).");
    }

    private async Task<CampaignOutcome> Apply(CampaignRules.Decision decision, ShopId shop)
    {
        if (decision.Next is { } next)
        {
            State = CampaignRules.Exhaust(next, _clicks.Spent);
            await Save();
            GoOn();
        }

        return new CampaignOutcome
        {
            Campaign = State.Shop == shop.Value ? await Look() : null,
            Refusal = decision.Refusal,
            Field = decision.Field,
            Replayed = decision is { Next: null, Refusal: null },
        };
    }

    /// <summary>Does what is due: in a turn of its own, so that nobody waits for it. A step that is lost is made by the waker.</summary>
    private void GoOn()
    {
        if (NextWake <= Clock.GetUtcNow())
        {
            this.AsReference<IWakeable>().Wake().Ignore();
        }
    }

    private async Task Step()
    {
        DateTimeOffset now = Clock.GetUtcNow();
        State = CampaignRules.Exhaust(CampaignRules.Tick(State, now), _clicks.Spent);
        if (State.Purse is { Charge: null, Status: not PurseStatus.Opening } purse)
        {
            await Order(closing: purse.Status is PurseStatus.Closing);
        }
        else if (CampaignRules.MayOpen(State, now))
        {
            await Open();
        }
    }

    private async Task Open()
    {
        AccountView? takings = await GrainFactory.Account(new AccountId(State.Account)).Look();
        DateTimeOffset now = Clock.GetUtcNow();
        if (!CampaignRules.MayOpen(State, now))
        {
            return;
        }

        CampaignState next = CampaignRules.Open(State, takings, now);
        if (next.Purse is { } purse)
        {
            Send(HoldKind, new PurseHold(purse.Number, new HoldOrder(Ads.HoldKey(Key, purse.Number), next.Account, purse.Amount, next.Terms!.Name)));
        }

        State = Told(State, next, now);
        await Save();
    }

    private async Task Order(bool closing)
    {
        if (closing)
        {
            await Save();
            await _clicks.Fence(Clock.GetUtcNow());
        }

        if (State.Purse is not { Charge: null, Status: not PurseStatus.Opening } purse || (purse.Status is PurseStatus.Closing) != closing)
        {
            return;
        }

        (long to, long amount) = _clicks.Take();
        if (amount == 0 && !closing)
        {
            State = State with { Purse = purse with { ChargeByMs = (Clock.GetUtcNow() + CampaignRules.ChargeWithin).ToUnixTimeMilliseconds() } };
        }
        else
        {
            State = CampaignRules.Order(State, to, amount, Clock.GetUtcNow());
            if (State.Purse?.Charge is { } charge)
            {
                Send(ChargeKind, new PurseOrder($"§clicks-{purse.Number}-{to}", purse.Number, purse.Hold, charge.Amount, charge.Last));
            }
        }

        await Save();
        GoOn();
    }

    private async Task ChargeSoon(CancellationToken cancellation)
    {
        _charging?.Dispose();
        _charging = null;
        if (State.Purse is { Status: PurseStatus.Open, Charge: null })
        {
            await Order(closing: false);
        }
    }

    /// <summary>The owner hears once a day that the takings cannot pay; whoever looks hears of each change.</summary>
    private CampaignState Told(CampaignState before, CampaignState next, DateTimeOffset now)
    {
        GrainFactory.Topic(Topics.Of(new CustomerId(next.Owner))).Tell(new Notice { Kind = "campaign.changed", Subject = Key, At = now }).Ignore();
        if (next.Halt is null || before.Halt == next.Halt || next.ToldDay == CampaignRules.DayOf(now))
        {
            return next;
        }

        Send(TellKind, new TellOrder(next.Owner, CampaignWords.Halted(next.Terms!.Name, next.Halt), "campaign.changed", Key));
        return next with { ToldDay = CampaignRules.DayOf(now) };
    }

    private async Task<bool> AreTheirs(ShopId shop, CampaignTerms terms)
    {
        Product?[] products = await Task.WhenAll(terms.Products.Select(product => GrainFactory.GetGrain<IProductGrain>(product.Value).Look()));
        return products.All(product => product is { Status: ProductStatus.Published } && product.Shop == shop);
    }

    private async Task<bool> IsStaff(string viewer) =>
        CustomerId.TryParse(viewer, out CustomerId person) && await ShopOf(new ShopId(State.Shop)) is { } shop && shop.Staff.Any(member => member.Person == person);

    private async Task<Shop?> ShopOf(ShopId id)
    {
        if (_shop is null || _shop.Id != id || Clock.GetUtcNow() - _shopReadAt > s_shopGoodFor)
        {
            _shop = await GrainFactory.GetGrain<IShopGrain>(id.Value).Look();
            _shopReadAt = Clock.GetUtcNow();
        }

        return _shop;
    }

    internal sealed record PurseHold(int Purse, HoldOrder Order);
}
