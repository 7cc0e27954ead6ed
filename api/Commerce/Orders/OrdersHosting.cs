using Postmobile.Api.Logistics;

namespace Postmobile.Api.Commerce;

/// <summary>Puts orders, parcels and what follows a sale into the front end.</summary>
public static class OrdersHosting
{
    /// <summary>Maps their part of <c>/api/v1</c>.</summary>
    public static WebApplication MapOrders(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapOrders();
        api.MapShopOrders();
        api.MapReturns();
        api.MapDisputes();
        api.MapDeliveries();
        return app;
    }
}
