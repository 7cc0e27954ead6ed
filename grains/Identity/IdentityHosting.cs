using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>What a silo needs for identity. <see cref="IdentityKeys"/> come from the host.</summary>
public static class IdentityHosting
{
    /// <summary>Adds the hasher of PINs, the SMS gateway that <c>Sms:Gateway</c> names, and the notices of debits.</summary>
    public static ISiloBuilder AddIdentity(this ISiloBuilder silo)
    {
        IServiceCollection services = silo.Services;
        services.AddOptions<IdentityOptions>()
            .BindConfiguration("Identity")
            .Validate<IHostEnvironment>(
                (options, host) => options.PinIterations >= (host.IsProduction() ? IdentityOptions.PinIterationsFloor : 1),
                $"Identity:PinIterations is below {IdentityOptions.PinIterationsFloor}: PINs would be hashed too cheaply.")
            .ValidateOnStart();
        services.AddOptions<SmsOptions>().BindConfiguration("Sms");
        services.AddSingleton<PinHasher>();
        AddGateway(services);
        services.AddSingleton<MoneyNotices>();
        services.AddSingleton<IDebitNotices>(provider => provider.GetRequiredService<MoneyNotices>());
        services.AddHostedService(provider => provider.GetRequiredService<MoneyNotices>());
        services.AddSingleton<CreditSms>();
        services.AddSingleton<ICreditNotices>(provider => provider.GetRequiredService<CreditSms>());
        services.AddHostedService(provider => provider.GetRequiredService<CreditSms>());
        return silo;
    }

    private static void AddGateway(IServiceCollection services)
    {
        services.AddHttpClient<KannelSmsGateway>(client => client.Timeout = TimeSpan.FromSeconds(30))
            .RemoveAllLoggers() // they would log the address, and with it password and message
            .AddStandardResilienceHandler();
        services.AddSingleton<ISmsGateway>(provider => Choose(provider) switch
        {
            "kannel" => provider.GetRequiredService<KannelSmsGateway>(),
            "dev" when !provider.GetRequiredService<IHostEnvironment>().IsProduction() => ActivatorUtilities.CreateInstance<DevSmsGateway>(provider),
            "none" => ActivatorUtilities.CreateInstance<NoSmsGateway>(provider),
            var unknown => throw new InvalidOperationException($"Sms:Gateway cannot be {unknown} here; it can be kannel, none or, outside of Production, dev."),
        });
    }

    private static string Choose(IServiceProvider provider)
    {
        SmsOptions options = provider.GetRequiredService<IOptions<SmsOptions>>().Value;
        return options.Gateway.Length > 0 ? options.Gateway
            : provider.GetRequiredService<IHostEnvironment>().IsDevelopment() ? "dev"
            : options.Url is null ? "none" : "kannel";
    }
}
