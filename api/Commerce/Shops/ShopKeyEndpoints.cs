using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>A new key.</summary>
public sealed record ShopKeyBody(
    [property: Description("What it is called; 2 to 60 characters.")] string Name,
    [property: Description("products, stock, orders, webhooks.")] IReadOnlyList<string> Scopes);

/// <summary>A key of a shop's own program.</summary>
/// <param name="Id">Its id, which is the <c>client_id</c> of <c>/connect/token</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When a token was last given for it, to the minute.</param>
/// <param name="PreviousUntil">Until when the secret before still opens.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Secret">The <c>client_secret</c>; only in the answer that made it.</param>
public sealed record ShopKeyView(
    string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? PreviousUntil, DateTimeOffset? RevokedAt, string? Secret)
{
    internal static ShopKeyView Of(ShopKey key, string? secret = null) => new(
        key.Id.Value, key.Name, key.Scopes, key.CreatedAt, key.LastUsedAt, key.PreviousUntil, key.RevokedAt, secret);
}

/// <summary>Keys, the newest first.</summary>
public sealed record ShopKeysView(IReadOnlyList<ShopKeyView> Keys);

/// <summary>Something that a key did, or that was done to it.</summary>
/// <param name="At">When.</param>
/// <param name="Key">Which.</param>
/// <param name="Name">What it was called then.</param>
/// <param name="What">A verb of HTTP and an address; or made, rotated, revoked.</param>
/// <param name="Status">The status of the answer; 0 where a person did it.</param>
public sealed record ShopKeyActView(DateTimeOffset At, string Key, string Name, string What, int Status);

/// <summary>Acts, the newest first.</summary>
public sealed record ShopKeyActsView(IReadOnlyList<ShopKeyActView> Acts);

/// <summary>Keys for a shop's own programs. Made by persons alone: a key makes no keys.</summary>
internal static class ShopKeyEndpoints
{
    private const int ActsMax = 200;

    private static readonly string[] Own = ["unknown_shop", "not_shop_staff"];
    private static readonly string[] One = [.. Own, "unknown_shop_key"];

    /// <summary>Maps <c>/shops/{shop}/keys</c>.</summary>
    public static void MapShopKeys(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/shops/{shop}/keys").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Shop keys");
        group.MapGet("", List).WithName("listShopKeys").WithSummary("The keys of the shop's own programs, for owner and managers.").Refuses(Own);
        group.MapPost("", Make).WithName("createShopKey")
            .WithSummary("Makes a key, ten at most. Its secret is in this answer and never again; with it the program gets tokens at /connect/token (client_credentials).")
            .Refuses([.. Own, "shop_state", "invalid_field", "shop_key_limit", "idempotency_key_missing", "idempotency_key_invalid"]);
        group.MapGet("/acts", Acts).WithName("listShopKeyActs").WithSummary("What keys did, the newest first.").Refuses([.. Own, "invalid_field"]);
        group.MapPost("/{key}/rotate", Rotate).WithName("rotateShopKey").WithSummary("A new secret; the one before opens for another day.").Refuses(One);
        group.MapDelete("/{key}", Revoke).WithName("revokeShopKey").WithSummary("Ends the key at once, and its tokens with it.").Refuses(One);
    }

    private static async Task<Results<Ok<ShopKeysView>, ProblemResult>> List(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.ShopFor(shop, user, ShopRole.Manager) is { } known
            ? TypedResults.Ok(new ShopKeysView([.. (await Keys(grains, known.Id).Keys()).Select(key => ShopKeyView.Of(key))]))
            : OrderSentences.NotStaff(grains, shop);

    private static async Task<Results<Created<ShopKeyView>, ProblemResult>> Make(string shop, ShopKeyBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!ShopId.TryParse(shop, out ShopId id))
        {
            return Problem.Refuse("unknown_shop");
        }

        ShopKeyOutcome outcome = await Keys(grains, id).MakeKey(user.Customer(), body.Name, body.Scopes, key.Value);
        return outcome.Key is { } made ? TypedResults.Created($"/api/v1/shops/{shop}/keys", ShopKeyView.Of(made, outcome.Secret)) : Refuse(outcome);
    }

    private static async Task<Results<Ok<ShopKeyActsView>, ProblemResult>> Acts(string shop, ClaimsPrincipal user, IGrainFactory grains, int limit = 50)
    {
        if (limit is < 1 or > ActsMax)
        {
            return Problem.InvalidField("limit");
        }

        return await grains.ShopFor(shop, user, ShopRole.Manager) is { } known
            ? TypedResults.Ok(new ShopKeyActsView(
                [.. (await grains.GetGrain<IShopKeyLogGrain>(known.Id.Value).Latest(limit)).Select(act => new ShopKeyActView(act.At, act.Key, act.Name, act.What, act.Status))]))
            : OrderSentences.NotStaff(grains, shop);
    }

    private static Task<Results<Ok<ShopKeyView>, ProblemResult>> Rotate(string shop, string key, ClaimsPrincipal user, IGrainFactory grains) =>
        With(shop, key, grains, (keys, id) => keys.RotateKey(user.Customer(), id));

    private static Task<Results<Ok<ShopKeyView>, ProblemResult>> Revoke(string shop, string key, ClaimsPrincipal user, IGrainFactory grains) =>
        With(shop, key, grains, (keys, id) => keys.RevokeKey(user.Customer(), id));

    private static async Task<Results<Ok<ShopKeyView>, ProblemResult>> With(string shop, string key, IGrainFactory grains, Func<IShopKeysGrain, ShopKeyId, Task<ShopKeyOutcome>> act)
    {
        if (!ShopId.TryParse(shop, out ShopId known))
        {
            return Problem.Refuse("unknown_shop");
        }

        // One that is no key at all is asked for all the same, so that a stranger hears the same of every shop.
        _ = ShopKeyId.TryParse(key, out ShopKeyId id);
        ShopKeyOutcome outcome = await act(Keys(grains, known), id);
        return outcome.Key is { } done ? TypedResults.Ok(ShopKeyView.Of(done, outcome.Secret)) : Refuse(outcome);
    }

    private static IShopKeysGrain Keys(IGrainFactory grains, ShopId shop) => grains.GetGrain<IShopKeysGrain>(shop.Value);

    private static ProblemResult Refuse(ShopKeyOutcome outcome) =>
        outcome.Field is { } field ? Problem.InvalidField(field, outcome.Refusal!.Value.Code()) : Problem.Refuse(outcome.Refusal!.Value.Code());
}
