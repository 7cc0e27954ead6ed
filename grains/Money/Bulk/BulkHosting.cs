using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Money;

/// <summary>Puts bulk payments into a silo.</summary>
public static class BulkHosting
{
    /// <summary>Adds what the grains of bulk payments need. After the ledger and identity.</summary>
    public static ISiloBuilder AddBulk(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<BulkLines>();
        return silo;
    }
}
