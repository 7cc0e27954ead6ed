using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IReferralGrain"/>
[GrainType("commerce.referral")]
internal sealed class ReferralGrain([PersistentState("commerce.referral")] IPersistentState<Document<ReferralState>> document, ReferralBook book, IdentityKeys keys)
    : DurableGrain<ReferralState>(document), IReferralGrain
{
    private const string PayKind = "pay";

    private string Key => this.GetPrimaryKeyString();

    private CustomerId Invitee => new(Key["referral-".Length..]);

    protected override DateTimeOffset? NextWake => ReferralRules.NextWake(State);

    public async Task<ReferralOutcome> Claim(string code)
    {
        if (await GrainFactory.GetGrain<ICustomerGrain>(Invitee.Value).Look() is not { } person)
        {
            return new ReferralOutcome(null, ReferralRefusal.TooLate);
        }

        CustomerId? owner = await GrainFactory.GetGrain<IReferralCodeGrain>(Referrals.CodeKey(code)).Owner();
        ReferralTerms? terms = (await Program.Look()).Terms;
        var claimant = new ReferralRules.Claimant(Invitee, person.CreatedAt, await book.HasBought(Invitee), owner is { } other && other != Invitee && await ShareDevice(other));
        ReferralRefusal? fault = ReferralRules.Fault(State, code, owner, terms, claimant, Clock.GetUtcNow());
        if (fault is null && State.Referrer.Length == 0)
        {
            fault = person.Phone is { } phone && await book.Mark(keys.Digest("referred-phone", phone.E164), Key) ? null : ReferralRefusal.SamePhone;
        }

        if (fault is null && State.Referrer.Length == 0)
        {
            DateTimeOffset now = Clock.GetUtcNow();
            State = State with { Referrer = owner!.Value.Value, Code = code, ClaimedAtMs = now.ToUnixTimeMilliseconds(), NextMs = (now + ReferralRules.Every).ToUnixTimeMilliseconds() };
            await Save();
        }

        return new ReferralOutcome(await Look(), fault);
    }

    public Task<Referral?> Look() => Task.FromResult(ReferralRules.View(State, Invitee));

    public async Task<Referral?> Check()
    {
        if (NextWake is not null)
        {
            await Search(Clock.GetUtcNow());
            await Save();
        }

        return await Look();
    }

    public async Task Settle(bool referrer, TransferOutcome outcome)
    {
        ReferralState next = ReferralRules.Settled(State, referrer, outcome);
        if (next != State)
        {
            State = next;
            await Save();
        }
    }

    protected override Task OnWake(DateTimeOffset now) => Search(now);

    protected override async Task Deliver(OutboxItem item)
    {
        if (item.Kind != PayKind)
        {
            await base.Deliver(item);
            return;
        }

        ReferralPay pay = item.Read<ReferralPay>();
        await this.AsReference<IReferralGrain>().Settle(pay.Referrer, await Pay(pay));
    }

    private IReferralProgramGrain Program => GrainFactory.GetGrain<IReferralProgramGrain>(Referrals.Program);

    /// <summary>Looks for the purchase anew each time: what was sent back meanwhile no longer counts.</summary>
    private async Task Search(DateTimeOffset now)
    {
        ReferralTerms? terms = (await Program.Look()).Terms;
        if (terms is null)
        {
            State = ReferralRules.Looked(State, null, now);
            return;
        }

        IReadOnlyList<ReferralRules.Purchase> purchases = await book.Received(Invitee);
        HashSet<string> referrers = [];
        foreach (string shop in purchases.Select(one => one.Shop).Distinct())
        {
            if (await GrainFactory.GetGrain<IShopGrain>(shop).Look() is { } known && known.Staff.Any(member => member.Person.Value == State.Referrer))
            {
                referrers.Add(shop);
            }
        }

        State = ReferralRules.Looked(State, ReferralRules.Counts(purchases, terms.Minimum, referrers.Contains), now);
        if (ReferralRules.IsDue(State, now))
        {
            await Promise(terms);
        }
    }

    private async Task Promise(ReferralTerms terms)
    {
        var referrer = new CustomerId(State.Referrer);
        CustomerView? inviter = await GrainFactory.GetGrain<ICustomerGrain>(referrer.Value).Look(), person = await GrainFactory.GetGrain<ICustomerGrain>(Invitee.Value).Look();
        string? why = inviter is null || person is null || await ShareDevice(referrer) ? "referral_same_device"
            : await book.Promise(Key, referrer, terms) switch
            {
                ReferralRefusal.Budget => "referral_budget",
                ReferralRefusal.Limit => "referral_limit",
                _ => null,
            };
        if (why is not null)
        {
            State = ReferralRules.Refuse(State, why);
            return;
        }

        State = ReferralRules.Promise(State, terms);
        if (terms.Referrer > 0)
        {
            Send(PayKind, new ReferralPay(true, $"§{Key}-referrer", inviter!.Wallet.Value, terms.Referrer));
        }

        if (terms.Invitee > 0)
        {
            Send(PayKind, new ReferralPay(false, $"§{Key}-invitee", person!.Wallet.Value, terms.Invitee));
        }
    }

    // What was promised is owed: while the post's fees lack it, it is asked for again; only what the payee refuses for good is not paid.
    private Task<TransferOutcome> Pay(ReferralPay pay)
    {
        IAccountGrain fees = GrainFactory.Account(PostAccounts.Fees);
        return fees.Settle(pay.Key, async () =>
        {
            TransferOutcome outcome = await fees.Transfer(new TransferRequest { Key = pay.Key, Payee = new AccountId(pay.Wallet), Amount = pay.Amount, Kind = PostingKind.Referral });
            return outcome.Refusal?.Code is RefusalCode.InsufficientFunds ? throw new LedgerUnavailableException($"{pay.Key} cannot be paid yet.") : outcome;
        });
    }

    private async Task<bool> ShareDevice(CustomerId other)
    {
        IReadOnlyList<string> theirs = await GrainFactory.GetGrain<ICustomerGrain>(other.Value).DeviceMarks();
        return (await GrainFactory.GetGrain<ICustomerGrain>(Invitee.Value).DeviceMarks()).Any(theirs.Contains);
    }

    internal sealed record ReferralPay(bool Referrer, string Key, long Wallet, long Amount);
}
