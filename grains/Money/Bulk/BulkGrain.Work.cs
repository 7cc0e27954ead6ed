using System.Globalization;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <content>What goes on by itself: checking, setting aside, paying, giving back.</content>
internal sealed partial class BulkGrain
{
    /// <summary>Lines of one bite. Several bites are on their way at once: while one waits for its commit another looks up its numbers.</summary>
    private const int Bite = 1_000;

    private const int Bites = 4;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Task _work = Task.CompletedTask;
    private long _reportedAt;
    private bool _leaving;

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaving = true;
        await Task.WhenAll(_work, _telling).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (State.Status == BulkStatus.Uploading)
        {
            await lines.Clear(Batch);
            State = BulkRules.Cancel(State, now).Next!;
            return;
        }

        State = BulkRules.Watched(State, now);
        Work();
    }

    /// <summary>Sees to it that the work goes on, in turns of its own beside the grain's calls.</summary>
    private void Work()
    {
        if (_work.IsCompleted && !_leaving && BulkRules.IsAtWork(State))
        {
            _work = GoOn();
        }

        Tell();
    }

    private async Task GoOn()
    {
        await Task.Yield();
        try
        {
            while (!_leaving && BulkRules.IsAtWork(State))
            {
                await (State.Status switch
                {
                    BulkStatus.Checking => Check(),
                    BulkStatus.Reserving => Reserve(),
                    BulkStatus.Paying => PayLines(),
                    _ => SettleRound(),
                });
            }
        }
        catch (Exception failure) when (failure is not DocumentNotSavedException)
        {
            // The waker begins again where this stopped.
            LogInterrupted(failure, Id);
        }
        catch (DocumentNotSavedException)
        {
            // This activation goes; the next one reads the document and goes on.
        }
    }

    private async Task Check()
    {
        await lines.Check(Batch, State.Payer);
        await Quote();
        BulkLines.Sums sums = await lines.Count(Batch);
        State = State with
        {
            Status = BulkStatus.Checked,
            Lines = sums.Lines,
            Problems = sums.Problems,
            Warnings = sums.Warnings,
            Payees = sums.Ready,
            Amount = sums.Amount,
            Charges = sums.Charges,
        };
        await Save();
    }

    /// <summary>Sets the whole sum aside, so that no line can lack money half-way. Null when it lies there; else the ledger's definite no.</summary>
    private async Task<Refusal?> Reserve()
    {
        IAccountGrain payer = GrainFactory.Account(new AccountId(State.Payer));
        string key = string.Create(CultureInfo.InvariantCulture, $"{Id}-{State.Round}-{State.Approvals}");
        HoldOutcome held = await payer.Hold(new HoldRequest { Key = key, Amount = State.Amount + State.Charges, Note = State.Title });
        if (!BulkRules.IsDefinite(held.Transfer))
        {
            throw new LedgerUnavailableException($"The ledger does not say whether the sum of {Id} is set aside ({held.Transfer.Refusal?.StableCode}).");
        }

        if (held.Transfer.Receipt is null)
        {
            // Refused now, but an earlier try of unknown fate might still come true: that must end before we say no.
            TransferOutcome last = await payer.Annul(key);
            if (last.Refusal?.Code is not RefusalCode.Annulled)
            {
                throw new LedgerUnavailableException($"The ledger does not say whether the sum of {Id} is set aside ({last.Refusal?.StableCode}).");
            }

            State = State with { Status = BulkStatus.Submitted, DecidedBy = null, DecidedAtMs = null };
            await Save();
            return held.Transfer.Refusal;
        }

        await Dress(GrainFactory.Account(held.Hold));
        State = BulkRules.Watched(State with { Status = BulkStatus.Paying, Hold = held.Hold.Value, StartedAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() }, Clock.GetUtcNow());
        await Save();
        return null;
    }

    /// <summary>Gives the holding account the payer's tier, by which the tariff goes, and a name that payees understand.</summary>
    private async Task Dress(IAccountGrain hold)
    {
        Refusal? refused = State.Tier == 0 ? null : await hold.SetTier(State.Tier, "the payer's, for the tariff");
        if (refused is null && State.OfThePost)
        {
            refused = await hold.SetProfile(new AccountProfile { Owner = State.Payer.ToString(CultureInfo.InvariantCulture), DisplayName = PostName });
        }

        if (refused is not null)
        {
            throw new LedgerUnavailableException($"The holding account of {Id} could not be made ready ({refused.StableCode}).");
        }
    }

    /// <summary>Pays whatever has no answer yet, until everything has one or somebody says stop.</summary>
    private async Task PayLines()
    {
        await Recount();
        while (true)
        {
            Place place = new(State.Sent);
            await Task.WhenAll(Enumerable.Range(0, Bites).Select(_ => PayBites(place)));
            await Report();
            if (_leaving || State.Status != BulkStatus.Paying)
            {
                return;
            }

            if (place.Taken == 0)
            {
                State = BulkRules.Watched(State with { Status = BulkStatus.Settling }, Clock.GetUtcNow());
                await Save();
                return;
            }

            if (place.Unanswered > 0)
            {
                await Task.Delay(Patience, Clock);
            }
        }
    }

    private async Task PayBites(Place place)
    {
        IAccountGrain hold = GrainFactory.Account(new AccountId(State.Hold));
        while (!_leaving && State.Status == BulkStatus.Paying)
        {
            List<BulkLines.Due> due = await place.Next(after => lines.Take(Batch, after, Bite));
            if (due.Count == 0 || State.Status != BulkStatus.Paying)
            {
                // Nothing is left, or somebody said stop while the bite was looked up: what was not foretold is not paid.
                return;
            }

            await Foretell(due.Max(line => line.Number));
            BulkLines.Answer?[] answers = await Task.WhenAll(due.Select(line => Pay(hold, line, line.Number <= place.SentBefore)));
            List<BulkLines.Answer> definite = [.. answers.OfType<BulkLines.Answer>()];
            place.Unanswered += due.Count - definite.Count;
            await lines.Settle(Batch, State.Hold, definite);
            HashSet<int> paid = [.. definite.Where(answer => answer.Failure is null).Select(answer => answer.Number)];
            State = State with
            {
                Paid = State.Paid + paid.Count,
                PaidAmount = State.PaidAmount + due.Where(line => paid.Contains(line.Number)).Sum(line => line.Amount),
                Failed = State.Failed + definite.Count - paid.Count,
            };
            if (Clock.GetElapsedTime(_reportedAt) > ReportEvery)
            {
                await Report();
            }
        }
    }

    /// <summary>Writes down that lines up to this one may have reached the ledger, before they do.</summary>
    private async Task Foretell(int number)
    {
        if (number > State.Sent)
        {
            State = State with { Sent = number };
            await Save();
        }
    }

    /// <summary>
    /// Pays one line, or says why not; null when the ledger does not know, and then it is asked again under the same key. That key
    /// is what makes it one payment: should the number meanwhile mean another wallet, the ledger refuses, and has the first receipt.
    /// </summary>
    private async Task<BulkLines.Answer?> Pay(IAccountGrain hold, BulkLines.Due line, bool again)
    {
        try
        {
            if (line.Wallet == 0)
            {
                return again ? await Renounce(hold, line.Number, "unknown_payee") : new BulkLines.Answer(line.Number, 0, "unknown_payee", Clock.GetUtcNow());
            }

            TransferOutcome outcome = await hold.Transfer(new TransferRequest
            {
                Key = LineKey(line.Number),
                Payee = new AccountId(line.Wallet),
                Amount = line.Amount,
                Kind = PostingKind.BulkPayment,
                Note = State.Title,
                AgreedTotal = line.Amount + line.Charges,
            });
            return outcome.Receipt is { } receipt ? new BulkLines.Answer(line.Number, receipt.Payee.Value, null, receipt.At)
                : BulkRules.IsDefinite(outcome) ? await Renounce(hold, line.Number, outcome.Refusal!.StableCode)
                : null;
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or LedgerUnavailableException)
        {
            LogUnanswered(failure, line.Number, Id);
            return null;
        }
    }

    /// <summary>A line has failed only when no earlier try of it can come true any more.</summary>
    private async Task<BulkLines.Answer?> Renounce(IAccountGrain hold, int number, string why)
    {
        TransferOutcome last = await hold.Annul(LineKey(number));
        return last.Receipt is { } receipt ? new BulkLines.Answer(number, receipt.Payee.Value, null, receipt.At)
            : last.Refusal?.Code is RefusalCode.Annulled ? new BulkLines.Answer(number, 0, why, Clock.GetUtcNow())
            : null;
    }

    /// <summary>Gives back what is left and says how it went.</summary>
    private async Task SettleRound()
    {
        IAccountGrain hold = GrainFactory.Account(new AccountId(State.Hold));
        await lines.FailUnsent(Batch, State.Sent, "bulk_ended");
        while (await lines.Unanswered(Batch, Bite) is { Count: > 0 } unanswered)
        {
            BulkLines.Answer?[] answers = await Task.WhenAll(unanswered.Select(number => Renounce(hold, number, "bulk_ended")));
            List<BulkLines.Answer> definite = [.. answers.OfType<BulkLines.Answer>()];
            await lines.Settle(Batch, State.Hold, definite);
            if (definite.Count == 0)
            {
                throw new LedgerUnavailableException($"The ledger does not say what became of the lines of {Id} that were sent.");
            }
        }

        if (await hold.Look() is { Closed: false, Balance: > 0 })
        {
            TransferOutcome released = await hold.Capture(new CaptureRequest { Key = "rest" });
            if (released.Receipt is null)
            {
                throw new LedgerUnavailableException($"The rest of {Id} was not given back ({released.Refusal?.StableCode}).");
            }
        }

        await hold.Close("bulk payment settled");
        await Recount();
        State = State with { Status = BulkStatus.Done, EndedAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(), LookAtMs = (Clock.GetUtcNow() + BulkRules.Watch).ToUnixTimeMilliseconds() };
        TellHowItWent();
        await Save();
        Announce();
        Tell();
    }

    private async Task Report()
    {
        _reportedAt = Clock.GetTimestamp();
        State = BulkRules.Watched(State, Clock.GetUtcNow());
        DelayDeactivation(TimeSpan.FromMinutes(2));
        await Save();
        Announce();
    }

    /// <summary>Brings the document's figures in line with the rows.</summary>
    private async Task Recount()
    {
        BulkLines.Sums sums = await lines.Count(Batch);
        State = State with { Paid = sums.Paid, PaidAmount = sums.PaidAmount, Failed = sums.Failed, Told = sums.Told };
    }

    private string LineKey(int number) => string.Create(CultureInfo.InvariantCulture, $"{Id}-{number}");

    /// <summary>How far one walk through the lines has come. Bites are taken one after the other.</summary>
    /// <param name="sentBefore">Lines up to this one may have been sent by an earlier walk.</param>
    private sealed class Place(int sentBefore)
    {
        private readonly SemaphoreSlim _turn = new(1);
        private int _after;

        public int SentBefore => sentBefore;

        public int Taken { get; private set; }

        public int Unanswered { get; set; }

        public async Task<List<BulkLines.Due>> Next(Func<int, Task<List<BulkLines.Due>>> take)
        {
            await _turn.WaitAsync();
            try
            {
                List<BulkLines.Due> due = await take(_after);
                Taken += due.Count;
                _after = due.Count == 0 ? _after : due.Max(line => line.Number);
                return due;
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
