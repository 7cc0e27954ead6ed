using System.Diagnostics;

namespace Postmobile.Tests.Hosting;

/// <summary>Waits for something to become true, instead of sleeping and hoping.</summary>
public static class Eventually
{
    /// <summary>Returns the first value that is good; fails with the last one when time is up.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isGood, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(20);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (isGood(value))
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(since) > limit)
            {
                throw new TimeoutException($"After {limit} it was still {value}.");
            }

            await Task.Delay(50);
        }
    }

    /// <inheritdoc cref="GetAsync{T}"/>
    public static Task TrueAsync(Func<bool> condition, TimeSpan? within = null) => GetAsync(() => Task.FromResult(condition()), good => good, within);
}
