using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <content>Who is told what: payees by one SMS each, the payer's people live and by a summary.</content>
internal sealed partial class BulkGrain
{
    private const int MessagesAtOnce = 1_000;

    /// <summary>While lines are being paid, messages follow in waves.</summary>
    private static readonly TimeSpan Wave = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PeopleLife = TimeSpan.FromSeconds(10);

    private Task _telling = Task.CompletedTask;
    private DateTimeOffset _tellAgainAt;
    private int _refusals;
    private BulkPayer? _payer;
    private long _payerAt;

    /// <summary>Sees to it that payees who are paid hear of it. The rows are the queue: what is not ticked off is sent, under the same id each time.</summary>
    private void Tell()
    {
        bool owed = State.Status == BulkStatus.Paying || BulkRules.OwesMessages(State);
        if (owed && _telling.IsCompleted && !_leaving && Clock.GetUtcNow() >= _tellAgainAt)
        {
            _telling = TellPayees();
        }
    }

    private async Task TellPayees()
    {
        await Task.Yield();
        try
        {
            while (await TellWave() && !_leaving && BulkRules.IsAtWork(State))
            {
                await Task.Delay(Wave, Clock);
            }

            // Counted first: a state that is read before an await and written after it would undo what happened in between.
            int told = (await lines.Count(Batch)).Told;
            State = State with { Told = told };
            await Save();
            Announce();
        }
        catch (DocumentNotSavedException)
        {
            // This activation goes; the next one goes on.
        }
        catch (Exception failure)
        {
            LogInterrupted(failure, Id);
            await Rest();
        }
    }

    /// <summary>Goes once through everybody who is owed a message. False when the gateway wants to be left alone for a while.</summary>
    private async Task<bool> TellWave()
    {
        for (int after = 0; !_leaving;)
        {
            List<BulkLines.Untold> untold = await lines.NextUntold(Batch, after, MessagesAtOnce);
            if (untold.Count == 0)
            {
                break;
            }

            after = untold[^1].Number;
            Dictionary<string, int> numbers = untold.ToDictionary(payee => LineKey(payee.Number), payee => payee.Number);
            IReadOnlyList<SmsMessage> left = await sms.Send(
                [.. untold.Select(payee => new SmsMessage(LineKey(payee.Number), payee.Phone, BulkTexts.Received(State.PayerName, payee.Amount, State.Title).In(payee.Language)))],
                CancellationToken.None);
            foreach (SmsMessage message in left)
            {
                numbers.Remove(message.Id);
            }

            await lines.Told(Batch, [.. numbers.Values], Clock.GetUtcNow());
            State = State with { Told = State.Told + numbers.Count };
            if (left.Count > 0)
            {
                await Rest();
                return false;
            }

            _refusals = 0;
        }

        return true;
    }

    /// <summary>The gateway does not take messages: it is left alone for 2 s, then twice as long each time.</summary>
    private async Task Rest()
    {
        TimeSpan rest = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(++_refusals, 12)));
        _tellAgainAt = Clock.GetUtcNow() + (rest < LongestRest ? rest : LongestRest);
        if (!BulkRules.IsAtWork(State))
        {
            State = State with { LookAtMs = _tellAgainAt.ToUnixTimeMilliseconds() };
            await Save();
        }
    }

    /// <summary>Tells whoever looks that something has moved. A hint: nobody waits for it, and it may be lost.</summary>
    private void Announce() => AnnounceNow().Ignore();

    private async Task AnnounceNow()
    {
        Notice notice = new() { Kind = "bulk.moved", Subject = Id, At = Clock.GetUtcNow() };
        if (State.OfThePost)
        {
            await GrainFactory.Topic(Topics.For(Role.Operator, "bulk")).Tell(notice);
            return;
        }

        foreach (string customer in await People())
        {
            await GrainFactory.Topic(Topics.Of(new CustomerId(customer))).Tell(notice);
        }
    }

    private async Task<IReadOnlyList<string>> People()
    {
        if (_payer is null || Clock.GetElapsedTime(_payerAt) > PeopleLife)
        {
            _payer = await Payer(new AccountId(State.Payer)).Look();
            _payerAt = Clock.GetTimestamp();
        }

        return _payer is null ? [] : [_payer.Owner, .. _payer.People.Where(person => person.AcceptedAt is not null).Select(person => person.Customer.Value)];
    }

    /// <summary>Puts a message to everybody who could approve into the outbox.</summary>
    private BulkState AskForApproval(BulkState next)
    {
        // Operators have their board; the people of a shop may be anywhere.
        foreach (string customer in _payer is null ? [] : _payer.People.Where(person => person.AcceptedAt is not null).Select(person => person.Customer.Value).Append(_payer.Owner))
        {
            if (customer != next.SubmittedBy?.Customer && customer != next.PreparedBy?.Customer)
            {
                Send(SmsKind, new Message(customer, BulkTexts.AwaitsApproval(next.SubmittedBy!.Name, next.Title, next.Amount + next.Charges, next.Payees)));
            }
        }

        return next;
    }

    private void TellHowItWent()
    {
        foreach (string customer in new[] { State.SubmittedBy?.Customer, State.DecidedBy?.Customer }.OfType<string>().Distinct())
        {
            Send(SmsKind, new Message(customer, BulkTexts.Done(State.Title, State.Paid, State.PaidAmount, State.Failed)));
        }
    }
}
