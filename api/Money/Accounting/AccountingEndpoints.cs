using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>The books by days and numbers of the chart.</summary>
public static class AccountingEndpoints
{
    /// <summary>Maps <c>/operator/accounting</c> and <c>/operator/reconciliations</c>.</summary>
    public static RouteGroupBuilder MapAccounting(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/operator/accounting").RequireAuthorization(Policies.Books).WithTags("Accounting");
        group.MapGet("/chart", Chart).WithName("getChart").WithSummary("The chart of accounts.");
        group.MapGet("/chart.csv", (AccountingFiles files) => files.Chart()).WithName("getChartCsv").WithSummary("The chart of accounts as a table.").Produces<string>(200, "text/csv");
        group.MapGet("/days/{day}", Day).WithName("getDay").WithSummary("The trial balance of a day of Brazzaville.").Refuses("invalid_field");
        group.MapGet("/days/{day}/trial-balance.csv", TrialBalance).WithName("getDayCsv").WithSummary("The same as a table, with its proof.")
            .Produces<string>(200, "text/csv").Refuses("invalid_field");
        group.MapGet("/days/{day}/journal.csv", Journal).WithName("getJournalCsv").WithSummary("Every entry of the day.").Produces<string>(200, "text/csv").Refuses("invalid_field");
        api.MapReconciliations();
        return api;
    }

    private static async Task<Ok<List<ChartAccountView>>> Chart(IGrainFactory grains) =>
        TypedResults.Ok((await grains.GetGrain<IBooksGrain>(0).Chart()).Select(one => new ChartAccountView(one.Number, one.NameFr, one.NameEn, one.Kind)).ToList());

    private static async Task<Results<Ok<DayBooksView>, ProblemResult>> Day(string day, IGrainFactory grains)
    {
        if (!Days.TryRead(day, out DateOnly? wanted) || wanted is null)
        {
            return Problem.InvalidField("day");
        }

        DayBooks books = await grains.GetGrain<IBooksGrain>(0).Day(wanted.Value);
        return TypedResults.Ok(new DayBooksView(
            books.Day, books.Over, books.Balanced, books.Postings,
            [.. books.Lines.Select(line => new DayBooksLineView(line.Number, line.NameFr, line.NameEn, line.Currency, line.Opening, line.Debits, line.Credits, line.Closing))]));
    }

    private static IResult TrialBalance(string day, AccountingFiles files) =>
        Days.TryRead(day, out DateOnly? wanted) && wanted is { } one ? files.TrialBalance(one) : Problem.InvalidField("day");

    private static IResult Journal(string day, AccountingFiles files) =>
        Days.TryRead(day, out DateOnly? wanted) && wanted is { } one ? files.Journal(one) : Problem.InvalidField("day");
}
