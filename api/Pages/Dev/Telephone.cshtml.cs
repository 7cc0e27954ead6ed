using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;
using Postmobile.Identity;

namespace Postmobile.Api.Pages.Dev;

/// <summary>The SMS and e-mail that would have gone out. In Development only; elsewhere the page does not exist.</summary>
[AllowAnonymous]
public sealed class TelephoneModel(DevSmsOutbox outbox, IHostEnvironment environment) : PageModel
{
    private const int MessagesMax = 30;

    /// <summary>Whose messages, or empty for everybody's.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>The messages, newest first.</summary>
    public IReadOnlyList<DevSms> Messages { get; private set; } = [];

    /// <summary>E-mail, newest first; only when nobody's telephone was named.</summary>
    public IReadOnlyList<DevMail> Mail { get; private set; } = [];

    /// <summary>Shows the messages.</summary>
    public async Task<IActionResult> OnGet(CancellationToken cancellation)
    {
        if (!environment.IsDevelopment())
        {
            return NotFound();
        }

        PhoneNumber? to = PhoneNumber.TryParse(To, out PhoneNumber phone) ? phone : null;
        Messages = await outbox.Read(to, MessagesMax, cancellation);
        Mail = to is null ? await outbox.ReadMail(null, MessagesMax, cancellation) : [];
        return Page();
    }
}
