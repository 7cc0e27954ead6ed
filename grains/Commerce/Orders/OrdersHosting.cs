using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Commerce;

/// <summary>Puts orders and what follows them into a silo.</summary>
public static class OrdersHosting
{
    /// <summary>Adds the options of orders, from the section <c>Orders</c>.</summary>
    public static ISiloBuilder AddOrders(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<OrderOptions>().Bind(silo.Configuration.GetSection("Orders"))
            .Validate(
                options => options is { TaxBasisPoints: >= 0 and <= 10_000 } && new[]
                {
                    options.AcceptWithin, options.PackWithin, options.CancelLateAfter, options.LostAfter,
                    options.CompleteAfter, options.DisputeWithin, options.ReturnWithin, options.ShopAnswersWithin, options.ExchangePaidWithin,
                }.All(time => time > TimeSpan.Zero),
                "The times of Orders are positive, and Orders:TaxBasisPoints is between 0 and 10000.")
            .ValidateOnStart();
        return silo;
    }
}
