using System.Security.Claims;
using Postmobile.Identity;

namespace Postmobile.Api.Pages;

/// <summary>One thing a person can do, on the page of all services.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="Icon">Its picture.</param>
/// <param name="Text">The key of its words.</param>
/// <param name="Section">The key of the heading under which it stands.</param>
/// <param name="Roles">Whose; empty for everybody.</param>
public sealed record Tile(string Address, string Icon, string Text, string Section, params Role[] Roles);

/// <summary>Everything there is to do, a line each; the page of all services shows a person their own.</summary>
public static class Tiles
{
    private const string Wallet = "services.wallet";
    private const string Counter = "services.counter";
    private const string Post = "services.post";

    private static readonly Tile[] All =
    [
        new("/wallet/send", "send", "tile.send", Wallet),
        new("/wallet/statement", "list", "tile.statement", Wallet),
        new("/bulk-payments", "cash", "bulk.tile", Wallet),
        new("/wallet/papers", "print", "papers.tile", Wallet),
        new("/profile", "person", "tile.profile", Wallet),
        new("/tariffs", "scale", "tariffs.tile", Wallet),
        new("/agent/cash-in", "cash", "tile.cash-in", Counter, Role.Agent),
        new("/operator/trial-balance", "scale", "tile.trial-balance", Post, Role.Operator, Role.Accountant),
        new("/operator/floats", "issue", "tile.floats", Post, Role.Operator),
        new("/operator/accounting", "scale", "accounting.tile", Post, Role.Operator, Role.Accountant),
        new("/operator/reconciliations", "check", "accounting.tile-reconciliations", Post, Role.Operator, Role.Accountant),
        new("/operator/tariffs", "scale", "tariffs.tile-book", Post, Role.Operator),
        new("/operator/audit", "list", "tile.audit", Post, Role.Operator, Role.Accountant),
    ];

    /// <summary>What this person can do, by heading.</summary>
    public static IEnumerable<IGrouping<string, Tile>> For(ClaimsPrincipal person) =>
        All.Where(tile => tile.Roles.Length == 0 || tile.Roles.Any(person.Is)).GroupBy(tile => tile.Section);
}
