using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IMailingGrain"/>
[GrainType("commerce.mailing")]
internal sealed class MailingGrain([PersistentState("commerce.mailing")] IPersistentState<Document<MailingState>> document, MailingLines lines, IOptions<ReachOptions> options, IOptions<SmsOptions> sms, IMailGateway mail)
    : DurableGrain<MailingState>(document), IMailingGrain
{
    private const string HoldKind = "hold", ChargeKind = "charge", TellKind = "tell";
    private const int AtOnce = 10;

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake => MailingRules.NextWake(State);

    public async Task<MailingOutcome> Submit(ShopId shop, MailingTerms terms, long agreed, CustomerId by)
    {
        if (await ShopOf(shop.Value) is not { } found)
        {
            return MailingRefusal.NotFound;
        }

        if (!found.Employs(by, ShopRole.Manager))
        {
            return MailingRefusal.NotShopStaff;
        }

        if (options.Value.Address.Length == 0)
        {
            return MailingRefusal.Unavailable;
        }

        (MailingTerms? read, MailingShow? show, MailingRefusal? wrong) = await MailingShows.Read(GrainFactory, shop, terms, mail.IsOn, Clock.GetUtcNow());
        if (wrong is { } no)
        {
            return no;
        }

        terms = read!;
        if (terms.Product is { } product && !(await GrainFactory.GetGrain<IProductGrain>(product.Value).Look() is { Status: ProductStatus.Published } known && known.Shop == shop))
        {
            return MailingRefusal.Product;
        }

        FollowCount count = await GrainFactory.GetGrain<IFollowersGrain>(0).Count(shop);
        MailingQuote quote = MailingText.Quote(terms, Mailings.Number(Key)!.Value, shop, count, options.Value, sms.Value.Inbound);
        MailingOutcome outcome = await Apply(MailingRules.Submit(State, found, terms, show, quote, agreed, by, Clock.GetUtcNow()));
        if (outcome is { Refusal: null, Replayed: false })
        {
            GrainFactory.Topic(Topics.For(Role.Operator, "mailings")).Tell(Moved()).Ignore();
        }

        return outcome with { Quote = quote };
    }

    public async Task<MailingOutcome> Cancel(ShopId shop, CustomerId by) =>
        State.Shop != shop.Value ? MailingRefusal.NotFound
        : await ShopOf(State.Shop) is { } found && found.Employs(by, ShopRole.Manager) ? await Apply(MailingRules.Cancel(State))
        : MailingRefusal.NotShopStaff;

    public async Task<MailingOutcome> Approve(CustomerId by)
    {
        Shop? shop = await ShopOf(State.Shop);
        MailingRules.Decision decision = MailingRules.Approve(State, shop, by, Clock.GetUtcNow());
        if (decision.Next is not null)
        {
            Record(by.Value, "mailing.approve", State.Terms!.ByEmail ? State.Terms.Subject : State.Terms.Text);
        }

        MailingOutcome outcome = await Apply(decision);
        GoOn();
        return outcome;
    }

    public async Task<MailingOutcome> Refuse(CustomerId by, string? reason)
    {
        Shop? shop = await ShopOf(State.Shop);
        MailingRules.Decision decision = MailingRules.Refuse(State, shop, by, reason);
        if (decision.Next is { } next)
        {
            Record(by.Value, "mailing.refuse", next.Reason);
            Send(TellKind, new TellOrder(State.By, MailingWords.Refused(State.ShopName), "mailing.moved", Key));
        }

        return await Apply(decision);
    }

    public Task<Mailing?> Look() => Task.FromResult(MailingRules.View(State, Key));

    public Task<Letter?> Letter() => Task.FromResult(State is { Terms: { } terms, Show: { } show }
        ? MailingLetter.Sign(MailingLetter.Write(State.ShopName, terms, show, "", Mailings.Number(Key)!.Value), "fr", "", new string('x', Follows.EmailTokenLength)) : null);

    public async Task Settle(MailingStep step, TransferOutcome outcome)
    {
        MailingState next = step is MailingStep.Hold ? MailingRules.Held(State, outcome, Clock.GetUtcNow()) : MailingRules.Charged(State);
        if (next != State)
        {
            await Become(next);
            GoOn();
        }
    }

    protected override Task OnWake(DateTimeOffset now) => State.Status switch
    {
        MailingStatus.Approved => Open(now),
        MailingStatus.Sending => Wave(now),
        _ => Task.CompletedTask,
    };

    protected override async Task Deliver(OutboxItem item)
    {
        IMailingGrain self = this.AsReference<IMailingGrain>();
        switch (item.Kind)
        {
            case HoldKind:
                await self.Settle(MailingStep.Hold, await GrainFactory.HoldFor(item.Read<HoldOrder>()));
                break;
            case ChargeKind:
                await self.Settle(MailingStep.Charge, await Charge(item.Read<MailingCharge>()));
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
    private async Task<TransferOutcome> Charge(MailingCharge order)
    {
        CaptureRequest request = order.Amount > 0
            ? new CaptureRequest { Key = "§mailing-paid", Payee = PostAccounts.Fees, Amount = order.Amount, Kind = PostingKind.Messages, ReleaseRest = true }
            : new CaptureRequest { Key = "§mailing-paid" };
        TransferOutcome outcome = await GrainFactory.Account(new AccountId(order.Hold)).Capture(request);
        return outcome.Receipt is not null ? outcome : throw new LedgerUnavailableException($"{Key} is not paid yet ({outcome.Refusal?.StableCode}).");
    }

    private async Task Open(DateTimeOffset now)
    {
        if (await ShopOf(State.Shop) is not { Status: ShopStatus.Open })
        {
            await Become(MailingRules.Halted(State, "shop_state", now));
            return;
        }

        MailingCount chosen = await lines.Choose(Key, State.Shop, State.Terms!.Channel, new MailingCount(State.Quote!.Sms, State.Quote.Emails), now - Consents.Pause);
        AccountView? takings = await GrainFactory.Account(new AccountId(State.Account)).Look();
        MailingState next = MailingRules.Choose(State, chosen, takings, now);
        if (next.Holding)
        {
            Send(HoldKind, new HoldOrder($"§mailing-{Key}-{next.Holds}", next.Account, next.Amount, null));
        }
        else if (next.Halt is { } halt && State.Halt is null)
        {
            Send(TellKind, new TellOrder(State.By, MailingWords.Halted(State.ShopName, halt), "mailing.moved", Key));
        }

        await Become(next);
    }

    private async Task Wave(DateTimeOffset now)
    {
        DateTimeOffset from = MailingRules.Decent(now, options.Value.FromHour, options.Value.ToHour);
        if (from > now)
        {
            await Become(State with { NextMs = from.ToUnixTimeMilliseconds() });
            return;
        }

        IReadOnlyList<MailingLines.Line> due = await lines.Due(Key, options.Value.Wave);
        long number = Mailings.Number(Key)!.Value;
        string text = MailingText.WithLink(State.Terms!.Text, options.Value.Address, number);
        Letter? letter = State.Show is { } show ? MailingLetter.Write(State.ShopName, State.Terms, show, options.Value.Address, number) : null;
        bool taken = due.Count == 0;
        foreach (MailingLines.Line[] some in due.Chunk(AtOnce))
        {
            MailingLines.Answer[] answers = await Task.WhenAll(some.Select(line => Tell(line, text, letter)));
            taken |= answers.Any(answer => answer.Status != MailingLines.Waiting);
            await lines.Note(Key, answers, Clock.GetUtcNow());
        }

        (long waiting, MailingCount sent) = await lines.Count(Key);
        MailingState next = MailingRules.Waved(State, waiting, sent, Clock.GetUtcNow() + (taken ? TimeSpan.Zero : options.Value.Rest));
        if (next.Status is MailingStatus.Closing)
        {
            Send(ChargeKind, new MailingCharge(next.Hold, next.Paid));
        }

        await Become(next);
        GoOn();
    }

    private async Task<MailingLines.Answer> Tell(MailingLines.Line line, string text, Letter? letter)
    {
        IFollowGrain follower = GrainFactory.GetGrain<IFollowGrain>(Follows.Key(new ShopId(State.Shop), line.Person));
        switch (await Try(() => line.Channel is MessageChannel.Email ? follower.Mail(Key, letter!) : follower.Message(Key, text)))
        {
            case MessageFate.Sent:
                return new MailingLines.Answer(line.Person, MailingLines.Sent);
            case MessageFate.Unwanted:
                return new MailingLines.Answer(line.Person, MailingLines.Unwanted);
            case MessageFate.Refused:
                return new MailingLines.Answer(line.Person, MailingLines.Failed);
            case var _ when line.Tries + 1 < MailingRules.TriesMax:
                return new MailingLines.Answer(line.Person, MailingLines.Waiting);
            default:
                await follower.GiveUp(Key);
                return new MailingLines.Answer(line.Person, MailingLines.Failed);
        }
    }

    // One follower whose document cannot be written now must not keep the others from hearing.
    private static async Task<MessageFate> Try(Func<Task<MessageFate>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception failure) when (failure is TimeoutException or DocumentNotSavedException or OrleansException)
        {
            return MessageFate.NotTaken;
        }
    }

    private async Task<MailingOutcome> Apply(MailingRules.Decision decision)
    {
        if (decision.Next is { } next)
        {
            await Become(next);
        }

        return new MailingOutcome { Mailing = MailingRules.View(State, Key), Refusal = decision.Refusal, Replayed = decision is { Next: null, Refusal: null } };
    }

    private async Task Become(MailingState next)
    {
        State = next;
        await Save();
        GrainFactory.Topic(Topics.Of(new CustomerId(State.By))).Tell(Moved()).Ignore();
    }

    /// <summary>Does what is due in a turn of its own; a step that is lost is made by the waker.</summary>
    private void GoOn()
    {
        if (NextWake <= Clock.GetUtcNow())
        {
            this.AsReference<IWakeable>().Wake().Ignore();
        }
    }

    private Notice Moved() => new() { Kind = "mailing.moved", Subject = Key, At = Clock.GetUtcNow() };

    private async Task<Shop?> ShopOf(string shop) => shop.Length == 0 ? null : await GrainFactory.GetGrain<IShopGrain>(shop).Look();

    internal sealed record MailingCharge(long Hold, long Amount);
}
