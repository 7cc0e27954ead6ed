namespace Postmobile.Commerce;

/// <summary>What lies in a mailing's document.</summary>
public sealed record MailingState
{
    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>The shop's name when it was submitted.</summary>
    public string ShopName { get; init; } = "";

    /// <summary>The shop's takings.</summary>
    public long Account { get; init; }

    /// <summary>Who hears of it: whoever submitted it.</summary>
    public string By { get; init; } = "";

    /// <summary>What it says, in letters that an SMS has; null until it is submitted.</summary>
    public MailingTerms? Terms { get; init; }

    /// <summary>What its e-mail shows of the shop and its products, as it was when it was handed in and reviewed; null when it has none.</summary>
    public MailingShow? Show { get; init; }

    /// <summary>What was agreed.</summary>
    public MailingQuote? Quote { get; init; }

    /// <summary>How it stands.</summary>
    public MailingStatus Status { get; init; }

    /// <summary>When it was submitted.</summary>
    public long SubmittedAtMs { get; init; }

    /// <summary>When it was approved.</summary>
    public long ApprovedAtMs { get; init; }

    /// <summary>Why the post said no.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why the takings have not paid yet.</summary>
    public string? Halt { get; init; }

    /// <summary>When it goes on.</summary>
    public long NextMs { get; init; }

    /// <summary>To how many it goes.</summary>
    public long Chosen { get; init; }

    /// <summary>To how many of them by e-mail.</summary>
    public long ChosenEmails { get; init; }

    /// <summary>The ledger has been asked to set the money aside, by this try.</summary>
    public bool Holding { get; init; }

    /// <summary>How often it has been asked: each try has a key of its own.</summary>
    public int Holds { get; init; }

    /// <summary>The account that holds the money; 0 before.</summary>
    public long Hold { get; init; }

    /// <summary>What was set aside.</summary>
    public long Amount { get; init; }

    /// <summary>What is to be paid, or was.</summary>
    public long Paid { get; init; }
}

/// <summary>What an e-mail shows beside its text.</summary>
/// <param name="ShopPath">The path of the shop's page.</param>
/// <param name="Items">Its products.</param>
/// <param name="At">When prices were so.</param>
public sealed record MailingShow(string ShopPath, IReadOnlyList<MailingItem> Items, DateTimeOffset At);

/// <summary>A product in an e-mail.</summary>
/// <param name="Path">The path of its page.</param>
/// <param name="Title">Its title.</param>
/// <param name="Image">Its first picture's id, or null.</param>
/// <param name="Price">What its cheapest choice costs, in XAF.</param>
/// <param name="From">Whether others cost more.</param>
public sealed record MailingItem(string Path, string Title, string? Image, long Price, bool From);
