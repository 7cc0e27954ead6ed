using Postmobile.Api.Problems;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>The words of refusals, and how a request's headers are read.</summary>
public sealed class ProblemTests
{
    [Fact]
    public void Every_refusal_of_the_ledger_has_words_and_a_status()
    {
        Assert.All(Enum.GetValues<RefusalCode>(), code => Assert.True(ProblemCatalog.Knows(new Refusal(code).StableCode), new Refusal(code).StableCode));
        Assert.Equal(422, ProblemCatalog.Find("insufficient_funds").Status);
        Assert.Equal(404, ProblemCatalog.Find("unknown_payee").Status);
        Assert.Equal(409, ProblemCatalog.Find("in_progress").Status);
        Assert.Equal(503, ProblemCatalog.Find("outcome_unknown").Status);
    }

    [Fact]
    public void No_language_has_the_words_of_another()
    {
        foreach (ProblemKind kind in ProblemCatalog.All)
        {
            string[] words = [.. ProblemCatalog.Languages.Select(language => kind.In(language).Title + kind.In(language).Detail)];
            Assert.True(words.Distinct().Count() == words.Length && words.All(word => word.Length > 10), kind.Code);
        }
    }

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("\"abc\"", "abc")]
    [InlineData("  \"a b\"  ", "a b")]
    [InlineData("\"a\\\"b\\\\\"", "a\"b\\")]
    [InlineData("8e03978e-40d5-43e8-bc93-6894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f9324")]
    [InlineData("", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"", null)]
    [InlineData("a b", null)]
    [InlineData("a\"b", null)]
    [InlineData("\"a\"b\"", null)]
    [InlineData("\"a\\b\"", null)]
    [InlineData("\"a\\\"", null)]
    [InlineData("é", null)]
    public void A_key_is_a_quoted_string_or_a_bare_token(string header, string? key)
    {
        Assert.Equal(key is not null, IdempotencyKey.TryParse(header, out IdempotencyKey read));
        Assert.Equal(key, key is null ? null : read.Value);
    }

    [Fact]
    public void A_key_has_255_characters_at_most()
    {
        Assert.True(IdempotencyKey.TryParse(new string('k', 255), out _));
        Assert.False(IdempotencyKey.TryParse(new string('k', 256), out _));
    }

    [Theory]
    [InlineData("", "fr")]
    [InlineData("en-GB,en;q=0.9", "en")]
    [InlineData("de, ln;q=0.8, en;q=0.7", "ln")]
    [InlineData("kg", "ktu")]
    [InlineData("ktu-CG;q=0.3, de", "ktu")]
    [InlineData(";;;", "fr")]
    public void The_language_is_the_preferred_one_of_ours(string header, string language) => Assert.Equal(language, CallerLanguage.Preferred(header));
}
