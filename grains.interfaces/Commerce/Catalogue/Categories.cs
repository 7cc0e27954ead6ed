using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Postmobile.Commerce;

/// <summary>What an attribute's value is.</summary>
public enum AttributeType
{
    /// <summary>One of a list.</summary>
    Choice,

    /// <summary>A number, with a unit.</summary>
    Number,

    /// <summary>A few words.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    Flag,
}

/// <summary>A name in two languages.</summary>
/// <param name="Fr">French.</param>
/// <param name="En">English.</param>
public sealed record BilingualName(string Fr, string En)
{
    /// <summary>In a language; French for all but English.</summary>
    public string In(string language) => language == "en" ? En : Fr;
}

/// <summary>Something that can be said of the products of a category.</summary>
/// <param name="Code">Its code, for ever.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Unit">The unit of a number; empty without.</param>
/// <param name="Choices">The choices by code.</param>
public sealed record CategoryAttribute(string Code, BilingualName Name, AttributeType Type, string Unit, IReadOnlyDictionary<string, BilingualName> Choices)
{
    private const int TextMax = 80;

    /// <summary>The value as it is kept, or null when it is none.</summary>
    public string? Read(string value) => Type switch
    {
        AttributeType.Choice => Choices.ContainsKey(value) ? value : null,
        AttributeType.Flag => value is "true" or "false" ? value : null,
        AttributeType.Number => decimal.TryParse(value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number < 1_000_000_000
            ? number.ToString("0.######", CultureInfo.InvariantCulture) : null,
        _ => value.Trim() is { Length: > 0 and <= TextMax } text && !text.Any(char.IsControl) ? text : null,
    };

    /// <summary>The value as one reads it.</summary>
    public string Show(string value, string language) => Type switch
    {
        AttributeType.Choice => Choices.TryGetValue(value, out BilingualName? choice) ? choice.In(language) : value,
        AttributeType.Flag => (value == "true", language) switch { (true, "en") => "Yes", (true, _) => "Oui", (false, "en") => "No", _ => "Non" },
        AttributeType.Number => Unit.Length > 0 ? value + "\u00a0" + Unit : value,
        _ => value,
    };
}

/// <summary>A category of goods.</summary>
/// <param name="Code">Its code, for ever.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">The codes from the root to this one, it included.</param>
/// <param name="Attributes">What can be said of its products, those of the categories above included.</param>
public sealed record Category(string Code, BilingualName Name, IReadOnlyList<string> Path, IReadOnlyList<CategoryAttribute> Attributes)
{
    /// <summary>The categories right under it.</summary>
    public IReadOnlyList<Category> Children { get; internal set; } = [];
}

/// <summary>The tree of categories, read once from the file that lies in this assembly.</summary>
public static class Categories
{
    private static readonly FrozenDictionary<string, CategoryAttribute> s_attributes;
    private static readonly FrozenDictionary<string, Category> s_byCode;

    static Categories()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("categories.json")
            ?? throw new InvalidOperationException("The tree of categories is not in the assembly.");
        using JsonDocument file = JsonDocument.Parse(stream);
        s_attributes = file.RootElement.GetProperty("attributes").EnumerateObject().Select(ReadAttribute).ToFrozenDictionary(attribute => attribute.Code);
        var all = new List<Category>();
        Roots = [.. file.RootElement.GetProperty("tree").EnumerateArray().Select(node => Read(node, [], [], all))];
        All = all;
        s_byCode = all.ToFrozenDictionary(category => category.Code);
    }

    /// <summary>The categories at the top.</summary>
    public static IReadOnlyList<Category> Roots { get; }

    /// <summary>All of them, each after the one above it.</summary>
    public static IReadOnlyList<Category> All { get; }

    /// <summary>The category of a code, or null.</summary>
    public static Category? Find(string? code) => code is not null && s_byCode.TryGetValue(code, out Category? category) ? category : null;

    /// <summary>The attribute of a code, or null.</summary>
    public static CategoryAttribute? Attribute(string code) => s_attributes.GetValueOrDefault(code);

    private static CategoryAttribute ReadAttribute(JsonProperty entry)
    {
        JsonElement body = entry.Value;
        var choices = body.TryGetProperty("choices", out JsonElement list)
            ? list.EnumerateArray().ToDictionary(choice => choice[0].GetString()!, choice => new BilingualName(choice[1].GetString()!, choice[2].GetString()!))
            : [];
        return new CategoryAttribute(
            entry.Name,
            new BilingualName(body.GetProperty("fr").GetString()!, body.GetProperty("en").GetString()!),
            Enum.Parse<AttributeType>(body.GetProperty("type").GetString()!, ignoreCase: true),
            body.TryGetProperty("unit", out JsonElement unit) ? unit.GetString()! : "",
            choices);
    }

    private static Category Read(JsonElement node, IReadOnlyList<string> above, IReadOnlyList<CategoryAttribute> inherited, List<Category> all)
    {
        string code = node.GetProperty("code").GetString()!;
        CategoryAttribute[] own = node.TryGetProperty("attributes", out JsonElement codes) ? [.. codes.EnumerateArray().Select(one => s_attributes[one.GetString()!])] : [];
        var category = new Category(
            code, new BilingualName(node.GetProperty("fr").GetString()!, node.GetProperty("en").GetString()!), [.. above, code], [.. inherited.Concat(own).Distinct()]);
        all.Add(category);
        category.Children = node.TryGetProperty("children", out JsonElement children)
            ? [.. children.EnumerateArray().Select(child => Read(child, category.Path, category.Attributes, all))]
            : [];
        return category;
    }
}
