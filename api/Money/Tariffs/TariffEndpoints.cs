using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>The whole fee table, for everybody, before registering.</summary>
public static class TariffEndpoints
{
    private const int FreshSeconds = 30;

    /// <summary>Maps <c>/tariffs</c>.</summary>
    public static void MapPublicTariff(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/tariffs").AllowAnonymous().WithTags("Tariffs");
        group.MapGet("", At).WithName("getTariff").WithSummary("All fees, taxes and commissions, now or at a moment. Needs no token.")
            .Produces(StatusCodes.Status304NotModified);
        group.MapGet("/charge", Charge).WithName("getCharge").WithSummary("What an operation of an amount costs now.").Refuses("invalid_field");
    }

    /// <summary>The operation of a name such as <c>cash_out</c>; false when there is none.</summary>
    public static bool TryRead(string? name, out PostingKind operation)
    {
        operation = Enum.GetValues<PostingKind>().FirstOrDefault(kind => NameOf(kind) == name);
        return operation != default;
    }

    /// <summary>An operation's name outside.</summary>
    public static string NameOf(PostingKind operation) => JsonNamingPolicy.SnakeCaseLower.ConvertName(operation.ToString());

    private static async Task<Results<Ok<TariffView>, StatusCodeHttpResult>> At(IGrainFactory grains, TimeProvider time, HttpContext http, DateTimeOffset? at)
    {
        TariffInForce tariff = await grains.Tariff().At(at);
        string tag = string.Create(CultureInfo.InvariantCulture, $"\"{tariff.Number}-{tariff.Until?.ToUnixTimeSeconds() ?? 0}\"");
        double left = (tariff.Until - time.GetUtcNow())?.TotalSeconds ?? FreshSeconds;
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={Math.Clamp((int)left, 0, FreshSeconds)}");
        bool known = EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
            && tags.Any(one => one.Tag == tag || one.Tag == "*");
        return known ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(TariffView.Of(tariff));
    }

    private static async Task<Results<Ok<ChargeView>, ProblemResult>> Charge(IGrainFactory grains, string? operation, long? amount, short tier = 1)
    {
        if (!TryRead(operation, out PostingKind kind))
        {
            return Problem.InvalidField("operation");
        }

        if (amount is not (> 0 and <= 1_000_000_000_000))
        {
            return Problem.InvalidField("amount");
        }

        Charges charges = await grains.Tariff().Charge(kind, tier, amount.Value);
        return TypedResults.Ok(new ChargeView(
            kind, amount.Value, charges.Fee, charges.Tax, amount.Value + charges.Fee + charges.Tax, charges.Commission, Currency.XAF));
    }
}
