using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Commerce;

internal sealed partial class ShopGrain
{
    private const string QueueKind = "queue";
    private const string TellKind = "tell";
    private const string AccountKind = "account";
    private const string WatchKind = "watch";
    private const int ProductsAtOnce = 100;

    // While there are products that have not heard of a change, the shop wants to be woken, each time by another moment of the past:
    // a document whose time does not move is taken for one that cannot do what is due.
    protected override DateTimeOffset? NextWake =>
        State.SpreadAfter is { } after ? DateTimeOffset.UnixEpoch.AddSeconds(State.FactsVersion).AddMilliseconds(after) : null;

    protected override async Task OnWake(DateTimeOffset now)
    {
        ShopFacts facts = State.Facts;
        IReadOnlyList<long> numbers = await sql.ProductsAfter(Id, State.SpreadAfter!.Value, ProductsAtOnce);
        await Task.WhenAll(numbers.Select(number => GrainFactory.GetGrain<IProductGrain>(ProductId.Of(number).Value).ShopChanged(facts)));
        State = State with { SpreadAfter = numbers.Count < ProductsAtOnce ? null : numbers[^1] };
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        QueueKind => TellQueue(item.Read<string>()),
        TellKind => Tell(MessageKey(item), item.Read<Telling>()),
        AccountKind => SettleAccount(new AccountId(item.Read<long>())),
        KeyActKind => GrainFactory.GetGrain<IShopKeyLogGrain>(Id.Value).Append(MessageKey(item), item.Read<ShopKeyAct>()),
        WatchKind => GrainFactory.GetGrain<IStockWatchGrain>(Id.Value).Begin(),
        _ => base.Deliver(item),
    };

    private void Announce(CustomerId by, string act, bool post = true)
    {
        ShopDecision last = State.Decisions[^1];
        if (post)
        {
            Record(by.Value, act, last.Reason);
        }

        Send(QueueKind, "shop.decided");
        Send(TellKind, new Telling(State.Owner, "shop.decided", ShopTexts.Decided(State.Profile!.Name, last.Status, last.Reason)));
    }

    // Opening again changes nothing, so a crash after it does no harm.
    private async Task SettleAccount(AccountId id)
    {
        IAccountGrain account = GrainFactory.Account(id);
        var profile = new AccountProfile { Owner = State.Owner, DisplayName = State.Profile!.Name };
        Demand(await account.Open(new AccountOpening { Kind = Money.AccountKind.Merchant, Tier = CustomerRules.TierOf(Money.AccountKind.Merchant, new CustomerState()), Profile = profile }));
        if (await account.Look() is { } view && view.Profile.DisplayName != profile.DisplayName)
        {
            Demand(await account.SetProfile(view.Profile with { DisplayName = profile.DisplayName }));
        }
    }

    private async Task TellQueue(string kind)
    {
        var notice = new Notice { Kind = kind, Subject = Id.Value, At = Now };
        await GrainFactory.Topic(Topics.For(Role.Clerk, "shops")).Tell(notice);
        await GrainFactory.Topic(Topics.For(Role.Operator, "shops")).Tell(notice);
    }

    private async Task Tell(string key, Telling telling)
    {
        GrainFactory.Topic(Topics.Of(new CustomerId(telling.Person))).Tell(new Notice { Kind = telling.Kind, Subject = Id.Value, At = Now }).Ignore();
        if (telling.Words is { } words)
        {
            await GrainFactory.GetGrain<ICustomerGrain>(telling.Person).Tell(key, words);
        }
    }

    private static void Demand(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new LedgerUnavailableException($"The account of a shop was refused: {refusal.StableCode}.");
        }
    }

    internal sealed record Telling(string Person, string Kind, Words? Words);
}
