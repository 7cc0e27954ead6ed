using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Money;

/// <summary>Puts requests, split bills and mandates into a silo.</summary>
public static class RequestsHosting
{
    /// <summary>Adds their options, from the section <c>Requests</c>.</summary>
    public static ISiloBuilder AddRequests(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<RequestOptions>().Bind(silo.Configuration.GetSection("Requests"))
            .Validate(
                options => options.Life > TimeSpan.Zero && options.ProposalLife > TimeSpan.Zero && options.PerDay >= 0 && options.OpenToOne > 0 && options.CollectionTries > 0,
                "Requests:Life and Requests:ProposalLife are positive, Requests:PerDay is not negative, Requests:OpenToOne and Requests:CollectionTries are at least 1.")
            .ValidateOnStart();
        return silo;
    }
}
