using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>Puts the tariff and the commissions into a silo.</summary>
public static class TariffHosting
{
    /// <summary>Adds this silo's copy of the tariff and the sweep of commissions; settings are <see cref="TariffOptions"/>.</summary>
    public static ISiloBuilder AddTariffs(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.AddOptions<TariffOptions>().BindConfiguration("Tariffs")
            .Validate(options => options.PollEvery > TimeSpan.Zero && options.SweepEvery > TimeSpan.Zero, "Tariffs:PollEvery and Tariffs:SweepEvery are positive.")
            .Validate(options => options.Lead >= options.PollEvery * 2, "Tariffs:Lead is at least twice Tariffs:PollEvery, so that every silo knows a version before it holds.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TariffOptions>>().Value);
        services.AddSingleton<TariffBook>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<TariffBook>());
        services.AddHostedService(provider => provider.GetRequiredService<TariffBook>());
        services.AddSingleton<CommissionReader>();
        services.AddSingleton<CommissionDesk>();
        services.AddSingleton(new Beginning("The sweep of commissions", grains => grains.GetGrain<ICommissionSweepGrain>(Commissions.Sweep).Begin()));
        return silo;
    }
}
