using Postmobile.Identity;

namespace Postmobile.Partners;

/// <summary>What an endpoint's owner is told by SMS.</summary>
internal static class WebhookWords
{
    public static Words Failing(string url)
    {
        string host = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? address.Host : "";
        return new Words(
            $"Shopiposte: {host} ne prend plus nos messages. Nous avons cessé d'envoyer. Réactivez l'adresse dans votre boutique.",
            $"Shopiposte: {host} azali kozwa lisusu te nsango na biso. Totiki kotinda. Pelisa yango lisusu na butiki na yo.",
            $"Shopiposte: {host} ke baka diaka ve bansangu na beto. Beto me yambula kufidisa. Pelisa yandi diaka na magazini na nge.",
            $"Shopiposte: {host} no longer takes our messages. We stopped sending. Enable the address again in your shop.");
    }
}
