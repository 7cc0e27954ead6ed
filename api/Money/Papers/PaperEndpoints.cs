using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Papers about the caller's own accounts, and the public answer to a paper's code.</summary>
public static class PaperEndpoints
{
    private const string PdfType = "application/pdf";

    /// <summary>Adds what papers need.</summary>
    public static WebApplicationBuilder AddPapers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PaperSeals>();
        builder.Services.AddSingleton<PaperFiles>();
        builder.Services.AddSingleton<AccountingFiles>();
        return builder;
    }

    /// <summary>Maps the papers' and the accountants' part of <c>/api/v1</c>.</summary>
    public static WebApplication MapPapers(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        RouteGroupBuilder own = api.MapGroup("").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.Money).WithTags("Papers");
        own.MapGet("/wallet/statement.pdf", StatementPdf).WithName("getStatementPdf").WithSummary("The statement of a period as a document, oldest first.")
            .Produces<byte[]>(200, PdfType).Refuses("unknown_account", "invalid_field", PaperFiles.InvalidDays, PaperFiles.TooLong);
        own.MapGet("/wallet/statement.csv", StatementCsv).WithName("getStatementCsv").WithSummary("The statement of a period as a table of any length, oldest first.")
            .Produces<string>(200, "text/csv").Refuses("unknown_account", "invalid_field", PaperFiles.InvalidDays);
        own.MapGet("/wallet/certificate.pdf", Certificate).WithName("getCertificate").WithSummary("Certifies whose account it is and since when; the balance of a day when asked.")
            .Produces<byte[]>(200, PdfType).Refuses("unknown_account", "invalid_field", PaperFiles.InvalidDays);
        own.MapGet("/transfers/{id}/receipt.pdf", Receipt).WithName("getReceiptPdf").WithSummary("A receipt as a document with a code that anybody can have confirmed.")
            .Produces<byte[]>(200, PdfType).Refuses("not_found");
        api.MapGet("/verify/{code}", Verify).AllowAnonymous().RequireRateLimiting(RateLimits.Money).WithTags("Papers").WithName("verifyPaper")
            .WithSummary("Whether the code on a paper is genuine; of which kind and day. Nothing more is told.");
        api.MapAccounting();
        return app;
    }

    private static async Task<IResult> StatementPdf(ClaimsPrincipal user, PaperFiles papers, HttpContext http, string? from, string? to, string account = "wallet") =>
        user.Account(account) is not { } own ? Problem.Refuse(RefusalCode.UnknownAccount)
        : !Days.TryRead(from, out DateOnly? first) ? Problem.InvalidField("from")
        : !Days.TryRead(to, out DateOnly? last) ? Problem.InvalidField("to")
        : await papers.StatementPdf(own, first, last, http);

    private static async Task<IResult> StatementCsv(ClaimsPrincipal user, PaperFiles papers, string? from, string? to, string account = "wallet") =>
        user.Account(account) is not { } own ? Problem.Refuse(RefusalCode.UnknownAccount)
        : !Days.TryRead(from, out DateOnly? first) ? Problem.InvalidField("from")
        : !Days.TryRead(to, out DateOnly? last) ? Problem.InvalidField("to")
        : await papers.StatementCsv(own, first, last);

    private static async Task<IResult> Certificate(ClaimsPrincipal user, PaperFiles papers, HttpContext http, string? balanceOn, string account = "wallet") =>
        user.Account(account) is not { } own ? Problem.Refuse(RefusalCode.UnknownAccount)
        : !Days.TryRead(balanceOn, out DateOnly? day) ? Problem.InvalidField("balanceOn")
        : await papers.Certificate(own, day, http);

    private static async Task<IResult> Receipt(string id, ClaimsPrincipal user, PaperFiles papers, HttpContext http) =>
        await papers.Receipt(id, user.Accounts(), http) ?? Problem.Refuse("not_found");

    private static async Task<Ok<VerificationOfPaper>> Verify(string code, PaperFiles papers) =>
        TypedResults.Ok(await papers.Verify(code) is var (kind, day) ? new VerificationOfPaper(true, kind, day) : new VerificationOfPaper(false, null, null));
}

/// <summary>All that a stranger is told of a paper.</summary>
/// <param name="Genuine">Whether the post issued it.</param>
/// <param name="Kind">Of which kind it is.</param>
/// <param name="Day">The day of the transfer, or of the issue.</param>
public sealed record VerificationOfPaper(bool Genuine, PaperKind? Kind, DateOnly? Day);

/// <summary>Reads days as addresses have them.</summary>
internal static class Days
{
    /// <summary>Reads <c>2026-11-24</c>; nothing is no day, and that is all right.</summary>
    public static bool TryRead(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out DateOnly read) ? read : null;
        return day is not null || string.IsNullOrEmpty(text);
    }
}
