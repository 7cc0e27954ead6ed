using Microsoft.Extensions.DependencyInjection;

namespace Postmobile.Identity;

/// <summary>What a silo needs for papers and screening.</summary>
public static class KycHosting
{
    /// <summary>Adds it; settings are <see cref="KycOptions"/>, from the section <c>Kyc</c>.</summary>
    public static ISiloBuilder AddKyc(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<KycOptions>().BindConfiguration("Kyc")
            .Validate(options => options.HitScore is >= 500 and <= 1000, "Kyc:HitScore is 500 to 1,000.")
            .Validate(options => options.ClaimLife > TimeSpan.Zero, "Kyc:ClaimLife is positive.")
            .ValidateOnStart();
        silo.Services.AddSingleton<SanctionsBook>();
        return silo;
    }
}
