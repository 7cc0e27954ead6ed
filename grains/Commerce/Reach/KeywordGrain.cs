using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IKeywordGrain"/>
[GrainType("commerce.keyword")]
internal sealed class KeywordGrain([PersistentState("commerce.keyword")] IPersistentState<Document<KeywordState>> document) : DurableGrain<KeywordState>(document), IKeywordGrain
{
    private const string ConfirmKind = "confirm";

    public async Task<KeywordFate> Receive(string id, string text)
    {
        if (State.Ids.Contains(id))
        {
            return KeywordFate.Repeated;
        }

        PhoneNumber phone = PhoneNumber.FromKey(this.GetPrimaryKeyString());
        if (KeywordRules.Read(text) is not { } named || await GrainFactory.GetGrain<IPhoneGrain>(phone.Key).Owner() is not { } owner)
        {
            return KeywordFate.Ignored;
        }

        // First the consents end, then the message counts as taken: in between it may come again.
        IReadOnlyList<Follow> wanted = await GrainFactory.GetGrain<IFollowersGrain>(0).WantedBy(owner.Customer);
        Follow? shop = named.Length > 0 ? KeywordRules.Find(wanted, named) : null;
        bool known = named.Length == 0 || shop is not null;
        if (shop is not null)
        {
            await Stop([shop]);
        }
        else if (known)
        {
            await StopAll(owner.Customer, wanted);
        }

        bool confirm = KeywordRules.MayConfirm(State, Clock.GetUtcNow());
        State = KeywordRules.Take(State, id, confirm, Clock.GetUtcNow());
        if (confirm)
        {
            Send(ConfirmKind, new Confirmation(owner.Customer.Value, !known ? KeywordWords.Unknown : shop is null ? KeywordWords.All : KeywordWords.One(shop.ShopName)));
        }

        await Save();
        return known ? KeywordFate.Stopped : KeywordFate.UnknownShop;
    }

    protected override async Task Deliver(OutboxItem item)
    {
        if (item.Kind != ConfirmKind)
        {
            await base.Deliver(item);
            return;
        }

        Confirmation order = item.Read<Confirmation>();
        await GrainFactory.GetGrain<ICustomerGrain>(order.Person).Tell(MessageKey(item), order.Words);
    }

    private async Task StopAll(CustomerId person, IReadOnlyList<Follow> wanted)
    {
        while (wanted.Count > 0)
        {
            await Stop(wanted);
            wanted = await GrainFactory.GetGrain<IFollowersGrain>(0).WantedBy(person);
        }
    }

    // Whoever writes STOP wants to hear nothing more, whichever way it came.
    private async Task Stop(IReadOnlyList<Follow> follows)
    {
        foreach (Follow follow in follows)
        {
            IFollowGrain grain = GrainFactory.GetGrain<IFollowGrain>(Follows.Key(follow.Shop, follow.Person));
            await grain.End(MessageChannel.Sms, ConsentEnd.Keyword);
            await grain.End(MessageChannel.Email, ConsentEnd.Keyword);
        }
    }

    internal sealed record Confirmation(string Person, Words Words);
}

/// <summary>What comes back to a telephone that has written STOP.</summary>
internal static class KeywordWords
{
    public static readonly Words All = new(
        "Shopiposte : c'est fait, vous ne recevrez plus de messages des boutiques.",
        "Shopiposte: esili, okozwa lisusu bansango ya babutike te.",
        "Shopiposte: yau me mana, nge ta baka diaka bansangu ya bamagazini ve.",
        "Shopiposte: done, you will get no more messages from shops.");

    public static readonly Words Unknown = new(
        "Shopiposte : boutique inconnue. Écrivez STOP seul pour ne plus recevoir aucun message.",
        "Shopiposte: butike eyebani te. Koma kaka STOP mpo na kozwa lisusu nsango moko te.",
        "Shopiposte: magazini me zabana ve. Sonika kaka STOP samu na kubaka diaka nsangu ve.",
        "Shopiposte: unknown shop. Write STOP alone to get no more messages.");

    public static Words One(string shop) => new(
        $"Shopiposte : c'est fait, vous ne recevrez plus de messages de {shop}.",
        $"Shopiposte: esili, okozwa lisusu bansango ya {shop} te.",
        $"Shopiposte: yau me mana, nge ta baka diaka bansangu ya {shop} ve.",
        $"Shopiposte: done, you will get no more messages from {shop}.");
}
