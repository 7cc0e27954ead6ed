using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>What people hear of their papers and of a freeze, in their own language.</summary>
internal static class KycWords
{
    public static Words Decided(CaseDecision decision)
    {
        if (decision.Approved)
        {
            return new Words(
                $"Postmobile : vos papiers sont acceptés. Votre compte est au niveau {decision.Tier} : vos plafonds ont augmenté.",
                $"Postmobile: mikanda na yo endimami. Konti na yo ekomi na nivo {decision.Tier}: bandelo na yo ebakisami.",
                $"Postmobile: mikanda na nge me ndimama. Konti na nge me kuma na nivo {decision.Tier}: bandilu na nge me kuma nene.",
                $"Postmobile: your papers are accepted. Your account is at level {decision.Tier}: your limits have gone up.");
        }

        (string fr, string ln, string ktu, string en) = Why(decision.Reason.GetValueOrDefault());
        string note = decision.Note is { Length: > 0 } text ? " " + text : "";
        return new Words(
            $"Postmobile : vos papiers n'ont pas été acceptés. {fr}{note} Vous pouvez les envoyer de nouveau.",
            $"Postmobile: mikanda na yo endimami te. {ln}{note} Okoki kotinda yango lisusu.",
            $"Postmobile: mikanda na nge me ndimama ve. {ktu}{note} Nge lenda tinda yau diaka.",
            $"Postmobile: your papers were not accepted. {en}{note} You can send them again.");
    }

    public static Words Restricted(Freeze freeze) => freeze switch
    {
        Freeze.None => new Words(
            "Postmobile : votre compte fonctionne de nouveau normalement.",
            "Postmobile: konti na yo ezali kosala lisusu malamu.",
            "Postmobile: konti na nge kele kusala diaka mbote.",
            "Postmobile: your account works normally again."),
        Freeze.Debits => new Words(
            "Postmobile : les sorties d'argent de votre compte sont arrêtées par la poste. Présentez-vous à un bureau de poste avec vos papiers.",
            "Postmobile: posita epekisi mbongo ebima na konti na yo. Kende na biro ya posita na mikanda na yo.",
            "Postmobile: posita me buyisa mbongo na kubasika na konti na nge. Kwenda na biro ya posita na mikanda na nge.",
            "Postmobile: the post has stopped payments out of your account. Come to a post office with your papers."),
        Freeze.Credits => new Words(
            "Postmobile : les entrées d'argent sur votre compte sont arrêtées par la poste. Présentez-vous à un bureau de poste avec vos papiers.",
            "Postmobile: posita epekisi mbongo ekota na konti na yo. Kende na biro ya posita na mikanda na yo.",
            "Postmobile: posita me buyisa mbongo na kukota na konti na nge. Kwenda na biro ya posita na mikanda na nge.",
            "Postmobile: the post has stopped payments into your account. Come to a post office with your papers."),
        _ => new Words(
            "Postmobile : votre compte est gelé par la poste : rien ne sort et rien n'entre. Présentez-vous à un bureau de poste avec vos papiers.",
            "Postmobile: posita ekangi konti na yo: eloko ebimi te, eloko ekoti te. Kende na biro ya posita na mikanda na yo.",
            "Postmobile: posita me kanga konti na nge: kima me basika ve, kima me kota ve. Kwenda na biro ya posita na mikanda na nge.",
            "Postmobile: the post has frozen your account: nothing goes out, nothing comes in. Come to a post office with your papers."),
    };

    private static (string Fr, string Ln, string Ktu, string En) Why(RejectionReason reason) => reason switch
    {
        RejectionReason.Unreadable => ("Les photos ne sont pas lisibles.", "Bafoto emonani malamu te.", "Bafoto me monana mbote ve.", "The pictures cannot be read."),
        RejectionReason.NameDiffers => ("Le nom ou la date ne correspond pas au document.", "Nkombo to dati ekokani na mokanda te.", "Nkumbu to dati me fwanana na mukanda ve.", "Name or date differ from the document."),
        RejectionReason.Expired => ("Le document n'est plus valable.", "Mokanda esili ntango.", "Mukanda me manisa ntangu.", "The document has expired."),
        RejectionReason.WrongDocument => ("Ce n'est pas le document demandé.", "Ezali mokanda oyo tosengi te.", "Yau kele mukanda ya beto lombaka ve.", "It is not the document asked for."),
        RejectionReason.FaceDiffers => ("Le visage ne correspond pas au document.", "Elongi ekokani na mokanda te.", "Kizizi me fwanana na mukanda ve.", "The face differs from the document."),
        _ => ("", "", "", ""),
    };
}
