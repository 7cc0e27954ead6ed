using System.ComponentModel;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>An operator's proposal to issue e-money to an agent.</summary>
public sealed record FloatBody(
    [property: Description("The agent's telephone, or the number of the float account.")] string Agent,
    [property: Description("How much, in whole minor units.")] long Amount,
    Currency Currency = Currency.XAF,
    [property: Description("The bank's reference of the payment into the trust account.")] string? Reference = null);

/// <summary>Why an issue is rejected.</summary>
public sealed record RejectionBody(string? Reason = null);

/// <summary>One issue of e-money.</summary>
public sealed record FloatView(
    string Id,
    FloatIssueStatus Status,
    string Agent,
    string AgentName,
    long Amount,
    Currency Currency,
    string? Reference,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Reason,
    string? Transfer,
    string? Failure)
{
    /// <summary>The outside's view of an issue.</summary>
    public static FloatView Of(FloatIssue issue) => new(
        issue.Id,
        issue.Status,
        issue.Proposal.Agent.Number,
        issue.AgentName,
        issue.Proposal.Amount,
        issue.Proposal.Currency,
        issue.Proposal.Reference,
        issue.Proposal.ProposedBy,
        issue.ProposedAt,
        issue.DecidedBy,
        issue.DecidedAt,
        issue.Reason,
        issue.Transfer?.ToString(),
        issue.Failure);
}

/// <summary>A page of issues, newest first.</summary>
public sealed record FloatPageView(IReadOnlyList<FloatView> Floats, string? NextCursor);

/// <summary>The ledger's totals at one moment.</summary>
public sealed record TrialBalanceView(
    DateTimeOffset At,
    int OpenPeriod,
    bool Balanced,
    long Circulation,
    string ChainHead,
    IReadOnlyList<TrialBalanceLineView> Lines)
{
    /// <summary>The outside's view of a trial balance.</summary>
    public static TrialBalanceView Of(TrialBalance balance) => new(
        balance.At,
        balance.OpenPeriod,
        balance.Balanced,
        balance.Circulation,
        balance.ChainHead,
        [.. balance.Lines.Select(line => new TrialBalanceLineView(line.Kind, line.Currency, line.Accounts, line.Debits, line.Credits, line.Balance))]);
}

/// <summary>One kind of account in the trial balance.</summary>
public sealed record TrialBalanceLineView(AccountKind Kind, Currency Currency, long Accounts, long Debits, long Credits, long Balance);

/// <summary>How a verification of the ledger stands.</summary>
public sealed record VerificationView(
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Done,
    int Total,
    long Postings,
    IReadOnlyList<FaultView> Faults,
    string ChainHead)
{
    /// <summary>The outside's view of a verification.</summary>
    public static VerificationView Of(VerificationStatus status) => new(
        status.StartedAt,
        status.EndedAt,
        status.Done,
        status.Total,
        status.Postings,
        [.. status.Faults.Select(fault => new FaultView(fault.Code, fault.Period, fault.Account?.Number, fault.Detail))],
        status.ChainHead);
}

/// <summary>Something in the ledger that cannot be true.</summary>
public sealed record FaultView(string Code, int? Period, string? Account, string Detail);
