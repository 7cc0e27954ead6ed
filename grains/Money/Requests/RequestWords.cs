using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>
/// What a request says by SMS. The requester's own words are never in it: an SMS of the post is believed, and must not
/// carry a stranger's threats or links.
/// </summary>
internal static class RequestWords
{
    /// <summary>To the payer when a status begins; null when there is nothing to say.</summary>
    public static Words? ToPayer(RequestState state)
    {
        string who = Who(state.Requester!), sum = Sum(state.Amount);
        return state.Status switch
        {
            RequestStatus.Open when !state.Tried => new(
                $"{who} vous demande {sum}. Ouvrez Postmobile, Demandes, pour payer ou refuser. Ne payez que si vous connaissez cette personne.",
                $"{who} asengi yo {sum}. Fungola Postmobile, Masengi, mpo na kofuta to koboya. Futa kaka soki oyebi moto yango.",
                $"{who} me lomba nge {sum}. Kangula Postmobile, Balombo, sambu na kufuta to kubuya. Futa kaka kana nge zaba muntu yina.",
                $"{who} asks you for {sum}. Open Postmobile, Requests, to pay or to decline. Pay only if you know this person."),
            RequestStatus.Cancelled => new(
                $"{who} ne demande plus {sum}. Vous n'avez rien a payer.",
                $"{who} asengi lisusu {sum} te. Ozali na eloko ya kofuta te.",
                $"{who} ke lomba diaka {sum} ve. Nge kele na kima ya kufuta ve.",
                $"{who} no longer asks for {sum}. You have nothing to pay."),
            _ => null,
        };
    }

    /// <summary>To the requester when a status begins; null when there is nothing to say.</summary>
    public static Words? ToRequester(RequestState state)
    {
        string who = Masking.Name(state.Payer!.Name), sum = Sum(state.Amount);
        return state.Status switch
        {
            RequestStatus.Paid => new(
                $"{who} a paye votre demande de {sum}. L'argent est dans votre portefeuille.",
                $"{who} afuti bosengi na yo ya {sum}. Mbongo ezali na portefeuille na yo.",
                $"{who} me futa lombo na nge ya {sum}. Mbongo kele na portefeuille na nge.",
                $"{who} has paid your request of {sum}. The money is in your wallet."),
            RequestStatus.Declined => new(
                $"{who} a refuse votre demande de {sum}.",
                $"{who} aboyi bosengi na yo ya {sum}.",
                $"{who} me buya lombo na nge ya {sum}.",
                $"{who} has declined your request of {sum}."),
            RequestStatus.Expired => new(
                $"{who} n'a pas repondu a votre demande de {sum}. Elle n'est plus valable.",
                $"{who} ayanoli bosengi na yo ya {sum} te. Ezali lisusu na ntina te.",
                $"{who} me vutula mvutu na lombo na nge ya {sum} ve. Yau kele diaka ngolo ve.",
                $"{who} has not answered your request of {sum}. It is no longer good."),
            _ => null,
        };
    }

    /// <summary>A person as those whom they ask may know them: masked name and number.</summary>
    public static string Who(SideState side) => $"{Masking.Name(side.Name)} ({side.Phone})";

    /// <summary>An amount that any telephone can show.</summary>
    public static string Sum(long amount) => amount.ToString("#,0", s_grouped) + " F";

    private static readonly NumberFormatInfo s_grouped = new() { NumberGroupSeparator = " " };
}
