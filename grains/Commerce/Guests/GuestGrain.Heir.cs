using System.Globalization;
using Microsoft.Extensions.Logging;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <content>Everything goes to whoever has opened an account with the number: first the orders, then the money. Each step can be repeated.</content>
internal sealed partial class GuestGrain
{
    private const int PageSize = 100;
    private const string ForgetKind = "forget";

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5), s_lookAgain = TimeSpan.FromMinutes(10);

    public async Task Inherit(PhoneOwner heir)
    {
        if (State.HeirAccount == 0 && State.Phone.Length > 0)
        {
            State = State with { Heir = heir.Customer.Value, HeirAccount = heir.Wallet.Value, RetryAt = Clock.GetUtcNow() + s_retry };
            await Save();
        }

        if (State.RetryAt is not null)
        {
            await HandOver();
        }
    }

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (State.HeirAccount == 0)
        {
            // The number may be somebody else's by now: what is left goes where the post's people look for its owner.
            State = State with { HeirAccount = PostAccounts.Suspense.Value, RetryAt = now + s_retry };
            Send(ForgetKind, State.Phone);
            await Save();
        }

        await HandOver();
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        ForgetKind => GrainFactory.GetGrain<IPhoneGrain>(new PhoneNumber(item.Read<string>()).Key).ForgetGuest(Me),
        _ => base.Deliver(item),
    };

    private async Task HandOver()
    {
        bool done = false;
        try
        {
            done = (State.Heir.Length == 0 || await HandOverOrders()) && await HandOverMoney();
        }
        catch (Exception failure) when (failure is not DocumentNotSavedException)
        {
            LogNotHandedOver(logger, failure, Me);
        }

        // The telephone is nobody's business any more; messages go to the heir.
        State = done && State.Emptied
            ? State with { RetryAt = null, Phone = "", Open = [], RefusedAt = [] }
            : done
            ? State with { Emptied = true, RetryAt = Clock.GetUtcNow() + s_lookAgain }
            : State with { Failures = State.Failures + 1, RetryAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(3_600, s_retry.TotalSeconds * Math.Pow(2, Math.Min(State.Failures, 12)))) };
        await Save();
    }

    /// <summary>Makes every order the heir's; true once none is missing and none has money on its way to this guest.</summary>
    private async Task<bool> HandOverOrders()
    {
        // A checkout that was admitted before there was an heir may still place its orders.
        GuestState settled = await Settled();
        Order?[] placed = await Task.WhenAll(settled.Open.Select(one => GrainFactory.GetGrain<IOrderGrain>(one.Order).Look()));
        List<string> orders = [.. State.Owing];
        for (string? cursor = null; ;)
        {
            OrderPage page = await GrainFactory.GetGrain<IOrdersGrain>(0).OfBuyer(Me, PageSize, cursor);
            orders.AddRange(page.Orders.Select(order => order.Id.Value));
            if ((cursor = page.NextCursor) is null)
            {
                break;
            }
        }

        // Saved before an order changes hands and can no longer be found by its buyer.
        if (orders.Count > State.Owing.Length)
        {
            State = State with { Owing = [.. orders.Distinct()] };
            await Save();
        }

        List<string> owing = [];
        foreach (string order in State.Owing)
        {
            bool free = await GrainFactory.GetGrain<IOrderGrain>(order).Inherit(Me, new PhoneOwner(new CustomerId(State.Heir), new AccountId(State.HeirAccount)));
            owing.AddRange(free ? [] : [order]);
        }

        State = State with { Owing = [.. owing] };
        return owing.Count == 0 && !placed.Any(order => order is null);
    }

    /// <summary>Pays out what waits, by one transfer.</summary>
    private async Task<bool> HandOverMoney()
    {
        IAccountGrain account = GrainFactory.Account(new AccountId(State.Account));
        if (await account.Look() is not { Balance: > 0 } waiting)
        {
            return true;
        }

        TransferOutcome outcome = await account.Transfer(new TransferRequest
        {
            Key = $"§guest-{Key}-{State.Transfers.ToString(CultureInfo.InvariantCulture)}",
            Payee = new AccountId(State.HeirAccount),
            Amount = waiting.Balance,
            Kind = PostingKind.Refund,
        });
        // A conflict: an earlier try with this key did come through, for what was there then.
        bool through = outcome.Receipt is not null || outcome.Refusal?.Code is RefusalCode.IdempotencyConflict;
        State = through ? State with { Transfers = State.Transfers + 1 } : State;
        return outcome.Receipt is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Guest} has is not all handed over yet; it goes on by itself.")]
    private static partial void LogNotHandedOver(ILogger logger, Exception failure, CustomerId guest);
}
