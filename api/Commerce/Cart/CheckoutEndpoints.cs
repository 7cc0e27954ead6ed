using System.IO.Hashing;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Logistics;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Api.Commerce;

/// <summary>From a cart to paid orders.</summary>
public static class CheckoutEndpoints
{
    private const string Path = "/api/v1/checkouts/";

    /// <summary>Maps <c>/checkouts</c>.</summary>
    public static void MapCheckouts(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/checkouts").RequireAuthorization(Policies.Buyer).RequireRateLimiting(RateLimits.Money).WithTags("Checkout");
        group.MapPost("", Begin).WithName("beginCheckout").WithSummary("Sets what is in the cart aside for a quarter of an hour.").Refuses(
            "cart_empty", "cart_changed", "too_many_shops", "out_of_stock", "buyer_cap", "guest_account_needed", "guest_open_orders", "guest_not_served", "unknown_coupon", "coupon_not_now", "coupon_used_up", "coupon_used", "coupon_useless", "promotion_gone", "flash_gone",
            "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("/{id}", Find).WithName("getCheckout").WithSummary("A checkout of one's own.").Refuses("unknown_checkout");
        group.MapGet("/{id}/prices", Prices).WithName("quoteDeliveries").WithSummary("What each parcel costs to a town, by method.").Refuses("unknown_checkout", "place_invalid");
        group.MapPut("/{id}/delivery", Choose).WithName("chooseDelivery").WithSummary("Says where parcels go and how it is paid.").Refuses(
            "unknown_checkout", "checkout_state", "delivery_unavailable", "place_invalid", "recipient_invalid", "cash_not_allowed", "guest_cash_only", "invalid_field", "unknown_point", "point_missing", "point_closed");
        group.MapPost("/{id}/pay", Pay).WithName("payCheckout").WithSummary("Pays once and places an order a shop. Repeat until it answers.").Refuses(
            "unknown_checkout", "checkout_state", "delivery_missing", "total_changed", "out_of_stock", "flash_gone", "promotion_gone", "cash_not_allowed", "point_closed", "guest_account_needed", "guest_open_orders", "guest_not_served",
            "insufficient_funds", "account_frozen", "account_closed", "limit_exceeded", "step_up_required", "quote_changed", "outcome_unknown", "ledger_unavailable", "in_progress");
        group.MapDelete("/{id}", Abandon).WithName("abandonCheckout").WithSummary("Gives everything back.").Refuses("unknown_checkout");
    }

    private static async Task<Results<Created<CheckoutView>, ProblemResult>> Begin(
        CheckoutBody? body, IdempotencyKey key, ClaimsPrincipal user, HttpContext http, IGrainFactory grains, CartDesk desk, OrderLinks links)
    {
        CheckoutId id = Named(user, key);
        if (await Own(grains, id.Value, user) is { } known)
        {
            Answers.MarkReplay(http, true);
            return TypedResults.Created(Path + id, CheckoutView.Of(known, links));
        }

        CheckoutOutcome outcome = await (await desk.Find(http, make: true))!.CheckOut(new CartCheckout { Buyer = user.Buyer(), Id = id, SeenGoods = body?.Goods, SeenTotal = body?.Total });
        return outcome is { Refusal: null, Checkout: { } checkout } ? TypedResults.Created(Path + id, CheckoutView.Of(checkout, links)) : outcome.ToProblem();
    }

    private static async Task<Results<Ok<CheckoutView>, ProblemResult>> Find(string id, ClaimsPrincipal user, IGrainFactory grains, OrderLinks links) =>
        await Own(grains, id, user) is { } checkout ? TypedResults.Ok(CheckoutView.Of(checkout, links)) : Problem.Refuse("unknown_checkout");

    private static async Task<Results<Ok<Dictionary<string, IReadOnlyDictionary<DeliveryMethod, long>>>, ProblemResult>> Prices(
        string id, string? town, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await Own(grains, id, user) is not { } checkout)
        {
            return Problem.Refuse("unknown_checkout");
        }

        return Congo.Find(town) is { } known ? TypedResults.Ok(await grains.QuoteParcels(checkout, known)) : Problem.Refuse("place_invalid");
    }

    private static async Task<Results<Ok<CheckoutView>, ProblemResult>> Choose(string id, DeliveryBody body, ClaimsPrincipal user, IGrainFactory grains, OrderLinks links)
    {
        if (body.Parcels.Any(parcel => !ShopId.TryParse(parcel.Shop, out _)))
        {
            return Problem.InvalidField("parcels");
        }

        if (body.Parcels.Any(parcel => parcel.PointCode is not null && !PointCode.TryParse(parcel.PointCode, out _)))
        {
            return Problem.Refuse("unknown_point");
        }

        return CheckoutId.TryParse(id, out CheckoutId known)
            ? Answer(await grains.GetGrain<ICheckoutGrain>(known.Value).Choose(user.Buyer(), [.. body.Parcels.Select(Choice)], body.Payment), links)
            : Problem.Refuse("unknown_checkout");
    }

    private static async Task<Results<Ok<CheckoutView>, ProblemResult>> Pay(
        string id, PayBody body, ClaimsPrincipal user, HttpContext http, IGrainFactory grains, IStepUp stepUp, OrderLinks links) =>
        CheckoutId.TryParse(id, out CheckoutId known)
            ? Answer(await grains.GetGrain<ICheckoutGrain>(known.Value).Pay(user.Buyer(), body.Total, !stepUp.IsProven(http), links.Address(http, known)), links)
            : Problem.Refuse("unknown_checkout");

    private static async Task<Results<NoContent, ProblemResult>> Abandon(string id, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await Own(grains, id, user) is null)
        {
            return Problem.Refuse("unknown_checkout");
        }

        await grains.GetGrain<ICheckoutGrain>(id).Abandon();
        return TypedResults.NoContent();
    }

    /// <summary>A checkout of this person; null when there is none, or it is another's.</summary>
    internal static async Task<Checkout?> Own(IGrainFactory grains, string? id, ClaimsPrincipal user) =>
        CheckoutId.TryParse(id, out CheckoutId known) && await grains.GetGrain<ICheckoutGrain>(known.Value).Look() is { } checkout && checkout.Buyer == user.Buyer()
            ? checkout
            : null;

    /// <summary>What each parcel costs to a town, by shop and method.</summary>
    internal static async Task<Dictionary<string, IReadOnlyDictionary<DeliveryMethod, long>>> QuoteParcels(this IGrainFactory grains, Checkout checkout, Town town)
    {
        var to = new Place { Department = town.Department, Town = town.Name };
        var prices = grains.GetGrain<IDeliveryPricesGrain>(0);
        HashSet<DeliveryMethod> possible = [DeliveryMethod.Home, .. (await grains.PointsIn(town.Name, null)).Select(point => point.Method)];
        var quotes = new Dictionary<string, IReadOnlyDictionary<DeliveryMethod, long>>();
        foreach (CheckoutParcel parcel in checkout.Parcels)
        {
            var quote = await prices.Quote(parcel.From, to, parcel.WeightGrams, parcel.VolumeCubicMillimetres);
            quotes[parcel.Shop.Value] = quote.Where(one => possible.Contains(one.Key)).ToDictionary();
        }

        return quotes;
    }

    /// <summary>Where the buyer follows what they bought, as an SMS says it: the order's link when there is one order.</summary>
    internal static string Address(this OrderLinks links, HttpContext http, CheckoutId id) =>
        $"{http.Request.Scheme}://{http.Request.Host}" + links.For(id.Order(1));

    private static Results<Ok<CheckoutView>, ProblemResult> Answer(CheckoutOutcome outcome, OrderLinks links) =>
        outcome is { Refusal: null, Money: null, Checkout: { } checkout } ? TypedResults.Ok(CheckoutView.Of(checkout, links)) : outcome.ToProblem();

    private static ParcelChoice Choice(ParcelBody body) => new()
    {
        Shop = new ShopId(body.Shop),
        Method = body.Method,
        To = new Place { Department = Congo.Find(body.Town)?.Department ?? "", Town = Congo.Find(body.Town)?.Name ?? body.Town, Address = body.Address?.Trim() ?? "" },
        Point = body.Point?.Trim() ?? "",
        Recipient = new Recipient(body.Name.Trim(), body.Phone),
        Note = body.Note,
        PointCode = PointCode.TryParse(body.PointCode, out PointCode point) ? point : null,
    };

    // The same person's same key is the same checkout; nobody else's key meets it.
    private static CheckoutId Named(ClaimsPrincipal user, IdempotencyKey key) =>
        new("x-" + new Guid(XxHash128.Hash(Encoding.UTF8.GetBytes($"{user.Buyer().Value}\n{key.Value}"))).ToString("N"));
}
