using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;

namespace Postmobile.Api.Hosting;

/// <summary>How often one caller may ask, per front end and minute; 0 lifts a limit.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests that move or look up money, per customer.</summary>
    public int MoneyPerMinute { get; set; } = 600;

    /// <summary>Attempts to sign in or refresh a token, per address. Wrong PINs are counted elsewhere, per customer.</summary>
    public int SignInPerMinute { get; set; } = 60;

    /// <summary>Requests that cost an SMS, per address.</summary>
    public int SmsPerMinute { get; set; } = 10;

    /// <summary>Pictures that are taken in, per customer: opening one takes the processor.</summary>
    public int PicturesPerMinute { get; set; } = 20;

    /// <summary>Requests with one key of a shop's own program.</summary>
    public int KeyPerMinute { get; set; } = 300;

    /// <summary>Searches and suggestions, per address. Many telephones share one.</summary>
    public int SearchPerMinute { get; set; } = 1200;

    /// <summary>Pictures of goods and shops that are looked at, per address. A list has forty, and many telephones share an address.</summary>
    public int ImagesPerMinute { get; set; } = 12_000;

    /// <summary>Pictures of shared links, per address: one that is new is drawn first.</summary>
    public int CardsPerMinute { get; set; } = 120;

    /// <summary>SMS that a gateway brings, per address; and wrong secrets.</summary>
    public int GatewayPerMinute { get; set; } = 3_000;
}

/// <summary>The named limits that endpoints ask for with <c>RequireRateLimiting</c>.</summary>
public static class RateLimits
{
    /// <summary>Per customer.</summary>
    public const string Money = "money";

    /// <summary>Per address.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Per address.</summary>
    public const string Sms = "sms";

    /// <summary>Per customer.</summary>
    public const string Pictures = "pictures";

    /// <summary>Per address, reading too.</summary>
    public const string Search = "search";

    /// <summary>Per address, reading.</summary>
    public const string Images = "images";

    /// <summary>Per address, reading.</summary>
    public const string Cards = "cards";

    /// <summary>Per address, reading too.</summary>
    public const string Gateway = "gateway";

    /// <summary>Adds the limits of <c>RateLimits:*</c>.</summary>
    public static WebApplicationBuilder AddPostmobileRateLimits(this WebApplicationBuilder builder)
    {
        RateLimitOptions limits = builder.Configuration.GetSection("RateLimits").Get<RateLimitOptions>() ?? new();
        builder.Services.AddRateLimiter(options =>
        {
            options.OnRejected = Reject;
            options.AddPolicy(Money, http => PerMinute(http.User.Key() is null ? limits.MoneyPerMinute : limits.KeyPerMinute, Customer(http)));
            options.AddPolicy(SignIn, http => PerMinute(Sends(http) ? limits.SignInPerMinute : 0, Address(http)));
            options.AddPolicy(Pictures, http => PerMinute(Sends(http) ? limits.PicturesPerMinute : 0, Customer(http)));
            options.AddPolicy(Search, http => PerMinute(limits.SearchPerMinute, Address(http)));
            options.AddPolicy(Images, http => PerMinute(limits.ImagesPerMinute, Address(http)));
            options.AddPolicy(Gateway, http => PerMinute(limits.GatewayPerMinute, Address(http)));
            options.AddPolicy(Cards, http => PerMinute(limits.CardsPerMinute, Address(http)));
            options.AddPolicy(Sms, http => PerMinute(Sends(http) ? limits.SmsPerMinute : 0, Address(http)));
        });
        return builder;
    }

    private static RateLimitPartition<string> PerMinute(int permits, string caller) => permits <= 0
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = permits,
            TokensPerPeriod = Math.Max(1, permits / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(permits >= 60 ? 1 : 60.0 / permits),
            QueueLimit = 0,
        });

    // Looking at the page of a form costs nothing; many telephones share one address.
    private static bool Sends(HttpContext http) => !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);

    private static string Customer(HttpContext http) => http.User.FindFirst("sub")?.Value ?? Address(http);

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static ValueTask Reject(OnRejectedContext context, CancellationToken cancellation)
    {
        int wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        if (ProblemExceptionHandler.WantsProblem(context.HttpContext.Request))
        {
            return new ValueTask(Problem.Refuse(context.HttpContext, "too_many_requests"));
        }

        // A person gets the page for it, further out.
        context.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return ValueTask.CompletedTask;
    }
}
