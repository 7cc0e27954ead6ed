using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A merchant's days as a file, and the grains of whoever asks.</summary>
internal static class MerchantFiles
{
    /// <summary>Payments, refunds, fees and net, a day a row.</summary>
    public static CsvFile Days(IReadOnlyList<MerchantDay> days) => new("postmobile-recettes.csv", () => Rows(days).ToAsyncEnumerable());

    /// <summary>The merchant who asks; the policy has made sure that there is one.</summary>
    public static IMerchantGrain Merchant(this IGrainFactory grains, ClaimsPrincipal user) =>
        grains.GetGrain<IMerchantGrain>(Merchants.Key(user.MerchantAccount()!.Value));

    /// <summary>The refunds of a sale.</summary>
    public static IRefundsGrain Refunds(this IGrainFactory grains, TransferId sale) => grains.GetGrain<IRefundsGrain>(Merchants.RefundsKey(sale));

    private static IEnumerable<IReadOnlyList<object?>> Rows(IReadOnlyList<MerchantDay> days)
    {
        yield return ["jour", "paiements", "montant_paye", "remboursements", "montant_rembourse", "frais", "net", "verse_au_portefeuille"];
        foreach (MerchantDay day in days)
        {
            yield return [day.Day, day.Payments, day.Paid, day.Refunds, day.Refunded, day.Fees, day.Net, day.Settled];
        }
    }
}
