using Postmobile.Identity;

namespace Postmobile.Tests.Pages;

/// <summary>Who a page is for.</summary>
[Flags]
public enum For
{
    /// <summary>People who have not signed in.</summary>
    Strangers = 1,

    /// <summary>Anyone with a wallet.</summary>
    Customers = 2,

    /// <summary>Agents.</summary>
    Agents = 4,

    /// <summary>Operators.</summary>
    Operators = 8,

    /// <summary>Accountants.</summary>
    Accountants = 16,

    /// <summary>Supervisors.</summary>
    Supervisors = 32,

    /// <summary>Merchants.</summary>
    Merchants = 64,

    /// <summary>Clerks at a counter.</summary>
    Clerks = 128,

    /// <summary>The call centre.</summary>
    Support = 256,

    /// <summary>Everybody who has signed in; all of them have a wallet.</summary>
    SignedIn = Customers | Agents | Operators | Accountants | Supervisors | Merchants | Clerks | Support,

    /// <summary>Everybody.</summary>
    Everyone = Strangers | SignedIn,
}

/// <summary>One page: its route, an address to try it at, and who may.</summary>
/// <param name="Route">The route, as the page declares it.</param>
/// <param name="Address">An address of it.</param>
/// <param name="Who">Who may see it.</param>
/// <param name="IsSeen">Whether there is something to look at, for the tests of weight and access for the blind.</param>
public sealed record Screen(string Route, string Address, For Who, bool IsSeen = true)
{
    /// <inheritdoc />
    public override string ToString() => Route;
}

/// <summary>Every page there is. A new one that is not listed fails a test.</summary>
public static class Screens
{
    private const string SomeId = "/reg-00000000000000000000000000000000";

    /// <summary>The list.</summary>
    public static readonly IReadOnlyList<Screen> All =
    [
        new("", "/", For.Everyone),
        new("error", "/error", For.Everyone),
        new("language", "/language", For.Everyone, IsSeen: false),
        new("register", "/register", For.Everyone),
        new("register/confirm/{id}", "/register/confirm" + SomeId, For.Everyone),
        new("sign-in", "/sign-in", For.Everyone),
        new("sign-out", "/sign-out", For.Everyone, IsSeen: false),
        new("forgotten-pin", "/forgotten-pin", For.Everyone),
        new("block", "/block", For.Everyone),
        new("dev/telephone", "/dev/telephone", For.Everyone),
        new("dev/ussd", "/dev/ussd", For.Everyone),
        new("profile/messages", "/profile/messages", For.SignedIn),
        new("profile", "/profile", For.SignedIn),
        new("profile/pin", "/profile/pin", For.SignedIn),
        new("profile/devices", "/profile/devices", For.SignedIn),
        new("profile/email", "/profile/email", For.SignedIn),
        new("profile/number", "/profile/number", For.SignedIn),
        new("profile/block", "/profile/block", For.SignedIn),
        new("wallet", "/wallet", For.SignedIn),
        new("wallet/send", "/wallet/send", For.SignedIn),
        new("wallet/send/confirm", "/wallet/send/confirm", For.SignedIn, IsSeen: false),
        new("wallet/receipt/{id}", "/wallet/receipt/nothing", For.SignedIn, IsSeen: false),
        new("wallet/statement", "/wallet/statement", For.SignedIn),
        new("suivis", "/suivis", For.SignedIn),
        new("x/{token}", "/x/nothing", For.Everyone, IsSeen: false),
        new("ma-boutique/messages", "/ma-boutique/messages", For.SignedIn),
        new("ma-boutique/messages/nouveau", "/ma-boutique/messages/nouveau", For.SignedIn, IsSeen: false),
        new("ma-boutique/messages/{shop}/{id}", "/ma-boutique/messages/s-1/nothing", For.SignedIn, IsSeen: false),
        new("operator/messages", "/operator/messages", For.Operators),
        new("parrainage", "/parrainage", For.SignedIn),
        new("parrainage/{code}", "/parrainage/nothing", For.Everyone, IsSeen: false),
        new("operator/parrainage", "/operator/parrainage", For.Operators),
        new("ma-boutique/campagnes", "/ma-boutique/campagnes", For.SignedIn),
        new("ma-boutique/campagnes/nouvelle", "/ma-boutique/campagnes/nouvelle", For.SignedIn, IsSeen: false),
        new("ma-boutique/campagnes/{shop}/{id}", "/ma-boutique/campagnes/s-1/nothing", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/stock", "/ma-boutique/s-1/stock", For.SignedIn, IsSeen: false),
        new("ma-boutique/cles", "/ma-boutique/cles", For.SignedIn),
        new("ma-boutique/webhooks", "/ma-boutique/webhooks", For.SignedIn),
        new("ma-boutique/webhooks/{shop}/{id}", "/ma-boutique/webhooks/s-1/nothing", For.SignedIn, IsSeen: false),
        new("bulk-payments", "/bulk-payments", For.SignedIn),
        new("bulk-payments/new", "/bulk-payments/new", For.SignedIn),
        new("bulk-payments/people", "/bulk-payments/people", For.SignedIn),
        new("bulk-payments/{id}", "/bulk-payments/nothing", For.SignedIn, IsSeen: false),
        new("wallet/requests", "/wallet/requests", For.SignedIn),
        new("wallet/requests/{id}", "/wallet/requests/nothing", For.SignedIn, IsSeen: false),
        new("wallet/ask", "/wallet/ask", For.SignedIn),
        new("wallet/split", "/wallet/split", For.SignedIn),
        new("wallet/split/{id}", "/wallet/split/nothing", For.SignedIn, IsSeen: false),
        new("wallet/mandates", "/wallet/mandates", For.SignedIn),
        new("wallet/mandates/new", "/wallet/mandates/new", For.SignedIn),
        new("wallet/mandates/{id}", "/wallet/mandates/nothing", For.SignedIn, IsSeen: false),
        new("wallet/papers", "/wallet/papers", For.SignedIn),
        new("wallet/receipt/{id}/pdf", "/wallet/receipt/nothing/pdf", For.SignedIn, IsSeen: false),
        new("verify/{code}", "/verify/nothing", For.Everyone),
        new("agent/cash-in", "/agent/cash-in", For.Agents),
        new("agent/cash-in/confirm", "/agent/cash-in/confirm", For.Agents, IsSeen: false),
        new("operator/trial-balance", "/operator/trial-balance", For.Operators | For.Accountants),
        new("operator/floats", "/operator/floats", For.Operators),
        new("operator/accounting", "/operator/accounting", For.Operators | For.Accountants),
        new("operator/accounting/chart", "/operator/accounting/chart", For.Operators | For.Accountants),
        new("operator/reconciliations", "/operator/reconciliations", For.Operators | For.Accountants),
        new("operator/reconciliations/{id}", "/operator/reconciliations/nothing", For.Operators | For.Accountants, IsSeen: false),
        new("tariffs", "/tariffs", For.Everyone),
        new("operator/tariffs", "/operator/tariffs", For.Operators),
        new("operator/tariffs/propose", "/operator/tariffs/propose", For.Operators),
        new("operator/tariffs/{id}", "/operator/tariffs/nothing", For.Operators, IsSeen: false),
        new("operator/audit", "/operator/audit", For.Operators | For.Accountants),
        new("profile/identity", "/profile/identity", For.SignedIn),
        new("clerk/identity", "/clerk/identity", For.Operators | For.Clerks),
        new("clerk/identity/{id}", "/clerk/identity/nobody", For.Operators | For.Clerks, IsSeen: false),
        new("operator/screening", "/operator/screening", For.Operators),
        new("operator/freezes", "/operator/freezes", For.Operators),
        new("operator/monitoring", "/operator/monitoring", For.Operators),
        new("operator/monitoring/{id}", "/operator/monitoring/nothing", For.Operators, IsSeen: false),
        new("pay", "/pay", For.SignedIn),
        new("pay/confirm", "/pay/confirm", For.SignedIn, IsSeen: false),
        new("merchant/till", "/merchant/till", For.Merchants),
        new("merchant/profile", "/merchant/profile", For.Merchants),
        new("merchant/days", "/merchant/days", For.Merchants),
        new("merchant/refund/{id}", "/merchant/refund/nothing", For.Merchants, IsSeen: false),
        new("services", "/services", For.SignedIn),
        new("marche", "/marche", For.Everyone),
        new("avis/{product}", "/avis/nothing", For.Everyone, IsSeen: false),
        new("questions/{product}", "/questions/nothing", For.Everyone, IsSeen: false),
        new("mes-envies", "/mes-envies", For.SignedIn),
        new("support/moderation", "/support/moderation", For.Support | For.Operators),
        new("recherche", "/recherche", For.Everyone),
        new("rayon/{category}", "/rayon/maison", For.Everyone),
        new("wallet/cash-out", "/wallet/cash-out", For.SignedIn),
        new("agent/cash-out", "/agent/cash-out", For.Agents),
        new("agent/till", "/agent/till", For.Agents),
        new("agents", "/agents", For.Everyone),
        new("supervisor/agents", "/supervisor/agents", For.Supervisors),
        new("supervisor/agents/{id}", "/supervisor/agents/nobody", For.Supervisors, IsSeen: false),
        new("operator/float-returns", "/operator/float-returns", For.Operators),
        new("wallet/recall/{id}", "/wallet/recall/nothing", For.SignedIn, IsSeen: false),
        new("wallet/recalls", "/wallet/recalls", For.SignedIn),
        new("operator/recalls", "/operator/recalls", For.Operators),
        new("operator/reversals", "/operator/reversals", For.Operators),
        new("wallet/help/{id}", "/wallet/help/nothing", For.SignedIn, IsSeen: false),
        new("wallet/help", "/wallet/help", For.SignedIn),
        new("support/reports", "/support/reports", For.Support),
        new("profile/data", "/profile/data", For.SignedIn),
        new("profile/close", "/profile/close", For.SignedIn),
        new("achats", "/achats", For.SignedIn),
        new("achats/{order}", "/achats/nothing", For.SignedIn, IsSeen: false),
        new("achats/{order}/echange/{returned}", "/achats/nothing/echange/nothing", For.SignedIn, IsSeen: false),
        new("suivi/{token}", "/suivi/nothing", For.Everyone, IsSeen: false),
        new("ma-boutique/commandes", "/ma-boutique/commandes", For.SignedIn),
        new("ma-boutique/commandes/{order}", "/ma-boutique/commandes/nothing", For.SignedIn, IsSeen: false),
        new("ma-boutique/ventes", "/ma-boutique/ventes", For.SignedIn),
        new("photos/{order}/{photo}", "/photos/nothing/nothing", For.SignedIn, IsSeen: false),
        new("remise/{number?}", "/remise", For.SignedIn),
        new("litige/{id}", "/litige/nothing", For.SignedIn, IsSeen: false),
        new("operator/disputes", "/operator/disputes", For.Operators),
        new("boutiques", "/boutiques", For.Everyone),
        new("boutique/{name}", "/boutique/nothing", For.Everyone, IsSeen: false),
        new("produit/{name}", "/produit/nothing", For.Everyone, IsSeen: false),
        new("ma-boutique", "/ma-boutique", For.SignedIn),
        new("ma-boutique/ouvrir", "/ma-boutique/ouvrir", For.SignedIn),
        new("ma-boutique/{shop}", "/ma-boutique/nothing", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/equipe", "/ma-boutique/nothing/equipe", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/articles", "/ma-boutique/nothing/articles", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/articles/nouveau", "/ma-boutique/nothing/articles/nouveau", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/articles/{product}", "/ma-boutique/nothing/articles/nothing", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/import", "/ma-boutique/nothing/import", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/import/{id}", "/ma-boutique/nothing/import/nothing", For.SignedIn, IsSeen: false),
        new("operator/shops", "/operator/shops", For.Operators | For.Clerks),
        new("operator/shops/{id}", "/operator/shops/nothing", For.Operators | For.Clerks, IsSeen: false),
        new("points", "/points", For.Everyone),
        new("point/{code}", "/point/BZV-01", For.Everyone),
        new("mon-point", "/mon-point", For.SignedIn),
        new("operator/points", "/operator/points", For.Operators),
        new("operator/points/{code}", "/operator/points/nouveau", For.Operators),
        new("sans-compte", "/sans-compte", For.Everyone),
        new("sans-compte/{id}", "/sans-compte/gst-00000000000000000000000000000000", For.Everyone),
        new("panier", "/panier", For.Everyone),
        new("panier/ajouter", "/panier/ajouter", For.Everyone, IsSeen: false),
        new("panier/encore", "/panier/encore", For.SignedIn, IsSeen: false),
        new("commande/{id}", "/commande/nothing", For.SignedIn, IsSeen: false),
        new("commande/{id}/payer", "/commande/nothing/payer", For.SignedIn, IsSeen: false),
        new("commande/{id}/merci", "/commande/nothing/merci", For.SignedIn, IsSeen: false),
        new("ma-boutique/{shop}/coupons", "/ma-boutique/nothing/coupons", For.SignedIn, IsSeen: false),
        new("operator/coupons", "/operator/coupons", For.Operators),
        new("ventes-flash", "/ventes-flash", For.Everyone),
        new("ma-boutique/promotions", "/ma-boutique/promotions", For.SignedIn),
        new("ma-boutique/ventes-flash", "/ma-boutique/ventes-flash", For.SignedIn),
        new("operator/promotions", "/operator/promotions", For.Operators),
        new("operator/ventes-flash", "/operator/ventes-flash", For.Operators),
    ];

    /// <summary>For theories.</summary>
    public static IEnumerable<object[]> Seen => All.Where(screen => screen.IsSeen).Select(screen => new object[] { screen.Address });

    /// <summary>The role that stands for a group of people.</summary>
    public static Role RoleOf(For who) => who switch
    {
        _ when who.HasFlag(For.Customers) => Role.Customer,
        _ when who.HasFlag(For.Agents) => Role.Agent,
        _ when who.HasFlag(For.Merchants) => Role.Merchant,
        _ when who.HasFlag(For.Operators) => Role.Operator,
        _ when who.HasFlag(For.Supervisors) => Role.Supervisor,
        _ when who.HasFlag(For.Support) => Role.Support,
        _ => Role.Accountant,
    };
}
