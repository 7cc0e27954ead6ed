using System.Globalization;
using Microsoft.Extensions.Logging;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>
/// One bulk payment. This part is what people do with it; the work that follows runs beside the grain's calls
/// (<c>BulkGrain.Work.cs</c>) and begins again wherever it was when the document is woken.
/// </summary>
[GrainType("money.bulk")]
internal sealed partial class BulkGrain(
    [PersistentState("money.bulk")] IPersistentState<Document<BulkState>> document,
    BulkLines lines,
    TariffBook tariffs,
    ISmsGateway sms,
    ILogger<BulkGrain> logger)
    : DurableGrain<BulkState>(document), IBulkGrain
{
    /// <summary>Who pays, in the eyes of a payee, when the post does.</summary>
    private const string PostName = "La Poste";

    private const string SmsKind = "sms";

    private string Id => this.GetPrimaryKeyString();

    private Guid Batch => BulkPayments.Number(Id);

    protected override DateTimeOffset? NextWake => BulkRules.NextWake(State);

    public async Task<BulkBatch?> Look(BulkActor by) => await MayAct(by) ? State.View(Id) : null;

    public async Task<BulkOutcome> Begin(BulkOpening opening)
    {
        if (await PayerName(opening.Payer, opening.By) is not { } name)
        {
            return BulkRefusal.PayerUnknown;
        }

        string upload = Guid.NewGuid().ToString("N");
        return await Receive(BulkRules.Begin(State, opening, name, upload, Clock.GetUtcNow()), upload);
    }

    public async Task<BulkOutcome> Reopen(BulkActor by)
    {
        string upload = Guid.NewGuid().ToString("N");
        return await MayAct(by) ? await Receive(BulkRules.Reopen(State, by, upload, Clock.GetUtcNow()), upload) : BulkRefusal.NotFound;
    }

    public async Task<BulkRefusal?> Add(string upload, IReadOnlyList<BulkLineInput> written)
    {
        if (BulkRules.Add(State, upload, written.Count) is { } refusal)
        {
            return refusal;
        }

        await lines.Write(Batch, [.. written.Select(BulkLineRules.Judge)]);

        // Nothing is saved: should the silo die, the upload begins again.
        State = State with { Lines = State.Lines + written.Count };
        return null;
    }

    public async Task<BulkOutcome> Seal(string upload, string digest)
    {
        BulkRules.Decision decision = BulkRules.Seal(State, upload, digest, Clock.GetUtcNow());
        if (decision.Next is { } next)
        {
            State = next;
            await Save();
            await Check();
            Announce();
        }

        return Answer(decision);
    }

    public async Task<BulkOutcome> Submit(BulkActor by, bool withoutProblems)
    {
        BulkOutcome outcome = await Act(by, "bulk.submit", state => BulkRules.Submit(state, by, withoutProblems), AskForApproval);
        return outcome;
    }

    public async Task<BulkOutcome> Approve(BulkActor by)
    {
        if (!await MayAct(by))
        {
            return BulkRefusal.NotFound;
        }

        BulkRules.Decision decision = BulkRules.Approve(State, by, Clock.GetUtcNow());
        if (decision.Next is null)
        {
            return Answer(decision);
        }

        if (await Requote() is { } changed)
        {
            return Answer(changed);
        }

        AccountView? payer = await GrainFactory.Account(new AccountId(State.Payer)).Look();
        if (payer is null || payer.Available < State.Amount + State.Charges)
        {
            return Refused(payer is null ? RefusalCode.UnknownAccount : RefusalCode.InsufficientFunds);
        }

        // Decided anew: a message that was told meanwhile has changed the state.
        State = BulkRules.Approve(State, by, Clock.GetUtcNow()).Next! with { Approvals = State.Approvals + 1 };
        Note(by, "bulk.approve");
        await Save();
        Refusal? refused = await Reserve();
        Announce();
        Work();
        return refused is null ? Answer(BulkRules.Decision.Nothing) : Refused(refused);
    }

    public async Task<BulkOutcome> Reject(BulkActor by, string? reason)
    {
        if (await MayAct(by) && State is { Status: BulkStatus.Submitted, Round: > 1 } && BulkRules.Reject(State, by, reason, Clock.GetUtcNow()).Next is not null)
        {
            await lines.Shelve(Batch);
            await Recount();
        }

        return await Act(by, "bulk.reject", state => BulkRules.Reject(state, by, reason, Clock.GetUtcNow()));
    }

    public async Task<BulkOutcome> Cancel(BulkActor by)
    {
        if (await MayAct(by) && State is { Status: BulkStatus.Submitted, Round: > 1 })
        {
            await lines.Shelve(Batch);
            await Recount();
        }

        return await Act(by, "bulk.cancel", state => BulkRules.Cancel(state, Clock.GetUtcNow()));
    }

    public Task<BulkOutcome> Pause(BulkActor by) => Act(by, "bulk.pause", BulkRules.Pause);

    public Task<BulkOutcome> Resume(BulkActor by) => Act(by, "bulk.resume", state => BulkRules.Resume(state, Clock.GetUtcNow()));

    public async Task<BulkOutcome> Retry(BulkActor by)
    {
        if (!await MayAct(by))
        {
            return BulkRefusal.NotFound;
        }

        if (BulkRules.Retry(State, by).Next is null)
        {
            return Answer(BulkRules.Retry(State, by));
        }

        await lines.Revive(Batch);
        await Quote();
        BulkLines.Sums sums = await lines.Count(Batch);
        return await Apply(BulkRules.Retry(State, by), by, "bulk.retry", next => AskForApproval(next) with { Payees = sums.Ready, Amount = sums.Amount, Charges = sums.Charges, Approvals = 0 });
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        SmsKind => GrainFactory.GetGrain<ICustomerGrain>(item.Read<Message>().To).Tell(MessageKey(item), item.Read<Message>().Words),
        _ => base.Deliver(item),
    };

    private async Task<BulkOutcome> Receive(BulkRules.Decision decision, string upload)
    {
        if (decision.Next is not { } next)
        {
            return Answer(decision) with { Replayed = decision.Refusal is null };
        }

        await lines.Clear(Batch);
        State = next;
        await Save();
        return Answer(decision) with { Upload = upload };
    }

    private async Task<BulkOutcome> Act(BulkActor by, string act, Func<BulkState, BulkRules.Decision> decide, Func<BulkState, BulkState>? also = null) =>
        await MayAct(by) ? await Apply(decide(State), by, act, also) : BulkRefusal.NotFound;

    private async Task<BulkOutcome> Apply(BulkRules.Decision decision, BulkActor by, string act, Func<BulkState, BulkState>? also = null)
    {
        if (decision.Next is { } next)
        {
            State = also is null ? next : also(next);
            Note(by, act);
            await Save();
            Announce();
            Work();
        }

        return Answer(decision);
    }

    /// <summary>The quote of now; a refusal when it is not what was submitted, which is then shown.</summary>
    private async Task<BulkRules.Decision?> Requote()
    {
        await Quote();
        BulkLines.Sums sums = await lines.Count(Batch);
        if ((sums.Ready, sums.Amount, sums.Charges) == (State.Payees, State.Amount, State.Charges))
        {
            return null;
        }

        State = State with { Payees = sums.Ready, Amount = sums.Amount, Charges = sums.Charges };
        await Save();
        return sums.Ready == 0 ? BulkRefusal.NothingToPay : BulkRefusal.QuoteChanged;
    }

    /// <summary>Quotes the lines that are to be paid, as the ledger will charge the account in which the sum is set aside: by the payer's tier.</summary>
    private async Task Quote()
    {
        short tier = (await GrainFactory.Account(new AccountId(State.Payer)).Look())?.Tier ?? 0;
        TariffTable tariff = tariffs.Now(Clock.GetUtcNow());
        State = State with { Tier = tier };
        await lines.Quote(Batch, amount => tariff.Charge(PostingKind.BulkPayment, tier, amount) is var charges ? charges.Fee + charges.Tax : 0);
    }

    private async Task<string?> PayerName(AccountId account, BulkActor by) => BulkPayers.IsOfThePost(account)
        ? by.Operator ? PostName : null
        : await Payer(account).Look() is { } payer && payer.Has(by.Customer) ? payer.Name : null;

    private async Task<bool> MayAct(BulkActor by)
    {
        if (State.Status is null || State.OfThePost)
        {
            return State.Status is not null && by.Operator;
        }

        // Asked each time: whoever was sent away a moment ago acts no more.
        _payer = await Payer(new AccountId(State.Payer)).Look();
        _payerAt = Clock.GetTimestamp();
        return _payer?.Has(by.Customer) ?? false;
    }

    private IBulkPayerGrain Payer(AccountId account) => GrainFactory.GetGrain<IBulkPayerGrain>(BulkPayers.Key(account));

    /// <summary>What is done with the post's own money goes into the record.</summary>
    private void Note(BulkActor by, string act)
    {
        if (State.OfThePost)
        {
            Record(by.Customer.Value, act, string.Create(CultureInfo.InvariantCulture, $"{State.Amount + State.Charges} XAF to {State.Payees} payees, round {State.Round}; {State.Reason ?? State.Title}"));
        }
    }

    private BulkOutcome Answer(BulkRules.Decision decision) => new() { Batch = State.View(Id), Refusal = decision.Refusal };

    private BulkOutcome Refused(Refusal refusal) => new() { Batch = State.View(Id), Refusal = BulkRefusal.Ledger, Ledger = refusal };

    /// <summary>A message to one of the payer's people, in the outbox.</summary>
    internal sealed record Message(string To, Words Words);
}
