using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Commerce;

/// <summary>What a silo needs for people who buy without an account.</summary>
public static class GuestsHosting
{
    /// <summary>Adds their settings.</summary>
    public static ISiloBuilder AddGuests(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<GuestOptions>().BindConfiguration("Guests")
            .Validate(
                options => options is { CashMax: > 0, OpenOrdersMax: > 0, RefusedMax: > 0 } && options.RefusedCountFor > TimeSpan.Zero && options.NumberKnownFor > TimeSpan.Zero,
                "The figures of Guests are positive.")
            .ValidateOnStart();
        return silo;
    }
}
