using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IFollowGrain"/>
[GrainType("commerce.follow")]
internal sealed class FollowGrain([PersistentState("commerce.follow")] IPersistentState<Document<FollowState>> document, IOptions<ReachOptions> options)
    : DurableGrain<FollowState>(document), IFollowGrain
{
    // Without letters and digits that look like others, for whoever types it from a small telephone.
    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz";

    private ShopId _shop;
    private CustomerId _person;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Follows.TryRead(this.GetPrimaryKeyString(), out _shop, out _person);
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<FollowOutcome> Follow() => State.Following || await IsOpen()
        ? await Become(FollowRules.Follow(State, _shop, _person, Clock.GetUtcNow()))
        : new FollowOutcome(null, FollowRefusal.UnknownShop);

    public Task<FollowOutcome> Unfollow() => Become(FollowRules.Unfollow(State, Clock.GetUtcNow()));

    public async Task<FollowOutcome> Consent(string version)
    {
        if (version != Consents.Version)
        {
            return new FollowOutcome(null, FollowRefusal.ConsentOutdated);
        }

        return await IsOpen()
            ? await Become(FollowRules.Consent(State, _shop, _person, RandomNumberGenerator.GetString(Letters, 12), Clock.GetUtcNow()))
            : new FollowOutcome(null, FollowRefusal.UnknownShop);
    }

    public Task<FollowOutcome> Withdraw(ConsentEnd by) => Become(FollowRules.End(State, by, Clock.GetUtcNow()));

    public Task<Follow> Look() => Task.FromResult(FollowRules.View(State, _shop, _person));

    public async Task<MessageFate> Message(string mailing, string text)
    {
        if (State.HeardFrom == mailing && State.HeardTaken)
        {
            return MessageFate.Sent;
        }

        ICustomerGrain customer = GrainFactory.GetGrain<ICustomerGrain>(_person.Value);
        if (!FollowRules.MayHear(State, mailing, Clock.GetUtcNow()) || await customer.Look() is not { Phone: not null, Blocked: false })
        {
            return MessageFate.Unwanted;
        }

        // First the pause, then the message: of two mailings, or two activations, one alone goes on.
        await Become(FollowRules.Hear(State, mailing, Clock.GetUtcNow()));
        string words = MailingText.WithEnd(text, options.Value.Address, State.Token);
        try
        {
            await customer.Tell($"{mailing}-{_person}", new Words(words, words, words, words));
        }
        catch (TimeoutException)
        {
            return MessageFate.NotTaken;
        }

        await Become(State with { HeardTaken = true });
        return MessageFate.Sent;
    }

    public Task GiveUp(string mailing) => Become(FollowRules.GiveUp(State, mailing));

    private async Task<FollowOutcome> Become(FollowState next)
    {
        if (next != State)
        {
            State = next;
            await Save();
        }

        return new FollowOutcome(await Look(), null);
    }

    private async Task<bool> IsOpen() =>
        _shop.Value is not null && await GrainFactory.GetGrain<IShopGrain>(_shop.Value).Look() is { Status: ShopStatus.Open or ShopStatus.Suspended };
}
