using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Audit;

namespace Postmobile.Api.Audit;

/// <summary>The record of what the post's people did.</summary>
public static class AuditEndpoints
{
    /// <summary>Maps <c>/operator/audit</c>.</summary>
    public static WebApplication MapAudit(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup("/api/v1/operator/audit").RequireAuthorization(Policies.Books).WithTags("Operators");
        group.MapGet("", List).WithName("listActs").WithSummary("What operators and clerks did, newest first.").Refuses("invalid_field");
        group.MapGet("/acts.csv", File).WithName("getActsCsv").WithSummary("The same as a table of any length, with the digests that chain the lines.")
            .Produces<string>(200, "text/csv").Refuses("invalid_field");
        group.MapGet("/chain", Chain).WithName("verifyActs").WithSummary("Recomputes the chain of digests over the whole record.");
        return app;
    }

    private static async Task<Results<Ok<AuditPageView>, ProblemResult>> List(
        IGrainFactory grains, string? actor, string? name, string? subject, string? from, string? to, long? before, int limit = 50)
    {
        if (limit is < 1 or > WalletEndpoints.PageMax)
        {
            return Problem.InvalidField("limit");
        }

        if (AuditFiles.Filter(actor, name, subject, from, to) is not { } filter)
        {
            return Problem.InvalidField("from");
        }

        AuditPage page = await grains.GetGrain<IAuditGrain>(0).List(filter, limit, before);
        return TypedResults.Ok(new AuditPageView([.. page.Lines.Select(AuditLineView.Of)], page.Before));
    }

    private static IResult File(IGrainFactory grains, string? actor, string? name, string? subject, string? from, string? to) =>
        AuditFiles.Filter(actor, name, subject, from, to) is { } filter ? AuditFiles.Csv(grains, filter) : Problem.InvalidField("from");

    private static async Task<Ok<AuditChainView>> Chain(IGrainFactory grains)
    {
        long? broken = await grains.GetGrain<IAuditGrain>(0).Verify();
        return TypedResults.Ok(new AuditChainView(broken is null, broken));
    }
}

/// <summary>One act: who did what to what, when; its number and the digest that chains it.</summary>
public sealed record AuditLineView(long Number, DateTimeOffset At, string Actor, string Act, string Subject, string Detail, string Digest)
{
    internal static AuditLineView Of(AuditLine line) =>
        new(line.Number, line.Act.At, line.Act.Actor, line.Act.Name, line.Act.Subject, line.Act.Detail, line.Digest);
}

/// <summary>Some acts, newest first. <see cref="Before"/> asks for the next page; null at the end.</summary>
public sealed record AuditPageView(IReadOnlyList<AuditLineView> Acts, long? Before);

/// <summary>Whether every line of the record is what it was, and the first that is not.</summary>
public sealed record AuditChainView(bool Intact, long? FirstBroken);
