using System.ComponentModel;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Somebody who did something with a bulk payment.</summary>
public sealed record BulkHandView(string Id, string Name)
{
    internal static BulkHandView? Of(BulkActor? actor) => actor is null ? null : new BulkHandView(actor.Customer.Value, actor.Name);
}

/// <summary>A bulk payment.</summary>
public sealed record BulkView(
    string Id,
    BulkStatus Status,
    string Title,
    string Payer,
    string PayerName,
    [property: Description("1, and one more each time that its failed lines are tried again.")] int Round,
    [property: Description("Lines of the file.")] int Lines,
    [property: Description("Lines that cannot be paid as they are written.")] int Problems,
    [property: Description("Lines that the check found odd: an unknown number, a name that is not the one registered.")] int Warnings,
    [property: Description("Lines that this round pays.")] int Payees,
    long Amount,
    long Charges,
    long Total,
    [property: Description("Lines of this round that have their answer.")] int Settled,
    int Paid,
    long PaidAmount,
    int Failed,
    [property: Description("Payees who have their message.")] int Told,
    BulkHandView PreparedBy,
    DateTimeOffset PreparedAt,
    BulkHandView? SubmittedBy,
    BulkHandView? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Reason,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt)
{
    internal static BulkView Of(BulkBatch batch) => new(
        batch.Id,
        batch.Status,
        batch.Title,
        batch.Payer.Number,
        batch.PayerName,
        batch.Round,
        batch.Lines,
        batch.Problems,
        batch.Warnings,
        batch.Payees,
        batch.Amount,
        batch.Charges,
        batch.Total,
        batch.Settled,
        batch.Paid,
        batch.PaidAmount,
        batch.Failed,
        batch.Told,
        BulkHandView.Of(batch.PreparedBy)!,
        batch.PreparedAt,
        BulkHandView.Of(batch.SubmittedBy),
        BulkHandView.Of(batch.DecidedBy),
        batch.DecidedAt,
        batch.Reason,
        batch.StartedAt,
        batch.EndedAt);
}

/// <summary>Some bulk payments, newest first.</summary>
public sealed record BulkPageView(IReadOnlyList<BulkView> BulkPayments, string? NextCursor);

/// <summary>One line.</summary>
public sealed record BulkLineView(
    [property: Description("The line of the file.")] int Number,
    string Phone,
    long Amount,
    long Charges,
    string Name,
    string Reference,
    BulkLineStatus Status,
    [property: Description("Why it cannot be paid as it is written: a problem's code.")] string? Problem,
    [property: Description("What is odd about it: a problem's code.")] string? Warning,
    [property: Description("Why it was not paid: a problem's code.")] string? Failure,
    string? Transfer,
    DateTimeOffset? PaidAt,
    DateTimeOffset? ToldAt)
{
    internal static BulkLineView Of(BulkLine line) => new(
        line.Number, line.Phone, line.Amount, line.Charges, line.Name, line.Reference, line.Status, line.Problem, line.Warning, line.Failure,
        line.Transfer?.ToString(), line.PaidAt, line.ToldAt);
}

/// <summary>Some lines in the order of the file; <see cref="After"/> asks for the next page, null at the end.</summary>
public sealed record BulkLinesView(IReadOnlyList<BulkLineView> Lines, int? After);

/// <summary>How to submit.</summary>
public sealed record BulkSubmitBody([property: Description("Go on without the lines that cannot be paid as they are written.")] bool WithoutProblems = false);

/// <summary>An account that can pay in bulk, and its people.</summary>
public sealed record BulkPayerView(string Account, AccountKind Kind, string Name, bool Owner, bool Accepted, IReadOnlyList<BulkPersonView> People)
{
    internal static BulkPayerView Of(BulkPayer payer, Postmobile.Identity.CustomerId me) => new(
        payer.Account.Number,
        payer.Kind,
        payer.Name,
        payer.Owner == me.Value,
        payer.Has(me),
        [.. payer.People.Select(person => new BulkPersonView(person.Customer.Value, person.Name, person.Phone, person.InvitedAt, person.AcceptedAt))]);
}

/// <summary>Somebody who acts for an account, once they have accepted.</summary>
public sealed record BulkPersonView(string Id, string Name, string Phone, DateTimeOffset InvitedAt, DateTimeOffset? AcceptedAt);

/// <summary>The accounts for which the caller acts or is asked to.</summary>
public sealed record BulkPayersView(IReadOnlyList<BulkPayerView> Payers);

/// <summary>Whom the owner asks to act.</summary>
public sealed record BulkInvitationBody([property: Description("Their telephone.")] string Phone);
