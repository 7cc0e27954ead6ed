namespace Postmobile.Money;

/// <summary>The ledger as a whole, for operators. Key 0.</summary>
[Alias("money.ledger"), GrainInterfaceType("money.ledger")]
public interface ILedgerGrain : IGrainWithIntegerKey
{
    /// <summary>A number for a new account. Numbers are not reused; one that is never opened is simply skipped.</summary>
    [Alias("allocate")]
    Task<AccountId> Allocate();

    /// <summary>The sum of balances by kind and currency, at this moment.</summary>
    [Alias("trial-balance")]
    Task<TrialBalance> TrialBalance();

    /// <summary>Starts a verification of the whole ledger, or joins the one that runs.</summary>
    [Alias("start-verification")]
    Task<VerificationStatus> StartVerification();

    /// <summary>How far the running or last verification is; null when there was none since this process started.</summary>
    [Alias("verification")]
    Task<VerificationStatus?> Verification();
}

/// <summary>The ledger's totals at one moment.</summary>
[GenerateSerializer, Immutable, Alias("money.trial-balance")]
public sealed record TrialBalance(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] int OpenPeriod,
    [property: Id(2)] IReadOnlyList<TrialBalanceLine> Lines,
    [property: Id(3)] string ChainHead)
{
    /// <summary>Whether the balances of each currency add up to zero.</summary>
    public bool Balanced => Lines.GroupBy(line => line.Currency).All(group => group.Sum(line => line.Balance) == 0);

    /// <summary>E-money in circulation in XAF: what everybody but the trust account holds.</summary>
    public long Circulation => Lines.Where(line => line.Currency == Currency.XAF && line.Kind != AccountKind.Trust).Sum(line => line.Balance);
}

/// <summary>One kind of account in the trial balance.</summary>
[GenerateSerializer, Immutable, Alias("money.trial-balance-line")]
public sealed record TrialBalanceLine(
    [property: Id(0)] AccountKind Kind,
    [property: Id(1)] Currency Currency,
    [property: Id(2)] long Accounts,
    [property: Id(3)] long Debits,
    [property: Id(4)] long Credits)
{
    /// <summary>Credits less debits.</summary>
    public long Balance => Credits - Debits;
}

/// <summary>How a verification stands.</summary>
[GenerateSerializer, Immutable, Alias("money.verification-status")]
public sealed record VerificationStatus
{
    /// <summary>When it started.</summary>
    [Id(0)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    [Id(1)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Steps done.</summary>
    [Id(2)] public int Done { get; init; }

    /// <summary>Steps in all.</summary>
    [Id(3)] public int Total { get; init; }

    /// <summary>Postings read so far.</summary>
    [Id(4)] public long Postings { get; init; }

    /// <summary>What is wrong, each naming where; empty when everything holds.</summary>
    [Id(5)] public IReadOnlyList<LedgerFault> Faults { get; init; } = [];

    /// <summary>The digest of the last closed period: keep it outside, and hand it to a later verification.</summary>
    [Id(6)] public string ChainHead { get; init; } = "";
}

/// <summary>Something in the ledger that cannot be true.</summary>
[GenerateSerializer, Immutable, Alias("money.ledger-fault")]
public sealed record LedgerFault(
    [property: Id(0)] string Code,
    [property: Id(1)] int? Period,
    [property: Id(2)] AccountId? Account,
    [property: Id(3)] string Detail);
