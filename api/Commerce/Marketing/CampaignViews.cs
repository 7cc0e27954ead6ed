using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>What a shop wants of a campaign.</summary>
public sealed record CampaignBody(
    string Name,
    [property: Description("Ids of the shop's own published products, 1 to 50.")] IReadOnlyList<string> Products,
    [property: Description("The most that one click may cost, in XAF.")] long Bid,
    [property: Description("The most that one day of Brazzaville may cost, in XAF; never exceeded.")] long DailyBudget,
    [property: Description("Without it: at once.")] DateTimeOffset? StartsAt = null,
    [property: Description("Without it: until it is ended.")] DateTimeOffset? EndsAt = null,
    [property: Description("Words or phrases of searches in which it is shown.")] IReadOnlyList<string>? Words = null,
    [property: Description("Codes of categories on whose pages it is shown.")] IReadOnlyList<string>? Categories = null)
{
    /// <summary>What it says; or the field that cannot be read.</summary>
    public (CampaignTerms? Terms, string? Fault) Read()
    {
        List<ProductId> products = [];
        foreach (string text in Products.Distinct())
        {
            if (!ProductId.TryParse(text, out ProductId product))
            {
                return (null, "products");
            }

            products.Add(product);
        }

        return Categories?.Any(code => Postmobile.Commerce.Categories.Find(code) is null) == true ? (null, "categories") : (new CampaignTerms
        {
            Name = Name.Trim(),
            Products = products,
            Bid = Bid,
            DailyBudget = DailyBudget,
            StartsAt = StartsAt?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch,
            EndsAt = EndsAt?.ToUniversalTime(),
            Words = [.. (Words ?? []).Select(word => word.Trim()).Where(word => word.Length > 0).Distinct()],
            Categories = [.. (Categories ?? []).Distinct()],
        }, null);
    }
}

/// <summary>A campaign.</summary>
public sealed record CampaignView(
    string Id, string Shop, string Name, IReadOnlyList<string> Products, long Bid, long DailyBudget, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, IReadOnlyList<string> Words,
    IReadOnlyList<string> Categories, CampaignStatus Status, [property: Description("Why it is not shown though it runs: a stable code.")] string? Halt, DateTimeOffset? RetryAt, bool Showing,
    long SpentToday, long SetAside, DateTimeOffset CreatedAt)
{
    /// <summary>The outside's view.</summary>
    public static CampaignView Of(Campaign one) => new(
        one.Id, one.Shop.Value, one.Terms.Name, [.. one.Terms.Products.Select(product => product.Value)], one.Terms.Bid, one.Terms.DailyBudget,
        one.Terms.StartsAt == DateTimeOffset.UnixEpoch ? null : one.Terms.StartsAt, one.Terms.EndsAt, one.Terms.Words, one.Terms.Categories, one.Status, one.Halt, one.RetryAt, one.Showing,
        one.SpentToday, one.SetAside, one.CreatedAt);
}

/// <summary>A shop's campaigns.</summary>
public sealed record CampaignListView(IReadOnlyList<CampaignView> Campaigns);

/// <summary>One day of a campaign.</summary>
public sealed record CampaignDayView(DateOnly Day, long Views, long Clicks, long Cost, long Sales, long SalesAmount);

/// <summary>Days of a campaign, oldest first.</summary>
public sealed record CampaignDaysView(IReadOnlyList<CampaignDayView> Days);

/// <summary>Small things that endpoints and pages of campaigns share.</summary>
internal static class CampaignSentences
{
    /// <summary>The campaign that a shop makes with this key: always the same one.</summary>
    public static string IdOf(ShopId shop, string key) => "k-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"campaign\0{shop.Value}\0{key}")))[..32];

    /// <summary>The stable code.</summary>
    public static string Code(this CampaignRefusal refusal) => refusal switch
    {
        CampaignRefusal.NotFound => "not_found",
        CampaignRefusal.InvalidField => "invalid_field",
        CampaignRefusal.Products => "campaign_products",
        CampaignRefusal.Ended => "campaign_ended",
        CampaignRefusal.NoTakings => "campaign_no_takings",
        CampaignRefusal.IdempotencyConflict => "idempotency_conflict",
        CampaignRefusal.Changed => "precondition_failed",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    public static ProblemResult ToProblem(this CampaignOutcome outcome) =>
        outcome.Field is { } field ? Problem.InvalidField(field) : Problem.Refuse(outcome.Refusal!.Value.Code());
}
