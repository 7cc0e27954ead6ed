using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What the post allows in requests and mandates. Bound from the section <c>Requests</c>.</summary>
public sealed class RequestOptions
{
    /// <summary>How long a request waits for its payer.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many people one person asks in a day of Brazzaville at the most.</summary>
    public int PerDay { get; set; } = 30;

    /// <summary>How many requests to one and the same person may be open.</summary>
    public int OpenToOne { get; set; } = 3;

    /// <summary>How long a proposed mandate waits for its payer.</summary>
    public TimeSpan ProposalLife { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How many mandates one payee proposes in a day of Brazzaville at the most.</summary>
    public int ProposalsPerDay { get; set; } = 200;

    /// <summary>How often a collection that the ledger refuses is tried in its period, the first time included.</summary>
    public int CollectionTries { get; set; } = 4;
}

/// <summary>One side, as it lies in a document.</summary>
/// <param name="Id">Customer id.</param>
/// <param name="Account">Account number.</param>
/// <param name="Name">The name in full.</param>
/// <param name="Phone">E.164.</param>
public sealed record SideState(string Id, long Account, string Name, string Phone)
{
    internal static SideState Of(RequestSide side) => new(side.Id.Value, side.Account.Value, side.Name, side.Phone);

    internal RequestSide View() => new(new CustomerId(Id), new AccountId(Account), Name, Phone);
}

/// <summary>What lies in the document of one request. Times are milliseconds since 1970 UTC.</summary>
public sealed record RequestState
{
    /// <summary>Null until somebody asks.</summary>
    public RequestStatus? Status { get; init; }

    /// <summary>Who asks.</summary>
    public SideState? Requester { get; init; }

    /// <summary>Who is asked.</summary>
    public SideState? Payer { get; init; }

    /// <summary>How much.</summary>
    public long Amount { get; init; }

    /// <summary>What for.</summary>
    public string? Note { get; init; }

    /// <summary>The bill of which this is a share.</summary>
    public string? Split { get; init; }

    /// <summary>When.</summary>
    public long AskedAtMs { get; init; }

    /// <summary>Until when.</summary>
    public long ExpiresAtMs { get; init; }

    /// <summary>The total that the payer agreed to.</summary>
    public long AgreedTotal { get; init; }

    /// <summary>Whether the ledger was ever asked to pay it: then it must be annulled before anything else becomes of it.</summary>
    public bool Tried { get; init; }

    /// <summary>What it will be when it is annulled.</summary>
    public RequestStatus? Then { get; init; }

    /// <summary>The transfer.</summary>
    public string? Transfer { get; init; }

    /// <summary>The ledger's last refusal.</summary>
    public string? Failure { get; init; }

    /// <summary>When it came to its end.</summary>
    public long? EndedAtMs { get; init; }

    internal RequestWish? Wish() => Requester is null || Payer is null ? null : new RequestWish
    {
        Requester = Requester.View(), Payer = Payer.View(), Amount = Amount, Note = Note, Split = Split,
    };

    internal MoneyRequest? View(string id) => Status is not { } status || Wish() is not { } wish ? null : new MoneyRequest
    {
        Id = id,
        Wish = wish,
        Status = status,
        AskedAt = DateTimeOffset.FromUnixTimeMilliseconds(AskedAtMs),
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAtMs),
        Transfer = TransferId.TryParse(Transfer, out TransferId transfer) ? transfer : null,
        Failure = Failure,
        EndedAt = EndedAtMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
    };
}
