using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Logistics;
using Postmobile.Money;

namespace Postmobile.Api.Logistics;

/// <summary>Post offices and pickup points: for everybody, for whoever runs one, and for the post's operators.</summary>
internal static class PointEndpoints
{
    private const int ListMax = 200;

    /// <summary>Maps <c>/points</c> and <c>/operator/points</c>.</summary>
    public static void MapPointEndpoints(this RouteGroupBuilder api)
    {
        RouteGroupBuilder all = api.MapGroup("/points").AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Points");
        all.MapGet("", List).WithName("listPoints").WithSummary("Post offices and pickup points: of a town, or the nearest first.").Refuses("place_invalid", "invalid_field");
        all.MapGet("/{code}", Find).WithName("getPoint").WithSummary("One point.").Refuses("unknown_point");

        RouteGroupBuilder own = api.MapGroup("/points/{code}/parcels").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Points");
        own.MapGet("", Parcels).WithName("listPointParcels").WithSummary("What is on its way to a point, waits there, or is to be given back; for whoever runs it.").Refuses("unknown_point", "not_point_staff");
        own.MapPost("/{number}/arrived", Arrived).WithName("takeParcelIn").WithSummary("A parcel has come: the buyer is told. It is handed over by /deliveries/{number}/deliver.")
            .Refuses("unknown_point", "not_point_staff", "unknown_delivery", "delivery_state", "not_carrier");
        own.MapPost("/{number}/left", Left).WithName("giveParcelBack").WithSummary("A parcel that nobody fetched, or that was called off, has left for the shop.")
            .Refuses("unknown_point", "not_point_staff", "unknown_delivery", "delivery_state", "not_carrier");

        RouteGroupBuilder post = api.MapGroup("/operator/points").RequireAuthorization(Policies.Operator).WithTags("Points");
        post.MapGet("", Every).WithName("listAllPoints").WithSummary("Points of a status.").Refuses("invalid_field");
        post.MapPost("", Open).WithName("openPoint").WithSummary("Opens a point. The code opens it once.").Refuses("invalid_field", "point_taken");
        post.MapGet("/{code}", Own).WithName("getOwnPoint").WithSummary("One point with who runs it.").Refuses("unknown_point");
        post.MapPut("/{code}", Change).WithName("changePoint").WithSummary("Changes what is known of it; If-Match names the version that was read.").Refuses("unknown_point", "point_state", "invalid_field", "precondition_failed");
        post.MapPost("/{code}/pause", (string code, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) => With(code, grains, time, one => one.Pause(user.Customer())))
            .WithName("pausePoint").WithSummary("It takes no new parcels.").Refuses("unknown_point", "point_state");
        post.MapPost("/{code}/reopen", (string code, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) => With(code, grains, time, one => one.Reopen(user.Customer())))
            .WithName("reopenPoint").WithSummary("It takes parcels again.").Refuses("unknown_point", "point_state");
        post.MapPost("/{code}/close", (string code, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) => With(code, grains, time, one => one.Close(user.Customer())))
            .WithName("closePoint").WithSummary("Closes a paused point for good, once no parcel waits there or is on its way.").Refuses("unknown_point", "point_state", "point_has_parcels");
    }

    private static async Task<Results<Ok<PointsView>, ProblemResult>> List(
        IGrainFactory grains, TimeProvider time, string? town = null, [Description("Latitude and longitude, such as -4.26,15.24.")] string? near = null, int limit = 100)
    {
        if (limit is < 1 or > ListMax || (near is not null && PointSentences.Near(near) is null))
        {
            return Problem.InvalidField(limit is < 1 or > ListMax ? "limit" : "near");
        }

        if (town is not null && Congo.Find(town) is null)
        {
            return Problem.Refuse("place_invalid");
        }

        (double Latitude, double Longitude)? here = PointSentences.Near(near);
        IEnumerable<PointView> views = (await grains.GetGrain<IPointsGrain>(0).List(Congo.Find(town)?.Name)).Select(point => PointView.Of(point, time.GetUtcNow(), here));
        return TypedResults.Ok(new PointsView([.. (here is null ? views : views.OrderBy(view => view.Kilometres)).Take(limit)]));
    }

    private static async Task<Results<Ok<PointView>, ProblemResult>> Find(string code, IGrainFactory grains, TimeProvider time) =>
        grains.Point(code) is { } grain && await grain.Look() is { } point ? TypedResults.Ok(PointView.Of(point, time.GetUtcNow())) : Problem.Refuse("unknown_point");

    private static async Task<Results<Ok<PointParcelsView>, ProblemResult>> Parcels(string code, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.OwnPoint(code, user) is { } point
            ? TypedResults.Ok(new PointParcelsView(point.Code.Value, [.. (await grains.GetGrain<IPointsGrain>(0).Parcels(point.Code)).Select(View)]))
            : await NotOwn(grains, code);

    private static Task<Results<Ok<PointParcelView>, ProblemResult>> Arrived(string code, string number, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(code, number, user, grains, parcel => grains.TakeIn(parcel, user.Customer()));

    private static Task<Results<Ok<PointParcelView>, ProblemResult>> Left(string code, string number, ClaimsPrincipal user, IGrainFactory grains) =>
        Do(code, number, user, grains, parcel => grains.GetGrain<IDeliveryGrain>(parcel.Id.Value).Leave(user.Customer()));

    private static async Task<Results<Ok<PointParcelView>, ProblemResult>> Do(
        string code, string number, ClaimsPrincipal user, IGrainFactory grains, Func<Delivery, Task<DeliveryRefusal?>> what)
    {
        if (await grains.OwnPoint(code, user) is not { } point)
        {
            return await NotOwn(grains, code);
        }

        if (await grains.Parcel(number, user) is not { } parcel || parcel.Order.To.PointCode != point.Code)
        {
            return Problem.Refuse("unknown_delivery");
        }

        return await what(parcel) is { } refusal
            ? Problem.Refuse(refusal.Code())
            : TypedResults.Ok(View((await grains.GetGrain<IDeliveryGrain>(parcel.Id.Value).Look())!));
    }

    private static async Task<ProblemResult> NotOwn(IGrainFactory grains, string code) =>
        Problem.Refuse(grains.Point(code) is { } grain && await grain.Look() is not null ? "not_point_staff" : "unknown_point");

    private static async Task<Results<Ok<PointsView>, ProblemResult>> Every(IGrainFactory grains, TimeProvider time, PointStatus status = PointStatus.Open) =>
        Enum.IsDefined(status)
            ? TypedResults.Ok(new PointsView([.. (await grains.GetGrain<IPointsGrain>(0).OfStatus(status)).Select(point => PointView.Of(point, time.GetUtcNow()))]))
            : Problem.InvalidField("status");

    private static async Task<Results<Ok<OwnPointView>, ProblemResult>> Open(NewPointBody body, ClaimsPrincipal user, IGrainFactory grains, Customers customers, TimeProvider time) =>
        PointCode.TryParse(body.Code, out _) ? await With(body.Code, grains, time, async one => await one.Open(await body.Point.Read(customers), user.Customer())) : Problem.InvalidField("code");

    private static async Task<Results<Ok<OwnPointView>, ProblemResult>> Own(string code, IGrainFactory grains, TimeProvider time) =>
        grains.Point(code) is { } grain && await grain.Look() is { } point ? TypedResults.Ok(await OwnPointView.Of(point, grains, time.GetUtcNow())) : Problem.Refuse("unknown_point");

    private static async Task<Results<Ok<OwnPointView>, ProblemResult>> Change(
        string code, PointBody body, [FromHeader(Name = "If-Match")] string? ifMatch, ClaimsPrincipal user, IGrainFactory grains, Customers customers, TimeProvider time) =>
        ShopSentences.TryReadVersion(ifMatch, out long? version)
            ? await With(code, grains, time, async one => await one.Change(await body.Read(customers), version, user.Customer()))
            : Problem.Refuse("precondition_failed");

    private static async Task<Results<Ok<OwnPointView>, ProblemResult>> With(string code, IGrainFactory grains, TimeProvider time, Func<IPointGrain, Task<PointOutcome>> act)
    {
        PointOutcome outcome = grains.Point(code) is { } grain ? await act(grain) : PointRefusal.UnknownPoint;
        return outcome is { Refusal: null, Point: { } point } ? TypedResults.Ok(await OwnPointView.Of(point, grains, time.GetUtcNow())) : outcome.ToProblem();
    }

    private static PointParcelView View(Delivery parcel) => new(DeliveryView.Of(parcel), parcel.PlaceOf(), parcel.Since(), parcel.WaitsUntil);
}
