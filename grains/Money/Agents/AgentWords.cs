using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>What an agent's alarm says by SMS. No sums: others read over shoulders.</summary>
internal static class AgentWords
{
    public static readonly Words FloatShort = new(
        "Votre float est bas. Rechargez-le avant que des clients ne repartent sans depot.",
        "Float na yo ekiti. Tondisa yango liboso ba clients bazonga kozanga kotya mbongo.",
        "Float na nge me kita. Fulusa yau na ntwala ba clients kuvutuka kukonda kutula mbongo.",
        "Your float is low. Top it up before customers leave without their deposit.");

    public static readonly Words CashShort = new(
        "Votre caisse manque d'especes. Allez en chercher avant que des clients ne repartent sans retrait.",
        "Mbongo ya caisse na yo ekiti. Kende kozwa liboso ba clients bazonga kozanga kobimisa.",
        "Mbongo ya caisse na nge me kita. Kwenda kubaka na ntwala ba clients kuvutuka kukonda kubasisa.",
        "Your till is short of cash. Fetch some before customers leave without their withdrawal.");

    /// <summary>For the supervisor.</summary>
    public static Words OfAgent(AgentState agent, bool isFloat)
    {
        string name = agent.Settings?.Name ?? agent.PersonName;
        return isFloat
            ? new($"{name}: float bas.", $"{name}: float ekiti.", $"{name}: float me kita.", $"{name}: float is low.")
            : new($"{name}: manque d'especes.", $"{name}: mbongo ya maboko ekiti.", $"{name}: mbongo ya maboko me kita.", $"{name}: short of cash.");
    }
}
