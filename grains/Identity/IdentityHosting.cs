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
        AddMail(services);
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

    private static void AddMail(IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration("Mail")
            .Validate(options => options.IsSound, "Mail: Security is starttls, tls or none (none without a user), Port a port, AtOnce 1 to 50, and with a Host there is a Sender.")
            .ValidateOnStart();
        services.AddSingleton<IMailGateway>(provider => ChooseMail(provider) switch
        {
            "smtp" => ActivatorUtilities.CreateInstance<SmtpMailGateway>(provider),
            "dev" when !provider.GetRequiredService<IHostEnvironment>().IsProduction() => ActivatorUtilities.CreateInstance<DevMailGateway>(provider),
            "none" => new NoMailGateway(),
            var unknown => throw new InvalidOperationException($"Mail:Gateway cannot be {unknown} here; it can be smtp, none or, outside of Production, dev."),
        });
    }

    private static string ChooseMail(IServiceProvider provider)
    {
        MailOptions options = provider.GetRequiredService<IOptions<MailOptions>>().Value;
        return options.Gateway.Length > 0 ? options.Gateway
            : options.Host.Length > 0 ? "smtp"
            : provider.GetRequiredService<IHostEnvironment>().IsDevelopment() ? "dev" : "none";
    }

    private static string Choose(IServiceProvider provider)
    {
        SmsOptions options = provider.GetRequiredService<IOptions<SmsOptions>>().Value;
        return options.Gateway.Length > 0 ? options.Gateway
            : provider.GetRequiredService<IHostEnvironment>().IsDevelopment() ? "dev"
            : options.Url is null ? "none" : "kannel";
    }
}
