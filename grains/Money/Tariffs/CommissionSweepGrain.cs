using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>
/// Waking finds what is owed: looks in the ledger for cash-ins and cash-outs whose commission is not there, and pays it. A period is done
/// when it has ended, so that no posting can join it any more, and all its commissions are there or can never be paid.
/// </summary>
[GrainType("money.commission-sweep")]
internal sealed class CommissionSweepGrain(
    [PersistentState("money.commission-sweep")] IPersistentState<Document<CommissionSweepState>> document,
    CommissionReader reader, CommissionDesk desk, TariffOptions options)
    : DurableGrain<CommissionSweepState>(document), ICommissionSweepGrain
{
    private const int PageSize = 500;
    private const int AtOnce = 16;
    private const int OwedMax = 5_000;

    /// <summary>A waker gives up on a call after ten seconds; what is left is done by the next one.</summary>
    private static readonly TimeSpan s_stint = TimeSpan.FromSeconds(7);

    /// <summary>A posting can become visible after a later one. This is for speed only: when its period has ended all of it is read again.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(2);

    protected override DateTimeOffset? NextWake => State.NextMs is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    public async Task Begin()
    {
        if (State.NextMs is null)
        {
            State = State with { NextMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() };
            await Save();
        }
    }

    public async Task<CommissionsOwed> Run()
    {
        await OnWake(Clock.GetUtcNow());
        await Save();
        return State.View();
    }

    public Task<CommissionsOwed> Look() => Task.FromResult(State.View());

    protected override async Task OnWake(DateTimeOffset now)
    {
        Sweep sweep = new(desk, reader);
        (int open, DateTimeOffset clock) = await reader.Clock();
        await sweep.Settle(await reader.Find(Waiting()));
        bool finished = await Through(sweep, open, now);
        now = Clock.GetUtcNow();
        State = State with
        {
            Period = finished ? open : State.Period,
            SeenMs = finished ? clock.ToUnixTimeMilliseconds() : State.SeenMs,
            NextMs = (now + options.SweepEvery).ToUnixTimeMilliseconds(),
            SweptMs = now.ToUnixTimeMilliseconds(),
            Owed = sweep.Owed,
            OwedAmount = sweep.OwedAmount,
            Waiting = [.. sweep.Waiting.Select(id => id.ToString()).Distinct()],
        };
    }

    /// <summary>True when everything that was there has been seen, and nothing is owed but what waits for its agent.</summary>
    private async Task<bool> Through(Sweep sweep, int open, DateTimeOffset began)
    {
        DateTimeOffset since = State is { SeenMs: { } seen, Period: var period } && period == open
            ? DateTimeOffset.FromUnixTimeMilliseconds(seen) - s_overlap
            : DateTimeOffset.MinValue;
        CommissionReader.Operation? last = null;
        List<CommissionReader.Operation> page;
        do
        {
            page = await reader.Page(State.Period, open, since, last, PageSize);
            await sweep.Settle(page);
            last = page.Count > 0 ? page[^1] : last;
            if (sweep.Owed > OwedMax || Clock.GetUtcNow() - began > s_stint)
            {
                return false;
            }
        }
        while (page.Count == PageSize);
        return !sweep.Short;
    }

    private List<TransferId> Waiting() => [.. State.Waiting.Select(text => TransferId.TryParse(text, out TransferId id) ? id : default).Where(id => id != default)];

    /// <summary>One sweep: what it found owed and could not pay.</summary>
    private sealed class Sweep(CommissionDesk desk, CommissionReader reader)
    {
        /// <summary>Something is owed that can be paid later: the same stretch must be swept again.</summary>
        public bool Short { get; private set; }

        public int Owed { get; private set; }

        public long OwedAmount { get; private set; }

        public List<TransferId> Waiting { get; } = [];

        public async Task Settle(List<CommissionReader.Operation> operations)
        {
            CommissionOrder[] orders = [.. operations
                .Select(one => new CommissionOrder(one.Id, one.Agent, desk.AmountFor(one.Kind, one.Amount, one.At), one.Currency))
                .Where(order => order.Amount > 0)];
            if (orders.Length == 0)
            {
                return;
            }

            HashSet<Guid> paid = await reader.Paid(orders);
            foreach (CommissionOrder[] some in orders.Where(order => !paid.Contains(order.Id.Key)).Chunk(AtOnce))
            {
                await Task.WhenAll(some.Select(Pay));
            }
        }

        private async Task Pay(CommissionOrder order)
        {
            // When there is nothing to pay from, the rest is only counted.
            RefusalCode? refusal = Short ? RefusalCode.InsufficientFunds : (await desk.Pay(order)).Refusal?.Code;
            switch (refusal)
            {
                case null or RefusalCode.PayeeClosed or RefusalCode.UnknownPayee or RefusalCode.Annulled or RefusalCode.IdempotencyConflict:
                    // Paid, or nobody to be paid: the desk has said so in the log.
                    return;
                case RefusalCode.PayeeFrozen or RefusalCode.BalanceCapExceeded or RefusalCode.CurrencyMismatch:
                    Waiting.Add(order.Operation);
                    break;
                default:
                    Short = true;
                    break;
            }

            Owed++;
            OwedAmount += order.Amount;
        }
    }
}
