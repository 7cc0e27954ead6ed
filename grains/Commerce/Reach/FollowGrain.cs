using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IFollowGrain"/>
[GrainType("commerce.follow")]
internal sealed class FollowGrain([PersistentState("commerce.follow")] IPersistentState<Document<FollowState>> document, IOptions<ReachOptions> options, IOptions<SmsOptions> sms)
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

    public Task<FollowOutcome> Consent(string version) => Agree(MessageChannel.Sms, version);

    public async Task<FollowOutcome> Agree(MessageChannel channel, string version)
    {
        if (version != Consents.VersionOf(channel))
        {
            return new FollowOutcome(null, FollowRefusal.ConsentOutdated);
        }

        return await IsOpen()
            ? await Become(FollowRules.Consent(State, channel, _shop, _person, NewToken(channel), Clock.GetUtcNow()))
            : new FollowOutcome(null, FollowRefusal.UnknownShop);
    }

    public Task<FollowOutcome> Withdraw(ConsentEnd by) => End(MessageChannel.Sms, by);

    public Task<FollowOutcome> End(MessageChannel channel, ConsentEnd by) => Become(FollowRules.End(State, channel, by, Clock.GetUtcNow()));

    public Task<Follow> Look() => Task.FromResult(FollowRules.View(State, _shop, _person));

    public async Task<MessageFate> Message(string mailing, string text)
    {
        if (State.HeardFrom == mailing && State.HeardTaken)
        {
            return MessageFate.Sent;
        }

        ICustomerGrain customer = GrainFactory.GetGrain<ICustomerGrain>(_person.Value);
        if (!FollowRules.MayHear(State, MessageChannel.Sms, mailing, Clock.GetUtcNow()) || await customer.Look() is not { Phone: not null, Blocked: false })
        {
            return MessageFate.Unwanted;
        }

        // First the pause, then the message: of two mailings, or two activations, one alone goes on.
        await Become(FollowRules.Hear(State, mailing, Clock.GetUtcNow()));
        string words = MailingText.WithEnd(text, options.Value.Address, State.Token, _shop, sms.Value.Inbound);
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

    public async Task<MessageFate> Mail(string mailing, Letter letter)
    {
        if (State.HeardFrom == mailing && State.HeardTaken)
        {
            return MessageFate.Sent;
        }

        ICustomerGrain customer = GrainFactory.GetGrain<ICustomerGrain>(_person.Value);
        if (!FollowRules.MayHear(State, MessageChannel.Email, mailing, Clock.GetUtcNow()) || await customer.Look() is not { Blocked: false } person || !(await customer.Email()).IsReachable)
        {
            return MessageFate.Unwanted;
        }

        await Become(FollowRules.Hear(State, mailing, Clock.GetUtcNow()));
        MailFate fate = await customer.Mail($"{mailing}-{_person}", MailingLetter.Sign(letter, person.Language, options.Value.Address, State.EmailToken));
        if (fate is MailFate.NotTaken)
        {
            return MessageFate.NotTaken;
        }

        // Refused for good, the person has not heard from the shop.
        await Become(fate is MailFate.Sent ? State with { HeardTaken = true } : FollowRules.GiveUp(State, mailing));
        return fate is MailFate.Sent ? MessageFate.Sent : fate is MailFate.NoAddress ? MessageFate.Unwanted : MessageFate.Refused;
    }

    public Task GiveUp(string mailing) => Become(FollowRules.GiveUp(State, mailing));

    private static string NewToken(MessageChannel channel) =>
        RandomNumberGenerator.GetString(Letters, channel is MessageChannel.Sms ? Follows.TokenLength : Follows.EmailTokenLength);

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
