using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Money;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Bulk;

/// <summary>Who acts for my accounts, and for whose I act or am asked to.</summary>
[Authorize(Policy = Policies.Customer), EnableRateLimiting(RateLimits.Money)]
public sealed class PeopleModel(IGrainFactory grains) : PageModel
{
    /// <summary>The accounts.</summary>
    public IReadOnlyList<BulkPayer> Payers { get; private set; } = [];

    /// <summary>Whoever looks.</summary>
    public CustomerId Me => User.Customer();

    /// <summary>Shows them.</summary>
    public async Task OnGet() => Payers = await grains.GetGrain<IBulkPaymentsGrain>(0).Payers(Me);

    /// <summary>Asks somebody to act for one of my accounts.</summary>
    public async Task<IActionResult> OnPostInvite(string? account, string? phone)
    {
        if (!PhoneNumber.TryParse(phone, out PhoneNumber number))
        {
            ModelState.Clear();
            ModelState.Refuse("", "error.phone");
            await OnGet();
            return Page();
        }

        return await Answer(account, payer => payer.Invite(Me, number));
    }

    /// <summary>Accepts to act for somebody's account.</summary>
    public Task<IActionResult> OnPostAccept(string? account) => Answer(account, payer => payer.Accept(Me));

    /// <summary>Sends somebody away, leaves or declines.</summary>
    public Task<IActionResult> OnPostRemove(string? account, string? person) =>
        CustomerId.TryParse(person, out CustomerId whom) ? Answer(account, payer => payer.Remove(Me, whom)) : Task.FromResult<IActionResult>(NotFound());

    private async Task<IActionResult> Answer(string? number, Func<IBulkPayerGrain, Task<BulkPeopleRefusal?>> act)
    {
        if (!Payees.TryReadAccount(number ?? "", out AccountId account))
        {
            return NotFound();
        }

        if (await act(grains.GetGrain<IBulkPayerGrain>(BulkPayers.Key(account))) is not { } refusal)
        {
            return RedirectToPage();
        }

        ModelState.Clear();
        ModelState.Refuse("", Refusals.Words(BulkPeopleEndpoints.CodeOf(refusal)));
        await OnGet();
        return Page();
    }
}
