using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Postmobile.Api.Translations;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Pages;

/// <summary>Four languages, complete, each in its own words.</summary>
public sealed partial class TextsTests
{
    /// <summary>Texts that are the same in every language: names.</summary>
    private static readonly string[] Names = ["app.name"];

    [Theory]
    [InlineData("en")]
    [InlineData("ln")]
    [InlineData("ktu")]
    public void A_language_has_every_text(string language)
    {
        Assert.Empty(Texts.In("fr").Keys.Except(Texts.In(language).Keys));
        Assert.Empty(Texts.In(language).Keys.Except(Texts.In("fr").Keys));
        Assert.DoesNotContain(Texts.In(language).Values, string.IsNullOrWhiteSpace);
    }

    [Theory]
    [InlineData("ln")]
    [InlineData("ktu")]
    public void Only_names_are_the_same_as_in_French(string language) =>
        Assert.Empty(Texts.In(language).Where(text => text.Value == Texts.In("fr")[text.Key]).Select(text => text.Key).Except(Names));

    [Theory]
    [InlineData("en")]
    [InlineData("ln")]
    [InlineData("ktu")]
    public void What_is_put_into_a_text_is_put_into_its_translations(string language) =>
        Assert.All(Texts.In("fr"), text => Assert.Equal(Holes(text.Value), Holes(Texts.In(language)[text.Key])));

    [Fact]
    public void Every_key_that_a_page_uses_has_a_text()
    {
        string[] used = [.. Sources().SelectMany(source => KeyInSource().Matches(source)).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value).Where(key => !key.EndsWith('.')).Distinct()];
        Assert.True(used.Length > 150);
        Assert.Empty(used.Except(Texts.In("fr").Keys));
    }

    [Fact]
    public void Every_name_that_a_page_makes_a_key_of_has_a_text()
    {
        IEnumerable<string> made =
        [
            .. Enum.GetNames<PostingKind>().Select(name => "kind." + name),
            .. Enum.GetNames<AccountKind>().Select(name => "account." + name),
            .. Enum.GetNames<LimitName>().Select(name => "limit." + name),
            .. Enum.GetNames<FloatIssueStatus>().Select(name => "floats.status." + name),
        ];
        Assert.Empty(made.Except(Texts.In("fr").Keys));
    }

    [Theory]
    [InlineData(12_500, "12\u00a0500\u00a0FCFA")]
    [InlineData(-1_234_567, "\u22121\u00a0234\u00a0567\u00a0FCFA")]
    [InlineData(0, "0\u00a0FCFA")]
    public void Amounts_do_not_break(long amount, string words) => Assert.Equal(words, Say.Amount(amount));

    [Theory]
    [InlineData("12 500", 12_500)]
    [InlineData("12\u00a0500", 12_500)]
    [InlineData("7", 7)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1,5", null)]
    [InlineData("1.5", null)]
    [InlineData("abc", null)]
    [InlineData("10000000000000000000", null)]
    [InlineData("", null)]
    public void An_amount_is_digits_and_nothing_else(string typed, int? amount)
    {
        bool read = Say.TryReadAmount(typed, out long minor);
        Assert.Equal(amount is not null, read);
        Assert.Equal(amount ?? minor, minor);
    }

    [GeneratedRegex("""(?:L|texts)\["([a-z0-9.-]+)"|(?:label|hint)="([a-z0-9.-]+\.[a-z0-9.-]+)"|"Title"\] = "([a-z.-]+)"|"(error\.[a-z]+)"|new\("/[^"]*", "[a-z]+", "([a-z.-]+)"[,)]""")]
    private static partial Regex KeyInSource();

    private static string Holes(string text) => string.Join(' ', Regex.Matches(text, @"\{\d\}").Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> Sources([CallerFilePath] string here = "")
    {
        string pages = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../api/Pages"));
        return Directory.EnumerateFiles(pages, "*.cs*", SearchOption.AllDirectories).Select(File.ReadAllText);
    }
}
