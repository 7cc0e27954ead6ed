using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Logistics;

/// <summary>Settings of points, from the section <c>Points</c>.</summary>
public sealed class PointOptions
{
    /// <summary>How long one of the days is for which a parcel waits.</summary>
    public TimeSpan Day { get; set; } = TimeSpan.FromDays(1);
}

/// <summary>Puts points into a silo.</summary>
public static class PointsHosting
{
    /// <summary>Adds the options of points.</summary>
    public static ISiloBuilder AddPoints(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<PointOptions>().Bind(silo.Configuration.GetSection("Points"))
            .Validate(options => options.Day > TimeSpan.Zero, "Points:Day is positive.").ValidateOnStart();
        return silo;
    }
}
