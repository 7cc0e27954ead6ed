using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Identity;

public sealed class SmsTests
{
    [Fact]
    public void Kannel_is_asked_with_its_own_parameters()
    {
        var options = new SmsOptions { Url = new Uri("http://kannel:13013/cgi-bin/sendsms"), Username = "u", Password = "p&", DeliveryReportUrl = new Uri("http://x/dlr") };

        string uri = KannelSmsGateway.BuildUri(options, new SmsMessage("1", "+242066000001", "Reçu : 5 000 FCFA")).AbsoluteUri;

        Assert.StartsWith("http://kannel:13013/cgi-bin/sendsms?username=u&password=p%26&from=Postmobile&to=%2B242066000001&charset=UTF-8&coding=", uri, StringComparison.Ordinal);
        Assert.Contains("dlr-mask=3&dlr-url=http", uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("déjà à là ù", true)]
    [InlineData("{€}", true)]
    [InlineData("ɛ ŋ", false)]
    [InlineData("ê", false)]
    public void Only_letters_of_the_default_alphabet_are_short(string text, bool fits) => Assert.Equal(fits, GsmAlphabet.Fits(text));

    [Fact]
    public void French_texts_fit_the_default_alphabet()
    {
        var code = new OneTimeCode("123456");
        Assert.All(
            [
                SmsTexts.Code("fr", code), SmsTexts.NumberWanted("fr"), SmsTexts.NumberJoined("fr"), SmsTexts.PinChanged("fr"), SmsTexts.Blocked("fr"),
                SmsTexts.Unblocked("fr"), SmsTexts.Debited("fr", 5000, "Boutique", 50, 100_000),
            ],
            text => Assert.True(GsmAlphabet.Fits(text), text));
    }

    [Fact]
    public void Every_language_has_its_own_words() =>
        Assert.Equal(SmsTexts.Languages.Count, SmsTexts.Languages.Select(SmsTexts.Blocked).Distinct().Count());

    [Fact]
    public void A_sealed_text_opens_only_with_its_key()
    {
        var keys = new IdentityKeys(new byte[32], new byte[32]);
        string box = keys.Seal("code 123456");

        Assert.Equal("code 123456", keys.Unseal(box));
        Assert.DoesNotContain("123456", box, StringComparison.Ordinal);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => new IdentityKeys(new byte[32], Enumerable.Repeat((byte)1, 32).ToArray()).Unseal(box));
    }
}
