namespace Postmobile.Commerce;

/// <summary>What lies in a review's document. Times are milliseconds since 1970 UTC.</summary>
public sealed record ReviewState
{
    /// <summary>The product's id; empty until it is written.</summary>
    public string Product { get; init; } = "";

    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>The author's id.</summary>
    public string By { get; init; } = "";

    /// <summary>The author's name as it is shown.</summary>
    public string Name { get; init; } = "";

    /// <summary>With which order it was received.</summary>
    public string Order { get; init; } = "";

    /// <summary>One to five.</summary>
    public int Stars { get; init; }

    /// <summary>The words.</summary>
    public string Text { get; init; } = "";

    /// <summary>When it was first written.</summary>
    public long AtMs { get; init; }

    /// <summary>When it was last changed; 0: never.</summary>
    public long EditedAtMs { get; init; }

    /// <summary>The shop's answer.</summary>
    public string? Answer { get; init; }

    /// <summary>Who gave it.</summary>
    public string AnswerBy { get; init; } = "";

    /// <summary>Reports and what became of them.</summary>
    public FlagsState Flags { get; init; } = new();

    /// <summary>The review as everybody sees it; null before it is written.</summary>
    internal Review? View(string id) => Product.Length == 0 ? null : new Review
    {
        Id = id,
        Product = new ProductId(Product),
        Shop = new ShopId(Shop),
        Name = Name,
        Stars = Stars,
        Text = Text,
        At = DateTimeOffset.FromUnixTimeMilliseconds(AtMs),
        Edited = EditedAtMs > 0,
        Answer = Answer,
        Withheld = Flags.Withheld,
    };
}

/// <summary>What lies in a question's document.</summary>
public sealed record QuestionState
{
    /// <summary>The product's id; empty until it is asked.</summary>
    public string Product { get; init; } = "";

    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>The author's id.</summary>
    public string By { get; init; } = "";

    /// <summary>The author's name as it is shown.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is asked.</summary>
    public string Text { get; init; } = "";

    /// <summary>When.</summary>
    public long AtMs { get; init; }

    /// <summary>The answers, oldest first.</summary>
    public IReadOnlyList<AnswerState> Answers { get; init; } = [];

    /// <summary>Reports and what became of them.</summary>
    public FlagsState Flags { get; init; } = new();

    /// <summary>The question as everybody sees it; null before it is asked.</summary>
    internal Question? View(string id) => Product.Length == 0 ? null : new Question
    {
        Id = id,
        Product = new ProductId(Product),
        Name = Name,
        Text = Text,
        At = DateTimeOffset.FromUnixTimeMilliseconds(AtMs),
        Answers = [.. Answers.OrderByDescending(one => one.IsShop).Select(one => new QuestionAnswer(one.Name, one.IsShop, one.Text, DateTimeOffset.FromUnixTimeMilliseconds(one.AtMs)))],
        Withheld = Flags.Withheld,
    };
}

/// <summary>An answer to a question.</summary>
public sealed record AnswerState(string By, string Name, bool IsShop, string Text, long AtMs);
