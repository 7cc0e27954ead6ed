using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a buyer is told by SMS.</summary>
internal static class CheckoutWords
{
    private static readonly NumberFormatInfo s_grouped = new() { NumberGroupSeparator = " ", NumberDecimalDigits = 0 };

    /// <summary>The orders are placed.</summary>
    public static Words Done(CheckoutState state)
    {
        ParcelState[] placed = [.. state.Parcels.Where(parcel => !parcel.Parcel.Refunded)];
        string numbers = string.Join(", ", placed.Select(parcel => parcel.Parcel.Order.Number));
        string amount = placed.Sum(parcel => parcel.Parcel.Total.Total).ToString("N", s_grouped);
        string link = state.Link is { Length: > 0 } address ? " " + address : "";
        bool cash = state.Way == PaymentWay.CashOnDelivery;
        return placed.Length == 0
            ? new Words(
                "Shopiposte : les articles ne sont plus disponibles. Vous êtes remboursé.",
                "Shopiposte: biloko ezali lisusu te. Bazongiseli yo mbongo.",
                "Shopiposte: bima kele diaka ve. Bau me vutudila nge mbongo.",
                "Shopiposte: the items are no longer available. You have been refunded.")
            : cash
            ? new Words(
                $"Shopiposte : commande {numbers} enregistrée, {amount} FCFA à payer à la livraison.{link}",
                $"Shopiposte: commande {numbers} ekomami, okofuta {amount} FCFA na livraison.{link}",
                $"Shopiposte: commande {numbers} me sonama, nge ta futa {amount} FCFA na livraison.{link}",
                $"Shopiposte: order {numbers} placed, {amount} FCFA to pay at delivery.{link}")
            : new Words(
                $"Shopiposte : commande {numbers} payée, {amount} FCFA gardés par la poste jusqu'à la livraison.{link}",
                $"Shopiposte: commande {numbers} efutami, posita ebombi {amount} FCFA kino livraison.{link}",
                $"Shopiposte: commande {numbers} me futama, posita ke bumba {amount} FCFA tii na livraison.{link}",
                $"Shopiposte: order {numbers} paid, {amount} FCFA kept by the post until delivery.{link}");
    }
}
