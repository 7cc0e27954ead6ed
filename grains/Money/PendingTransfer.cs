using System.Threading.Tasks.Sources;

namespace Postmobile.Money;

/// <summary>One leg on its way to the ledger.</summary>
internal readonly record struct PendingLeg(AccountId Payee, long Amount, PostingKind Kind);

/// <summary>What became of a transfer that was handed to the writer.</summary>
internal enum PostFate
{
    /// <summary>Its postings are durable.</summary>
    Posted,

    /// <summary>It was there already; nothing was written.</summary>
    Duplicate,

    /// <summary>Another activation has written in this account's sequence; nothing was written. Load and decide again.</summary>
    Fenced,

    /// <summary>The database cannot be reached and this transfer was never sent.</summary>
    Unavailable,

    /// <summary>It was on a connection that broke, and nobody could be asked yet.</summary>
    Unknown,
}

/// <summary>The writer's answer.</summary>
internal readonly record struct PostResult(PostFate Fate, long LastNumber, long RequestHash, DateTimeOffset At);

/// <summary>A decided transfer, from the promise to the ledger's answer. Not split: all its legs or none.</summary>
internal sealed class PendingTransfer(TransferId id, Line line, PendingLeg[] legs, Currency currency) : IValueTaskSource<PostResult>
{
    private ManualResetValueTaskSourceCore<PostResult> _answer = new() { RunContinuationsAsynchronously = true };
    private int _completed;

    public TransferId Id { get; } = id;

    public Line Line { get; } = line;

    public PendingLeg[] Legs { get; } = legs;

    public Currency Currency { get; } = currency;

    public long RequestHash { get; init; }

    public string? Memo { get; init; }

    /// <summary>For the payee's screen.</summary>
    public string PayerName { get; init; } = "";

    /// <summary>For the payee's screen, masked.</summary>
    public string PayerPhone { get; init; } = "";

    /// <summary>When set, this is a change of the account itself and not a payment.</summary>
    public AccountChange? Change { get; init; }

    /// <summary>The last number that its legs took; set by the lane.</summary>
    public long LastNumber { get; set; }

    /// <summary>The ledger's answer; awaited once, by the payer.</summary>
    public ValueTask<PostResult> Answer => new(this, _answer.Version);

    /// <summary>Answers; only the first answer counts.</summary>
    public void Complete(PostResult result)
    {
        if (Interlocked.Exchange(ref _completed, 1) == 0)
        {
            _answer.SetResult(result);
        }
    }

    PostResult IValueTaskSource<PostResult>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<PostResult>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<PostResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}

/// <summary>What an account's row says after a change.</summary>
internal sealed record AccountChange(
    long? Floor, short Tier, Freeze Freeze, bool Closed, AccountProfile Profile);
