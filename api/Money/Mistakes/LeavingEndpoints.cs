using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Taking one's data, and leaving. Both want the PIN just before.</summary>
internal static class LeavingEndpoints
{
    public static void MapLeaving(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/account").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Account");
        group.MapGet("/data", Data).WithName("getOwnData").WithSummary("Everything that is held about the caller, as JSON.").Refuses("step_up_required");
        group.MapPost("/close", Close).WithName("closeAccount").WithSummary("Closes the empty wallet, ends all sessions, frees the number.")
            .Refuses("step_up_required", "not_empty", "not_allowed", "recall_open", "wallet_blocked", "account_frozen", "ledger_unavailable", "outcome_unknown");
    }

    private static async Task<Results<Ok<OwnData>, ProblemResult>> Data(ClaimsPrincipal user, IGrainFactory grains, IStepUp stepUp, TimeProvider time, HttpContext http)
    {
        if (!stepUp.IsProven(http))
        {
            return Problem.Refuse(RefusalCode.StepUpRequired);
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await OwnDataReader.Read(grains, user, time));
    }

    private static async Task<Results<NoContent, ProblemResult>> Close(ClaimsPrincipal user, IGrainFactory grains, IStepUp stepUp, TimeProvider time, HttpContext http)
    {
        if (!stepUp.IsProven(http))
        {
            return Problem.Refuse(RefusalCode.StepUpRequired);
        }

        ClosingOutcome outcome = await grains.GetGrain<ICustomerGrain>(user.Customer().Value).Close();
        return outcome.Identity is { Code: IdentityRefusalCode.NotAllowed } ? Problem.Refuse("not_allowed", StatusCodes.Status409Conflict)
            : outcome.Identity is { } person ? person.ToProblem(time)
            : outcome.Mistake is { } mistake ? MistakeAnswers.Refuse(mistake)
            : outcome.Ledger is { } ledger ? Problem.Refuse(ledger)
            : TypedResults.NoContent();
    }
}

/// <summary>Gathers what is held about a person.</summary>
internal static class OwnDataReader
{
    private const int LinesAtOnce = 200;

    // What one answer holds; who has more asks for statements by period.
    private const int LinesMax = 20_000;
    private const int RowsMax = 200;

    /// <summary>Reads it all.</summary>
    public static async Task<OwnData> Read(IGrainFactory grains, ClaimsPrincipal user, TimeProvider time)
    {
        CustomerId me = user.Customer();
        ICustomerGrain customer = grains.GetGrain<ICustomerGrain>(me.Value);
        CustomerView person = (await customer.Look())!;
        var accounts = new List<OwnAccount>();
        foreach (AccountId id in user.Accounts())
        {
            accounts.Add(await Account(grains.Account(id)));
        }

        return new OwnData(
            time.GetUtcNow(),
            new OwnProfile(me.Value, person.Name, person.Phone?.E164, person.Language, person.Roles, person.CreatedAt, EmailAnswer.Of(await customer.Email())),
            await customer.Devices(),
            accounts,
            [.. (await grains.GetGrain<IRecallsGrain>(0).Of(me)).Select(recall => RecallView.Of(recall, me))],
            [.. (await grains.GetGrain<IHelpReportsGrain>(0).Of(me)).Select(HelpReportView.Of)],
            [.. (await grains.PayeeBook(user).Recent(user.Wallet(), 60)).Select(payee => new RecentPayeeView(payee.Phone.E164, payee.Name, payee.LastPaidAt, payee.Times))],
            await Requests(grains, user),
            await Mandates(grains, user),
            [.. (await grains.GetGrain<Postmobile.Commerce.IFollowersGrain>(0).Of(me)).Select(Commerce.FollowView.Of)]);
    }

    private static async Task<IReadOnlyList<RequestView>> Requests(IGrainFactory grains, ClaimsPrincipal user)
    {
        IRequestsGrain all = grains.GetGrain<IRequestsGrain>(0);
        return [.. (await all.Received(user.Customer(), RowsMax)).Concat(await all.Sent(user.Customer(), RowsMax)).Select(one => RequestView.Of(one, user))];
    }

    private static async Task<IReadOnlyList<MandateView>> Mandates(IGrainFactory grains, ClaimsPrincipal user)
    {
        IMandatesGrain all = grains.GetGrain<IMandatesGrain>(0);
        return [.. (await all.OfPayer(user.Customer(), RowsMax)).Concat(await all.OfPayee(user.Customer(), RowsMax)).Select(one => MandateView.Of(one, user))];
    }

    private static async Task<OwnAccount> Account(IAccountGrain account)
    {
        AccountView view = (await account.Look())!;
        var lines = new List<OwnLine>();
        string? cursor = null;
        do
        {
            StatementPage page = await account.Statement(new StatementQuery { Limit = LinesAtOnce, Cursor = cursor });
            lines.AddRange(page.Lines.Select(line => new OwnLine(
                line.Transfer.ToString(), line.Kind, line.Amount, line.Charges, line.Balance, line.CounterpartyName, line.CounterpartyPhone, line.Note, line.At)));
            cursor = page.NextCursor;
        }
        while (cursor is not null && lines.Count < LinesMax);
        return new OwnAccount(view.Account.Number, view.Kind, view.Balance, view.Held, view.Currency, lines);
    }
}
