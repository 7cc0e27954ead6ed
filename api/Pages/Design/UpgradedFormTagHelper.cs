using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Postmobile.Api.Pages.Design;

/// <summary>
/// Every form that posts is a plain one; with the script, its answer takes the place of the page's main part and a second click while
/// the first is on its way does nothing.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class UpgradedFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    /// <summary>Set to keep a form out of the script's hands.</summary>
    public bool Plain { get; set; }

    /// <summary>The page.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    // After the framework's own helper, which writes the address.
    /// <inheritdoc />
    public override int Order => 1000;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        // The framework's helper leaves the token out of a form that has an address of its own.
        if (context.AllAttributes.ContainsName("action") && generator.GenerateAntiforgery(ViewContext) is { } token)
        {
            output.PostContent.AppendHtml(token);
        }

        // The script sends a form to the one address that stands on it; a button that has its own is the browser's to obey.
        if (Plain || (await output.GetChildContentAsync()).GetContent().Contains(" formaction=", StringComparison.Ordinal))
        {
            return;
        }

        var request = ViewContext.HttpContext.Request;

        // As it stands there: what is encoded already must not be encoded again.
        object address = output.Attributes["action"]?.Value is { } action && action.ToString() is { Length: > 0 } ? action : request.Path + request.QueryString;
        output.Attributes.SetAttribute("hx-post", address);
        output.Attributes.SetAttribute("hx-target", "#main");
        output.Attributes.SetAttribute("hx-select", "#main");
        output.Attributes.SetAttribute("hx-swap", "outerHTML show:window:top");
        output.Attributes.SetAttribute("hx-sync", "this:drop");
        output.Attributes.SetAttribute("hx-disable", "find button");
        output.Attributes.SetAttribute("novalidate", null);
    }
}
