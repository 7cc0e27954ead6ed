using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>The caller's wallet and its statement.</summary>
public static class WalletEndpoints
{
    /// <summary>Lines of a statement, or events, at the most.</summary>
    public const int PageMax = 200;

    /// <summary>Maps <c>/wallet</c> and <c>/events</c>.</summary>
    public static RouteGroupBuilder MapWallet(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("").RequireAuthorization(Policies.Customer).WithTags("Wallet");
        group.MapGet("/wallet", Look).WithName("getWallet").WithSummary("Balance, what can be spent, what is held, limits.")
            .Produces(StatusCodes.Status304NotModified).Refuses("unknown_account");
        group.MapGet("/wallet/statement", Statement).WithName("getStatement").WithSummary("What came in and went out, newest first.")
            .Refuses("invalid_field", "unknown_account");
        group.MapGet("/events", Events).WithName("getEvents").WithSummary("What the live hub said while nobody listened.")
            .Refuses("invalid_field", "unknown_account");
        return group;
    }

    private static async Task<Results<Ok<WalletView>, StatusCodeHttpResult, ProblemResult>> Look(ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        AccountView? account = await grains.Account(user.Wallet()).Look();
        if (account is null)
        {
            return Problem.Refuse(RefusalCode.UnknownAccount);
        }

        WalletView view = WalletView.Of(account);
        return Answers.Versioned(http, view.Version(), view);
    }

    private static async Task<Results<Ok<StatementView>, ProblemResult>> Statement(
        ClaimsPrincipal user, IGrainFactory grains, DateTimeOffset? from, DateTimeOffset? to, string? cursor, int limit = 50, string account = "wallet")
    {
        if (limit is < 1 or > PageMax)
        {
            return Problem.InvalidField("limit");
        }

        if (user.Account(account) is not { } own)
        {
            return Problem.Refuse(RefusalCode.UnknownAccount);
        }

        var query = new StatementQuery { From = from, To = to, Cursor = cursor, Limit = limit };
        return TypedResults.Ok(StatementView.Of(own, await grains.Account(own).Statement(query)));
    }

    private static async Task<Results<Ok<EventsView>, ProblemResult>> Events(
        ClaimsPrincipal user, IGrainFactory grains, string? after, int limit = 100, string account = "wallet")
    {
        if (limit is < 1 or > PageMax)
        {
            return Problem.InvalidField("limit");
        }

        if (user.Account(account) is not { } own)
        {
            return Problem.Refuse(RefusalCode.UnknownAccount);
        }

        IReadOnlyList<LiveEvent> events = await grains.Account(own).EventsAfter(after, limit);
        string? cursor = events.Count > 0 ? events[^1].Cursor : after;
        return TypedResults.Ok(new EventsView([.. events.Select(LiveEventView.Of)], cursor, More: events.Count == limit));
    }
}
