using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Agents;

/// <summary>All agents on a board that moves, those who need somebody first.</summary>
[Authorize(Policy = Policies.Supervisor)]
public sealed class BoardModel(IGrainFactory grains) : PageModel
{
    /// <summary>An agent to arrange who is not on the board yet.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The agents.</summary>
    public IReadOnlyList<AgentView> Agents { get; private set; } = [];

    /// <summary>Shows the board.</summary>
    public async Task OnGet() => Agents = await grains.GetGrain<IAgentsGrain>(0).Board();

    /// <summary>Goes to an agent by telephone.</summary>
    public async Task<IActionResult> OnPost()
    {
        if (PhoneNumber.TryParse(Phone, out PhoneNumber phone) && await grains.Phone(phone).Owner() is { } owner && await grains.Agent(owner.Customer).Look() is not null)
        {
            return RedirectToPage("/Money/Agents/Arrange", new { id = owner.Customer.Value });
        }

        ModelState.Refuse(nameof(Phone), Refusals.Words("unknown_agent"));
        await OnGet();
        return Page();
    }
}
