namespace Postmobile.Money;

/// <summary>Who may do what with a bulk payment, and what follows: pure, state in and state out.</summary>
internal static class BulkRules
{
    /// <summary>The longest reason.</summary>
    public const int ReasonMax = 140;

    /// <summary>A file that never arrived whole is forgotten.</summary>
    public static readonly TimeSpan UploadLife = TimeSpan.FromDays(1);

    /// <summary>How soon the waker looks after work that should be going on.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(5);

    /// <summary>What a decision came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(BulkState? Next, BulkRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(BulkState next) => new(next, null);

        public static implicit operator Decision(BulkRefusal refusal) => new(null, refusal);
    }

    /// <summary>A payment begins, or an upload that broke off begins again.</summary>
    public static Decision Begin(BulkState state, BulkOpening opening, string payerName, string upload, DateTimeOffset now)
    {
        if (state.Status is not null && (state.Payer != opening.Payer.Value || state.Title != opening.Title))
        {
            return BulkRefusal.IdempotencyConflict;
        }

        if (state.Status is not (null or BulkStatus.Uploading))
        {
            return Decision.Nothing;
        }

        return !IsPlain(opening.Title, BulkPayments.TitleMax) ? BulkRefusal.MemoInvalid : new BulkState
        {
            Status = BulkStatus.Uploading,
            Payer = opening.Payer.Value,
            PayerName = payerName,
            Title = opening.Title,
            PreparedBy = BulkState.Hand.Of(opening.By),
            PreparedAtMs = now.ToUnixTimeMilliseconds(),
            Upload = upload,
            LookAtMs = (now + UploadLife).ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>A corrected file is to take the place of the one that was checked; whoever brings it is the preparer from now on.</summary>
    public static Decision Reopen(BulkState state, BulkActor by, string upload, DateTimeOffset now) =>
        state.Status is not (BulkStatus.Checked or BulkStatus.Uploading) ? BulkRefusal.NotNow : state with
        {
            Status = BulkStatus.Uploading,
            PreparedBy = BulkState.Hand.Of(by),
            Upload = upload,
            Lines = 0,
            LookAtMs = (now + UploadLife).ToUnixTimeMilliseconds(),
        };

    /// <summary>Whether more lines of this upload are welcome.</summary>
    public static BulkRefusal? Add(BulkState state, string upload, int count) =>
        state.Status != BulkStatus.Uploading || state.Upload != upload ? BulkRefusal.InProgress
        : state.Lines + count > BulkPayments.LinesMax ? BulkRefusal.TooManyLines
        : null;

    /// <summary>The file is whole. The same seal again changes nothing.</summary>
    public static Decision Seal(BulkState state, string upload, string digest, DateTimeOffset now)
    {
        if (state.Upload != upload || state.Status is null or BulkStatus.Cancelled)
        {
            return BulkRefusal.InProgress;
        }

        return state.Status != BulkStatus.Uploading ? Decision.Nothing
            : state.Lines == 0 ? BulkRefusal.NoLines
            : Watched(state with { Status = BulkStatus.Checking, Digest = digest }, now);
    }

    /// <summary>Submits for approval.</summary>
    public static Decision Submit(BulkState state, BulkActor by, bool withoutProblems) => state.Status switch
    {
        BulkStatus.Submitted when state.SubmittedBy?.Customer == by.Customer.Value && state.Round == 1 => Decision.Nothing,
        BulkStatus.Checked when state.Payees == 0 => BulkRefusal.NothingToPay,
        BulkStatus.Checked when state.Problems > 0 && !withoutProblems => BulkRefusal.HasProblems,
        BulkStatus.Checked => state with { Status = BulkStatus.Submitted, SubmittedBy = BulkState.Hand.Of(by) },
        _ => BulkRefusal.NotNow,
    };

    /// <summary>Another person than whoever brought the file or submitted it approves; the sum is to be set aside.</summary>
    public static Decision Approve(BulkState state, BulkActor by, DateTimeOffset now) => state.Status switch
    {
        BulkStatus.Submitted when IsHand(state.PreparedBy, by) || IsHand(state.SubmittedBy, by) => BulkRefusal.SameOperator,
        BulkStatus.Submitted => Watched(state with { Status = BulkStatus.Reserving, DecidedBy = BulkState.Hand.Of(by), DecidedAtMs = now.ToUnixTimeMilliseconds() }, now),
        BulkStatus.Reserving or BulkStatus.Paying or BulkStatus.Paused or BulkStatus.Settling or BulkStatus.Done when IsHand(state.DecidedBy, by) => Decision.Nothing,
        _ => BulkRefusal.NotNow,
    };

    /// <summary>Rejects. A further round that is rejected leaves what the rounds before have done.</summary>
    public static Decision Reject(BulkState state, BulkActor by, string? reason, DateTimeOffset now)
    {
        if (state.Status != BulkStatus.Submitted)
        {
            return state.Status == BulkStatus.Rejected && IsHand(state.DecidedBy, by) ? Decision.Nothing : BulkRefusal.NotNow;
        }

        return reason is not null && !IsPlain(reason, ReasonMax) ? BulkRefusal.MemoInvalid : state with
        {
            Status = state.Round == 1 ? BulkStatus.Rejected : BulkStatus.Done,
            DecidedBy = BulkState.Hand.Of(by),
            DecidedAtMs = now.ToUnixTimeMilliseconds(),
            Reason = reason,
        };
    }

    /// <summary>Cancels what is not approved yet; ends what is paused.</summary>
    public static Decision Cancel(BulkState state, DateTimeOffset now) => state.Status switch
    {
        BulkStatus.Uploading or BulkStatus.Checked => state with { Status = BulkStatus.Cancelled, LookAtMs = null },
        BulkStatus.Submitted => state with { Status = state.Round == 1 ? BulkStatus.Cancelled : BulkStatus.Done, LookAtMs = null },
        BulkStatus.Cancelled => Decision.Nothing,
        BulkStatus.Paused => Watched(state with { Status = BulkStatus.Settling }, now),
        _ => BulkRefusal.NotNow,
    };

    /// <summary>Stops paying.</summary>
    public static Decision Pause(BulkState state) => state.Status switch
    {
        BulkStatus.Paying => state with { Status = BulkStatus.Paused },
        BulkStatus.Paused => Decision.Nothing,
        _ => BulkRefusal.NotNow,
    };

    /// <summary>Goes on paying.</summary>
    public static Decision Resume(BulkState state, DateTimeOffset now) => state.Status switch
    {
        BulkStatus.Paused => Watched(state with { Status = BulkStatus.Paying }, now),
        BulkStatus.Paying => Decision.Nothing,
        _ => BulkRefusal.NotNow,
    };

    /// <summary>Another round, of the lines that failed. Whoever asks for it does not approve it.</summary>
    public static Decision Retry(BulkState state, BulkActor by) => state.Status switch
    {
        BulkStatus.Done when state.Failed == 0 => BulkRefusal.NothingToPay,
        BulkStatus.Done => state with
        {
            Status = BulkStatus.Submitted,
            Round = state.Round + 1,
            PreparedBy = BulkState.Hand.Of(by),
            SubmittedBy = BulkState.Hand.Of(by),
            DecidedBy = null,
            DecidedAtMs = null,
            Reason = null,
            Hold = 0,
            Sent = 0,
            Payees = state.Failed,
            Failed = 0,
            StartedAtMs = null,
            EndedAtMs = null,
        },
        BulkStatus.Submitted when state.Round > 1 && IsHand(state.SubmittedBy, by) => Decision.Nothing,
        _ => BulkRefusal.NotNow,
    };

    /// <summary>Whether something must be going on.</summary>
    public static bool IsAtWork(BulkState state) => state.Status is BulkStatus.Checking or BulkStatus.Reserving or BulkStatus.Paying or BulkStatus.Settling;

    /// <summary>Whether payees wait for their message.</summary>
    public static bool OwesMessages(BulkState state) => state.Told < state.Paid;

    /// <summary>When the document must be looked after.</summary>
    public static DateTimeOffset? NextWake(BulkState state) =>
        state.LookAtMs is { } at && (state.Status == BulkStatus.Uploading || IsAtWork(state) || OwesMessages(state))
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    /// <summary>The state with the waker told to look after it.</summary>
    public static BulkState Watched(BulkState state, DateTimeOffset now) => state with { LookAtMs = (now + Watch).ToUnixTimeMilliseconds() };

    /// <summary>Whether the ledger's answer settles a line, or the same request must be repeated.</summary>
    public static bool IsDefinite(TransferOutcome outcome) =>
        outcome.Receipt is not null
        || outcome.Refusal?.Code is not (null or RefusalCode.OutcomeUnknown or RefusalCode.InProgress or RefusalCode.LedgerUnavailable);

    private static bool IsHand(BulkState.Hand? hand, BulkActor by) => hand?.Customer == by.Customer.Value;

    private static bool IsPlain(string text, int longest) => text.Trim().Length > 0 && text.Length <= longest && PaymentRules.ValidNote(text);
}
