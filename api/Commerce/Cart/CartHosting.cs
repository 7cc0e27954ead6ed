using System.Text.Json;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Puts cart, checkout and coupons into the front end.</summary>
public static class CartHosting
{
    /// <summary>Adds what endpoints and pages need.</summary>
    public static WebApplicationBuilder AddCart(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CartDesk>();
        builder.Services.AddSingleton<OrderLinks>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OrderLinks>());
        builder.Services.AddOptions<GuestOptions>().BindConfiguration("Guests");
        return builder;
    }

    /// <summary>Maps <c>/cart</c>, <c>/checkouts</c>, the coupons and the stock.</summary>
    public static WebApplication MapCart(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapCartItems();
        api.MapCheckouts();
        api.MapCoupons();
        api.MapStock();
        return app;
    }

    /// <summary>The stable code of a refusal.</summary>
    public static string Code(this CartRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>The stable code of a coupon's refusal.</summary>
    public static string Code(this CouponRefusal refusal) => refusal switch
    {
        CouponRefusal.Invalid => "coupon_invalid",
        CouponRefusal.Taken => "coupon_taken",
        CouponRefusal.Unknown => "unknown_coupon",
        CouponRefusal.SameOperator => "same_operator",
        CouponRefusal.AlreadyDecided => "already_decided",
        CouponRefusal.TooMany => "promotions_max",
        _ => "internal_error",
    };

    internal static ProblemResult ToProblem(this CheckoutOutcome outcome)
    {
        if (outcome.Money is { } money)
        {
            return Problem.Refuse(money);
        }

        ProblemResult problem = Problem.Refuse(outcome.Refusal!.Value.Code());
        problem = outcome.Product is { } product ? problem.With("product", product.Value).With("left", outcome.Left) : problem;
        return outcome.Coupon is { } coupon ? problem.With("coupon", coupon) : problem;
    }
}
