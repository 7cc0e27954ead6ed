using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Postmobile.Api.Pages.Design;

/// <summary>Draws one of the icons inline: <c>&lt;icon name="send" /&gt;</c>. Decoration only; words stand beside it.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["wallet"] = """<path d="M4 7h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zm0 0a2 2 0 0 1 2-2h10M16 13h1"/>""",
        ["send"] = """<path d="M4 12 20 5l-5 15-4-6zm7 2 4-4"/>""",
        ["list"] = """<path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6"/>""",
        ["person"] = """<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>""",
        ["cash"] = """<rect x="3" y="6" width="18" height="12" rx="2"/><circle cx="12" cy="12" r="2.5"/><path d="M6.500 12h.01M17.500 12h.01"/>""",
        ["scale"] = """<path d="M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zm14 0-3 7h6z"/>""",
        ["issue"] = """<path d="M3 10 12 4l9 6M5 10v8m4-8v8m6-8v8m4-8v8M3 20h18"/>""",
        ["in"] = """<path d="M12 5v14m6-6-6 6-6-6"/>""",
        ["out"] = """<path d="M12 19V5m6 6-6-6-6 6"/>""",
        ["check"] = """<path d="m5 13 4 4L19 7"/>""",
        ["cross"] = """<path d="m6 6 12 12M18 6 6 18"/>""",
        ["alert"] = """<path d="M12 4 2.500 20h19zM12 10v4m0 3h.01"/>""",
        ["lock"] = """<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>""",
        ["globe"] = """<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/>""",
        ["phone"] = """<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/>""",
        ["exit"] = """<path d="M10 4H5v16h5M15 8l4 4-4 4m4-4H9"/>""",
        ["print"] = """<path d="M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z"/>""",
        ["bolt"] = """<path d="M13 3 5 14h6l-1 7 8-11h-6z"/>""",
        ["grid"] = """<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z"/>""",
        ["letter"] = """<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3 7 9 7 9-7"/>""",
    };

    /// <summary>Which icon.</summary>
    public required string Name { get; set; }

    /// <summary>A class beside that of all icons, or null.</summary>
    public string? Class { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Class is null ? "icon" : "icon " + Class);
        output.Attributes.SetAttribute("viewBox", "0 0 24 24");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent(Paths[Name]);
    }
}
