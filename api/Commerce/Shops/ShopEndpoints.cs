using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>Opening a shop and running it.</summary>
public static class ShopEndpoints
{
    private const int PageMax = 100;

    // More than a paper may have, so that whoever sends one that is too large hears so instead of a cut connection.
    private const int PaperMax = 15 * 1024 * 1024;

    private static readonly string[] Own = ["unknown_shop", "not_shop_staff"];

    /// <summary>Maps <c>/shops</c>.</summary>
    public static RouteGroupBuilder MapShopEndpoints(this RouteGroupBuilder api)
    {
        RouteGroupBuilder open = api.MapGroup("/shops").AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Shops");
        open.MapGet("", List).WithName("listShops").WithSummary("Open shops, newest first.").Refuses("invalid_field");
        open.MapGet("/{shop}", Find).WithName("getShop").WithSummary("A shop as everybody sees it.").Refuses("unknown_shop");

        RouteGroupBuilder group = api.MapGroup("/shops").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Shops");
        group.MapPost("", Apply).WithName("createShop").WithSummary("Applies for a shop. Attach papers and submit; the post then reviews it.")
            .Refuses("invalid_field", "unknown_customer", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("/mine", Mine).WithName("listOwnShops").WithSummary("One's shops: as owner, as staff, or asked to be.");
        group.MapGet("/{shop}/settings", Settings).WithName("getShopSettings").WithSummary("The shop with papers, decisions and staff, for its owner and managers.").Refuses(Own);
        group.MapPut("/{shop}", Edit).WithName("editShop").WithSummary("Changes what the shop says of itself; with If-Match only the version that was read.")
            .Refuses([.. Own, "shop_state", "invalid_field", "precondition_failed"]);
        group.MapPut("/{shop}/papers/{paper}", Attach).RequireRateLimiting(RateLimits.Pictures).WithMetadata(new RequestSizeLimitAttribute(PaperMax)).WithName("putShopPaper")
            .WithSummary("Takes a business paper in (the body is the JPEG, PNG, WebP or PDF file itself; register, tax, licence or premises).")
            .Refuses([.. Own, "shop_state", "invalid_field", "picture_type", "picture_too_large", "picture_dimensions", "picture_unreadable"]);
        group.MapGet("/{shop}/papers/{paper}", Show).WithName("getShopPaper").WithSummary("One's own paper.").Produces(200, contentType: "application/octet-stream").Refuses("not_found");
        group.MapPost("/{shop}/submit", Submit).WithName("submitShop").WithSummary("Hands the application in.").Refuses([.. Own, "shop_state", "identity_needed", "papers_missing"]);
        group.MapPost("/{shop}/close", Close).WithName("closeShop").WithSummary("Closes it for good, once its orders are over and its takings paid out.").Refuses([.. Own, "shop_not_settled"]);
        group.MapPost("/{shop}/staff", Invite).WithName("inviteShopStaff").WithSummary("Asks somebody to work there, or gives them another role.")
            .Refuses([.. Own, "invalid_phone", "unknown_customer", "own_number", "shop_staff_full", "shop_state", "invalid_field"]);
        group.MapPost("/{shop}/staff/accept", Accept).WithName("acceptShopStaff").WithSummary("Accepts to work there.").Refuses("unknown_shop");
        group.MapDelete("/{shop}/staff/{person}", Remove).WithName("removeShopStaff").WithSummary("Sends somebody away, leaves, or declines.").Refuses([.. Own, "invalid_field"]);
        return group;
    }

    private static async Task<Results<Ok<ShopsView>, ProblemResult>> List(IGrainFactory grains, string? cursor, int limit = 50)
    {
        if (limit is < 1 or > PageMax)
        {
            return Problem.InvalidField("limit");
        }

        ShopPage page = await grains.GetGrain<IShopsGrain>(0).List(limit, cursor);
        return TypedResults.Ok(new ShopsView([.. page.Shops.Select(ShopLineView.Of)], page.NextCursor));
    }

    private static async Task<Results<Ok<ShopView>, ProblemResult>> Find(string shop, IGrainFactory grains) =>
        grains.Shop(shop) is { } grain && await grain.Details() is { Shop.Status: ShopStatus.Open or ShopStatus.Suspended } known
            ? TypedResults.Ok(ShopView.Of(known)) : Problem.Refuse("unknown_shop");

    private static async Task<Results<Created<OwnShopView>, ProblemResult>> Apply(ShopBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        long number = await grains.GetGrain<IShopsGrain>(0).Draw(user.Customer().Value + " shop", key.Value);
        ShopOutcome outcome = await grains.GetGrain<IShopGrain>(ShopId.Of(number).Value).Apply(user.Customer(), body.Read());
        return outcome.Shop is { } shop ? TypedResults.Created($"/api/v1/shops/{shop.Shop.Id}/settings", OwnShopView.Of(shop)) : outcome.ToProblem();
    }

    private static async Task<Ok<ShopsView>> Mine(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(new ShopsView([.. (await grains.GetGrain<IShopsGrain>(0).Of(user.Customer())).Select(ShopLineView.Of)], null));

    private static async Task<Results<Ok<OwnShopView>, ProblemResult>> Settings(string shop, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (grains.Shop(shop) is not { } grain || await grain.Details() is not { } known)
        {
            return Problem.Refuse("unknown_shop");
        }

        http.Response.Headers.ETag = $"\"{known.Version}\"";
        return known.Shop.Employs(user.Customer(), ShopRole.Manager) ? TypedResults.Ok(OwnShopView.Of(known)) : Problem.Refuse("not_shop_staff");
    }

    private static async Task<Results<Ok<OwnShopView>, ProblemResult>> Edit(
        string shop, ShopBody body, ClaimsPrincipal user, IGrainFactory grains, [FromHeader(Name = "If-Match")] string? ifMatch) =>
        !ShopSentences.TryReadVersion(ifMatch, out long? version)
            ? Problem.Refuse("precondition_failed")
            : await With(shop, grains, one => one.Edit(user.Customer(), body.Read(), version));

    private static async Task<Results<Ok<OwnShopView>, ProblemResult>> Attach(string shop, string paper, ClaimsPrincipal user, IGrainFactory grains, HttpRequest request)
    {
        if (!Enum.TryParse(paper, ignoreCase: true, out ShopPaperKind known) || !Enum.IsDefined(known))
        {
            return grains.Shop(shop) is null ? Problem.Refuse("unknown_shop") : Problem.InvalidField("paper");
        }

        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, request.HttpContext.RequestAborted);
        return await With(shop, grains, one => one.AttachPaper(user.Customer(), known, file.ToArray()));
    }

    private static async Task<Results<FileContentHttpResult, ProblemResult>> Show(string shop, string paper, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Shop(shop) is { } grain && await grain.ShowPaper(paper, user.Customer(), post: false) is { } file
            ? TypedResults.File(file.Bytes, file.Type, paper + (file.Type == "application/pdf" ? ".pdf" : ".jpg")) : Problem.Refuse("not_found");

    private static Task<Results<Ok<OwnShopView>, ProblemResult>> Submit(string shop, ClaimsPrincipal user, IGrainFactory grains) => With(shop, grains, one => one.Submit(user.Customer()));

    private static Task<Results<Ok<OwnShopView>, ProblemResult>> Close(string shop, [FromBody] ShopReasonBody? body, ClaimsPrincipal user, IGrainFactory grains) =>
        With(shop, grains, one => one.Close(user.Customer(), post: false, body?.Reason));

    private static async Task<Results<Ok<OwnShopView>, ProblemResult>> Invite(string shop, StaffBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        PhoneNumber.TryParse(body.Phone, out PhoneNumber phone)
            ? await With(shop, grains, one => one.Invite(user.Customer(), phone, body.Role))
            : Problem.InvalidField("phone", "invalid_phone");

    private static async Task<Results<Ok<ShopLineView>, ProblemResult>> Accept(string shop, ClaimsPrincipal user, IGrainFactory grains)
    {
        ShopOutcome outcome = grains.Shop(shop) is { } grain ? await grain.AcceptInvitation(user.Customer()) : ShopRefusal.UnknownShop;
        return outcome.Shop is null
            ? outcome.ToProblem()
            : TypedResults.Ok(ShopLineView.Of((await grains.GetGrain<IShopsGrain>(0).Of(user.Customer())).First(line => line.Id == outcome.Shop.Shop.Id)));
    }

    private static async Task<Results<NoContent, ProblemResult>> Remove(string shop, string person, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (grains.Shop(shop) is not { } grain)
        {
            return Problem.Refuse("unknown_shop");
        }

        ShopOutcome outcome = CustomerId.TryParse(person, out CustomerId whom) ? await grain.RemoveStaff(user.Customer(), whom) : new ShopOutcome(null, ShopRefusal.InvalidField, "person");
        return outcome.Shop is null ? outcome.ToProblem() : TypedResults.NoContent();
    }

    internal static async Task<Results<Ok<OwnShopView>, ProblemResult>> With(string shop, IGrainFactory grains, Func<IShopGrain, Task<ShopOutcome>> act)
    {
        ShopOutcome outcome = grains.Shop(shop) is { } grain ? await act(grain) : ShopRefusal.UnknownShop;
        return outcome.Shop is { } known ? TypedResults.Ok(OwnShopView.Of(known)) : outcome.ToProblem();
    }
}
