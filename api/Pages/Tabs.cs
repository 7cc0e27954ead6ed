using System.Security.Claims;

namespace Postmobile.Api.Pages;

/// <summary>One entry of the navigation.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Text">The key of its words.</param>
public sealed record Tab(string Address, string Icon, string Text)
{
    /// <summary>Whether a path belongs to this entry. The wallet's own page is only itself and its receipts.</summary>
    public bool Covers(PathString path) => Address == "/wallet"
        ? path == Address || path.StartsWithSegments("/wallet/receipt")
        : path.StartsWithSegments(Address);
}

/// <summary>The navigation of each role: what they do most comes first.</summary>
public static class Tabs
{
    private static readonly Tab[] Wallet =
    [
        new("/wallet", "wallet", "tab.wallet"),
        new("/wallet/send", "send", "tab.send"),
        new("/wallet/statement", "list", "tab.statement"),
    ];

    private static readonly Tab CashIn = new("/agent/cash-in", "cash", "tab.cash-in");

    private static readonly Tab TrialBalance = new("/operator/trial-balance", "scale", "tab.trial-balance");

    private static readonly Tab Floats = new("/operator/floats", "issue", "tab.floats");

    private static readonly Tab Cases = new("/clerk/identity", "person", "tab.cases");

    private static readonly Tab CashOut = new("/agent/cash-out", "out", "agents.tab.pay-out");

    private static readonly Tab Board = new("/supervisor/agents", "scale", "agents.tab.board");

    private static readonly Tab Services = new("/services", "grid", "tab.services");

    private static readonly Tab Profile = new("/profile", "person", "tab.profile");

    /// <summary>What this person can go to; nothing for a stranger.</summary>
    public static IReadOnlyList<Tab> For(ClaimsPrincipal person)
    {
        if (person.Identity?.IsAuthenticated != true)
        {
            return [];
        }

        return person switch
        {
            _ when person.IsOperator() => [TrialBalance, Floats, Services, Wallet[0], Profile],
            _ when person.IsAccountant() => [TrialBalance, Services, Wallet[0], Profile],
            _ when person.Is(Postmobile.Identity.Role.Clerk) => [Cases, Wallet[0], Wallet[1], Services, Profile],
            _ when person.Is(Postmobile.Identity.Role.Supervisor) => [Board, Services, Wallet[0], Profile],
            _ when person.IsAgent() => [CashIn, CashOut, Wallet[0], Services, Profile],
            _ => [.. Wallet, Services, Profile],
        };
    }
}
