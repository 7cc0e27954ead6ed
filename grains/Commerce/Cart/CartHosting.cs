using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Commerce;

/// <summary>What a silo needs for carts and checkouts.</summary>
public static class CartHosting
{
    /// <summary>Adds the checkout's settings.</summary>
    public static ISiloBuilder AddCart(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<CheckoutOptions>().BindConfiguration("Checkout");
        return silo;
    }
}
