using System.ComponentModel;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A payer asks for a transfer back.</summary>
public sealed record RecallBody(
    [property: Description("The id of the transfer, from its receipt.")] string Transfer,
    [property: Description("What happened; the payee reads it. At most 500 characters.")] string? Words = null);

/// <summary>Words that go with an answer.</summary>
public sealed record WordsBody([property: Description("At most 500 characters.")] string? Words);

/// <summary>What an operator decides about a recall.</summary>
public enum RecallDecision
{
    /// <summary>What is set aside goes back to the payer.</summary>
    Return,

    /// <summary>The payee keeps it.</summary>
    Release,
}

/// <summary>An operator's decision about a recall.</summary>
public sealed record RecallDecisionBody(RecallDecision Decision, [property: Description("Why, for the record; the parties read it.")] string? Reason);

/// <summary>One step of a case.</summary>
public sealed record CaseStepView(DateTimeOffset At, string Who, string What, string? Words);

/// <summary>A recall as one of its sides, or an operator, sees it.</summary>
public sealed record RecallView(
    string Id, string Transfer, RecallStatus Status, [property: Description("payer, payee or operator: who looks.")] string Side, string PayerName, string PayeeName,
    long Amount, long Held, Currency Currency, string? Words, string? Answer, DateTimeOffset AskedAt, DateTimeOffset AnswerBy, string? Reason, string? Failure,
    string? GivenBack, IReadOnlyList<CaseStepView> Trail)
{
    /// <summary>What this person may see; to the sides an operator is the post.</summary>
    public static RecallView Of(Recall recall, CustomerId? person)
    {
        string side = person == recall.Payer ? "payer" : person == recall.Payee ? "payee" : "operator";
        return new(
            recall.Id, recall.Transfer.ToString(), recall.Status, side, recall.PayerName, recall.PayeeName,
            recall.Amount, recall.Held, recall.Currency, recall.Words, recall.Answer, recall.AskedAt, recall.AnswerBy, recall.Reason,
            side == "operator" ? recall.Failure : null, recall.GivenBack?.ToString(),
            [.. recall.Trail.Select(step => new CaseStepView(step.At, WhoIs(step.Who, recall, side), step.What, step.Words))]);
    }

    private static string WhoIs(string who, Recall recall, string side) =>
        who == recall.Payer.Value ? "payer" : who == recall.Payee.Value ? "payee" : side == "operator" && who.Length > 0 ? who : "post";
}

/// <summary>Recalls of one person.</summary>
public sealed record RecallsView(IReadOnlyList<RecallView> Recalls);

/// <summary>A page of recalls.</summary>
public sealed record RecallPageView(IReadOnlyList<RecallView> Recalls, string? NextCursor);

/// <summary>An operator proposes to take a transfer back.</summary>
public sealed record ReversalBody(
    [property: Description("The id of the transfer.")] string Transfer,
    [property: Description("Why, for the record.")] string Reason,
    [property: Description("How much; leave out for all that the payee got.")] long? Amount = null,
    [property: Description("Take what is there, should it be less.")] bool WhatIsThere = false);

/// <summary>A reversal, for operators.</summary>
public sealed record ReversalView(
    string Id, string Transfer, ReversalStatus Status, long Original, long Amount, bool WhatIsThere, Currency Currency, string PayerName, string PayeeName,
    string Reason, string ProposedBy, DateTimeOffset ProposedAt, string? DecidedBy, string? GivenBack, string? Failure, IReadOnlyList<CaseStepView> Trail)
{
    /// <summary>The outside's view.</summary>
    public static ReversalView Of(Reversal reversal) => new(
        reversal.Id, reversal.Transfer.ToString(), reversal.Status, reversal.Original, reversal.Amount, reversal.WhatIsThere, reversal.Currency,
        reversal.PayerName, reversal.PayeeName, reversal.Reason, reversal.ProposedBy, reversal.ProposedAt, reversal.DecidedBy,
        reversal.GivenBack?.ToString(), reversal.Failure, [.. reversal.Trail.Select(step => new CaseStepView(step.At, step.Who, step.What, step.Words))]);
}

/// <summary>A page of reversals.</summary>
public sealed record ReversalPageView(IReadOnlyList<ReversalView> Reversals, string? NextCursor);

/// <summary>Somebody whom one has paid.</summary>
public sealed record RecentPayeeView(string Phone, string Name, DateTimeOffset LastPaidAt, long Times);

/// <summary>Whom one has paid last.</summary>
public sealed record RecentPayeesView(IReadOnlyList<RecentPayeeView> Payees);

/// <summary>A problem with a payment.</summary>
public sealed record HelpBody(
    [property: Description("The id of the transfer, from its receipt.")] string Transfer,
    HelpMatter Matter,
    [property: Description("At most 500 characters.")] string? Words = null);

/// <summary>A report.</summary>
public sealed record HelpReportView(
    string Id, string Transfer, HelpMatter Matter, string? Words, string Name, long Amount, Currency Currency, PostingKind Kind,
    DateTimeOffset At, HelpStatus Status, string? Answer)
{
    /// <summary>The outside's view.</summary>
    public static HelpReportView Of(HelpReport report) => new(
        report.Id, report.Request.Transfer.ToString(), report.Request.Matter, report.Request.Words, report.Name, report.Amount, report.Currency, report.Kind,
        report.At, report.Status, report.Answer);
}

/// <summary>Some reports.</summary>
public sealed record HelpReportsView(IReadOnlyList<HelpReportView> Reports);

/// <summary>Everything that is held about a person.</summary>
public sealed record OwnData(
    DateTimeOffset At, OwnProfile Profile, IReadOnlyList<DeviceView> Devices, IReadOnlyList<OwnAccount> Accounts, IReadOnlyList<RecallView> Recalls,
    IReadOnlyList<HelpReportView> Reports, IReadOnlyList<RecentPayeeView> Payees, IReadOnlyList<RequestView> Requests, IReadOnlyList<MandateView> Mandates,
    IReadOnlyList<Commerce.FollowView> Follows);

/// <summary>The person.</summary>
public sealed record OwnProfile(string Id, string Name, string? Phone, string Language, IReadOnlyList<Role> Roles, DateTimeOffset CreatedAt, EmailAnswer Email);

/// <summary>One account with all its movements, newest first.</summary>
public sealed record OwnAccount(string Number, AccountKind Kind, long Balance, long Held, Currency Currency, IReadOnlyList<OwnLine> Lines);

/// <summary>One movement.</summary>
public sealed record OwnLine(
    string Transfer, PostingKind Kind, long Amount, long Charges, long Balance, string CounterpartyName, string CounterpartyPhone, string? Note, DateTimeOffset At);
