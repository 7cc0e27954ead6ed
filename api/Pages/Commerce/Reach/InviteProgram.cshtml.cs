using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Commerce;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Commerce.Reach;

/// <summary>What referrals bring: one operator proposes, another approves.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class InviteProgramModel(IGrainFactory grains) : PageModel
{
    /// <summary>For whoever invited.</summary>
    [BindProperty]
    public string? Referrer { get; set; }

    /// <summary>For whoever came.</summary>
    [BindProperty]
    public string? Invitee { get; set; }

    /// <summary>From which purchase on.</summary>
    [BindProperty]
    public string? Minimum { get; set; }

    /// <summary>For how many one person is rewarded.</summary>
    [BindProperty]
    public string? PersonMax { get; set; }

    /// <summary>What all of it may cost.</summary>
    [BindProperty]
    public string? Budget { get; set; }

    /// <summary>How it stands.</summary>
    public ReferralProgram Program { get; private set; } = null!;

    /// <summary>Who looks.</summary>
    public CustomerId Me => User.Customer();

    /// <summary>Shows it.</summary>
    public async Task OnGet() => Program = await grains.ReferralProgram().Look();

    /// <summary>Proposes.</summary>
    public async Task<IActionResult> OnPost()
    {
        bool read = Say.TryReadAmount(Referrer, out long referrer) & Say.TryReadAmount(Invitee, out long invitee) & Say.TryReadAmount(Minimum, out long minimum) & Say.TryReadAmount(Budget, out long budget)
            & int.TryParse(PersonMax, NumberStyles.None, CultureInfo.InvariantCulture, out int most);
        return read
            ? await Answer(grains.ReferralProgram().Propose(new ReferralTerms { Referrer = referrer, Invitee = invitee, Minimum = minimum, PersonMax = most, Budget = budget }, Me), "reach.program-wrong")
            : await Wrong("reach.program-wrong");
    }

    /// <summary>Approves what another has proposed.</summary>
    public Task<IActionResult> OnPostApprove() => Answer(grains.ReferralProgram().Approve(Me), null);

    /// <summary>No more rewards.</summary>
    public Task<IActionResult> OnPostStop() => Answer(grains.ReferralProgram().Stop(Me), null);

    private async Task<IActionResult> Answer(Task<ReferralProgramOutcome> act, string? words) =>
        (await act).Refusal is { } no ? await Wrong(words ?? Refusals.Words(no.Code())) : RedirectToPage();

    private async Task<IActionResult> Wrong(string words)
    {
        ModelState.AddModelError("", words);
        await OnGet();
        return Page();
    }
}
