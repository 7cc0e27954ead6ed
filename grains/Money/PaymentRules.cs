namespace Postmobile.Money;

/// <summary>The pure rules of payments: what a request means, and what is wrong with it before anybody is asked.</summary>
internal static class PaymentRules
{
    /// <summary>The longest note.</summary>
    public const int NoteMax = 140;

    /// <summary>The largest amount of one leg: far above any money there is, far below an overflow.</summary>
    public const long AmountMax = 1_000_000_000_000_000;

    /// <summary>What is wrong with the request as it stands, or null.</summary>
    public static RefusalCode? Check(AccountId payer, TransferRequest request)
    {
        if (request.Amount <= 0 || (request.MoreLegs?.Any(leg => leg.Amount <= 0) ?? false))
        {
            return RefusalCode.AmountNotPositive;
        }

        if (request.Amount > AmountMax || (request.MoreLegs?.Any(leg => leg.Amount > AmountMax) ?? false) || request.MoreLegs?.Count > 16)
        {
            return RefusalCode.OperationNotAllowed;
        }

        if (request.Payee == payer || (request.MoreLegs?.Any(leg => leg.Payee == payer) ?? false))
        {
            return RefusalCode.SameAccount;
        }

        if (!IsAskedFor(request.Kind) || request.Key.Length is 0 or > 255)
        {
            return RefusalCode.OperationNotAllowed;
        }

        return ValidNote(request.Note) ? null : RefusalCode.MemoInvalid;
    }

    /// <summary>Whether postings of this kind are payments; the others are notes in an account's own sequence, with no receipt.</summary>
    public static bool MovesMoney(PostingKind kind) => (short)kind < 100;

    /// <summary>Whether a transfer may be asked for under this kind: fees, holds and changes of an account come about otherwise.</summary>
    public static bool IsAskedFor(PostingKind kind) => (short)kind is < 20 or (>= 30 and < 100) && kind is not (PostingKind.Fee or PostingKind.Tax);

    /// <summary>What is wrong with a hold, or with what is to be captured of one, or null.</summary>
    public static RefusalCode? Check(string key, long amount, string? note) =>
        amount <= 0 ? RefusalCode.AmountNotPositive
        : amount > AmountMax || key.Length is 0 or > 255 ? RefusalCode.OperationNotAllowed
        : ValidNote(note) ? null
        : RefusalCode.MemoInvalid;

    /// <summary>What is wrong with a capture as it stands, or null.</summary>
    public static RefusalCode? Check(CaptureRequest request)
    {
        if (request.Payee is not null && (!(request.Kind is PostingKind.Capture || IsAskedFor(request.Kind)) || request.MoreLegs?.Count > 4))
        {
            return RefusalCode.OperationNotAllowed;
        }

        return request.Payee is not null && (request.MoreLegs?.Any(leg => leg.Amount is <= 0 or > AmountMax) ?? false)
            ? RefusalCode.AmountNotPositive
            : Check(request.Key, request.Payee is null ? 1 : request.Amount, request.Note);
    }

    /// <summary>Whether PostgreSQL can store a note and people can read it.</summary>
    public static bool ValidNote(string? note)
    {
        if (note is null)
        {
            return true;
        }

        if (note.Length > NoteMax)
        {
            return false;
        }

        for (int i = 0; i < note.Length; i++)
        {
            char c = note[i];
            if (char.IsControl(c) || (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < note.Length && char.IsLowSurrogate(note[++i]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The post's own accounts take whatever comes, and what was held goes back to its owner, without being asked; receipts
    /// then bear no payee's name.
    /// </summary>
    public static bool NeedsPermit(AccountId payee, PostingKind kind) => payee.Value >= AccountId.FirstAllocated && kind != PostingKind.Release;

    /// <summary>The payment that a request means, before the tariff.</summary>
    public static Payment Plan(AccountId payer, TransferRequest request, MoneyOptions options)
    {
        PendingLeg first = new(request.Payee, request.Amount, request.Kind);
        return new Payment
        {
            Id = TransferId.From(payer, request.Key),
            RequestHash = Payment.Hash(request.Kind, request.Payee, request.Amount, request.Currency, request.Note, request.MoreLegs),
            Legs = request.MoreLegs is { Count: > 0 } more ? [first, .. more.Select(leg => new PendingLeg(leg.Payee, leg.Amount, leg.Kind))] : [first],
            Currency = request.Currency,
            Kind = request.Kind,
            Memo = request.Note,
            Counted = Array.IndexOf(options.Counted, request.Kind) >= 0 ? request.Amount : 0,

            // What the post pays from its own accounts costs it nothing.
            BearsTariff = payer.Value >= AccountId.FirstAllocated,
        };
    }

    /// <summary>The payment with the fee and the tax that a table asks of its first amount, as further legs; itself when it is free.</summary>
    public static Payment Charge(Payment payment, TariffTable tariff, short tier)
    {
        if (!payment.BearsTariff || tariff.IsFree(payment.Kind))
        {
            return payment;
        }

        Charges charges = tariff.Charge(payment.Kind, tier, payment.Legs[0].Amount);
        return (charges.Fee, charges.Tax) switch
        {
            (0, 0) => payment,
            (var fee, 0) => payment with { Legs = [.. payment.Legs, new PendingLeg(PostAccounts.Fees, fee, PostingKind.Fee)] },
            (0, var tax) => payment with { Legs = [.. payment.Legs, new PendingLeg(PostAccounts.Taxes, tax, PostingKind.Tax)] },
            var (fee, tax) => payment with
            {
                Legs = [.. payment.Legs, new PendingLeg(PostAccounts.Fees, fee, PostingKind.Fee), new PendingLeg(PostAccounts.Taxes, tax, PostingKind.Tax)],
            },
        };
    }
}
