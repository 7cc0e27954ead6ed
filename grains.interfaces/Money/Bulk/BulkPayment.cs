using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Where a bulk payment stands.</summary>
public enum BulkStatus
{
    /// <summary>Its file is on its way. One that never arrives whole is forgotten after a day.</summary>
    Uploading,

    /// <summary>The file is there and its lines are being checked.</summary>
    Checking,

    /// <summary>Checked and quoted. It can be corrected, submitted or cancelled.</summary>
    Checked,

    /// <summary>Submitted by one person; another must approve.</summary>
    Submitted,

    /// <summary>Approved; the whole sum is being set aside.</summary>
    Reserving,

    /// <summary>The lines are being paid.</summary>
    Paying,

    /// <summary>Stopped by one of the payer's people; the rest of the sum stays set aside.</summary>
    Paused,

    /// <summary>Every line has its answer; what is left of the sum goes back.</summary>
    Settling,

    /// <summary>Over. Lines that failed can be tried again, apart.</summary>
    Done,

    /// <summary>Rejected by the person who was to approve. Nothing moved.</summary>
    Rejected,

    /// <summary>Cancelled before it was approved. Nothing moved.</summary>
    Cancelled,
}

/// <summary>Where one line stands.</summary>
public enum BulkLineStatus : short
{
    /// <summary>To be paid.</summary>
    Ready = 0,

    /// <summary>Paid.</summary>
    Paid = 1,

    /// <summary>Not paid; <see cref="BulkLine.Failure"/> says why. It can be tried again.</summary>
    Failed = 2,

    /// <summary>It cannot be paid as it is written; <see cref="BulkLine.Problem"/> says why. Never part of the sum.</summary>
    Faulty = 3,
}

/// <summary>Whoever acts on a bulk payment.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Name">Their name, for the others to read.</param>
/// <param name="Operator">They run the service, and so act for the post's own accounts.</param>
[GenerateSerializer, Immutable, Alias("money.bulk-actor")]
public sealed record BulkActor(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] bool Operator);

/// <summary>What a bulk payment begins with.</summary>
[GenerateSerializer, Immutable, Alias("money.bulk-opening")]
public sealed record BulkOpening
{
    /// <summary>The account that pays: a wallet, a merchant's account, or for operators the trust account or the post's fees.</summary>
    [Id(0)] public required AccountId Payer { get; init; }

    /// <summary>What it is for, as every payee reads it; 1 to 60 characters.</summary>
    [Id(1)] public required string Title { get; init; }

    /// <summary>Who prepares it.</summary>
    [Id(2)] public required BulkActor By { get; init; }
}

/// <summary>One line of a file as it was read, before anybody has judged it.</summary>
/// <param name="Number">The line of the file, from 1.</param>
/// <param name="Phone">The telephone as written.</param>
/// <param name="Amount">The amount as written.</param>
/// <param name="Name">The payee's name as written; may be empty.</param>
/// <param name="Reference">The payer's own reference; may be empty.</param>
/// <param name="Fault">The stable code of what kept the reader from understanding the line, or null.</param>
[GenerateSerializer, Immutable, Alias("money.bulk-line-input")]
public readonly record struct BulkLineInput(
    [property: Id(0)] int Number,
    [property: Id(1)] string Phone,
    [property: Id(2)] string Amount,
    [property: Id(3)] string Name,
    [property: Id(4)] string Reference,
    [property: Id(5)] string? Fault = null);

/// <summary>A line as it stands.</summary>
[GenerateSerializer, Immutable, Alias("money.bulk-line")]
public sealed record BulkLine
{
    /// <summary>The line of the file.</summary>
    [Id(0)] public required int Number { get; init; }

    /// <summary>E.164, or as written when it was not understood.</summary>
    [Id(1)] public required string Phone { get; init; }

    /// <summary>Minor units; 0 when it was not understood.</summary>
    [Id(2)] public required long Amount { get; init; }

    /// <summary>The amount as written, when it was not understood.</summary>
    [Id(3)] public string? WrittenAmount { get; init; }

    /// <summary>The name as written.</summary>
    [Id(4)] public required string Name { get; init; }

    /// <summary>The payer's own reference.</summary>
    [Id(5)] public required string Reference { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(6)] public required BulkLineStatus Status { get; init; }

    /// <summary>Why it cannot be paid as it is written, by its stable code.</summary>
    [Id(7)] public string? Problem { get; init; }

    /// <summary>What the check found odd about it, by its stable code: it will be tried all the same.</summary>
    [Id(8)] public string? Warning { get; init; }

    /// <summary>Why it was not paid, by its stable code.</summary>
    [Id(9)] public string? Failure { get; init; }

    /// <summary>When it was paid.</summary>
    [Id(10)] public DateTimeOffset? PaidAt { get; init; }

    /// <summary>When the payee was told.</summary>
    [Id(11)] public DateTimeOffset? ToldAt { get; init; }

    /// <summary>The transfer that paid it.</summary>
    [Id(12)] public TransferId? Transfer { get; init; }

    /// <summary>Fee and tax on top of <see cref="Amount"/>.</summary>
    [Id(13)] public long Charges { get; init; }
}

/// <summary>Which lines.</summary>
public enum BulkLineFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that cannot be paid as they are written.</summary>
    Problems,

    /// <summary>Those that the check found odd.</summary>
    Warnings,

    /// <summary>Those that were not paid.</summary>
    Failed,

    /// <summary>Those that were paid.</summary>
    Paid,

    /// <summary>Whatever deserves a look: problems, warnings and failures.</summary>
    Odd,
}
