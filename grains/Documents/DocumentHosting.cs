using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Postmobile.Documents;

/// <summary>What a silo needs to keep documents, and to keep them awake.</summary>
public static class DocumentHosting
{
    /// <summary>The name under which the host registers Orleans' own ADO.NET storage, which stands behind the documents'.</summary>
    public const string SingleStorage = "single";

    /// <summary>The key of the pool that reads and writes documents in groups.</summary>
    public const string Pool = "documents";

    /// <summary>Adds the storage of documents and the waker; the waker's settings are <see cref="WakerOptions"/>.</summary>
    public static ISiloBuilder AddDocuments(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton(services => new DocumentGroups(services.GetRequiredKeyedService<NpgsqlDataSource>(Pool)));
        silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (services, _) => new DocumentStorage(
            services.GetRequiredKeyedService<IGrainStorage>(SingleStorage), services.GetRequiredService<DocumentGroups>()));
        silo.Services.AddOptions<WakerOptions>().BindConfiguration("Waker");
        silo.Services.AddSingleton<EntryLog>();
        silo.Services.AddHostedService<Beginnings>();
        silo.Services.AddSingleton<Waker>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<Waker>());
        return silo;
    }
}
