using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Postmobile.Commerce;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Logistics;

/// <summary>
/// The delivery of one parcel. Its calls follow one another, so that guesses of the code made side by side gain nothing,
/// and cash is paid in before anybody hears that the parcel was delivered.
/// </summary>
[GrainType("logistics.delivery")]
internal sealed class DeliveryGrain([PersistentState("logistics.delivery")] IPersistentState<Document<DeliveryState>> document, IOptions<PointOptions> options)
    : DurableGrain<DeliveryState>(document), IDeliveryGrain
{
    private const string MovedKind = "moved";
    private const string CodeKind = "code";
    private const string RemindKind = "remind";

    private static readonly Role[] s_carriers = [Role.Courier, Role.Agent, Role.Clerk];

    private string Key => this.GetPrimaryKeyString();

    // What was collected and not heard of is asked for again.
    protected override DateTimeOffset? NextWake => State.Pending is null ? DeliveryRules.WaitsFor(State) : DateTimeOffset.UnixEpoch;

    public async Task Announce(DeliveryOrder order)
    {
        if (State.Order is null && !State.CalledOff)
        {
            State = State with { Order = order, Point = order.To.PointCode?.Value ?? "", Code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture) };
            Send(CodeKind, new CodeNews(order.Buyer.Value, order.Order.Number, State.Code));
            await Save();
        }
    }

    public Task<Delivery?> Look() => Task.FromResult(State.View(Key));

    public Task<string?> Code() => Task.FromResult(State is { Order: not null, CalledOff: false, Stage: not (DeliveryStage.Delivered or DeliveryStage.SentBack) } ? State.Code : null);

    public async Task<DeliveryRefusal?> Move(DeliveryStage stage, CustomerId actor, string note) =>
        await Apply(await Waiting(DeliveryRules.Move(State, Key, stage, await Who(actor), OrderRules.Clean(note), Clock.GetUtcNow())));

    public async Task<DeliveryRefusal?> Leave(CustomerId actor) => await Apply(DeliveryRules.Leave(State, await Who(actor)));

    public async Task<DeliveryRefusal?> Deliver(string code, CustomerId actor, AccountId? collector)
    {
        await Resolve();
        DeliveryActor who = await Who(actor);
        DeliveryRules.Decision tried = DeliveryRules.Try(State, code, who, Clock.GetUtcNow());
        if (tried.Refusal is not null || State.Stage is DeliveryStage.Delivered)
        {
            return await Apply(tried);
        }

        DeliveryOrder order = State.Order!;
        AccountId? carrier = State.Carrier is { } known ? new AccountId(known) : who.Wallet ?? (who.IsStaff ? await Takings(order.Shop) : null);
        if (order.Collect == 0)
        {
            return await Apply(DeliveryRules.Delivered(State, Key, actor.Value, carrier, null, Clock.GetUtcNow()));
        }

        if (collector is not { } account || !await IsOf(actor, account))
        {
            return DeliveryRefusal.FloatShort;
        }

        State = State with { Tries = State.Tries + 1, Pending = new PendingCollection(account, actor.Value, carrier) };
        await Save();
        await Resolve();
        return State.Stage is DeliveryStage.Delivered ? null : DeliveryRefusal.FloatShort;
    }

    public async Task<bool> CallOff()
    {
        await Resolve();
        if (State.Stage is DeliveryStage.Delivered)
        {
            return false;
        }

        if (!State.CalledOff)
        {
            State = State with { CalledOff = true };
            await Save();
        }

        return true;
    }

    public async Task<bool> Inherit(CustomerId guest, CustomerId heir)
    {
        if (State.Order is { } order && order.Buyer == guest)
        {
            State = State with { Order = order with { Buyer = heir } };
            await Save();
        }

        return State.Order is not null || State.CalledOff;
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        await Resolve();
        if (DeliveryRules.Reminds(State, now))
        {
            Send(RemindKind, new Reminder(State.Order!.Buyer.Value, State.Order.Order.Number, State.Order.To.PointCode!.Value, State.CollectUntilMs!.Value));
            State = State with { RemindAtMs = null };
        }

        await Apply(DeliveryRules.Uncollected(State, Key, now));
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        MovedKind => GrainFactory.GetGrain<IOrderGrain>(item.Read<OrderMove>().Order).DeliveryMoved(item.Read<OrderMove>().Move),
        RemindKind => Remind(MessageKey(item), item.Read<Reminder>()),
        CodeKind => TellCode(MessageKey(item), item.Read<CodeNews>()),
        _ => base.Deliver(item),
    };

    /// <summary>Finds out what became of cash that was being paid in: delivered, or not.</summary>
    private async Task Resolve()
    {
        if (State is not { Pending: { } pending, Order: { } order })
        {
            return;
        }

        IAccountGrain float_ = GrainFactory.Account(pending.Collector);
        string key = $"§collect-{Key}-{State.Tries.ToString(CultureInfo.InvariantCulture)}";
        TransferOutcome outcome = await float_.Transfer(new TransferRequest
        {
            Key = key, Payee = order.Escrow, Amount = order.Collect, Kind = PostingKind.Purchase, Note = "Commande " + order.Order.Number,
        });
        if (outcome.Receipt is null && FloatIssueRules.IsDefinite(outcome))
        {
            // A try of unknown fate must end before somebody else's money is asked for.
            TransferOutcome last = await float_.Annul(key);
            outcome = last.Refusal?.Code is RefusalCode.Annulled ? outcome : last;
        }

        if (!FloatIssueRules.IsDefinite(outcome))
        {
            throw new LedgerUnavailableException($"The ledger does not say what became of {key} ({outcome.Refusal?.StableCode}).");
        }

        await Apply(outcome.Receipt is { } receipt
            ? DeliveryRules.Delivered(State, Key, pending.Actor, pending.Carrier, receipt.Id, Clock.GetUtcNow())
            : State with { Pending = null });
    }

    private async Task<DeliveryRefusal?> Apply(DeliveryRules.Decision decision)
    {
        if (decision.Next is { } next)
        {
            State = next;
            if (decision.Move is { } move)
            {
                Send(MovedKind, new OrderMove(next.Order!.Order.Value, move));
            }

            await Save();
        }

        return decision.Refusal;
    }

    /// <summary>A parcel that has come to its point waits there for as many days as the point keeps parcels.</summary>
    private async Task<DeliveryRules.Decision> Waiting(DeliveryRules.Decision decision) =>
        decision is { Next: { AtPoint: true, CollectUntilMs: null, Stage: DeliveryStage.Ready } next } && Point() is { } grain && await grain.Look() is { } point
            ? decision with { Next = DeliveryRules.Wait(next, point.Facts.WaitDays, options.Value.Day, Clock.GetUtcNow()) }
            : decision;

    private IPointGrain? Point() => State.Order?.To.PointCode is { } code ? GrainFactory.GetGrain<IPointGrain>(code.Key) : null;

    /// <summary>Who somebody is to this parcel. The buyer knows the code and therefore hands nothing to themself.</summary>
    private async Task<DeliveryActor> Who(CustomerId actor)
    {
        if (State.Order is not { } order || order.Buyer == actor)
        {
            return new DeliveryActor(actor.Value, false, false);
        }

        Shop? shop = await GrainFactory.GetGrain<IShopGrain>(order.Shop.Value).Look();
        CustomerView? person = await GrainFactory.GetGrain<ICustomerGrain>(actor.Value).Look();
        bool staff = shop?.Employs(actor, ShopRole.Manager, ShopRole.Packer) ?? false;
        bool courier = person?.Roles.Contains(Role.Courier) ?? false;
        IPointGrain? point = Point();
        bool carrier = person?.Roles.Any(role => s_carriers.Contains(role) && (role is not Role.Agent || point is null)) ?? false;
        return new DeliveryActor(actor.Value, staff, carrier || (point is not null && await point.IsRunBy(actor)), courier ? person!.Wallet : null);
    }

    private async Task<bool> IsOf(CustomerId actor, AccountId account) =>
        await GrainFactory.GetGrain<ICustomerGrain>(actor.Value).Look() is { } person && (person.Float == account || person.Wallet == account);

    private async Task<AccountId?> Takings(ShopId shop) => (await GrainFactory.GetGrain<IShopGrain>(shop.Value).Look())?.Account;

    private Task TellCode(string key, CodeNews news) => GrainFactory.Text(new CustomerId(news.Buyer), key, new Words(
        $"Commande {news.Number} : votre code est {news.Code}. Donnez-le seulement quand vous avez le colis en main.",
        $"Commande {news.Number}: code na yo ezali {news.Code}. Pesa yango kaka ntango ozwi colis na maboko.",
        $"Komande {news.Number}: kode na nge kele {news.Code}. Pesa yau kaka ntangu nge me baka kolis na maboko.",
        $"Order {news.Number}: your code is {news.Code}. Give it only when you hold the parcel in your hands."));

    private async Task Remind(string key, Reminder reminder)
    {
        if (await GrainFactory.GetGrain<IPointGrain>(reminder.Point.Key).Look() is { } point)
        {
            await GrainFactory.Text(new CustomerId(reminder.Buyer), key, PointWords.Reminder(reminder.Number, new(point.Facts, DateTimeOffset.FromUnixTimeMilliseconds(reminder.UntilMs))));
        }
    }

    internal sealed record Reminder(string Buyer, string Number, PointCode Point, long UntilMs);

    internal sealed record OrderMove(string Order, DeliveryMove Move);

    internal sealed record CodeNews(string Buyer, string Number, string Code);
}
