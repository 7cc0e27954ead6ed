using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Postmobile.Money;

/// <summary>Puts the ledger into a silo.</summary>
public static class LedgerHosting
{
    /// <summary>
    /// Adds the ledger: writer, loader, period clock, guard and net. Needs an <c>NpgsqlDataSource</c> whose schema is applied.
    /// Options are bound from the section <c>Money</c>.
    /// </summary>
    public static ISiloBuilder AddLedger(this ISiloBuilder silo, Action<MoneyOptions>? configure = null)
    {
        IServiceCollection services = silo.Services;
        services.AddOptions<MoneyOptions>().Bind(silo.Configuration.GetSection("Money"))
            .Validate(options => options.Lanes is > 0 and <= 64 && options.BatchMax is > 0 and <= 20_000, "Money:Lanes is 1 to 64, Money:BatchMax 1 to 20,000.")
            .Validate(options => options.PeriodLength > TimeSpan.Zero && options.HeardAfter > TimeSpan.Zero, "Money:PeriodLength and Money:HeardAfter are positive.")
            .ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<MoneyOptions>>().Value);
        services.AddSingleton(provider => new SiloName(
            provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId,
            provider.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString()));
        services.AddSingleton<AwakeAccounts>();
        services.AddSingleton<LedgerEpoch>();
        services.AddSingleton<LedgerAlarm>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<LedgerVerifier>();
        services.AddSingleton<AccountBook>();
        services.AddSingleton<DebitNotices>();
        services.AddSingleton<CreditDelivery>();
        services.AddSingleton<LedgerParts>();
        AddInLifecycle<LedgerLoader>(services);
        AddInLifecycle<LedgerWriter>(services);
        AddInLifecycle<LedgerGuard>(services);
        services.AddHostedService(provider => provider.GetRequiredService<LedgerGuard>());
        services.AddHostedService<PeriodClock>();
        services.AddHostedService<LedgerNet>();
        return silo;
    }

    private static void AddInLifecycle<TService>(IServiceCollection services)
        where TService : class, ILifecycleParticipant<ISiloLifecycle>
    {
        services.AddSingleton<TService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<TService>());
    }
}
