using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>The words of the SMS about shops, in the four languages.</summary>
internal static class ShopTexts
{
    /// <summary>To the owner, after the post's decision.</summary>
    public static Words Decided(string shop, ShopStatus status, string reason) => status switch
    {
        ShopStatus.Open => new(
            $"Shopiposte : votre boutique {shop} est ouverte. Vous pouvez vendre.",
            $"Shopiposte: butike na yo {shop} efungwami. Okoki koteka.",
            $"Shopiposte: magazini na nge {shop} me kangula. Nge lenda teka.",
            $"Shopiposte: your shop {shop} is open. You can sell."),
        ShopStatus.Refused => new(
            $"Shopiposte : votre boutique {shop} n'a pas été acceptée. Motif : {reason} Corrigez et renvoyez votre demande.",
            $"Shopiposte: butike na yo {shop} endimami te. Ntina: {reason} Bongisa mpe tinda lisusu.",
            $"Shopiposte: magazini na nge {shop} me ndimama ve. Kikuma: {reason} Yidika mpe tinda diaka.",
            $"Shopiposte: your shop {shop} was not accepted. Reason: {reason} Correct it and send it again."),
        ShopStatus.Suspended => new(
            $"Shopiposte : votre boutique {shop} est suspendue. Motif : {reason}",
            $"Shopiposte: butike na yo {shop} etelemisami. Ntina: {reason}",
            $"Shopiposte: magazini na nge {shop} me telema. Kikuma: {reason}",
            $"Shopiposte: your shop {shop} is suspended. Reason: {reason}"),
        _ => new(
            $"Shopiposte : votre boutique {shop} est fermée.",
            $"Shopiposte: butike na yo {shop} ekangami.",
            $"Shopiposte: magazini na nge {shop} me kangama.",
            $"Shopiposte: your shop {shop} is closed."),
    };

    /// <summary>To somebody who is asked to work in a shop.</summary>
    public static Words Invited(string shop) => new(
        $"Shopiposte : la boutique {shop} vous propose d'y travailler. Acceptez ou refusez dans Shopiposte, page Mes boutiques.",
        $"Shopiposte: butike {shop} esengi yo kosala kuna. Ndima to boya na Shopiposte, lokasa Babutike na ngai.",
        $"Shopiposte: magazini {shop} me lomba nge kusala kuna. Ndima to buya na Shopiposte, lukaya Bamagazini na munu.",
        $"Shopiposte: the shop {shop} asks you to work there. Accept or decline in Shopiposte, page My shops.");
}
