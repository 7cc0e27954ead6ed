using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Identity;

public sealed class PinRulesTests
{
    private static readonly PhoneNumber Phone = new("+242066123987");

    [Theory]
    [InlineData("123", IdentityRefusalCode.PinFormat)]
    [InlineData("1234567", IdentityRefusalCode.PinFormat)]
    [InlineData("12a4", IdentityRefusalCode.PinFormat)]
    [InlineData("", IdentityRefusalCode.PinFormat)]
    [InlineData("٤٨٢٦", IdentityRefusalCode.PinFormat)]
    [InlineData("1234", IdentityRefusalCode.PinTooCommon)]
    [InlineData("0000", IdentityRefusalCode.PinTooCommon)]
    [InlineData("1212", IdentityRefusalCode.PinTooCommon)]
    [InlineData("123123", IdentityRefusalCode.PinTooCommon)]
    [InlineData("9876", IdentityRefusalCode.PinTooCommon)]
    [InlineData("7890", IdentityRefusalCode.PinTooCommon)]
    [InlineData("1987", IdentityRefusalCode.PinTooCommon)]
    [InlineData("2580", IdentityRefusalCode.PinTooCommon)]
    [InlineData("6612", IdentityRefusalCode.PinTooCommon)]
    [InlineData("123987", IdentityRefusalCode.PinTooCommon)]
    [InlineData("4826", null)]
    [InlineData("73915", null)]
    [InlineData("804257", null)]
    public void What_would_be_guessed_first_is_refused(string digits, IdentityRefusalCode? expected) =>
        Assert.Equal(expected, PinRules.Check(new Pin(digits), Phone));

    [Fact]
    public void Demonstration_pins_obey_the_rules() =>
        Assert.All(DemonstrationPeople.All, person =>
        {
            Assert.True(PhoneNumber.TryParse(person.Phone.E164, out _), person.Phone.E164);
            Assert.Null(PinRules.Check(new Pin(DemonstrationPeople.Pin), person.Phone));
        });

    [Fact]
    public void A_pin_and_a_code_do_not_print_themselves()
    {
        Assert.DoesNotContain("4826", new SignInAttempt(new Pin("4826"), default).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("482611", new OneTimeCode("482611").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+242066123987", "+242066123987")]
    [InlineData("06 612 39 87", "+242066123987")]
    [InlineData("00242 06 612 39 87", "+242066123987")]
    [InlineData("+33 6 12 34 56 78", "+33612345678")]
    [InlineData("12", null)]
    [InlineData("+242", null)]
    [InlineData("abc", null)]
    [InlineData(null, null)]
    public void Numbers_are_read_as_people_write_them(string? text, string? expected)
    {
        bool valid = PhoneNumber.TryParse(text, out PhoneNumber phone);

        Assert.Equal(expected, valid ? phone.E164 : null);
    }
}
