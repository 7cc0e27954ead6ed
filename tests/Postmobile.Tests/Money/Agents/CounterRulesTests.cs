using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Agents;

/// <summary>Hours, bands and towns.</summary>
public sealed class CounterRulesTests
{
    [Theory]
    [InlineData("2026-11-23T07:00:00Z", true)] // Monday, 08:00 in Brazzaville
    [InlineData("2026-11-23T06:59:00Z", false)]
    [InlineData("2026-11-23T16:00:00Z", false)]
    [InlineData("2026-11-28T08:00:00Z", true)] // Saturday
    [InlineData("2026-11-28T12:00:00Z", false)]
    [InlineData("2026-11-29T08:00:00Z", false)] // Sunday
    public void A_counter_is_open_by_the_clock_of_Brazzaville(string moment, bool open) => Assert.Equal(
        open, AgentRules.IsOpen(new CounterHours("08:00-17:00", "08:00-12:00"), DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(null, CashBand.Unknown, 0)]
    [InlineData(24_999L, CashBand.Low, 0)]
    [InlineData(25_000L, CashBand.Some, 25_000)]
    [InlineData(499_999L, CashBand.Good, 100_000)]
    [InlineData(9_000_000L, CashBand.Plenty, 500_000)]
    public void A_band_promises_its_lowest_sum_and_no_more(long? cash, CashBand band, long promised)
    {
        Assert.Equal(band, AgentRules.Band(cash));
        Assert.True(promised == 0 || AgentRules.IsEnough(band, promised));
        Assert.False(AgentRules.IsEnough(band, promised + 1));
    }

    [Fact]
    public void There_are_fifteen_departments_and_their_towns_lie_in_the_country()
    {
        Assert.Equal(15, Congo.Departments.Count);
        Assert.All(Congo.Towns, town => Assert.True(Congo.Contains(town.Latitude, town.Longitude), town.Name));
        Assert.Equal(Congo.Towns.Count, Congo.Towns.Select(town => town.Name).Distinct().Count());
        Town brazzaville = Congo.Find("brazzaville")!, pointeNoire = Congo.Find("Pointe-Noire")!;
        Assert.InRange(Congo.Kilometres(brazzaville.Latitude, brazzaville.Longitude, pointeNoire.Latitude, pointeNoire.Longitude), 370, 390);
    }
}
