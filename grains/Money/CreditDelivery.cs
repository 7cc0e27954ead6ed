using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Postmobile.Money;

/// <summary>
/// Tells payees of committed credits: those awake on this silo directly, the others by one message a batch. A message that
/// is not acknowledged is never sent again, since it may have arrived; it becomes "reload yourself", repeated until heard.
/// </summary>
internal sealed partial class CreditDelivery(AwakeAccounts awake, IGrainFactory grains, CreditNotices notices, ILogger<CreditDelivery> log)
{
    private readonly AwakeAccounts _awake = awake;
    private readonly CreditNotices _notices = notices;

    /// <summary>Begins the delivery of one batch.</summary>
    public Run Begin() => new(this);

    /// <summary>The fate of this transfer was in doubt: its payees read their credits again.</summary>
    public void ReloadPayees(PendingTransfer transfer)
    {
        foreach (PendingLeg leg in transfer.Legs)
        {
            _awake.Find(leg.Payee)?.AskReload();
            _ = Reload(leg.Payee);
        }
    }

    private async Task Send(AccountId payee, CreditNotice notice)
    {
        try
        {
            await grains.Account(payee).Credited(notice);
        }
        catch (Exception failure)
        {
            LogUnheard(log, failure, payee);
            await Reload(payee);
        }
    }

    private async Task Reload(AccountId payee)
    {
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                await grains.Account(payee).Reload();
                return;
            }
            catch (Exception failure)
            {
                LogUnheard(log, failure, payee);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5_000, 100 << Math.Min(attempt, 6))));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {Payee} did not acknowledge its credits; it is asked to reload until it hears.")]
    private static partial void LogUnheard(ILogger logger, Exception failure, AccountId payee);

    /// <summary>The delivery of one batch.</summary>
    internal readonly struct Run(CreditDelivery delivery)
    {
        private readonly Dictionary<AccountId, List<Credit>> _elsewhere = [];

        public void Deliver(PendingTransfer transfer, Committed committed)
        {
            foreach (PendingLeg leg in transfer.Legs)
            {
                if (leg.Amount == 0)
                {
                    continue;
                }

                if (delivery._awake.Find(leg.Payee) is { } image
                    && image.Credit(committed.Incarnation, committed.Transaction, transfer.Id, leg.Amount, out long balance))
                {
                    if (image.Watchers is { } watchers)
                    {
                        Tell(watchers, CreditOf(transfer, leg, committed), leg.Payee, balance);
                    }

                    if (delivery._notices.AreFor(image.Row, leg.Kind))
                    {
                        delivery._notices.Credited(image.Row, CreditOf(transfer, leg, committed), balance);
                    }

                    if (image.Row is { Closed: true })
                    {
                        _ = delivery.Reload(leg.Payee);
                    }

                    continue;
                }

                ref List<Credit>? credits = ref CollectionsMarshal.GetValueRefOrAddDefault(_elsewhere, leg.Payee, out _);
                (credits ??= []).Add(CreditOf(transfer, leg, committed));
            }
        }

        /// <summary>Apart, so that a payee at whom nobody looks costs no closure.</summary>
        private static void Tell(LiveWatchers watchers, Credit credit, AccountId payee, long balance) =>
            watchers.Tell(() => LiveEvents.Received(payee, credit, balance));

        private static Credit CreditOf(PendingTransfer transfer, PendingLeg leg, Committed committed) =>
            new(transfer.Id, leg.Amount, leg.Kind, transfer.PayerName, transfer.PayerPhone, transfer.Memo, committed.At);

        public void Flush(Committed committed)
        {
            foreach ((AccountId payee, List<Credit> credits) in _elsewhere)
            {
                _ = delivery.Send(payee, new CreditNotice(committed.Incarnation, committed.Transaction, credits));
            }
        }
    }
}
