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
        ["search"] = """<circle cx="10.500" cy="10.500" r="6.500"/><path d="m15.500 15.500 5 5"/>""",
        ["bag"] = """<path d="M5 8h14l-1 12H6zM9 8V7a3 3 0 0 1 6 0v1"/>""",
        ["star"] = """<path d="m12 4 2.500 5 5.500.800-4 4 1 5.500-5-2.600-5 2.600 1-5.500-4-4 5.500-.800z"/>""",
        ["heart"] = """<path d="M12 20C5 15 3 12 3 9a4.500 4.500 0 0 1 9-1 4.500 4.500 0 0 1 9 1c0 3-2 6-9 11z"/>""",
        ["filter"] = """<path d="M4 6h16M7 12h10M10 18h4"/>""",
        ["food"] = """<path d="M4 11h16a8 8 0 0 1-16 0zM8 7c0-2 2-2 2-4M13 7c0-2 2-2 2-4"/>""",
        ["shirt"] = """<path d="m8 4-5 4 3 3 1-1v10h10V10l1 1 3-3-5-4a4 4 0 0 1-8 0z"/>""",
        ["screen"] = """<path d="M3 5h18v11H3zM8 20h8M12 16v4"/>""",
        ["drop"] = """<path d="M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z"/>""",
        ["home"] = """<path d="m3 11 9-7 9 7M6 9v11h12V9M10 20v-6h4v6"/>""",
        ["hammer"] = """<path d="M8 4h8l3 4h-5l-1 2h-2L8 8zM11 10h2l1 10h-4z"/>""",
        ["leaf"] = """<path d="M5 19C4 9 10 4 20 4c0 10-5 16-15 15zm0 0 8-8"/>""",
        ["mask"] = """<path d="M6 4h12v8c0 5-3 8-6 9-3-1-6-4-6-9zM9 9h1M14 9h1M10 15h4"/>""",
        ["book"] = """<path d="M4 5h6a2 2 0 0 1 2 2v13a2 2 0 0 0-2-2H4zM20 5h-6a2 2 0 0 0-2 2v13a2 2 0 0 1 2-2h6z"/>""",
        ["ball"] = """<circle cx="12" cy="12" r="9"/><path d="m12 8 4 3-1.500 4.500h-5L8 11zM12 3v5M3.500 10l4.500 1M20.500 10 16 11M7 19l2.500-3.500M17 19l-2.500-3.500"/>""",
        ["car"] = """<path d="M3 16v-4l3-6h12l3 6v4zM5 16v3M19 16v3M3 12h18"/>""",
        ["chat"] = """<path d="M4 5h16v11H10l-5 4v-4H4z"/>""",
        ["bell"] = """<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4"/>""",
        ["flag"] = """<path d="M5 21V4h13l-3 4 3 4H5"/>""",
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
