using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What buyer and shop are told of an exchange by SMS.</summary>
internal static class ExchangeWords
{
    private static readonly NumberFormatInfo s_grouped = new() { NumberGroupSeparator = " " };

    public static Words Of(ReturnGrain.ExchangeNews news, string number) => news.Kind switch
    {
        "to-pay" => new(
            $"Echange de la commande {number} : la boutique a recu les articles. Payez la difference de {Sum(news.Amount)} dans Postmobile, page Achats, ou vous serez rembourse.",
            $"Kobongola biloko ya commande {number}: boutique ezwi biloko. Futa {Sum(news.Amount)} oyo etikali na Postmobile, lokasa ya Biloko nasombi, soki te bakozongisela yo mbongo.",
            $"Kusoba bima ya komande {number}: boutique me baka bima. Futa {Sum(news.Amount)} ya me bikala na Postmobile, lukaya ya Bima ya mu sumba, kana ve bo ta vutudila nge mbongo.",
            $"Exchange for order {number}: the shop has the goods. Pay the difference of {Sum(news.Amount)} in Postmobile, page Purchases, or you will be refunded."),
        _ => new(
            $"Echange de la commande {number} impossible : l'article voulu n'est plus la. Le retour devient un remboursement.",
            $"Kobongola biloko ya commande {number} ekoki te: eloko oyo elingamaki ezali lisusu te. Mbongo nde ekozonga.",
            $"Kusoba bima ya komande {number} lenda ve: kima yina bo zolaka kele diaka ve. Mbongo muntu ta vutuka.",
            $"The exchange for order {number} cannot be: what was wanted is gone. The return becomes a refund."),
    };

    private static string Sum(long amount) => amount.ToString("#,0", s_grouped) + " F";
}
