using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Tariffs;

/// <summary>The versions of the tariff, and what agents are owed.</summary>
[Authorize(Policy = Policies.Operator)]
public sealed class VersionsModel(IGrainFactory grains) : PageModel
{
    private Dictionary<string, string> names = [];

    /// <summary>The idempotency key of the form that funds commissions.</summary>
    [BindProperty]
    public string Key { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The amount as typed.</summary>
    [BindProperty]
    public string? Amount { get; set; }

    /// <summary>The bank's reference.</summary>
    [BindProperty]
    public string? Reference { get; set; }

    /// <summary>All versions, newest proposal first.</summary>
    public IReadOnlyList<TariffVersion> Versions { get; private set; } = [];

    /// <summary>The number of the one that holds now; 0: none.</summary>
    public int InForce { get; private set; }

    /// <summary>Commissions that are owed, and what there is to pay them from.</summary>
    public CommissionsOwed Owed { get; private set; } = new();

    /// <summary>Shows the list.</summary>
    public async Task OnGet()
    {
        Versions = await grains.Tariffs().List();
        InForce = (await grains.Tariff().At(null)).Number;
        Owed = await grains.CommissionsPaid().Owed();
        names = await Operators.Names(grains, Versions.Select(version => version.DecidedBy ?? version.ProposedBy));
    }

    /// <summary>An operator's name.</summary>
    public string NameOf(string operatorId) => names.GetValueOrDefault(operatorId, operatorId);

    /// <summary>Proposes e-money for the post's commissions; another operator approves it where floats are approved.</summary>
    public async Task<IActionResult> OnPostFund()
    {
        if (!Say.TryReadAmount(Amount, out long amount))
        {
            ModelState.AddModelError(nameof(Amount), "error.amount");
        }

        string me = User.Customer().Value;
        FloatProposal proposal = new() { Agent = PostAccounts.Commissions, Amount = amount, Reference = Reference?.Trim(), ProposedBy = me };
        if (ModelState.IsValid && (await grains.GetGrain<IFloatIssueGrain>(FloatIssues.Key(me, Key)).Propose(proposal)).Refusal is { } refusal)
        {
            ModelState.Refuse("", Refusals.Words(refusal));
        }

        if (ModelState.IsValid)
        {
            return RedirectToPage("/Money/Floats");
        }

        await OnGet();
        return Page();
    }
}

/// <summary>The names of the post's people.</summary>
internal static class Operators
{
    /// <summary>Names by customer id; who is nobody any more is left out.</summary>
    public static async Task<Dictionary<string, string>> Names(IGrainFactory grains, IEnumerable<string> ids)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (string id in ids.Distinct())
        {
            if (CustomerId.TryParse(id, out CustomerId customer) && await grains.GetGrain<ICustomerGrain>(customer.Value).Look() is { } view)
            {
                names[id] = view.Name;
            }
        }

        return names;
    }
}
