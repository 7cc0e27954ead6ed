using Microsoft.Extensions.DependencyInjection;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>Puts the search into a silo.</summary>
public static class SearchHosting
{
    /// <summary>The key of the pool of connections that only searches use, so that many of them do not keep money waiting.</summary>
    public const string Pool = "commerce.search";

    /// <summary>Adds what the grains of the search share.</summary>
    public static ISiloBuilder AddSearch(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.AddSingleton<SearchDatabase>();
        services.AddSingleton<SearchWords>();
        services.AddSingleton<SearchFacets>();
        services.AddSingleton<SearchMemory>();
        services.AddSingleton<SearchAsked>();
        services.AddHostedService(provider => provider.GetRequiredService<SearchAsked>());
        services.AddSingleton(new Beginning("The words of the categories", grains => grains.GetGrain<ISearchGrain>(0).Begin()));
        return silo;
    }
}
