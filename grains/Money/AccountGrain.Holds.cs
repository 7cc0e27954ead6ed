using Npgsql;

namespace Postmobile.Money;

/// <content>Holds: money set aside in an account of its own, captured or released by that account.</content>
internal sealed partial class AccountGrain
{
    public async Task<HoldOutcome> Hold(HoldRequest request)
    {
        if (PaymentRules.Check(request.Key, request.Amount, request.Note) is { } wrong)
        {
            return new HoldOutcome(default, wrong);
        }

        try
        {
            return await HoldApart(request);
        }
        catch (LedgerUnavailableException)
        {
            return new HoldOutcome(default, RefusalCode.LedgerUnavailable);
        }
        catch (NpgsqlException failure)
        {
            LogUnread(log, failure, TransferId.From(Id, request.Key));
            return new HoldOutcome(default, RefusalCode.OutcomeUnknown);
        }
    }

    private async Task<HoldOutcome> HoldApart(HoldRequest request)
    {
        await Ready();
        if (_image.Row is not { } row || row.Currency != request.Currency)
        {
            return new HoldOutcome(default, _image.Row is null ? RefusalCode.UnknownAccount : RefusalCode.CurrencyMismatch);
        }

        TransferId id = TransferId.From(Id, request.Key);
        long hash = Payment.Hash(PostingKind.Hold, Id, request.Amount, request.Currency, request.Note, null);
        FoundTransfer? earlier = await ledger.Reader.Find(id);
        AccountId hold = earlier is { Receipt.Kind: PostingKind.Hold } ? earlier.Receipt.Payee : await OpenHold(row);
        TransferOutcome outcome = await Pay(new Payment
        {
            Id = id,
            RequestHash = hash,
            Legs = [new PendingLeg(hold, request.Amount, PostingKind.Hold)],
            Currency = request.Currency,
            Kind = PostingKind.Hold,
            Memo = request.Note,
            Counted = Array.IndexOf(ledger.Options.Counted, PostingKind.Hold) >= 0 ? request.Amount : 0,
        });
        return new HoldOutcome(outcome.Receipt?.Payee ?? default, outcome);
    }

    public async Task<TransferOutcome> Capture(CaptureRequest request)
    {
        if (PaymentRules.Check(request.Key, request.Payee is null ? 1 : request.Amount, request.Note) is { } wrong)
        {
            return wrong;
        }

        try
        {
            return await CaptureHeld(request);
        }
        catch (LedgerUnavailableException)
        {
            return RefusalCode.LedgerUnavailable;
        }
    }

    private async Task<TransferOutcome> CaptureHeld(CaptureRequest request)
    {
        await Ready();
        if (_image.Row is not { Kind: AccountKind.Holding } row || !long.TryParse(row.Profile.Owner, out long owner))
        {
            return _image.Row is null ? RefusalCode.UnknownAccount : RefusalCode.OperationNotAllowed;
        }

        if (request.Payee == Id)
        {
            return RefusalCode.SameAccount;
        }

        if (_image.Funds().Available <= 0)
        {
            // Emptied, or its money has not been heard of yet: what goes back must be computed from all of it.
            _image.AskReload();
            await Ready();
        }

        long available = _image.Funds().Available;
        long captured = request.Payee is null ? 0 : request.Amount;
        long rest = request.Payee is null || request.ReleaseRest ? Math.Max(0, available - captured) : 0;
        List<PendingLeg> legs = [];
        if (request.Payee is { } payee)
        {
            legs.Add(new PendingLeg(payee, captured, PostingKind.Capture));
        }

        if (rest > 0 || legs.Count == 0)
        {
            // Releasing a hold in which nothing is left asks for more than any hold has, and so is refused, unless it is a repetition.
            legs.Add(new PendingLeg(new AccountId(owner), rest > 0 ? rest : PaymentRules.AmountMax + 1, PostingKind.Release));
        }

        return await Pay(new Payment
        {
            Id = TransferId.From(Id, request.Key),
            RequestHash = Payment.Hash(PostingKind.Capture, request.Payee ?? default, captured, row.Currency, request.Note, null),
            Legs = [.. legs],
            Currency = row.Currency,
            Kind = legs[0].Kind,
            Memo = request.Note,
        });
    }

    private async Task<AccountId> OpenHold(AccountRow row)
    {
        AccountId hold = await ledger.Accounts.Allocate();
        await GrainFactory.Account(hold).Open(new AccountOpening
        {
            Kind = AccountKind.Holding,
            Currency = row.Currency,
            Profile = row.Profile with { Owner = Id.ToString(), Phone = "" },
        });
        return hold;
    }
}
