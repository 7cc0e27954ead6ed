using Postmobile.Api.Audit;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Api.Logistics;
using Postmobile.Api.Money;
using Postmobile.Api.Partners;

namespace Postmobile.Api.Hosting;

/// <summary>What each domain puts into the front end, part by part.</summary>
internal static class Domains
{
    /// <summary>What the endpoints and pages of all domains need.</summary>
    public static void AddDomains(this WebApplicationBuilder builder)
    {
        builder.AddPostmobileIdentity();

        builder.AddPostmobileMoney();
        builder.AddUssdGateways();
        builder.AddAgents();
        builder.AddPostmobileBulk();
        builder.AddPapers();
        builder.AddPostmobileTariffs();
        builder.AddMerchants();
        builder.AddRequests();

        builder.AddShopPages();
        builder.AddCart();
        builder.AddMarketing();
        builder.AddReach();
    }

    /// <summary>The endpoints of all domains.</summary>
    public static void MapDomains(this WebApplication app)
    {
        app.MapIdentity();
        app.MapKyc();
        app.MapAudit();

        app.MapMoney();
        app.MapUssd();
        app.MapAgents();
        app.MapMistakes();
        app.MapRequests();
        app.MapBulk();
        app.MapPapers();
        app.MapTariffs();
        app.MapMerchants();
        app.MapMonitoring();

        app.MapSearch();
        app.MapTrust();
        app.MapCart();
        app.MapShops();
        app.MapOrders();
        app.MapPoints();
        app.MapOffers();
        app.MapMarketing();
        app.MapReach();
        app.MapWebhooks();
    }
}
