using Postmobile.Commerce;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Trust;

/// <summary>Words, names and reports.</summary>
public sealed class TrustRulesTests
{
    private static readonly CustomerId s_one = CustomerId.New(TimeProvider.System), s_other = CustomerId.New(TimeProvider.System);

    [Theory]
    [InlineData("Marie Claire Ngoma", "Marie N.")]
    [InlineData("Prince", "Prince")]
    [InlineData("", "…")]
    public void A_name_is_shown_by_its_first_word_and_an_initial(string name, string shown) => Assert.Equal(shown, TrustRules.ShownName(name));

    [Theory]
    [InlineData("  bien\r\nfait ", "bien\nfait")]
    [InlineData("a\u0000b", null)]
    [InlineData("x", null)]
    public void Words_are_trimmed_and_hold_no_sign_that_no_text_has(string text, string? kept) => Assert.Equal(kept, TrustRules.Words(text, 2, 20));

    [Fact]
    public void A_person_reports_once_and_the_first_report_opens_the_case()
    {
        (FlagsState once, _) = TrustRules.Report(new FlagsState(), s_one.Value, s_other, "Insulte", DateTimeOffset.UnixEpoch.AddSeconds(1));
        (FlagsState twice, TrustRefusal? none) = TrustRules.Report(once, s_one.Value, s_other, "Insulte", DateTimeOffset.UnixEpoch.AddSeconds(2));
        Assert.Equal((1, 1000L), (twice.Reports.Count, twice.OpenAtMs));
        Assert.Null(none);
        Assert.Equal(TrustRefusal.OwnWords, TrustRules.Report(once, s_one.Value, s_one, "Insulte", DateTimeOffset.UnixEpoch).Refusal);
        (FlagsState decided, _) = TrustRules.Decide(twice, withhold: true, "Injure");
        Assert.Equal((true, 0, (long?)null), (decided.Withheld, decided.Reports.Count, decided.OpenAtMs));
    }
}
