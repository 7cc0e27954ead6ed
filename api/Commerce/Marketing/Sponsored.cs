using System.Globalization;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Where sponsored products are shown: the model of the partial view <c>_Sponsored</c>.</summary>
/// <param name="Query">What was searched for, or null.</param>
/// <param name="Category">The category's code, or null.</param>
/// <param name="Count">How many at most.</param>
public sealed record SponsoredPlace(string? Query, string? Category, int Count = 4);

/// <summary>One product that somebody pays for being in front. Say so beside it.</summary>
public sealed record SponsoredView(string Product, string Address, string Title, string ShopName, long Price, string? Image, long? CompareAt, DateTimeOffset? FlashUntil);

/// <summary>Puts sponsored products in front of searches and categories: asks the auction, seals the links, counts the views.</summary>
public sealed class Sponsored(IGrainFactory grains, AdTokens tokens, AdViewers viewers, AdViews views, TimeProvider time)
{
    private const int TextMax = 200;

    /// <summary>What is to be shown there to whoever asks; nothing to robots. What keeps the auction from answering keeps no page from being shown.</summary>
    public async Task<IReadOnlyList<SponsoredView>> For(HttpContext http, SponsoredPlace place)
    {
        string query = place.Query?.Trim() ?? "", category = place.Category ?? "";
        if (AdViewers.IsRobot(http.Request) || query.Length > TextMax || (query.Length == 0 && category.Length == 0))
        {
            return [];
        }

        IReadOnlyList<AuctionWin> wins;
        try
        {
            wins = await grains.GetGrain<ICampaignAuctionGrain>(0).Run(new AuctionRequest(query, category, null, place.Count));
        }
        catch (Exception failure) when (failure is TimeoutException or Orleans.Runtime.OrleansException or Npgsql.NpgsqlException)
        {
            return [];
        }

        if (wins.Count == 0)
        {
            return [];
        }

        string viewer = viewers.Meet(http);
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();

        // The auction's own view of a price may be some seconds old.
        IReadOnlyList<ProductCard> cards = await grains.Search().Cards([.. wins.Select(win => win.Product)]);
        return [.. wins.Select(win => Show(win, cards.FirstOrDefault(card => card.Id == win.Product), viewer, now))];
    }

    private SponsoredView Show(AuctionWin win, ProductCard? card, string viewer, long now)
    {
        views.Add(win.Campaign, win.Product);
        string address = tokens.Seal(new AdToken(win.Campaign, win.Product.Value, win.Slug, win.Price, viewer, now));
        return new SponsoredView(
            win.Product.Value, address, win.Title, win.ShopName, card?.Price ?? win.PriceFrom,
            win.Image is { } image ? string.Create(CultureInfo.InvariantCulture, $"/images/{image}-thumb.webp") : null, card?.CompareAt, card?.FlashUntil);
    }
}
