using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Identity;

/// <summary>Whom operators have frozen: one freezes, another lifts.</summary>
[Authorize(Policy = Policies.Operator), ResponseCache(NoStore = true)]
public sealed class FreezesModel(IGrainFactory grains, Customers customers) : PageModel
{
    private const int Most = 100;

    /// <summary>Who is frozen, newest first.</summary>
    public IReadOnlyList<CustomerStanding> Frozen { get; private set; } = [];

    /// <summary>Names of operators.</summary>
    public Dictionary<string, string> Names { get; private set; } = [];

    /// <summary>The customer's number.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>What to stop.</summary>
    [BindProperty]
    public Freeze What { get; set; }

    /// <summary>Why.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Whoever has a part in it does not lift it, and nobody their own.</summary>
    public bool MayLift(CustomerStanding one) => !one.Restriction!.By.Contains(User.Customer().Value) && one.Customer != User.Customer();

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGet()
    {
        Frozen = await grains.GetGrain<IIdentityCasesGrain>(0).Restricted(Most);
        Names = await grains.NamesOf(Frozen.SelectMany(one => one.Restriction!.By));
        return Page();
    }

    /// <summary>Freezes.</summary>
    public async Task<IActionResult> OnPostFreeze()
    {
        if (await customers.Find(Phone ?? "") is not { } customer || await customer.Look() is not { } person)
        {
            ModelState.Refuse(nameof(Phone), "error.nobody");
            return await OnGet();
        }

        Freeze what = What is Freeze.Debits or Freeze.Credits ? What : Freeze.Both;
        KycRefusal? refusal = await grains.GetGrain<ICustomerStandingGrain>(person.Id.Value).Freeze(what, Reason ?? "", User.Customer());
        return await Answer(refusal, refusal is KycRefusal.ReasonNeeded ? nameof(Reason) : "");
    }

    /// <summary>Lifts.</summary>
    public async Task<IActionResult> OnPostLift(string? customer, string? why)
    {
        ModelState.Clear();
        return CustomerId.TryParse(customer, out CustomerId id)
            ? await Answer(await grains.GetGrain<ICustomerStandingGrain>(id.Value).LiftFreeze(why ?? "", User.Customer()), "")
            : NotFound();
    }

    private async Task<IActionResult> Answer(KycRefusal? refusal, string field)
    {
        if (refusal is null)
        {
            return RedirectToPage();
        }

        ModelState.Refuse(field, Refusals.Words(refusal.Value.Code()));
        return await OnGet();
    }
}
