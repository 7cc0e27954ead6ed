using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money.Ussd;

/// <summary>A telephone without a browser, to try the dialogues with. In Development only; elsewhere the page does not exist.</summary>
[AllowAnonymous]
public sealed class DevUssdModel(IGrainFactory grains, IHostEnvironment environment) : PageModel
{
    private const int ScreenMax = 182;

    /// <summary>Whose telephone is played.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>The session.</summary>
    [BindProperty]
    public string? Session { get; set; }

    /// <summary>How many requests this session has made: a page that is sent twice does nothing twice.</summary>
    [BindProperty]
    public int Number { get; set; }

    /// <summary>What is typed.</summary>
    [BindProperty]
    public string? Typed { get; set; }

    /// <summary>What the telephone shows; null before it has dialled.</summary>
    public string? Screen { get; private set; }

    /// <summary>The session is over.</summary>
    public bool Ended { get; private set; }

    /// <summary>Characters used, of how many.</summary>
    public string Room => $"{Screen?.Length ?? 0}/{ScreenMax}";

    /// <inheritdoc />
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!environment.IsDevelopment())
        {
            context.Result = NotFound();
        }
    }

    /// <summary>Shows the keys.</summary>
    public void OnGet()
    {
    }

    /// <summary>Dials.</summary>
    public Task OnPostDial()
    {
        (Session, Number) = (Guid.NewGuid().ToString("N"), 0);
        return Ask([]);
    }

    /// <summary>Sends what was typed.</summary>
    public Task OnPostType() => Session is { Length: > 0 and <= 64 } ? Ask([Typed ?? ""]) : OnPostDial();

    private async Task Ask(IReadOnlyList<string> inputs)
    {
        if (!PhoneNumber.TryParse(Phone, out PhoneNumber phone))
        {
            ModelState.Refuse(nameof(Phone), Refusals.Words("invalid_phone"));
            return;
        }

        UssdReply reply = await grains.GetGrain<IUssdSessionGrain>(UssdKey.Of(phone)).Answer(new UssdCall
        {
            Session = $"dev/{Session}",
            Inputs = inputs,
            Cumulative = false,
            Request = Number.ToString(CultureInfo.InvariantCulture),
        });

        // A PIN that was typed is not sent back to stand in the field.
        ModelState.Clear();
        Typed = null;
        (Phone, Number, Screen, Ended) = (phone.E164, Number + 1, reply.Text, reply.Ends);
    }
}
