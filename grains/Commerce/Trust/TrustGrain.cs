using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <inheritdoc cref="ITrustGrain"/>
[StatelessWorker, Reentrant, GrainType("commerce.trust")]
internal sealed class TrustGrain(TrustDatabase database, TimeProvider time) : Grain, ITrustGrain
{
    private const int PageMax = 50;

    private static readonly TimeSpan s_recent = TimeSpan.FromDays(90);

    public async Task<ReviewPage> Reviews(ProductId product, string? cursor, int limit)
    {
        limit = Math.Clamp(limit, 1, PageMax);
        (long beforeMs, string beforeId) = cursor?.Split('.') is [var at, { Length: > 0 and < 100 } id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out long ms)
            ? (ms, id) : (long.MaxValue, "");
        IReadOnlyList<Review> found = await database.Reviews(product, beforeMs, beforeId, limit + 1);
        Review[] page = [.. found.Take(limit)];
        string? next = found.Count > limit ? page[^1].At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) + "." + page[^1].Id : null;
        return new ReviewPage(page, await database.ByStars(product), next);
    }

    public Task<IReadOnlyList<Question>> Questions(ProductId product) => database.Questions(product);

    public Task<OrderId?> Received(CustomerId person, ProductId product) => database.Received(person, product);

    public Task<IReadOnlyList<FlaggedWords>> Queue() => database.Queue();

    public Task<ShopScore> Score(ShopId shop) => database.Score(shop, time.GetUtcNow() - s_recent);
}

/// <summary>Puts what buyers say into a silo.</summary>
public static class TrustHosting
{
    /// <summary>Adds what its grains share.</summary>
    public static ISiloBuilder AddTrust(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<TrustDatabase>();
        return silo;
    }
}
