using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Audit;
using Postmobile.Api.Identity;
using Postmobile.Audit;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Audit;

/// <summary>The record of what the post's people did, newest first, by person, act, subject and day; or as a file.</summary>
[Authorize(Policy = Policies.Books)]
public sealed class ActsModel(IGrainFactory grains) : PageModel
{
    private const int Lines = 50;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Only acts before this number.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>Only acts of this person: a telephone or a customer id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Actor { get; set; }

    /// <summary>Only this act, such as <c>float.approve</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    /// <summary>Only acts on this.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    /// <summary>From this day on.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>Until this day, with it.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>The page of acts.</summary>
    public AuditPage Acts { get; private set; } = new([], null);

    /// <summary>The first line that is not what it was, or null.</summary>
    public long? Broken { get; private set; }

    /// <summary>Whether not everything is shown.</summary>
    public bool Filtered => Actor is not null || Act is not null || Subject is not null || From is not null || To is not null;

    /// <summary>Reads the page, recomputes the chain and asks for the actors' names.</summary>
    public async Task OnGet()
    {
        IAuditGrain audit = grains.GetGrain<IAuditGrain>(0);
        (Acts, Broken) = (await audit.List(await Filter(), Lines, Before), await audit.Verify());
        foreach (string actor in Acts.Lines.Select(line => line.Act.Actor).Distinct())
        {
            CustomerView? person = CustomerId.TryParse(actor, out CustomerId id) ? await grains.GetGrain<ICustomerGrain>(id.Value).Look() : null;
            _names[actor] = person?.Name ?? actor;
        }
    }

    /// <summary>What the filter lets through, as a file.</summary>
    public async Task<IActionResult> OnGetCsv()
    {
        await AuditFiles.Csv(grains, await Filter()).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>This page's address with another handler or place in the list.</summary>
    public string? Address(string? handler, long? before) =>
        Url.Page(null, handler, new { Actor, Act, Subject, From = Day(From), To = Day(To), before });

    /// <summary>An actor's name, or the id of one who is nobody any more.</summary>
    public string NameOf(string actor) => _names.GetValueOrDefault(actor, actor);

    private static string? Day(DateOnly? day) => day?.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    // A telephone stands for whoever has it now.
    private async Task<AuditFilter> Filter()
    {
        string? actor = PhoneNumber.TryParse(Actor, out PhoneNumber phone) && await grains.Phone(phone).Owner() is { } owner ? owner.Customer.Value : Actor;
        return AuditFiles.Filter(actor, Act, Subject, Day(From), Day(To)) ?? new AuditFilter();
    }
}
