using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Money;

/// <summary>Puts papers and accounting into a silo.</summary>
public static class PapersHosting
{
    /// <summary>Adds what reads the ledger for papers and for the accountants.</summary>
    public static ISiloBuilder AddPapers(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<AccountHistory>();
        silo.Services.AddSingleton<TrustBook>();
        return silo;
    }
}
