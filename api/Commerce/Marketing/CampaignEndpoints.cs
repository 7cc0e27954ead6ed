using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>A shop's campaigns, for its owner and managers.</summary>
public static class CampaignEndpoints
{
    private const int DaysMax = 92;

    private static readonly string[] Own = ["unknown_shop", "not_shop_staff", "not_found"];

    /// <summary>Maps <c>/shops/{shop}/campaigns</c>.</summary>
    public static RouteGroupBuilder MapCampaigns(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/shops/{shop}/campaigns").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Campaigns");
        group.MapGet("", List).WithName("listCampaigns").WithSummary("The shop's campaigns, newest first.").Refuses("unknown_shop", "not_shop_staff");
        group.MapPost("", Create).WithName("createCampaign").WithSummary("Shows products in front of searches and categories, paid per click from the shop's takings.").Refuses(
            "unknown_shop", "not_shop_staff", "invalid_field", "campaign_products", "campaign_no_takings", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        group.MapGet("/{id}", Find).WithName("getCampaign").WithSummary("One campaign.").Refuses(Own);
        group.MapPut("/{id}", Change).WithName("changeCampaign").WithSummary("Changes it from now on; with If-Match only the version that was read.")
            .Refuses([.. Own, "invalid_field", "campaign_products", "campaign_ended", "precondition_failed"]);
        group.MapPost("/{id}/pause", Pause).WithName("pauseCampaign").WithSummary("Not shown from now on; what is set aside goes back.").Refuses([.. Own, "campaign_ended"]);
        group.MapPost("/{id}/resume", Resume).WithName("resumeCampaign").WithSummary("Shown again.").Refuses([.. Own, "campaign_ended"]);
        group.MapPost("/{id}/end", End).WithName("endCampaign").WithSummary("Over for good.").Refuses(Own);
        group.MapGet("/{id}/days", Days).WithName("listCampaignDays").WithSummary("Views, clicks, cost and sales by day; the last thirty by default.").Refuses([.. Own, "invalid_field"]);
        return group;
    }

    private static async Task<Results<Ok<CampaignListView>, ProblemResult>> List(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        await Refusal(shop, user, grains) is { } refusal ? refusal
            : TypedResults.Ok(new CampaignListView([.. (await grains.GetGrain<ICampaignsGrain>(0).Of(new ShopId(shop))).Select(CampaignView.Of)]));

    private static async Task<Results<Created<CampaignView>, ProblemResult>> Create(
        string shop, CampaignBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (await Refusal(shop, user, grains) is { } refusal)
        {
            return refusal;
        }

        (CampaignTerms? terms, string? fault) = body.Read();
        if (terms is null)
        {
            return Problem.InvalidField(fault!);
        }

        string id = CampaignSentences.IdOf(new ShopId(shop), key.Value);
        CampaignOutcome outcome = await grains.GetGrain<ICampaignGrain>(id).Create(new ShopId(shop), terms, user.Customer());
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is null ? TypedResults.Created($"/api/v1/shops/{shop}/campaigns/{id}", Tagged(http, outcome.Campaign!)) : outcome.ToProblem();
    }

    private static async Task<Results<Ok<CampaignView>, ProblemResult>> Find(string shop, string id, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        await Refusal(shop, user, grains) is { } refusal ? refusal
            : await OfShop(shop, id, grains) is { } campaign ? TypedResults.Ok(Tagged(http, campaign)) : Problem.Refuse("not_found");

    private static async Task<Results<Ok<CampaignView>, ProblemResult>> Change(
        string shop, string id, CampaignBody body, ClaimsPrincipal user, IGrainFactory grains, HttpContext http, [FromHeader(Name = "If-Match")] string? ifMatch)
    {
        if (!ShopSentences.TryReadVersion(ifMatch, out long? version))
        {
            return Problem.Refuse("precondition_failed");
        }

        (CampaignTerms? terms, string? fault) = body.Read();
        return await With(shop, id, user, grains, http, async campaign => terms is null
            ? new CampaignOutcome { Refusal = CampaignRefusal.InvalidField, Field = fault }
            : await campaign.Change(new ShopId(shop), terms, version, user.Customer()));
    }

    private static Task<Results<Ok<CampaignView>, ProblemResult>> Pause(string shop, string id, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        With(shop, id, user, grains, http, campaign => campaign.Act(new ShopId(shop), CampaignAct.Pause, user.Customer()));

    private static Task<Results<Ok<CampaignView>, ProblemResult>> Resume(string shop, string id, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        With(shop, id, user, grains, http, campaign => campaign.Act(new ShopId(shop), CampaignAct.Resume, user.Customer()));

    private static Task<Results<Ok<CampaignView>, ProblemResult>> End(string shop, string id, ClaimsPrincipal user, IGrainFactory grains, HttpContext http) =>
        With(shop, id, user, grains, http, campaign => campaign.Act(new ShopId(shop), CampaignAct.End, user.Customer()));

    private static async Task<Results<Ok<CampaignDaysView>, ProblemResult>> Days(
        string shop, string id, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time, DateOnly? from, DateOnly? to)
    {
        if (await Refusal(shop, user, grains) is { } refusal)
        {
            return refusal;
        }

        DateOnly last = to ?? Say.Today(time), first = from ?? (last.DayNumber < 30 ? last : last.AddDays(-29));
        if (last.DayNumber - first.DayNumber is < 0 or >= DaysMax || first.Year < 2000 || last.Year > 9000)
        {
            return Problem.InvalidField("from");
        }

        return await OfShop(shop, id, grains) is null ? Problem.Refuse("not_found") : TypedResults.Ok(new CampaignDaysView(
            [.. (await grains.GetGrain<ICampaignsGrain>(0).Days(id, first, last)).Select(day => new CampaignDayView(day.Day, day.Views, day.Clicks, day.Cost, day.Sales, day.SalesAmount))]));
    }

    private static async Task<Results<Ok<CampaignView>, ProblemResult>> With(
        string shop, string id, ClaimsPrincipal user, IGrainFactory grains, HttpContext http, Func<ICampaignGrain, Task<CampaignOutcome>> act)
    {
        if (await Refusal(shop, user, grains) is { } refusal)
        {
            return refusal;
        }

        if (!Ads.IsCampaign(id))
        {
            return Problem.Refuse("not_found");
        }

        CampaignOutcome outcome = await act(grains.GetGrain<ICampaignGrain>(id));
        return outcome.Refusal is null ? TypedResults.Ok(Tagged(http, outcome.Campaign!)) : outcome.ToProblem();
    }

    private static async Task<ProblemResult?> Refusal(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        grains.Shop(shop) is not { } grain || await grain.Look() is not { } known || !known.Employs(user.Customer(), Enum.GetValues<ShopRole>()) ? Problem.Refuse("unknown_shop")
            : known.Employs(user.Customer(), ShopRole.Manager) ? null : Problem.Refuse("not_shop_staff");

    private static async Task<Campaign?> OfShop(string shop, string id, IGrainFactory grains) =>
        Ads.IsCampaign(id) && await grains.GetGrain<ICampaignGrain>(id).Look() is { } campaign && campaign.Shop.Value == shop ? campaign : null;

    private static CampaignView Tagged(HttpContext http, Campaign campaign)
    {
        http.Response.Headers.ETag = $"\"{campaign.Version}\"";
        return CampaignView.Of(campaign);
    }
}
