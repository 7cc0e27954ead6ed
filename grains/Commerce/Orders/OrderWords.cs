using System.Globalization;
using Postmobile.Identity;
using Postmobile.Logistics;

namespace Postmobile.Commerce;

/// <summary>What buyer and shop are told of an order by SMS; null when it is not worth one.</summary>
internal static class OrderWords
{
    private static readonly NumberFormatInfo s_grouped = new() { NumberGroupSeparator = " " };

    public static Words? ToBuyer(OrderNews news, PointWords.Fetching? fetching = null) => news.Kind switch
    {
        "ready" when fetching is not null => PointWords.Ready(news.Number, fetching),
        "accepted" => new(
            $"{news.ShopName} a accepte votre commande {news.Number} et la prepare.",
            $"{news.ShopName} andimi commande na yo {news.Number} mpe azali kobongisa yango.",
            $"{news.ShopName} me ndima komande na nge {news.Number} mpi ke yidika yau.",
            $"{news.ShopName} has accepted your order {news.Number} and is preparing it."),
        "handed-over" => new(
            $"Votre commande {news.Number} est en route. Gardez le code recu : il prouve que vous avez le colis.",
            $"Commande na yo {news.Number} ezali na nzela. Bomba code oyo ozwaki: ezali elembo ete ozwi colis.",
            $"Komande na nge {news.Number} kele na nzila. Bumba kode ya nge bakaka: yau ke monisa nde nge me baka kolis.",
            $"Your order {news.Number} is on its way. Keep the code you got: it proves that you have the parcel."),
        "ready" when news.Method is not DeliveryMethod.Home => new(
            $"Votre commande {news.Number} vous attend{At(news.Note)}. Venez avec votre code.",
            $"Commande na yo {news.Number} ezali kozela yo{At(news.Note)}. Yaka na code na yo.",
            $"Komande na nge {news.Number} ke vingila nge{At(news.Note)}. Kwiza ti kode na nge.",
            $"Your order {news.Number} is waiting for you{At(news.Note)}. Come with your code."),
        "failed" => new(
            $"Nous n'avons pas pu vous remettre la commande {news.Number}. Nous allons reessayer.",
            $"Tokokaki kopesa yo commande {news.Number} te. Tokomeka lisusu.",
            $"Beto lendaka kupesa nge komande {news.Number} ve. Beto ta meka diaka.",
            $"We could not hand your order {news.Number} to you. We will try again."),
        "delivered" => new(
            $"Votre commande {news.Number} est livree. Un probleme ? Dites-le sans tarder dans Postmobile, page Achats.",
            $"Commande na yo {news.Number} ekomi. Mokakatano? Yebisa noki na Postmobile, lokasa ya Biloko nasombi.",
            $"Komande na nge {news.Number} me kuma. Mpasi? Zabisa nswalu na Postmobile, lukaya ya Bima ya mu sumba.",
            $"Your order {news.Number} is delivered. A problem? Tell us soon in Postmobile, page Purchases."),
        "late" => new(
            $"{news.ShopName} tarde avec votre commande {news.Number}. Vous pouvez l'annuler, page Achats.",
            $"{news.ShopName} aumeli na commande na yo {news.Number}. Okoki koboya yango, lokasa ya Biloko nasombi.",
            $"{news.ShopName} me zinga na komande na nge {news.Number}. Nge lenda yambula yau, lukaya ya Bima ya mu sumba.",
            $"{news.ShopName} is late with your order {news.Number}. You may cancel it, page Purchases."),
        "refused" or "expired" or "cancelled" or "sent-back" or "lost" => Ended(news),
        "uncollected" => PointWords.Uncollected(news.Number, news.Amount > 0 ? Sum(news.Amount) : null),
        "refunded" or "decided" or "dispute-expired" when news.Amount > 0 => new(
            $"{Sum(news.Amount)} vous sont rembourses pour la commande {news.Number}.",
            $"{Sum(news.Amount)} ezongiseli yo mpo na commande {news.Number}.",
            $"{Sum(news.Amount)} me vutukila nge sambu na komande {news.Number}.",
            $"{Sum(news.Amount)} are refunded to you for order {news.Number}."),
        "decided" => new(
            $"La poste a tranche pour la commande {news.Number} : pas de remboursement. Motif : {news.Note}",
            $"Poste ekati likambo ya commande {news.Number}: mbongo ezongi te. Ntina: {news.Note}",
            $"Poste me zenga diambu ya komande {news.Number}: mbongo me vutuka ve. Kikuma: {news.Note}",
            $"The post has decided on order {news.Number}: no refund. Reason: {news.Note}"),
        _ => null,
    };

    public static Words? ToShop(OrderNews news) => news.Kind switch
    {
        "new" when news.Exchange is { } first => new(
            $"Echange a envoyer : la commande {news.Number} remplace des articles de la commande {first}. Emballez-la.",
            $"Eloko ya kotinda: commande {news.Number} ezwi esika ya biloko ya commande {first}. Kanga yango.",
            $"Kima ya kutinda: komande {news.Number} me baka kisika ya bima ya komande {first}. Kanga yau.",
            $"Exchange to send: order {news.Number} replaces goods of order {first}. Pack it."),
        "new" => new(
            $"Nouvelle commande {news.Number} : {Sum(news.Amount)}{(news.Payment is PaymentWay.CashOnDelivery ? ", a encaisser a la livraison" : ", payee")}. Acceptez-la dans les 48 heures.",
            $"Commande ya sika {news.Number}: {Sum(news.Amount)}{(news.Payment is PaymentWay.CashOnDelivery ? ", bakofuta na ntango ya kopesa" : ", efutami")}. Ndima yango na ngonga 48.",
            $"Komande ya mpa {news.Number}: {Sum(news.Amount)}{(news.Payment is PaymentWay.CashOnDelivery ? ", bo ta futa na ntangu ya kupesa" : ", me futama")}. Ndima yau na ngunga 48.",
            $"New order {news.Number}: {Sum(news.Amount)}{(news.Payment is PaymentWay.CashOnDelivery ? ", cash on delivery" : ", paid")}. Accept it within 48 hours."),
        "return-asked" => new(
            $"L'acheteur veut renvoyer des articles de la commande {news.Number}. Repondez dans les 5 jours.",
            $"Mosombi alingi kozongisa biloko ya commande {news.Number}. Yanola na mikolo 5.",
            $"Nsumbi zola vutula bima ya komande {news.Number}. Vutula mvutu na bilumbu 5.",
            $"The buyer wants to send goods of order {news.Number} back. Answer within 5 days."),
        "disputed" => new(
            $"L'acheteur conteste la commande {news.Number}. L'argent est bloque : repondez dans Ma boutique.",
            $"Mosombi afundi commande {news.Number}. Mbongo ekangami: yanola na Boutique na ngai.",
            $"Nsumbi me funda komande {news.Number}. Mbongo me kangama: vutula mvutu na Boutique na munu.",
            $"The buyer disputes order {news.Number}. The money is frozen: answer in My shop."),
        "decided" or "dispute-expired" => new(
            $"Litige de la commande {news.Number} : la poste a tranche, {Sum(news.Amount)} pour l'acheteur. {news.Note}",
            $"Likambo ya commande {news.Number}: poste ekati, {Sum(news.Amount)} mpo na mosombi. {news.Note}",
            $"Diambu ya komande {news.Number}: poste me zenga, {Sum(news.Amount)} sambu na nsumbi. {news.Note}",
            $"Dispute on order {news.Number}: the post has decided, {Sum(news.Amount)} to the buyer. {news.Note}"),
        _ => null,
    };

    private static Words Ended(OrderNews news)
    {
        string because = news.Note.Length > 0 ? " " + news.Note : "";
        bool refunds = news.Amount > 0;
        return new(
            $"La commande {news.Number} chez {news.ShopName} n'aura pas lieu.{because}{(refunds ? $" {Sum(news.Amount)} vous sont rembourses." : "")}",
            $"Commande {news.Number} epai ya {news.ShopName} ekosalema te.{because}{(refunds ? $" {Sum(news.Amount)} ezongiseli yo." : "")}",
            $"Komande {news.Number} na {news.ShopName} ta salama ve.{because}{(refunds ? $" {Sum(news.Amount)} me vutukila nge." : "")}",
            $"Order {news.Number} at {news.ShopName} will not take place.{because}{(refunds ? $" {Sum(news.Amount)} are refunded to you." : "")}");
    }

    private static string At(string place) => place.Length > 0 ? $" ({place})" : "";

    private static string Sum(long amount) => amount.ToString("#,0", s_grouped) + " F";
}
