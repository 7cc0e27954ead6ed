using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <inheritdoc cref="IPayoutGrain"/>
[GrainType("commerce.payout")]
internal sealed class PayoutGrain([PersistentState("commerce.payout")] IPersistentState<Document<PayoutState>> document)
    : DurableGrain<PayoutState>(document), IPayoutGrain
{
    private const string PayKind = "pay";
    private const int Kept = 100;

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake => State.NextAtMs is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    public Task<Payouts> Look() => Task.FromResult(new Payouts(State.Schedule, [.. State.All.Reverse()], NextWake));

    public async Task<bool> Choose(CustomerId actor, PayoutSchedule schedule)
    {
        if (await Shop() is not { } shop || shop.Owner != actor)
        {
            return false;
        }

        if (State.Schedule != schedule)
        {
            State = State with { Schedule = schedule, NextAtMs = PayoutRules.Next(schedule, Clock.GetUtcNow()) };
            await Save();
        }

        return true;
    }

    public async Task<bool> Ask(CustomerId actor, string key)
    {
        if (await Shop() is not { } shop || shop.Owner != actor)
        {
            return false;
        }

        await Begin(shop, "asked-" + key);
        return true;
    }

    public async Task Earned(OrderId order)
    {
        if (State.Schedule is PayoutSchedule.AtCompletion && await Shop() is { } shop)
        {
            await Begin(shop, order.Value);
        }
    }

    public async Task Settled(string key, TransferOutcome outcome)
    {
        if (State.All.Any(payout => payout.Key == key && payout.Transfer is null && payout.Failure is null))
        {
            State = State with
            {
                All = [.. State.All.Select(payout => payout.Key != key ? payout
                    : outcome.Receipt is { } receipt ? payout with { Transfer = receipt.Id } : payout with { Failure = outcome.Refusal?.StableCode ?? "annulled" })],
            };
            await Save();
        }
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        string key = "day-" + BrazzavilleCalendar.Day(now).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        State = State with { NextAtMs = PayoutRules.Next(State.Schedule, now) };
        if (await Shop() is { } shop)
        {
            await Begin(shop, key);
        }
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        PayKind => Pay(item.Read<PayoutOrder>()),
        _ => base.Deliver(item),
    };

    /// <summary>Decides a payout of all that is there. One that is on its way is waited for: its money is not there any more.</summary>
    private async Task Begin(Shop shop, string key)
    {
        if (State.All.Any(payout => payout.Key == key || (payout.Transfer is null && payout.Failure is null)))
        {
            return;
        }

        AccountView? takings = await GrainFactory.Account(shop.Account).Look();
        CustomerView? owner = await GrainFactory.GetGrain<ICustomerGrain>(shop.Owner.Value).Look();
        if (takings is not { Available: > 0 and var amount } || owner is null)
        {
            return;
        }

        State = State with { All = [.. State.All.TakeLast(Kept - 1), new Payout(key, Clock.GetUtcNow(), amount, null, null)] };
        Send(PayKind, new PayoutOrder(key, shop.Account.Value, owner.Wallet.Value, amount, shop.Owner.Value));
        await Save();
    }

    private async Task Pay(PayoutOrder order)
    {
        IAccountGrain takings = GrainFactory.Account(new AccountId(order.Takings));
        string key = "§payout-" + Key + "-" + order.Key;
        TransferOutcome outcome = await takings.Transfer(new TransferRequest { Key = key, Payee = new AccountId(order.Wallet), Amount = order.Amount, Kind = PostingKind.Settlement });
        if (outcome.Receipt is null && FloatIssueRules.IsDefinite(outcome))
        {
            TransferOutcome last = await takings.Annul(key);
            outcome = last.Refusal?.Code is RefusalCode.Annulled ? outcome : last;
        }

        if (!FloatIssueRules.IsDefinite(outcome))
        {
            throw new LedgerUnavailableException($"The ledger does not say what became of {key} ({outcome.Refusal?.StableCode}).");
        }

        await this.AsReference<IPayoutGrain>().Settled(order.Key, outcome);
        await GrainFactory.Topic(Topics.Of(new CustomerId(order.Owner))).Tell(new Notice { Kind = "payout.settled", Subject = Key, At = Clock.GetUtcNow() });
    }

    private Task<Shop?> Shop() => GrainFactory.GetGrain<IShopGrain>(Key).Look();

    internal sealed record PayoutOrder(string Key, long Takings, long Wallet, long Amount, string Owner);
}

/// <summary>What lies in the document of a shop's payouts.</summary>
public sealed record PayoutState
{
    /// <summary>When takings are paid out.</summary>
    public PayoutSchedule Schedule { get; init; }

    /// <summary>When the next is due.</summary>
    public long? NextAtMs { get; init; }

    /// <summary>The latest, oldest first; the ledger has them all.</summary>
    public IReadOnlyList<Payout> All { get; init; } = [];
}

/// <summary>When payouts are due: pure.</summary>
internal static class PayoutRules
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>The next time in milliseconds since 1970 UTC: one in the morning in Brazzaville, so that the day before is complete; null without a schedule.</summary>
    public static long? Next(PayoutSchedule schedule, DateTimeOffset now)
    {
        if (schedule is PayoutSchedule.ByHand or PayoutSchedule.AtCompletion)
        {
            return null;
        }

        DateOnly day = BrazzavilleCalendar.Day(now);
        do
        {
            day = day.AddDays(1);
        }
        while (schedule is PayoutSchedule.Weekly && day.DayOfWeek is not DayOfWeek.Monday);

        return (BrazzavilleCalendar.Start(day) + s_hour).ToUnixTimeMilliseconds();
    }
}
