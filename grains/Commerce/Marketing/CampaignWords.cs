using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>What a shop's owner hears of a campaign by SMS.</summary>
internal static class CampaignWords
{
    public static Words Halted(string name, string code) => code is "insufficient_funds"
        ? new Words(
            $"Shopiposte : la campagne {name} est en pause, les recettes de la boutique ne suffisent pas. Elle reprendra d'elle-même.",
            $"Shopiposte: campagne {name} etelemi, mbongo ya magazini ekoki te. Ekozonga yango moko.",
            $"Shopiposte: campagne {name} me telama, mbongo ya magazini me fwana ve. Yau ta vutuka yau mosi.",
            $"Shopiposte: the campaign {name} is paused, the shop's takings do not suffice. It will go on by itself.")
        : new Words(
            $"Shopiposte : la campagne {name} est en pause, le compte des recettes ne peut pas payer pour le moment.",
            $"Shopiposte: campagne {name} etelemi, konte ya mbongo ya magazini ekoki kofuta te sikoyo.",
            $"Shopiposte: campagne {name} me telama, konte ya mbongo ya magazini lenda futa ve ntangu yai.",
            $"Shopiposte: the campaign {name} is paused, the account of the takings cannot pay for now.");
}
