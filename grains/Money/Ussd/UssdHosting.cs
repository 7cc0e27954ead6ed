using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Money;

/// <summary>Puts the dialogues by USSD into a silo.</summary>
public static class UssdHosting
{
    /// <summary>Adds them, with cash-outs and merchants. An entry for parcels appears with whoever registers its interface.</summary>
    public static ISiloBuilder AddUssd(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ICashOutDesk, UssdCashOuts>();
        silo.Services.AddSingleton<IMerchantCodes, UssdMerchants>();
        silo.Services.AddSingleton<UssdParts>();
        return silo;
    }
}
