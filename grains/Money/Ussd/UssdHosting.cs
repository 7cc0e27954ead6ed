using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Money;

/// <summary>Puts the dialogues by USSD into a silo.</summary>
public static class UssdHosting
{
    /// <summary>Adds them. Entries for cash-outs, merchants and parcels appear with whoever registers their interfaces.</summary>
    public static ISiloBuilder AddUssd(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<UssdParts>();
        return silo;
    }
}
