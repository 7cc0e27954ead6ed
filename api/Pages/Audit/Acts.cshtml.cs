using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Audit;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Audit;

/// <summary>The record of what the post's people did, newest first.</summary>
[Authorize(Policy = Policies.Books)]
public sealed class ActsModel(IGrainFactory grains) : PageModel
{
    private const int Lines = 50;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Only acts before this number.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The page of acts.</summary>
    public AuditPage Acts { get; private set; } = new([], null);

    /// <summary>The first line that is not what it was, or null.</summary>
    public long? Broken { get; private set; }

    /// <summary>Reads the page, recomputes the chain and asks for the actors' names.</summary>
    public async Task OnGet()
    {
        IAuditGrain audit = grains.GetGrain<IAuditGrain>(0);
        (Acts, Broken) = (await audit.List(new AuditFilter(), Lines, Before), await audit.Verify());
        foreach (string actor in Acts.Lines.Select(line => line.Act.Actor).Distinct())
        {
            CustomerView? person = CustomerId.TryParse(actor, out CustomerId id) ? await grains.GetGrain<ICustomerGrain>(id.Value).Look() : null;
            _names[actor] = person?.Name ?? actor;
        }
    }

    /// <summary>An actor's name, or the id of one who is nobody any more.</summary>
    public string NameOf(string actor) => _names.GetValueOrDefault(actor, actor);
}
