using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What a withdrawal says by SMS, and on the statement.</summary>
internal static class CashOutWords
{
    /// <summary>The words on the statement beside the money that was set aside.</summary>
    public static Words Note(CashOutState state) => new(
        "Retrait d'espèces chez un agent", "Kobimisa mbongo epai ya agent", "Kubasisa mbongo na agent", "Cash withdrawal at an agent");

    /// <summary>The SMS to customer and agent when this status begins; null where there is none.</summary>
    public static (Words? Customer, Words? Agent) For(CashOutState state)
    {
        string amount = Amount(state.Amount), agent = state.AgentName ?? "", customer = Masking.Name(state.CustomerName);
        return state.Status switch
        {
            CashOutStatus.Asked => (new Words(
                $"{agent} vous demande de confirmer un retrait de {amount} FCFA. Ouvrez Postmobile, Retrait, pour dire oui ou non. Sans reponse, rien n'est paye.",
                $"{agent} asengi yo ondima kobimisa FCFA {amount}. Fungola Postmobile, Kobimisa, mpo na koloba iyo to te. Soki te, eloko efutami te.",
                $"{agent} me lomba nge kundima kubasisa FCFA {amount}. Kangula Postmobile, Kubasisa, sambu na kutuba ee to ve. Kana ve, kima me futama ve.",
                $"{agent} asks you to confirm a withdrawal of {amount} FCFA. Open Postmobile, Withdraw, to say yes or no. Without an answer nothing is paid."), null),
            CashOutStatus.Paid => (new Words(
                $"Retrait de {amount} FCFA chez {agent}: c'est fait. Comptez vos especes avant de partir.",
                $"Obimisi FCFA {amount} epai ya {agent}: esalemi. Tanga mbongo liboso ya kokende.",
                $"Nge me basisa FCFA {amount} na {agent}: yau me salama. Tanga mbongo na ntwala ya kukwenda.",
                $"Withdrawal of {amount} FCFA at {agent}: done. Count your cash before you leave."),
                new Words(
                $"Retrait de {amount} FCFA pour {customer}: votre float est credite. Remettez les especes.",
                $"Kobimisa FCFA {amount} mpo na {customer}: float na yo ezwi. Pesa mbongo.",
                $"Kubasisa FCFA {amount} sambu na {customer}: float na nge me baka. Pesa mbongo.",
                $"Withdrawal of {amount} FCFA for {customer}: your float is credited. Hand over the cash.")),
            CashOutStatus.Expired when state.Hold > 0 => (new Words(
                $"Votre code de retrait n'est plus valable. {amount} FCFA sont de retour dans votre portefeuille.",
                $"Code na yo ya kobimisa esili ngala. FCFA {amount} ezongi na portefeuille na yo.",
                $"Code na nge ya kubasisa me mana ngolo. FCFA {amount} me vutuka na portefeuille na nge.",
                $"Your withdrawal code is no longer good. {amount} FCFA are back in your wallet."), null),
            CashOutStatus.Declined => (null, new Words(
                $"{customer} a refuse le retrait de {amount} FCFA. Ne remettez rien.",
                $"{customer} aboyi kobimisa FCFA {amount}. Kopesa eloko te.",
                $"{customer} me buya kubasisa FCFA {amount}. Kupesa kima ve.",
                $"{customer} declined the withdrawal of {amount} FCFA. Hand over nothing.")),
            CashOutStatus.Failed when state.Failure == "cash_out_code_wrong" => (new Words(
                $"Trop de codes faux pour votre retrait: {amount} FCFA sont de retour dans votre portefeuille.",
                $"Ba code ya lokuta mingi mpo na kobimisa na yo: FCFA {amount} ezongi na portefeuille na yo.",
                $"Ba code ya luvunu mingi sambu na kubasisa na nge: FCFA {amount} me vutuka na portefeuille na nge.",
                $"Too many wrong codes for your withdrawal: {amount} FCFA are back in your wallet."), null),
            _ => (null, null),
        };
    }

    private static string Amount(long amount) => amount.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');
}
