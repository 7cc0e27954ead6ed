using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Postmobile.Partners;

/// <summary>Settings of webhooks (<c>Webhooks:…</c>).</summary>
public sealed class WebhookOptions
{
    /// <summary>Whether endpoints may be plain http and within the house: for tests and closed networks.</summary>
    public bool Trusted { get; set; }

    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>What a silo needs to tell other systems.</summary>
public static class WebhooksHosting
{
    /// <summary>Adds the sender and its way out.</summary>
    public static ISiloBuilder AddWebhooks(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<WebhookOptions>().BindConfiguration("Webhooks");
        silo.Services.AddSingleton<WebhookLog>();
        silo.Services.AddHttpClient<WebhookSender>()
            .ConfigureHttpClient((services, http) =>
            {
                http.Timeout = services.GetRequiredService<IOptions<WebhookOptions>>().Value.Timeout;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("Postmobile-Webhooks/1");
            })
            .ConfigurePrimaryHttpMessageHandler(services => PublicNetwork.Handler(services.GetRequiredService<IOptions<WebhookOptions>>().Value.Trusted));
        return silo;
    }
}
