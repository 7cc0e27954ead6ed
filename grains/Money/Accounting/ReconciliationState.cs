namespace Postmobile.Money;

/// <summary>What lies in the document of one reconciliation.</summary>
public sealed record ReconciliationState
{
    /// <summary>Null until the first upload.</summary>
    public ReconciliationStatus? Status { get; init; }

    /// <summary>Which upload, from 1.</summary>
    public int Version { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly From { get; init; }

    /// <summary>The last day, with it.</summary>
    public DateOnly To { get; init; }

    /// <summary>The bank's balance before.</summary>
    public long BankOpening { get; init; }

    /// <summary>Ours before.</summary>
    public long BookOpening { get; init; }

    /// <summary>The bank's lines.</summary>
    public IReadOnlyList<BankLine> Bank { get; init; } = [];

    /// <summary>Our entries.</summary>
    public IReadOnlyList<BookLine> Book { get; init; } = [];

    /// <summary>The same money.</summary>
    public IReadOnlyList<LineMatch> Matches { get; init; } = [];

    /// <summary>Why others stand alone.</summary>
    public IReadOnlyList<LineExplanation> Explanations { get; init; } = [];

    /// <summary>The number that the next match gets.</summary>
    public int NextMatch { get; init; } = 1;

    /// <summary>Who uploaded this version.</summary>
    public string UploadedBy { get; init; } = "";

    /// <summary>When.</summary>
    public long UploadedAtMs { get; init; }

    /// <summary>Who proposed to close.</summary>
    public string? ProposedBy { get; init; }

    /// <summary>Who closed.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>When.</summary>
    public long? ClosedAtMs { get; init; }

    /// <summary>As others see it; null when there is none.</summary>
    internal Reconciliation? View(string id) => Status is not { } status ? null : new Reconciliation
    {
        Id = id,
        From = From,
        To = To,
        Status = status,
        Version = Version,
        UploadedBy = UploadedBy,
        UploadedAt = DateTimeOffset.FromUnixTimeMilliseconds(UploadedAtMs),
        BankOpening = BankOpening,
        BookOpening = BookOpening,
        Bank = Bank,
        Book = Book,
        Matches = Matches,
        Explanations = Explanations,
        ProposedBy = ProposedBy,
        ClosedBy = ClosedBy,
        ClosedAt = ClosedAtMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
    };
}
