using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Concurrency;

namespace Postmobile.Money;

/// <summary>
/// One account. It decides in memory, promises before its first await, and answers when the ledger's writer says that the
/// posting is durable. What it knows is in its <see cref="AccountImage"/>; what is true is in the ledger.
/// </summary>
[Reentrant, GrainType("money.account")]
internal sealed partial class AccountGrain(LedgerParts ledger, ILogger<AccountGrain> log) : Grain, IAccountGrain
{
    private const int AttemptsMax = 6;
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private AccountImage _image = null!;
    private SharedLoad _loading;
    private SemaphoreSlim? _changing;
    private Dictionary<Guid, long>? _working;

    private AccountId Id => _image.Id;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _image = new AccountImage(new AccountId(this.GetPrimaryKeyLong()), ledger.Options);
        ledger.Awake.Enter(_image);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ledger.Awake.Leave(_image);
        return Task.CompletedTask;
    }

    public async Task<QuoteOutcome> Quote(TransferRequest request)
    {
        if (PaymentRules.Check(Id, request) is { } wrong)
        {
            return new QuoteOutcome(null, wrong);
        }

        await Ready();
        Payment payment = Charged(PaymentRules.Plan(Id, request, ledger.Options));
        (Refusal? refusal, Permit? permit) = await AskPayees(payment, reserve: false);
        refusal ??= RefuseCurrency(payment) ?? _image.Foresee(payment.Total, payment.Counted, ledger.Time.GetUtcNow());
        return refusal is null
            ? new QuoteOutcome(QuoteOf(payment, permit), null)
            : new QuoteOutcome(null, refusal);
    }

    public Task<TransferOutcome> Transfer(TransferRequest request)
    {
        if (PaymentRules.Check(Id, request) is { } wrong)
        {
            return Task.FromResult<TransferOutcome>(wrong);
        }

        return Pay(PaymentRules.Plan(Id, request, ledger.Options), request.AgreedTotal, request.WithoutProof);
    }

    public async Task<TransferOutcome> Annul(string key)
    {
        try
        {
            // The account's currency is known only once it was loaded.
            await Ready();
        }
        catch (LedgerUnavailableException)
        {
            return RefusalCode.LedgerUnavailable;
        }

        return await Pay(new Payment
        {
            Id = TransferId.From(Id, key),
            RequestHash = 0,
            Legs = [new PendingLeg(Id, 0, PostingKind.Annulled)],
            Currency = _image.Row?.Currency ?? Currency.XAF,
            Kind = PostingKind.Annulled,
            EvenClosed = true,
        });
    }

    private async Task<TransferOutcome> Pay(Payment payment, long? agreedTotal = null, bool withoutProof = false)
    {
        _working ??= [];
        if (!_working.TryAdd(payment.Id.Key, payment.RequestHash))
        {
            // An annulment (hash 0) and what it annuls are not in conflict: one waits for the other.
            long other = _working[payment.Id.Key];
            return other == payment.RequestHash || other == 0 || payment.RequestHash == 0 ? RefusalCode.InProgress : RefusalCode.IdempotencyConflict;
        }

        try
        {
            return await Decide(payment, agreedTotal, withoutProof);
        }
        catch (LedgerUnavailableException)
        {
            return RefusalCode.LedgerUnavailable;
        }
        catch (NpgsqlException failure)
        {
            // Nobody could be asked whether it is there already.
            LogUnread(log, failure, payment.Id);
            return RefusalCode.OutcomeUnknown;
        }
        finally
        {
            _working.Remove(payment.Id.Key);
        }
    }

    /// <summary>Decides, promises, posts; and decides again whenever another activation or a broken connection came between.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TransferOutcome> Decide(Payment asked, long? agreedTotal, bool withoutProof)
    {
        bool refreshed = false;
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (_image.MustLoad(ledger.Epoch.Current))
            {
                await Ready();
            }

            Payment payment = Charged(asked);
            (Refusal? refusal, Permit? permit) = await AskPayees(payment, reserve: true);
            Line line = null!;
            DateTimeOffset now = ledger.Time.GetUtcNow();
            refusal ??= RefuseCurrency(payment)
                ?? (withoutProof && _image.Limits.StepUpFrom <= payment.Legs[0].Amount ? RefusalCode.StepUpRequired : (Refusal?)null)
                ?? (agreedTotal is { } agreed && agreed != payment.Total ? new Refusal(RefusalCode.QuoteChanged) { Quote = QuoteOf(payment, permit) } : null)
                ?? _image.Promise(payment.Total, payment.Counted, now, payment.EvenClosed, out line);
            if (refusal is null)
            {
                if (await Post(payment, line, BrazzavilleCalendar.Day(now), permit) is { } outcome)
                {
                    return outcome;
                }

                continue;
            }

            WithdrawPermits(payment);

            // It may have been paid already: the retry of a payment that emptied a wallet must not hear "insufficient funds".
            if (await ledger.Reader.Find(payment.Id) is { } found)
            {
                return Replay(payment, found);
            }

            if (refusal.Code != RefusalCode.InsufficientFunds || refreshed || ledger.Time.GetElapsedTime(_image.LoadedAt) < s_fresh)
            {
                return refusal;
            }

            // Credits may have gone to a twin of this activation: look once more before saying no.
            refreshed = true;
            _image.AskReload();
        }

        return RefusalCode.LedgerUnavailable;
    }

    /// <summary>Posts a promised payment. Null: decide again.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TransferOutcome?> Post(Payment payment, Line line, DateOnly promisedOn, Permit? permit)
    {
        PendingTransfer pending = new(payment.Id, line, payment.Legs, payment.Currency)
        {
            RequestHash = payment.RequestHash,
            Memo = payment.Memo,
            PayerName = _image.Row!.Profile.DisplayName,
            PayerPhone = _image.MaskedPhone,
        };
        PostResult result = await ledger.Writer.Post(pending);
        bool posted = result.Fate == PostFate.Posted;
        long balance = _image.Settle(line, payment.Total, payment.Counted, promisedOn, posted, result.LastNumber);
        if (posted)
        {
            return Done(payment, permit, result, balance);
        }

        WithdrawPermits(payment);
        switch (result.Fate)
        {
            case PostFate.Duplicate:
                return await ledger.Reader.Find(payment.Id) is { } found ? Replay(payment, found) : (TransferOutcome?)null;
            case PostFate.Unavailable:
                return RefusalCode.LedgerUnavailable;
            case PostFate.Unknown:
                return RefusalCode.OutcomeUnknown;
            default:
                return default(TransferOutcome?);
        }
    }

    private TransferOutcome Done(Payment payment, Permit? permit, PostResult result, long balance)
    {
        if (payment.Kind == PostingKind.Annulled)
        {
            return RefusalCode.Annulled;
        }

        AccountRow row = _image.Row!;
        Receipt receipt = new()
        {
            Id = payment.Id,
            Kind = payment.Kind,
            Payee = payment.Legs[0].Payee,
            PayerName = row.Profile.DisplayName,
            PayerPhone = _image.MaskedPhone,
            PayeeName = permit?.MaskedName ?? "",
            PayeePhone = permit?.MaskedPhone ?? "",
            Amount = payment.Legs[0].Amount,
            Fee = payment.Sum(PostingKind.Fee),
            Tax = payment.Sum(PostingKind.Tax),
            Total = payment.Total,
            Currency = payment.Currency,
            Note = payment.Memo,
            At = result.At,
        };
        if (_image.Watchers is { } watchers)
        {
            TellSent(watchers, receipt, balance);
        }

        ledger.Notices.Debited(row, receipt, balance);
        if (payment.Kind is PostingKind.CashIn or PostingKind.CashOut)
        {
            ledger.Commissions.Owe(receipt);
        }

        return new TransferOutcome { Receipt = receipt, Balance = balance };
    }

    /// <summary>Apart, so that a payer at whom nobody looks costs no closure.</summary>
    private static void TellSent(LiveWatchers watchers, Receipt receipt, long balance) =>
        watchers.Tell(() => LiveEvents.Sent(receipt, balance));

    private static TransferOutcome Replay(Payment payment, FoundTransfer found)
    {
        if (found.Annulled)
        {
            return RefusalCode.Annulled;
        }

        return payment.Kind == PostingKind.Annulled || found.RequestHash == payment.RequestHash
            ? new TransferOutcome { Receipt = found.Receipt, Replayed = true }
            : RefusalCode.IdempotencyConflict;
    }

    /// <summary>The payment with what the tariff of this moment adds to it for a payer of this tier.</summary>
    private Payment Charged(Payment payment) =>
        payment.BearsTariff ? PaymentRules.Charge(payment, ledger.Tariffs.Now(ledger.Time.GetUtcNow()), _image.Row?.Tier ?? 0) : payment;

    /// <summary>Asks each payee whether the money may come in. The permit is the first payee's, for the names on the receipt.</summary>
    private ValueTask<(Refusal? Refusal, Permit? Permit)> AskPayees(Payment payment, bool reserve)
    {
        if (payment.Legs.Length == 1 && NeedsPermit(payment.Legs[0]) && ledger.Awake.Find(payment.Legs[0].Payee) is { CanAnswer: true } image)
        {
            Permit permit = image.Permit(payment.Id, payment.Legs[0].Amount, payment.Currency, reserve, ledger.Time.GetUtcNow());
            return new((permit.Refusal is { } code ? code : (Refusal?)null, permit));
        }

        return AskEach(payment, reserve);
    }

    private async ValueTask<(Refusal? Refusal, Permit? Permit)> AskEach(Payment payment, bool reserve)
    {
        Permit? first = null;
        foreach (IGrouping<AccountId, PendingLeg> legs in payment.Legs.Where(NeedsPermit).GroupBy(leg => leg.Payee))
        {
            Permit permit = await GrainFactory.Account(legs.Key)
                .Permit(new PermitRequest(payment.Id, legs.Sum(leg => leg.Amount), payment.Currency, reserve));
            if (permit.Refusal is { } code)
            {
                return (code, null);
            }

            first = legs.Key == payment.Legs[0].Payee ? permit : first;
        }

        return ((Refusal?)null, first);
    }

    private static bool NeedsPermit(PendingLeg leg) => PaymentRules.NeedsPermit(leg.Payee, leg.Kind) && leg.Amount > 0;

    private void WithdrawPermits(Payment payment)
    {
        foreach (PendingLeg leg in payment.Legs)
        {
            ledger.Awake.Find(leg.Payee)?.Withdraw(payment.Id);
        }
    }

    private Refusal? RefuseCurrency(Payment payment) =>
        _image.Row is { } row && row.Currency != payment.Currency ? RefusalCode.CurrencyMismatch : null;

    private static Quote QuoteOf(Payment payment, Permit? permit) => new()
    {
        Amount = payment.Legs[0].Amount,
        Fee = payment.Sum(PostingKind.Fee),
        Tax = payment.Sum(PostingKind.Tax),
        Total = payment.Total,
        Currency = payment.Currency,
        PayeeName = permit?.MaskedName ?? "",
    };

    /// <summary>Waits until the image is of this epoch, alive and as fresh as was asked.</summary>
    private async Task Ready()
    {
        for (int loads = 0; _image.MustLoad(ledger.Epoch.Current) && loads < 10; loads++)
        {
            await _loading.Join(LoadOnce);
        }
    }

    private async Task LoadOnce()
    {
        int epoch = ledger.Epoch.Current;
        try
        {
            _image.BeginLoad();
            AccountLoad load = await ledger.Loader.Load(Id);
            if (_image.EndLoad(load, epoch, ledger.Time.GetTimestamp()) is > 0 and long surplus)
            {
                ledger.Alarm.Surplus(Id, surplus);
            }
        }
        catch
        {
            _image.LoadFailed();
            throw;
        }
    }
}
