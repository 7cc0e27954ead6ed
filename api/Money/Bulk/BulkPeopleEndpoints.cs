using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Who acts for an account that pays in bulk: whom the owner names and who accepts.</summary>
public static class BulkPeopleEndpoints
{
    /// <summary>Maps <c>/bulk-payers</c>.</summary>
    public static RouteGroupBuilder MapBulkPeople(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/bulk-payers").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Bulk payments");
        group.MapGet("", List).WithName("listBulkPayers").WithSummary("The accounts for which the caller acts or is asked to.");
        group.MapPost("/{account}/people", Invite).WithName("inviteToBulkPayer").WithSummary("The owner asks somebody to act for the account.")
            .Refuses("not_found", "unknown_customer", "same_account", "bulk_too_many_people", "invalid_phone");
        group.MapPost("/{account}/accept", Accept).WithName("acceptBulkPayer").WithSummary("Accepts to act for the account.").Refuses("not_found");
        group.MapDelete("/{account}/people/{person}", Remove).WithName("removeFromBulkPayer").WithSummary("Sends somebody away, or leaves, or declines.").Refuses("not_found");
        return group;
    }

    /// <summary>The stable code of a refusal.</summary>
    public static string CodeOf(BulkPeopleRefusal refusal) => refusal switch
    {
        BulkPeopleRefusal.NotFound => "not_found",
        BulkPeopleRefusal.UnknownCustomer => "unknown_customer",
        BulkPeopleRefusal.SameAccount => "same_account",
        BulkPeopleRefusal.TooManyPeople => "bulk_too_many_people",
        _ => "internal_error",
    };

    private static async Task<Ok<BulkPayersView>> List(ClaimsPrincipal user, IGrainFactory grains)
    {
        IReadOnlyList<BulkPayer> payers = await grains.GetGrain<IBulkPaymentsGrain>(0).Payers(user.Customer());
        return TypedResults.Ok(new BulkPayersView([.. payers.Select(payer => BulkPayerView.Of(payer, user.Customer()))]));
    }

    private static async Task<Results<NoContent, ProblemResult>> Invite(string account, BulkInvitationBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        !PhoneNumber.TryParse(body.Phone, out PhoneNumber phone)
            ? Problem.InvalidField("phone", "invalid_phone")
            : Answer(Payer(account, grains) is { } payer ? await payer.Invite(user.Customer(), phone) : BulkPeopleRefusal.NotFound);

    private static async Task<Results<NoContent, ProblemResult>> Accept(string account, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(Payer(account, grains) is { } payer ? await payer.Accept(user.Customer()) : BulkPeopleRefusal.NotFound);

    private static async Task<Results<NoContent, ProblemResult>> Remove(string account, string person, ClaimsPrincipal user, IGrainFactory grains) =>
        Answer(Payer(account, grains) is { } payer && CustomerId.TryParse(person, out CustomerId whom)
            ? await payer.Remove(user.Customer(), whom)
            : BulkPeopleRefusal.NotFound);

    private static IBulkPayerGrain? Payer(string number, IGrainFactory grains) =>
        Payees.TryReadAccount(number, out AccountId account) ? grains.GetGrain<IBulkPayerGrain>(BulkPayers.Key(account)) : null;

    private static Results<NoContent, ProblemResult> Answer(BulkPeopleRefusal? refusal) =>
        refusal is { } code ? Problem.Refuse(CodeOf(code)) : TypedResults.NoContent();
}
