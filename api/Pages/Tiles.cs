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
    private const string Market = "shops.section";

    private static readonly Tile[] All =
    [
        new("/wallet/send", "send", "tile.send", Wallet),
        new("/marche", "bag", "search.tile", Wallet),
        new("/mes-envies", "heart", "trust.wishes", Wallet),
        new("/support/moderation", "flag", "trust.moderation", Post, Role.Support, Role.Operator),
        new("/pay", "cash", "merchants.tile-pay", Wallet),
        new("/panier", "grid", "cart.tile", Wallet),
        new("/operator/coupons", "issue", "cart.coupons-tile", Post, Role.Operator),
        new("/wallet/statement", "list", "tile.statement", Wallet),
        new("/wallet/cash-out", "cash", "agents.tile.cash-out", Wallet),
        new("/agents", "globe", "agents.tile.places", Wallet),
        new("/wallet/requests", "in", "requests.tile", Wallet),
        new("/wallet/ask", "cash", "requests.ask.title", Wallet),
        new("/wallet/split", "list", "requests.split.title", Wallet),
        new("/wallet/mandates", "check", "mandates.tile", Wallet),
        new("/bulk-payments", "cash", "bulk.tile", Wallet),
        new("/wallet/papers", "print", "papers.tile", Wallet),
        new("/profile", "person", "tile.profile", Wallet),
        new("/profile/identity", "person", "tile.identity", Wallet),
        new("/boutiques", "grid", "shops.tile", Market),
        new("/ma-boutique", "issue", "shops.tile-mine", Market),
        new("/operator/shops", "grid", "shops.tile-queue", Post, Role.Clerk, Role.Operator),
        new("/agent/cash-in", "cash", "tile.cash-in", Counter, Role.Agent),
        new("/operator/trial-balance", "scale", "tile.trial-balance", Post, Role.Operator, Role.Accountant),
        new("/operator/floats", "issue", "tile.floats", Post, Role.Operator),
        new("/clerk/identity", "person", "tile.cases", Post, Role.Clerk, Role.Operator),
        new("/operator/screening", "alert", "tile.screening", Post, Role.Operator),
        new("/operator/monitoring", "bolt", "tile.monitoring", Post, Role.Operator),
        new("/operator/freezes", "lock", "tile.freezes", Post, Role.Operator),
        new("/profile/messages", "letter", "ussd.tile", Wallet),
        new("/wallet/recalls", "in", "mistakes.recalls.title", Wallet),
        new("/wallet/help", "letter", "mistakes.reports.title", Wallet),
        new("/operator/recalls", "in", "mistakes.queue.title", Post, Role.Operator),
        new("/operator/reversals", "cross", "mistakes.reversals.title", Post, Role.Operator),
        new("/support/reports", "letter", "mistakes.desk.title", Post, Role.Support),
        new("/tariffs", "scale", "tariffs.tile", Wallet),
        new("/agent/cash-out", "out", "agents.tile.pay-out", Counter, Role.Agent),
        new("/agent/till", "wallet", "agents.tile.till", Counter, Role.Agent),
        new("/supervisor/agents", "grid", "agents.tile.board", Post, Role.Supervisor),
        new("/operator/float-returns", "in", "agents.tile.returns", Post, Role.Operator),
        new("/merchant/till", "cash", "merchants.tile-till", Counter, Role.Merchant),
        new("/merchant/days", "list", "merchants.tile-days", Counter, Role.Merchant),
        new("/merchant/profile", "person", "merchants.tile-profile", Counter, Role.Merchant),
        new("/ma-boutique/campagnes", "bolt", "marketing.tile", Counter, Role.Merchant),
        new("/ventes-flash", "bolt", "offers.flash-sales", Market),
        new("/ma-boutique/promotions", "flag", "offers.tile", Market),
        new("/operator/promotions", "flag", "offers.post-promotions", Post, Role.Operator),
        new("/operator/ventes-flash", "bolt", "offers.post-flash", Post, Role.Operator),
        new("/ma-boutique/cles", "lock", "keys.title", Counter, Role.Merchant),
        new("/ma-boutique/webhooks", "letter", "webhooks.title", Counter, Role.Merchant),
        new("/ma-boutique/messages", "letter", "reach.messages-title", Counter),
        new("/suivis", "heart", "reach.follows", Wallet),
        new("/profile/email", "letter", "mail.title", Wallet),
        new("/parrainage", "person", "reach.invite", Wallet),
        new("/operator/messages", "letter", "reach.review", Post, Role.Operator),
        new("/operator/parrainage", "person", "reach.program", Post, Role.Operator),
        new("/operator/accounting", "scale", "accounting.tile", Post, Role.Operator, Role.Accountant),
        new("/operator/reconciliations", "check", "accounting.tile-reconciliations", Post, Role.Operator, Role.Accountant),
        new("/operator/tariffs", "scale", "tariffs.tile-book", Post, Role.Operator),
        new("/achats", "list", "orders.purchases-tile", Wallet),
        new("/ma-boutique/commandes", "grid", "orders.shop-tile", Counter),
        new("/points", "globe", "points.tile", Wallet),
        new("/mon-point", "grid", "points.mine", Counter),
        new("/operator/points", "globe", "points.title", Post, Role.Operator),
        new("/remise", "send", "orders.give", Counter),
        new("/operator/disputes", "alert", "orders.disputes", Post, Role.Operator),
        new("/operator/audit", "list", "tile.audit", Post, Role.Operator, Role.Accountant),
    ];

    /// <summary>What this person can do, by heading.</summary>
    public static IEnumerable<IGrouping<string, Tile>> For(ClaimsPrincipal person) =>
        All.Where(tile => tile.Roles.Length == 0 || tile.Roles.Any(person.Is)).GroupBy(tile => tile.Section);
}
