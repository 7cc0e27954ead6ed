using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What lies in the document of one bulk payment. Times are milliseconds since 1970 UTC, so that SQL can sort by them.</summary>
public sealed record BulkState
{
    /// <summary>Null until it begins.</summary>
    public BulkStatus? Status { get; init; }

    /// <summary>The account that pays.</summary>
    public long Payer { get; init; }

    /// <summary>Its name.</summary>
    public string PayerName { get; init; } = "";

    /// <summary>The title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whoever uploaded the file that is there now.</summary>
    public Hand? PreparedBy { get; init; }

    /// <summary>When it began.</summary>
    public long PreparedAtMs { get; init; }

    /// <summary>The upload whose lines are accepted.</summary>
    public string Upload { get; init; } = "";

    /// <summary>Digest of the file.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Whoever submitted.</summary>
    public Hand? SubmittedBy { get; init; }

    /// <summary>Whoever approved or rejected.</summary>
    public Hand? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public long? DecidedAtMs { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; init; }

    /// <summary>Which round.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Lines of the file.</summary>
    public int Lines { get; init; }

    /// <summary>Lines that cannot be paid as they are written.</summary>
    public int Problems { get; init; }

    /// <summary>Odd lines.</summary>
    public int Warnings { get; init; }

    /// <summary>Lines of this round.</summary>
    public int Payees { get; init; }

    /// <summary>What reaches them.</summary>
    public long Amount { get; init; }

    /// <summary>Fees and taxes.</summary>
    public long Charges { get; init; }

    /// <summary>The account in which the round's sum is set aside; 0: not yet.</summary>
    public long Hold { get; init; }

    /// <summary>Lines paid. Between two writes the rows know better.</summary>
    public int Paid { get; init; }

    /// <summary>What has reached payees.</summary>
    public long PaidAmount { get; init; }

    /// <summary>Lines not paid.</summary>
    public int Failed { get; init; }

    /// <summary>Payees told.</summary>
    public int Told { get; init; }

    /// <summary>The payer's tier when it was quoted: the tariff goes by it.</summary>
    public short Tier { get; init; }

    /// <summary>Lines up to this one may have been sent to the ledger in this round; written down before they are.</summary>
    public int Sent { get; init; }

    /// <summary>Approvals of this round so far, so that a hold that was refused and one that is tried again are not taken for one.</summary>
    public int Approvals { get; init; }

    /// <summary>When the first line of the round was tried.</summary>
    public long? StartedAtMs { get; init; }

    /// <summary>When the round was over.</summary>
    public long? EndedAtMs { get; init; }

    /// <summary>When the waker looks whether the work goes on.</summary>
    public long? LookAtMs { get; init; }

    /// <summary>Whether the payer is one of the post's own accounts.</summary>
    internal bool OfThePost => BulkPayers.IsOfThePost(new AccountId(Payer));

    /// <summary>The batch as others see it; null when nothing began.</summary>
    internal BulkBatch? View(string id) => Status is not { } status ? null : new BulkBatch
    {
        Id = id,
        Payer = new AccountId(Payer),
        PayerName = PayerName,
        OfThePost = OfThePost,
        Title = Title,
        Status = status,
        PreparedBy = PreparedBy!.Actor,
        PreparedAt = DateTimeOffset.FromUnixTimeMilliseconds(PreparedAtMs),
        SubmittedBy = SubmittedBy?.Actor,
        DecidedBy = DecidedBy?.Actor,
        DecidedAt = Moment(DecidedAtMs),
        Reason = Reason,
        Round = Round,
        Lines = Lines,
        Problems = Problems,
        Warnings = Warnings,
        Payees = Payees,
        Amount = Amount,
        Charges = Charges,
        Paid = Paid,
        PaidAmount = PaidAmount,
        Failed = Failed,
        Told = Told,
        StartedAt = Moment(StartedAtMs),
        EndedAt = Moment(EndedAtMs),
        Digest = Digest,
    };

    private static DateTimeOffset? Moment(long? ms) => ms is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Somebody who did something, as it is kept.</summary>
    public sealed record Hand(string Customer, string Name, bool Operator)
    {
        internal BulkActor Actor => new(new CustomerId(Customer), Name, Operator);

        internal static Hand Of(BulkActor actor) => new(actor.Customer.Value, actor.Name, actor.Operator);
    }
}
