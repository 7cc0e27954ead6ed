using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Messages of a shop to its followers, for its owner and managers; and their review by the post.</summary>
public static class MailingEndpoints
{
    private static readonly string[] Own = ["unknown_shop", "not_shop_staff", "not_found"];
    private static readonly string[] Said = ["mailing_text", "mailing_product", "mailing_unavailable", "mailing_subject", "mailing_body", "mailing_picture", "mailing_products", "email_unavailable"];

    /// <summary>Maps <c>/shops/{shop}/mailings</c> and <c>/operator/mailings</c>.</summary>
    public static RouteGroupBuilder MapMailings(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/shops/{shop}/mailings").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Mailings");
        group.MapGet("", List).WithName("listMailings").WithSummary("The shop's messages to its followers, newest first.").Refuses("unknown_shop", "not_shop_staff");
        group.MapPost("/quote", Quote).WithName("quoteMailing").WithSummary("What a message would look like, to how many it would go, and what it would cost.")
            .Refuses(["unknown_shop", "not_shop_staff", .. Said]);
        group.MapPost("", Submit).WithName("submitMailing").WithSummary("Hands a message in for review by the post. Paid from the takings, for what is really sent.").Refuses([
            "unknown_shop", "not_shop_staff", .. Said, "mailing_nobody", "mailing_quote_changed", "campaign_no_takings", "idempotency_conflict",
            "idempotency_key_missing", "idempotency_key_invalid"]);
        group.MapGet("/{id}", Find).WithName("getMailing").WithSummary("One message, and what came of it so far.").Refuses(Own);
        group.MapPost("/{id}/cancel", Cancel).WithName("cancelMailing").WithSummary("Calls it off before the first one goes out.").Refuses([.. Own, "mailing_state"]);

        RouteGroupBuilder post = api.MapGroup("/operator/mailings").RequireAuthorization(Policies.Operator).WithTags("Mailings");
        post.MapGet("", Queue).WithName("listSubmittedMailings").WithSummary("What waits for review, oldest first.");
        post.MapPost("/{id}/approve", (string id, ClaimsPrincipal user, IGrainFactory grains) => Decide(id, grains, one => one.Approve(user.Customer())))
            .WithName("approveMailing").WithSummary("Lets it out; goes into the record.").Refuses("not_found", "mailing_state", "own_case");
        post.MapPost("/{id}/refuse", (string id, MailingReasonBody body, ClaimsPrincipal user, IGrainFactory grains) => Decide(id, grains, one => one.Refuse(user.Customer(), body.Reason)))
            .WithName("refuseMailing").WithSummary("Says no; the shop reads why.").Refuses("not_found", "mailing_state", "own_case", "reason_needed");
        return group;
    }

    private static async Task<Results<Ok<MailingListView>, ProblemResult>> List(string shop, ClaimsPrincipal user, IGrainFactory grains) =>
        await Refusal(shop, user, grains) is { } refusal ? refusal
            : TypedResults.Ok(new MailingListView([.. (await grains.GetGrain<IMailingsGrain>(0).Of(new ShopId(shop))).Select(one => MailingView.Of(one))]));

    private static async Task<Results<Ok<MailingQuoteView>, ProblemResult>> Quote(string shop, MailingBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await Refusal(shop, user, grains) is { } refusal)
        {
            return refusal;
        }

        MailingOutcome outcome = Read(body) is { } terms ? await grains.GetGrain<IMailingsGrain>(0).Quote(new ShopId(shop), terms) : MailingRefusal.Product;
        return outcome.Refusal is null ? TypedResults.Ok(MailingQuoteView.Of(outcome.Quote!, outcome.Letter?.Text)) : outcome.ToProblem();
    }

    private static async Task<Results<Created<MailingView>, ProblemResult>> Submit(string shop, MailingBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (await Refusal(shop, user, grains) is { } refusal)
        {
            return refusal;
        }

        MailingOutcome outcome = Read(body) is { } terms
            ? await (await grains.DrawMailing(new ShopId(shop), key.Value)).Submit(new ShopId(shop), terms, body.Cost, user.Customer())
            : MailingRefusal.Product;
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is null ? TypedResults.Created($"/api/v1/shops/{shop}/mailings/{outcome.Mailing!.Id}", MailingView.Of(outcome.Mailing)) : outcome.ToProblem();
    }

    private static async Task<Results<Ok<MailingView>, ProblemResult>> Find(string shop, string id, ClaimsPrincipal user, IGrainFactory grains) =>
        await Refusal(shop, user, grains) is { } refusal ? refusal
            : grains.Mailing(id) is { } mailing && await mailing.Look() is { } found && found.Shop.Value == shop
                ? TypedResults.Ok(MailingView.Of(found, await grains.GetGrain<IMailingsGrain>(0).Results(id)))
                : Problem.Refuse("not_found");

    private static async Task<Results<Ok<MailingView>, ProblemResult>> Cancel(string shop, string id, ClaimsPrincipal user, IGrainFactory grains) =>
        await Refusal(shop, user, grains) is { } refusal ? refusal : await Decide(id, grains, one => one.Cancel(new ShopId(shop), user.Customer()));

    private static async Task<Ok<MailingListView>> Queue(IGrainFactory grains) =>
        TypedResults.Ok(new MailingListView([.. (await grains.GetGrain<IMailingsGrain>(0).Queue()).Select(one => MailingView.Of(one))]));

    private static async Task<Results<Ok<MailingView>, ProblemResult>> Decide(string id, IGrainFactory grains, Func<IMailingGrain, Task<MailingOutcome>> act)
    {
        MailingOutcome outcome = grains.Mailing(id) is { } mailing ? await act(mailing) : MailingRefusal.NotFound;
        return outcome.Refusal is null ? TypedResults.Ok(MailingView.Of(outcome.Mailing!)) : outcome.ToProblem();
    }

    private static MailingTerms? Read(MailingBody body)
    {
        ProductId product = default;
        List<ProductId> shown = [];
        foreach (string text in body.Products ?? [])
        {
            if (!ProductId.TryParse(text, out ProductId one))
            {
                return null;
            }

            shown.Add(one);
        }

        return body.Product is not null && !ProductId.TryParse(body.Product, out product) ? null : new MailingTerms(body.Text ?? "", body.Product is null ? null : product)
        {
            Channel = body.Channel, Subject = body.Subject ?? "", Body = body.Body ?? "", Picture = body.Picture, Products = shown,
        };
    }

    // A shop that this person has nothing to do with does not exist for them.
    private static async Task<ProblemResult?> Refusal(string shop, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!ShopId.TryParse(shop, out ShopId id) || await grains.GetGrain<IShopGrain>(id.Value).Look() is not { } found || found.Staff.All(member => member.Person != user.Customer()))
        {
            return Problem.Refuse("unknown_shop");
        }

        return found.Employs(user.Customer(), ShopRole.Manager) ? null : Problem.Refuse("not_shop_staff");
    }
}
