using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Postmobile.Api.Pages.Design;

/// <summary>
/// One field of a form: label, hint, input and what is wrong with it, tied together for those who hear the page.
/// <c>label</c>, <c>hint</c> and error messages are keys of the texts.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(IStringLocalizer texts) : TagHelper
{
    /// <summary>The property that the field is bound to.</summary>
    public required ModelExpression For { get; set; }

    /// <summary>The label's key.</summary>
    public required string Label { get; set; }

    /// <summary>The key of a line that helps, or null.</summary>
    public string? Hint { get; set; }

    /// <summary>Which input: text, tel, email, pin, code, amount, date or moment (a day and an hour of Brazzaville).</summary>
    public string Kind { get; set; } = "text";

    /// <summary>The browser's own help, such as <c>tel</c> or <c>one-time-code</c>.</summary>
    public string? Autocomplete { get; set; }

    /// <summary>The most characters that it takes.</summary>
    public int? MaxLength { get; set; }

    /// <summary>Whether it may stay empty.</summary>
    public bool Optional { get; set; }

    /// <summary>Whether the page opens with the cursor in it.</summary>
    public bool Autofocus { get; set; }

    /// <summary>The page's state of validation.</summary>
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    private string Id => TagBuilder.CreateSanitizedId(For.Name, "_");

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var entry = ViewContext.ModelState[For.Name];
        string? error = entry?.Errors.FirstOrDefault()?.ErrorMessage;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(LabelOf());
        AppendLine(output, Hint, "hint");
        output.Content.AppendHtml(Affixed(Input(entry?.AttemptedValue, error is not null)));
        AppendLine(output, error, "error");
    }

    private TagBuilder LabelOf()
    {
        TagBuilder label = new("label");
        label.Attributes["for"] = Id;
        label.InnerHtml.Append(texts[Label]);
        return label;
    }

    private void AppendLine(TagHelperOutput output, string? key, string role)
    {
        if (key is null)
        {
            return;
        }

        TagBuilder line = new("p");
        line.Attributes["class"] = role;
        line.Attributes["id"] = $"{Id}_{role}";
        line.InnerHtml.Append(texts[key]);
        output.Content.AppendHtml(line);
    }

    private TagBuilder Input(string? attempted, bool wrong)
    {
        bool secret = Kind == "pin";
        TagBuilder input = new("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.MergeAttribute("id", Id);
        input.MergeAttribute("name", For.Name);
        input.MergeAttribute("type", Kind switch { "tel" => "tel", "email" => "email", "pin" => "password", "date" => "date", "moment" => "datetime-local", _ => "text" });
        input.MergeAttribute("value", secret ? null : attempted ?? Shown());
        Describe(input, wrong);
        Ease(input);
        foreach (string flag in Flags(wrong))
        {
            input.MergeAttribute(flag, null);
        }

        return input;
    }

    // A browser reads a day in one form only, whatever the language.
    private string Shown() =>
        For.Model is DateOnly day ? day.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : For.ModelExplorer.GetSimpleDisplayText();

    private void Describe(TagBuilder input, bool wrong)
    {
        string described = string.Join(' ', new[] { Hint is null ? null : $"{Id}_hint", wrong ? $"{Id}_error" : null }.OfType<string>());
        if (described.Length > 0)
        {
            input.MergeAttribute("aria-describedby", described);
        }

        if (wrong)
        {
            input.MergeAttribute("aria-invalid", "true");
        }
    }

    private void Ease(TagBuilder input)
    {
        if (Kind is "pin" or "code" or "amount")
        {
            input.MergeAttribute("inputmode", "numeric");
            input.AddCssClass(Kind == "amount" ? "big" : "pin");
        }

        input.MergeAttribute("autocomplete", Autocomplete ?? "off");
        int? length = MaxLength ?? Kind switch { "pin" => 6, "code" => 12, "amount" => 15, "tel" => 20, _ => null };
        if (length is { } most)
        {
            input.MergeAttribute("maxlength", most.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    // The first field at fault takes the cursor; otherwise the field that asked for it.
    private IEnumerable<string> Flags(bool wrong)
    {
        if (!Optional)
        {
            yield return "required";
        }

        if (wrong || (Autofocus && ViewContext.ModelState.IsValid))
        {
            yield return "autofocus";
        }
    }

    private TagBuilder Affixed(TagBuilder input)
    {
        if (Kind != "amount")
        {
            return input;
        }

        TagBuilder box = new("div");
        box.AddCssClass("affix");
        box.InnerHtml.AppendHtml(input);
        TagBuilder unit = new("span");
        unit.MergeAttribute("aria-hidden", "true");
        unit.InnerHtml.Append(Translations.Say.Unit());
        box.InnerHtml.AppendHtml(unit);
        return box;
    }
}
