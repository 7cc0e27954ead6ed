using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Postmobile.Identity;

namespace Postmobile.Silo.Keys;

/// <summary>Gives a host the keys from outside the database, checked against what the database was first used with.</summary>
public static class KeysHosting
{
    /// <summary>Registers <see cref="OutsideKeys"/> and <see cref="IdentityKeys"/>. After the database, whose start the check follows.</summary>
    public static IHostApplicationBuilder AddOutsideKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(provider => OutsideKeys.Load(provider.GetRequiredService<IConfiguration>()));
        builder.Services.TryAddSingleton(provider =>
        {
            OutsideKeys keys = provider.GetRequiredService<OutsideKeys>();
            return new IdentityKeys(keys.Pepper, keys.Wrapping);
        });
        builder.Services.AddHostedService<KeyCheck>();
        return builder;
    }
}
