using System.Security.Claims;
using OpenIddict.Abstractions;
using Postmobile.Api.Identity;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>A door that a person opens, or a key of a shop's own program with this scope.</summary>
/// <param name="Scope">Of <see cref="ShopScopes.All"/>.</param>
internal sealed record TakesKeysMetadata(string Scope);

/// <summary>Opens doors to keys, and writes down what came in by them.</summary>
internal static class ShopKeyDoors
{
    /// <summary>Lets persons in, and keys with this scope.</summary>
    public static TBuilder TakesKeys<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.RequireAuthorization(ShopKeyTokens.PolicyOf(scope)).WithMetadata(new TakesKeysMetadata(scope));
        return builder.AddEndpointFilter<TBuilder, ShopKeyRecord>();
    }

    /// <summary>Who asks at a door that is open to everybody: a person, or a key with this scope; null is a stranger.</summary>
    public static CustomerId? Asker(this ClaimsPrincipal user, string scope) =>
        user.Key() is not { } key ? user.Visitor() : user.HasScope(scope) ? key.Actor : null;
}

/// <summary>
/// What a key changes is in its shop's log before the program has its answer, under the key's name. Orders and movements of stock name the key themselves, in the
/// write that changes them; this tells the whole of it in one place.
/// </summary>
internal sealed class ShopKeyRecord(IGrainFactory grains, TimeProvider time) : IEndpointFilter
{
    private const int AddressMax = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? answer = await next(context);
        HttpContext http = context.HttpContext;
        if (http.User.Key() is { } key && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            object? inner = answer is INestedHttpResult { Result: var result } ? result : answer;
            string address = http.Request.Path.Value ?? "";
            var act = new ShopKeyAct(
                time.GetUtcNow(), key.Value, http.User.FindFirst(ClaimNames.Name)?.Value ?? "",
                $"{http.Request.Method} {(address.Length > AddressMax ? address[..AddressMax] : address)}", (inner as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
            await grains.GetGrain<IShopKeyLogGrain>(key.Shop.Value).Append(Guid.CreateVersion7(act.At).ToString("N"), act);
        }

        return answer;
    }
}
