using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>How a campaign stands.</summary>
public enum CampaignStatus
{
    /// <summary>Shown whenever its time, its budget and the shop's takings allow it.</summary>
    Running,

    /// <summary>The shop has paused it.</summary>
    Paused,

    /// <summary>Over for good: its end has come, or the shop ended it.</summary>
    Ended,
}

/// <summary>What a shop wants of a campaign.</summary>
[GenerateSerializer, Immutable, Alias("commerce.campaign-terms")]
public sealed record CampaignTerms
{
    /// <summary>What the shop calls it; 1 to 60 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The shop's own products that are shown in front, 1 to 50.</summary>
    [Id(1)] public required IReadOnlyList<ProductId> Products { get; init; }

    /// <summary>The most that one click may cost, in XAF.</summary>
    [Id(2)] public required long Bid { get; init; }

    /// <summary>The most that one day of Brazzaville may cost, in XAF. Never exceeded.</summary>
    [Id(3)] public required long DailyBudget { get; init; }

    /// <summary>From when.</summary>
    [Id(4)] public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Until when; null: until the shop ends it.</summary>
    [Id(5)] public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Searches in which it is shown: words or short phrases, 20 at most.</summary>
    [Id(6)] public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Codes of categories in whose pages it is shown, 20 at most.</summary>
    [Id(7)] public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether two say the same: lists of a record are otherwise compared by who made them.</summary>
    public bool SameAs(CampaignTerms other) => JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);
}

/// <summary>A campaign as its shop sees it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.campaign")]
public sealed record Campaign
{
    /// <summary>Its id: <c>k-</c> and 32 digits.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)] public required ShopId Shop { get; init; }

    /// <summary>What the shop wants.</summary>
    [Id(2)] public required CampaignTerms Terms { get; init; }

    /// <summary>How it stands.</summary>
    [Id(3)] public required CampaignStatus Status { get; init; }

    /// <summary>Why a running campaign is not shown: the stable code of what the takings refused; null when they did not.</summary>
    [Id(4)] public string? Halt { get; init; }

    /// <summary>When the takings are asked again; null without <see cref="Halt"/>.</summary>
    [Id(5)] public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Money is set aside and clicks are counted now.</summary>
    [Id(6)] public required bool Showing { get; init; }

    /// <summary>What the clicks of this day have cost.</summary>
    [Id(7)] public required long SpentToday { get; init; }

    /// <summary>What lies set aside for clicks to come or not yet charged.</summary>
    [Id(8)] public required long SetAside { get; init; }

    /// <summary>When it was made.</summary>
    [Id(9)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts the changes; for <c>ETag</c>.</summary>
    [Id(10)] public required long Version { get; init; }
}

/// <summary>What a shop does with a campaign.</summary>
public enum CampaignAct
{
    /// <summary>Not shown from now on; what is set aside goes back.</summary>
    Pause,

    /// <summary>Shown again.</summary>
    Resume,

    /// <summary>Over for good.</summary>
    End,
}

/// <summary>Why nothing changed.</summary>
public enum CampaignRefusal
{
    /// <summary><c>not_found</c>: no such campaign in this shop.</summary>
    NotFound,

    /// <summary><c>invalid_field</c>: the outcome names it.</summary>
    InvalidField,

    /// <summary><c>campaign_products</c>: only published products of the shop itself can be shown.</summary>
    Products,

    /// <summary><c>campaign_ended</c>: what is over stays over.</summary>
    Ended,

    /// <summary><c>campaign_no_takings</c>: the shop has no takings yet.</summary>
    NoTakings,

    /// <summary><c>idempotency_conflict</c>: made already, with other terms.</summary>
    IdempotencyConflict,

    /// <summary><c>precondition_failed</c>: somebody else changed it first.</summary>
    Changed,
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.campaign-outcome")]
public sealed record CampaignOutcome
{
    /// <summary>The campaign as it is now; null when there is none.</summary>
    [Id(0)] public Campaign? Campaign { get; init; }

    /// <summary>Why nothing changed; null when it did, or had before.</summary>
    [Id(1)] public CampaignRefusal? Refusal { get; init; }

    /// <summary>The field at fault, in camel case.</summary>
    [Id(2)] public string? Field { get; init; }

    /// <summary>It had been done before.</summary>
    [Id(3)] public bool Replayed { get; init; }
}

/// <summary>Somebody followed a sponsored product.</summary>
[GenerateSerializer, Immutable, Alias("commerce.ad-click")]
public sealed record AdClick
{
    /// <summary>Which product.</summary>
    [Id(0)] public required ProductId Product { get; init; }

    /// <summary>What the auction said it costs.</summary>
    [Id(1)] public required long Price { get; init; }

    /// <summary>Who: a customer's id, or the key of a browser that nobody has signed in with.</summary>
    [Id(2)] public required string Viewer { get; init; }

    /// <summary>Where from: the network address, of which only a keyed digest is kept, so that one place cannot use up a budget.</summary>
    [Id(3)] public required string Source { get; init; }

    /// <summary>When it was shown.</summary>
    [Id(4)] public required DateTimeOffset ShownAt { get; init; }
}

/// <summary>What became of a click.</summary>
public enum ClickVerdict
{
    /// <summary>Counted, written, and will be paid.</summary>
    Counted,

    /// <summary>The campaign is not showing this product now.</summary>
    NotShowing,

    /// <summary>Shown too long ago.</summary>
    Expired,

    /// <summary>This viewer followed this product within the hour.</summary>
    Again,

    /// <summary>Too many from one place within the hour.</summary>
    Crowd,

    /// <summary>The shop's own people.</summary>
    OwnStaff,

    /// <summary>What is left of the day does not pay for it.</summary>
    BudgetSpent,
}

/// <summary>One product in front, and what a click on it would cost.</summary>
[GenerateSerializer, Immutable, Alias("commerce.auction-win")]
public sealed record AuctionWin
{
    /// <summary>Which campaign pays.</summary>
    [Id(0)] public required string Campaign { get; init; }

    /// <summary>Which product.</summary>
    [Id(1)] public required ProductId Product { get; init; }

    /// <summary>What a click costs: just enough to beat the next, never more than the bid.</summary>
    [Id(2)] public required long Price { get; init; }

    /// <summary>The product's title.</summary>
    [Id(3)] public required string Title { get; init; }

    /// <summary>Its name in addresses.</summary>
    [Id(4)] public required string Slug { get; init; }

    /// <summary>What it costs a buyer, from.</summary>
    [Id(5)] public required long PriceFrom { get; init; }

    /// <summary>Its first picture.</summary>
    [Id(6)] public string? Image { get; init; }

    /// <summary>The shop's name.</summary>
    [Id(7)] public required string ShopName { get; init; }
}

/// <summary>Where sponsored products are wanted.</summary>
/// <param name="Query">What was searched for; empty on a category's page.</param>
/// <param name="Category">The category's code; empty in a search of everything.</param>
/// <param name="Among">Only these; null: any.</param>
/// <param name="Count">At most so many.</param>
[GenerateSerializer, Immutable, Alias("commerce.auction-request")]
public sealed record AuctionRequest(
    [property: Id(0)] string Query,
    [property: Id(1)] string Category,
    [property: Id(2)] IReadOnlyList<ProductId>? Among,
    [property: Id(3)] int Count);

/// <summary>One product of one campaign was shown so often on one day.</summary>
[GenerateSerializer, Immutable, Alias("commerce.campaign-views")]
public sealed record CampaignViews([property: Id(0)] string Campaign, [property: Id(1)] DateOnly Day, [property: Id(2)] ProductId Product, [property: Id(3)] long Views);

/// <summary>One day of a campaign.</summary>
/// <param name="Day">In Brazzaville.</param>
/// <param name="Views">How often it was shown, about: what was not written yet when a front end died is missing.</param>
/// <param name="Clicks">How often it was followed, exactly.</param>
/// <param name="Cost">What that cost, exactly.</param>
/// <param name="Sales">Orders of that day with a product that the buyer had followed within seven days before.</param>
/// <param name="SalesAmount">What these products came to in these orders.</param>
[GenerateSerializer, Immutable, Alias("commerce.campaign-day")]
public sealed record CampaignDay(
    [property: Id(0)] DateOnly Day, [property: Id(1)] long Views, [property: Id(2)] long Clicks, [property: Id(3)] long Cost, [property: Id(4)] long Sales, [property: Id(5)] long SalesAmount);

/// <summary>A product that a shop may choose.</summary>
[GenerateSerializer, Immutable, Alias("commerce.campaign-product")]
public sealed record CampaignProduct([property: Id(0)] ProductId Id, [property: Id(1)] string Title, [property: Id(2)] string Category, [property: Id(3)] long PriceFrom, [property: Id(4)] string? Image);

/// <summary>Which step the ledger has answered. Between a campaign and its outbox only.</summary>
public enum CampaignStep
{
    /// <summary>Setting aside.</summary>
    Hold,

    /// <summary>Charging clicks.</summary>
    Charge,
}

/// <summary>Small things that everybody who deals with campaigns must see in the same way.</summary>
public static class Ads
{
    /// <summary>The least that a click costs.</summary>
    public const long PriceFloor = 10;

    /// <summary>How long after it was shown a click counts; and how long one viewer's clicks on one product count once. One figure, so that one showing never counts twice.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How long a counted click is remembered: clocks of a front end and a silo may differ a little.</summary>
    public static readonly TimeSpan Memory = Window + TimeSpan.FromMinutes(1);

    /// <summary>How long after a click a sale is put down to it.</summary>
    public static readonly TimeSpan Attribution = TimeSpan.FromDays(7);

    /// <summary>Whether a text has the form of a campaign's id.</summary>
    public static bool IsCampaign([NotNullWhen(true)] string? id) => id is { Length: 34 } && id.StartsWith("k-", StringComparison.Ordinal) && id.AsSpan(2).IndexOfAnyExcept("0123456789abcdef") < 0;

    /// <summary>The ledger's key of setting a purse's money aside.</summary>
    public static string HoldKey(string campaign, int purse) => $"§ads-{campaign}-{purse}";

    /// <summary>The kind of posting by which clicks are paid.</summary>
    public const PostingKind Kind = PostingKind.Advertising;
}
