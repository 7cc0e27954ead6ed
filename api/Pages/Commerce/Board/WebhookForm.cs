using Microsoft.AspNetCore.Mvc.ModelBinding;
using Postmobile.Api.Partners;
using Postmobile.Partners;

namespace Postmobile.Api.Pages.Commerce.Board;

/// <summary>What somebody says of an address.</summary>
public interface IWebhookForm
{
    /// <summary>Where to post.</summary>
    string? Address { get; }

    /// <summary>What it is called.</summary>
    string? Description { get; }

    /// <summary>Which events; a star for all.</summary>
    List<string> Events { get; }
}

/// <summary>Reads the form, and says what is wrong with it beside its fields. Which addresses are good is the same as over REST.</summary>
internal static class WebhookForms
{
    public static WebhookWish Wish(this IWebhookForm form) => new()
    {
        Url = (form.Address ?? "").Trim(),
        Description = (form.Description ?? "").Trim(),
        Events = form.Events.Contains("*") ? ["*"] : form.Events,
    };

    public static void Say(this ModelStateDictionary state, WebhookRefusal refusal) => state.Refuse(
        refusal switch
        {
            WebhookRefusal.Url => nameof(IWebhookForm.Address),
            WebhookRefusal.Description => nameof(IWebhookForm.Description),
            WebhookRefusal.Events => nameof(IWebhookForm.Events),
            _ => "",
        },
        Refusals.Words(WebhookEndpoints.CodeOf(refusal)));
}
