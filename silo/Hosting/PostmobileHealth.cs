using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Postmobile.Silo.Hosting;

/// <summary>Health checks of a host.</summary>
public static class PostmobileHealth
{
    /// <summary>The tag of the checks that decide whether a host should get traffic.</summary>
    public const string Ready = "ready";

    /// <summary>
    /// Adds <c>postgresql</c> (false within five seconds of the server's going, true again without a restart) and
    /// <c>silo</c> (joined, or connected to one), both tagged <see cref="Ready"/>. Map <c>/health/ready</c> to that tag and
    /// <c>/health/live</c> to no check at all: a host whose database is away must not be restarted for it.
    /// The host itself comes from <see cref="PostmobileHosting"/>.
    /// </summary>
    public static IServiceCollection AddPostmobileHealth(this IServiceCollection services)
    {
        services.TryAddSingleton<ClusterCheck>();
        services.AddHealthChecks()
            .AddCheck<PostgresProbe>("postgresql", tags: [Ready])
            .AddCheck<ClusterCheck>("silo", tags: [Ready]);
        return services;
    }
}
