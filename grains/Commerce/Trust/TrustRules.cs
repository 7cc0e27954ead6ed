using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>Somebody found words wrong.</summary>
public sealed record FlagState(string By, string Reason, long AtMs);

/// <summary>What people and the post think of words.</summary>
public sealed record FlagsState
{
    /// <summary>Reports that nobody has decided, oldest first; fifty at most.</summary>
    public IReadOnlyList<FlagState> Reports { get; init; } = [];

    /// <summary>Since when the queue has it; null: it has not.</summary>
    public long? OpenAtMs { get; init; }

    /// <summary>Whether the post withholds it.</summary>
    public bool Withheld { get; init; }

    /// <summary>What the post said.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>Who may say what about a product: pure.</summary>
internal static class TrustRules
{
    /// <summary>The longest review.</summary>
    public const int ReviewMax = 2000;

    /// <summary>The longest question or answer.</summary>
    public const int WordsMax = 1000;

    private const int ReasonMax = 300;
    private const int ReportsMax = 50;

    /// <summary>So long may a review be changed.</summary>
    public static readonly TimeSpan EditFor = TimeSpan.FromDays(30);

    /// <summary>Whether an order shows that this person has received the product.</summary>
    public static bool HasReceived(Order? order, CustomerId person, ProductId product) =>
        order is { DeliveredAt: not null } && order.Placement.Buyer == person && order.Placement.Lines.Any(line => line.Product == product);

    /// <summary>Words as they are kept, with paragraphs; null when they are none.</summary>
    public static string? Words(string? text, int least, int most)
    {
        string words = (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        return words.Length >= least && words.Length <= most && !words.Any(c => char.IsControl(c) && c != '\n') ? words : null;
    }

    /// <summary>What is wrong with a review, or null.</summary>
    public static TrustRefusal? Check(ReviewDraft draft) =>
        draft.Stars is < 1 or > 5 ? TrustRefusal.ReviewStars : Words(draft.Text, 0, ReviewMax) is null ? TrustRefusal.WordsInvalid : null;

    /// <summary>First name and initial of the last.</summary>
    public static string ShownName(string name)
    {
        string[] parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? "…" : parts.Length == 1 ? parts[0] : $"{parts[0]} {parts[^1][0]}.";
    }

    /// <summary>Somebody reports words; once each.</summary>
    public static (FlagsState Flags, TrustRefusal? Refusal) Report(FlagsState flags, string author, CustomerId by, string? reason, DateTimeOffset now)
    {
        if (by.Value == author)
        {
            return (flags, TrustRefusal.OwnWords);
        }

        if (Words(reason, 3, ReasonMax) is not { } words)
        {
            return (flags, TrustRefusal.ReasonNeeded);
        }

        long at = now.ToUnixTimeMilliseconds();
        return flags.Reports.Count >= ReportsMax || flags.Reports.Any(one => one.By == by.Value)
            ? (flags, null)
            : (flags with { Reports = [.. flags.Reports, new FlagState(by.Value, words, at)], OpenAtMs = flags.OpenAtMs ?? at }, null);
    }

    /// <summary>The post decides.</summary>
    public static (FlagsState Flags, TrustRefusal? Refusal) Decide(FlagsState flags, bool withhold, string? reason) =>
        Words(reason, 3, ReasonMax) is { } words
            ? (new FlagsState { Withheld = withhold, Reason = words }, null)
            : (flags, TrustRefusal.ReasonNeeded);
}
