using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Money;

/// <summary>Puts the mending of mistakes into a silo.</summary>
public static class MistakesHosting
{
    /// <summary>Adds the options of recalls, from the section <c>Recalls</c>.</summary>
    public static ISiloBuilder AddMistakes(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<RecallOptions>().Bind(silo.Configuration.GetSection("Recalls"))
            .Validate(options => options.Window > TimeSpan.Zero && options.AnswerWithin > TimeSpan.Zero && options.PerMonth >= 0, "Recalls:Window and Recalls:AnswerWithin are positive, Recalls:PerMonth is not negative.")
            .ValidateOnStart();
        return silo;
    }
}
