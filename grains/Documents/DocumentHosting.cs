using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Documents;

/// <summary>What a silo needs to keep documents awake.</summary>
public static class DocumentHosting
{
    /// <summary>Adds the waker; its settings are <see cref="WakerOptions"/>.</summary>
    public static ISiloBuilder AddDocuments(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<WakerOptions>().BindConfiguration("Waker");
        silo.Services.AddSingleton<EntryLog>();
        silo.Services.AddHostedService<Beginnings>();
        silo.Services.AddSingleton<Waker>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<Waker>());
        return silo;
    }
}
