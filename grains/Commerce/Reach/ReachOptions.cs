using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Postmobile.Commerce;

/// <summary>Settings of messages to followers, links and referrals, section <c>Reach</c>.</summary>
public sealed class ReachOptions
{
    /// <summary>Where this house answers, such as <c>https://poste.example</c>: links in messages begin with it. Without it, outside of Development, no shop can send messages.</summary>
    public string Address { get; set; } = "";

    /// <summary>What a shop pays for one SMS, in XAF.</summary>
    public long MessagePrice { get; set; } = 15;

    /// <summary>What a shop pays for one e-mail, in XAF.</summary>
    public long EmailPrice { get; set; } = 2;

    /// <summary>Messages go out from this hour of Brazzaville on.</summary>
    public int FromHour { get; set; } = 8;

    /// <summary>And before this one.</summary>
    public int ToHour { get; set; } = 20;

    /// <summary>Messages to one wave.</summary>
    public int Wave { get; set; } = 100;

    /// <summary>Between two waves of which the gateway took nothing.</summary>
    public TimeSpan Rest { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pictures that no product and no shop has used after this time are removed.</summary>
    public TimeSpan UnusedPictures { get; set; } = TimeSpan.FromDays(7);
}

/// <summary>What a silo needs to reach people.</summary>
public static class ReachHosting
{
    private const string HomeAddress = "http://localhost:8080";

    /// <summary>Adds the settings, and what begins by itself.</summary>
    public static ISiloBuilder AddReach(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<ReachOptions>().BindConfiguration("Reach")
            .PostConfigure<IHostEnvironment>((options, host) => options.Address =
                options.Address.Length > 0 ? options.Address.TrimEnd('/') : host.IsDevelopment() ? HomeAddress : "")
            .Validate(options => options is { MessagePrice: > 0, EmailPrice: > 0 }, "Reach:MessagePrice and Reach:EmailPrice are positive.")
            .Validate(options => options is { FromHour: >= 0, ToHour: <= 24 } && options.FromHour < options.ToHour, "Reach:FromHour is before Reach:ToHour, both of one day.")
            .Validate(options => options.Wave is > 0 and <= 1_000, "Reach:Wave is 1 to 1,000.")
            .Validate(options => options.Address.Length is 0 or <= 60 && (options.Address.Length == 0 || Uri.IsWellFormedUriString(options.Address, UriKind.Absolute)), "Reach:Address is an address, short enough for an SMS.")
            .ValidateOnStart();
        silo.Services.AddSingleton<MailingLines>();
        silo.Services.AddSingleton<ReferralBook>();
        silo.Services.AddSingleton(new Documents.Beginning("The sweep of pictures", grains => grains.GetGrain<IImageSweepGrain>(ImageSweeps.Key).Begin()));
        return silo;
    }
}
