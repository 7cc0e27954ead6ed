using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>A buyer wants to send goods back.</summary>
public sealed record ReturnBody(
    ComplaintReason Reason, IReadOnlyList<UnitBody> Lines, string? Words = null,
    [property: Description("Other goods rather than money: one line at a time.")] bool Exchange = false,
    [property: Description("Ids of photos that were sent before.")] IReadOnlyList<string>? Photos = null,
    [property: Description("With exchange: the SKU of the variant that is wanted; null for the same again, when it was faulty.")] string? For = null);

/// <summary>The goods are back.</summary>
public sealed record ReceiveBody([property: Description("In XAF; 0 for the exchange that was asked for.")] long Amount, string? Words = null);

/// <summary>What may be had in exchange for goods of an order.</summary>
public sealed record ExchangeChoiceView(string Product, string Sku, string For, string Label, long Price, [property: Description("For one, against the one that was bought; negative when it is cheaper.")] long Difference, int Left, bool Same)
{
    internal static ExchangeChoiceView Of(ExchangeChoice one) => new(one.Product.Value, one.Sku, one.For, one.Label, one.Price, one.Difference, one.Left, one.IsSame);
}

/// <summary>An exchange and its money.</summary>
public sealed record ExchangeView(
    string Sku, string Title, string Label, int Quantity, long Price,
    [property: Description("What the buyer paid for the goods that go back.")] long Value,
    [property: Description("What the buyer pays besides.")] long ToPay,
    [property: Description("What goes back to the buyer.")] long ToBuyer,
    [property: Description("What the new parcel costs the buyer; 0 when the goods were faulty.")] long Delivery,
    [property: Description("What is wanted is gone, or was not paid: it is a refund.")] bool Gone,
    [property: Description("The new order, once it is placed.")] string? Order)
{
    internal static ExchangeView Of(Exchange one) => new(
        one.Wanted.Sku, one.Wanted.Title, one.Wanted.Label, one.Wanted.Quantity, one.Wanted.Price, one.Sum.Value, one.Sum.ToPay, one.Sum.ToBuyer, one.Delivery, one.Gone, one.Order?.Value);
}

/// <summary>A return.</summary>
public sealed record ReturnView(
    string Id, string Order, ReturnStatus Status, ComplaintReason Reason, string Words, bool Exchange, IReadOnlyList<UnitBody> Lines, IReadOnlyList<string> Photos, DateTimeOffset AskedAt,
    DateTimeOffset? Until, string Answer, long Amount, ExchangeView? ExchangeFor)
{
    internal static ReturnView Of(Return one) => new(
        one.Id, one.Wish.Order.Value, one.Status, one.Wish.Reason, one.Wish.Words, one.Wish.Exchange,
        [.. one.Wish.Lines.Select(line => new UnitBody(line.Product.Value, line.Sku, line.Quantity))], one.Wish.Photos, one.AskedAt, one.Until, one.Answer, one.Amount,
        one.Exchange is { } exchange ? ExchangeView.Of(exchange) : null);
}

/// <summary>A photo that was kept.</summary>
public sealed record PhotoView(string Id);

/// <summary>Returns, and the photos that go with them.</summary>
internal static class AfterSaleEndpoints
{
    private const int PhotoMax = 12 * 1024 * 1024;

    public static void MapReturns(this RouteGroupBuilder api)
    {
        RouteGroupBuilder all = api.MapGroup("").RequireAuthorization(Policies.Buyer).RequireRateLimiting(RateLimits.Money).WithTags("Returns");
        all.MapPost("/orders/{order}/photos", Keep).RequireRateLimiting(RateLimits.Pictures).WithMetadata(new RequestSizeLimitAttribute(PhotoMax)).WithName("addOrderPhoto")
            .WithSummary("As buyer or staff: keeps a photo for a return or a dispute (the body is the file itself).")
            .Refuses("unknown_order", "picture_type", "picture_too_large", "picture_dimensions", "picture_unreadable");
        all.MapGet("/orders/{order}/photos/{photo}", Show).WithName("getOrderPhoto").WithSummary("A photo, for buyer and staff.").Produces(200, contentType: "image/jpeg").Refuses("not_found");
        all.MapPost("/orders/{order}/returns", Ask).WithName("createReturn").WithSummary("Asks to send goods back.")
            .Refuses("unknown_order", "order_state", "order_disputed", "too_late", "return_lines", "exchange_lines", "exchange_same", "exchange_gone", "exchange_account", "idempotency_key_missing", "idempotency_key_invalid");
        all.MapGet("/orders/{order}/returns", List).WithName("listReturns").WithSummary("Returns of an order, for buyer and staff.").Refuses("unknown_order");
        all.MapGet("/orders/{order}/exchanges", Choices).WithName("listExchangeChoices").WithSummary("What may be had in exchange for an order's goods, for buyer and staff.").Refuses("unknown_order");
        all.MapPost("/returns/{id}/pay", Pay).WithName("payExchange").WithSummary("As buyer: pays once what the wanted goods cost more. Repeat until it answers.").Refuses(
            "unknown_case", "case_state", "insufficient_funds", "account_frozen", "account_closed", "limit_exceeded", "step_up_required", "quote_changed", "outcome_unknown", "ledger_unavailable", "in_progress");
        all.MapPost("/returns/{id}/{act}", Act).WithName("actOnReturn").WithSummary("As staff: accept, or refuse with a reason. As buyer: end.").Refuses("unknown_case", "case_state", "reason_missing", "not_found");
        all.MapPost("/returns/{id}/received", Receive).WithName("receiveReturn").WithSummary("As staff: the goods are back, and so much goes to the buyer, or what was asked for in exchange.")
            .Refuses("unknown_case", "case_state", "refund_too_large", "order_disputed", "exchange_gone");
    }

    /// <summary>An order of which this person is one side.</summary>
    public static async Task<Order?> PartyTo(this IGrainFactory grains, string? id, ClaimsPrincipal user) => await grains.Bought(id, user) ?? await grains.Sold(id, user);

    private static async Task<Results<Created<PhotoView>, ProblemResult>> Keep(string order, ClaimsPrincipal user, IGrainFactory grains, HttpRequest request)
    {
        if (await grains.PartyTo(order, user) is not { } known)
        {
            return Problem.Refuse("unknown_order");
        }

        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
        PhotoOutcome outcome = await grains.GetGrain<IAfterSaleGrain>(0).Keep(known.Id, user.Buyer(), file.ToArray());
        return outcome.Photo is { } photo ? TypedResults.Created($"/api/v1/orders/{order}/photos/{photo}", new PhotoView(photo)) : Problem.Refuse(outcome.Refusal!);
    }

    private static async Task<Results<FileContentHttpResult, ProblemResult>> Show(string order, string photo, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.PartyTo(order, user) is { } known && await grains.GetGrain<IAfterSaleGrain>(0).Show(known.Id, photo) is { } picture
            ? TypedResults.File(picture, "image/jpeg") : Problem.Refuse("not_found");

    private static async Task<Results<Created<ReturnView>, ProblemResult>> Ask(string order, ReturnBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await grains.Bought(order, user) is not { } bought)
        {
            return Problem.Refuse("unknown_order");
        }

        ReturnOutcome outcome = await grains.GetGrain<IReturnGrain>(AfterSaleKeys.Of("r-", bought.Id, key.Value)).Ask(new ReturnWish
        {
            Order = bought.Id,
            Buyer = user.Buyer(),
            Reason = body.Reason,
            Words = body.Words ?? "",
            Lines = [.. body.Lines.Select(line => new ReturnedLine(new ProductId(line.Product), line.Sku, line.Quantity))],
            Photos = [.. (body.Photos ?? []).Take(6)],
            Exchange = body.Exchange,
            For = body.For,
        });
        return outcome.Refusal is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Created($"/api/v1/orders/{order}/returns", ReturnView.Of(outcome.Return!));
    }

    private static async Task<Results<Ok<IReadOnlyList<ReturnView>>, ProblemResult>> List(string order, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.PartyTo(order, user) is { } known
            ? TypedResults.Ok<IReadOnlyList<ReturnView>>([.. (await grains.GetGrain<IAfterSaleGrain>(0).Returns(known.Id)).Select(ReturnView.Of)])
            : Problem.Refuse("unknown_order");

    private static async Task<Results<Ok<IReadOnlyList<ExchangeChoiceView>>, ProblemResult>> Choices(string order, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.PartyTo(order, user) is { } known
            ? TypedResults.Ok<IReadOnlyList<ExchangeChoiceView>>([.. (await grains.GetGrain<IAfterSaleGrain>(0).Choices(known.Id)).Choices.Select(ExchangeChoiceView.Of)])
            : Problem.Refuse("unknown_order");

    private static async Task<Results<Ok<ReturnView>, ProblemResult>> Pay(string id, ClaimsPrincipal user, HttpContext http, IGrainFactory grains, IStepUp stepUp) =>
        AfterSaleKeys.Is("r-", id) ? Answer(await grains.GetGrain<IReturnGrain>(id).Pay(user.Buyer(), !stepUp.IsProven(http))) : Problem.Refuse("unknown_case");

    private static async Task<Results<Ok<ReturnView>, ProblemResult>> Act(string id, string act, [FromBody] OrderReasonBody? body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!AfterSaleKeys.Is("r-", id))
        {
            return Problem.Refuse("unknown_case");
        }

        IReturnGrain grain = grains.GetGrain<IReturnGrain>(id);
        return act switch
        {
            "accept" => Answer(await grain.Answer(user.Buyer(), true, body?.Reason ?? "")),
            "refuse" => Answer(await grain.Answer(user.Buyer(), false, body?.Reason ?? "")),
            "end" => Answer(await grain.End(user.Buyer())),
            _ => Problem.Refuse("not_found"),
        };
    }

    private static async Task<Results<Ok<ReturnView>, ProblemResult>> Receive(string id, ReceiveBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        AfterSaleKeys.Is("r-", id) ? Answer(await grains.GetGrain<IReturnGrain>(id).Receive(user.Buyer(), body.Amount, body.Words ?? "")) : Problem.Refuse("unknown_case");

    private static Results<Ok<ReturnView>, ProblemResult> Answer(ReturnOutcome outcome) =>
        outcome.Money is { } money ? Problem.Refuse(money)
        : outcome.Refusal is { } refusal ? Problem.Refuse(refusal.Code()) : TypedResults.Ok(ReturnView.Of(outcome.Return!));
}
