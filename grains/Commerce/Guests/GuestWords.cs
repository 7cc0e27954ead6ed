using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a guest is told where a customer would be sent to their account.</summary>
internal static class GuestWords
{
    /// <summary>The news of an order for somebody without an account.</summary>
    public static Words? Of(OrderNews news, Words? customer) => news.Kind switch
    {
        "delivered" => new(
            $"Votre commande {news.Number} est livree. Un probleme ? Dites-le sans tarder avec le lien de votre commande.",
            $"Commande na yo {news.Number} ekomi. Mokakatano? Yebisa noki na lien ya commande na yo.",
            $"Komande na nge {news.Number} me kuma. Mpasi? Zabisa nswalu na lien ya komande na nge.",
            $"Your order {news.Number} is delivered. A problem? Tell us soon by your order's link."),
        "late" => new(
            $"{news.ShopName} tarde avec votre commande {news.Number}. Vous pouvez l'annuler avec le lien de votre commande.",
            $"{news.ShopName} aumeli na commande na yo {news.Number}. Okoki koboya yango na lien ya commande na yo.",
            $"{news.ShopName} me zinga na komande na nge {news.Number}. Nge lenda yambula yau na lien ya komande na nge.",
            $"{news.ShopName} is late with your order {news.Number}. You may cancel it by your order's link."),
        _ when customer is not null && news.Amount > 0 => new(
            customer.French + " Ouvrez un compte Postmobile avec ce numero : la somme vous y attend.",
            customer.Lingala + " Fungola konti Postmobile na nimero oyo: mbongo ezali kozela yo kuna.",
            customer.Kituba + " Zibula konti Postmobile na nimero yai: mbongo ke vingila nge kuna.",
            customer.English + " Open a Postmobile account with this number: the money waits for you there."),
        _ => customer,
    };
}
