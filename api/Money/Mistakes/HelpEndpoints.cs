using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Whom one has paid; a problem with a payment, and the post's answer.</summary>
internal static class HelpEndpoints
{
    private const int RecentMax = 20;
    private const string Path = "/api/v1/help-reports/";

    public static void MapHelp(this RouteGroupBuilder api)
    {
        api.MapGet("/payees/recent", Recent).RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Transfers").WithName("listRecentPayees")
            .WithSummary("The last whom the caller has paid after asking for a quote, each once: masked name and the number as the caller typed it.").Refuses("invalid_field");
        RouteGroupBuilder mine = api.MapGroup("/help-reports").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Help");
        mine.MapPost("", Open).WithName("createHelpReport").WithSummary("Reports a problem with a payment of which the caller is one side.")
            .Refuses("not_found", "memo_invalid", "idempotency_conflict", "idempotency_key_missing", "idempotency_key_invalid");
        mine.MapGet("", Mine).WithName("listHelpReports").WithSummary("The caller's reports with their answers, newest first.");
        RouteGroupBuilder post = api.MapGroup("/support/reports").RequireAuthorization(Policies.Support).WithTags("Support");
        post.MapGet("", Queue).WithName("listReports").WithSummary("Reports that wait, oldest first; or those that were answered.").Refuses("invalid_field");
        post.MapPost("/{id}/answer", Answer).WithName("answerReport").WithSummary("Answers; the customer hears by SMS.").Refuses("not_found", "words_missing", "memo_invalid", "party_to_case");
    }

    private static async Task<Results<Ok<RecentPayeesView>, ProblemResult>> Recent(ClaimsPrincipal user, IGrainFactory grains, int limit = 10) =>
        limit is < 1 or > RecentMax
            ? Problem.InvalidField("limit")
            : TypedResults.Ok(new RecentPayeesView(
                [.. (await grains.PayeeBook(user).Recent(user.Wallet(), limit)).Select(payee => new RecentPayeeView(payee.Phone.E164, payee.Name, payee.LastPaidAt, payee.Times))]));

    private static async Task<Results<Created<HelpReportView>, ProblemResult>> Open(
        HelpBody body, IdempotencyKey key, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        if (!TransferId.TryParse(body.Transfer, out TransferId transfer))
        {
            return MistakeAnswers.Refuse(MistakeRefusal.NotFound);
        }

        var request = new HelpRequest { By = user.Customer(), Transfer = transfer, Matter = body.Matter, Words = string.IsNullOrWhiteSpace(body.Words) ? null : body.Words.Trim() };
        HelpOutcome outcome = await grains.GetGrain<IHelpReportGrain>(HelpReports.Key(request.By, key.Value)).Open(request);
        Answers.MarkReplay(http, outcome.Replayed);
        return outcome.Refusal is { } refusal ? MistakeAnswers.Refuse(refusal) : TypedResults.Created(Path + outcome.Report!.Id, HelpReportView.Of(outcome.Report));
    }

    private static async Task<Ok<HelpReportsView>> Mine(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(new HelpReportsView([.. (await grains.GetGrain<IHelpReportsGrain>(0).Of(user.Customer())).Select(HelpReportView.Of)]));

    private static async Task<Results<Ok<HelpReportsView>, ProblemResult>> Queue(IGrainFactory grains, string status = "open") =>
        Enum.TryParse(status, ignoreCase: true, out HelpStatus wanted) && Enum.IsDefined(wanted)
            ? TypedResults.Ok(new HelpReportsView([.. (await grains.GetGrain<IHelpReportsGrain>(0).Queue(wanted)).Select(HelpReportView.Of)]))
            : Problem.InvalidField("status");

    private static async Task<Results<Ok<HelpReportView>, ProblemResult>> Answer(string id, WordsBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        HelpOutcome outcome = HelpReports.IsKey(id) ? await grains.GetGrain<IHelpReportGrain>(id).Answer(user.Customer(), body.Words) : MistakeRefusal.NotFound;
        return outcome.Refusal is { } refusal ? MistakeAnswers.Refuse(refusal) : TypedResults.Ok(HelpReportView.Of(outcome.Report!));
    }
}
