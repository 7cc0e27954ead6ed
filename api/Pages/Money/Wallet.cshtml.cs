using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>The wallet at a glance: balance, what can be spent, what moved last. Goes on by itself while it is open.</summary>
[Authorize(Policy = Policies.Customer)]
public sealed class WalletModel(IGrainFactory grains) : PageModel
{
    /// <summary>How many movements are shown.</summary>
    public const int Lines = 6;

    /// <summary>The account.</summary>
    public AccountView Account { get; private set; } = null!;

    /// <summary>What moved last, newest first.</summary>
    public IReadOnlyList<StatementLine> Last { get; private set; } = [];

    /// <summary>How the person is greeted.</summary>
    public string FirstName => Account.Profile.DisplayName.Split(' ', 2)[0];

    /// <summary>What this page shows, in short: the script hands it back to ask whether it is still so.</summary>
    public string Seen => $"{Account.Balance}.{Account.Available}.{(Last.Count > 0 ? Last[0].Transfer.ToString() : "")}";

    /// <summary>Shows the wallet.</summary>
    public async Task<IActionResult> OnGet()
    {
        IAccountGrain account = grains.Account(User.Wallet());
        Task<StatementPage> statement = account.Statement(new StatementQuery { Limit = Lines });
        if (await account.Look() is not { } view)
        {
            return NotFound();
        }

        Account = view;
        Last = (await statement).Lines;
        return Page();
    }

    /// <summary>For the script, once it listens: nothing when what it shows is still so, else the page of now.</summary>
    public async Task<IActionResult> OnGetLive(string? seen)
    {
        IActionResult page = await OnGet();
        return page is PageResult && seen == Seen ? new NoContentResult() : page;
    }
}
