using Postmobile.Commerce;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Shops;

/// <summary>How a shop goes from one state to another, without a cluster.</summary>
public sealed class ShopRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly CustomerId Clerk = new("c-clerk");

    private static readonly ShopProfile Profile = new() { Name = "Boutique", Origin = new Place { Department = "Pool", Town = "Kinkala" } };

    private static ShopState Applied => ShopRules.Apply(new ShopState(), "c-owner", "Propriétaire", Profile, Now).Next!;

    private static ShopState Submitted => ShopRules.Submit(Applied with { Papers = [new ShopPaper("sp-1", ShopPaperKind.Register, "image/jpeg", Now)] }, 2, 2, Now).Next!;

    [Fact]
    public void Who_has_shown_no_papers_cannot_hand_in()
    {
        Assert.Equal(ShopRefusal.IdentityNeeded, ShopRules.Submit(Applied, 1, 2, Now).Refusal);
        Assert.Equal(ShopRefusal.PapersMissing, ShopRules.Submit(Applied, 2, 2, Now).Refusal);
        Assert.NotNull(Submitted.SubmittedAtMs);
    }

    [Fact]
    public void States_follow_one_another_and_none_is_jumped()
    {
        Assert.Equal(ShopRefusal.ShopState, ShopRules.Decide(Applied, Clerk, true, null, Now).Refusal);
        ShopState open = ShopRules.Decide(Submitted, Clerk, true, null, Now).Next!;
        Assert.Equal(ShopStatus.Open, open.Status);
        Assert.Same(open, ShopRules.Decide(open, Clerk, true, null, Now).Next);
        Assert.Equal(ShopRefusal.ShopState, ShopRules.Decide(open, new CustomerId("c-other"), true, null, Now).Refusal);
        Assert.Equal(ShopRefusal.ShopState, ShopRules.Reopen(Submitted, Clerk, Now).Refusal);
        Assert.Equal(ShopRefusal.ReasonNeeded, ShopRules.Suspend(open, Clerk, " ", Now).Refusal);
        ShopState suspended = ShopRules.Suspend(open, Clerk, "Plaintes", Now).Next!;
        Assert.Equal(ShopStatus.Open, ShopRules.Reopen(suspended, Clerk, Now).Next!.Status);
        Assert.Equal(ShopRefusal.ShopNotSettled, ShopRules.Close(open, Clerk, settled: false, null, Now).Refusal);
        Assert.Equal(ShopStatus.Closed, ShopRules.Close(open, Clerk, settled: true, null, Now).Next!.Status);
        Assert.Equal(ShopRefusal.OwnCase, ShopRules.Decide(Submitted, new CustomerId("c-owner"), true, null, Now).Refusal);
    }

    [Fact]
    public void Products_hear_of_what_they_repeat_and_of_nothing_else()
    {
        ShopState open = ShopRules.Decide(Submitted, Clerk, true, null, Now).Next! with { SpreadAfter = null };
        Assert.Null(ShopRules.Edit(open, Profile with { Story = "Depuis toujours" }, null).Next!.SpreadAfter);
        ShopState renamed = ShopRules.Edit(open, Profile with { Name = "Autre" }, open.Version).Next!;
        Assert.Equal((0L, open.FactsVersion + 1), (renamed.SpreadAfter!.Value, renamed.FactsVersion));
        Assert.Equal(ShopRefusal.PreconditionFailed, ShopRules.Edit(renamed, Profile, open.Version).Refusal);
    }

    [Theory]
    [InlineData("", "Pool", "Kinkala", "name")]
    [InlineData("a\u0000b", "Pool", "Kinkala", "name")]
    [InlineData("ab\ud800", "Pool", "Kinkala", "name")]
    [InlineData("Boutique", "Paris", "Kinkala", "department")]
    [InlineData("Boutique", "Pool", "", "town")]
    public void A_profile_is_checked(string name, string department, string town, string field) =>
        Assert.Equal(field, ShopRules.Check(Profile with { Name = name, Origin = new Place { Department = department, Town = town } }));

    [Fact]
    public void Holidays_have_a_first_and_a_last_day()
    {
        ShopProfile away = Profile with { Holidays = [new ShopHoliday(new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 26), "")] };
        Assert.Equal([false, true, true, true, false], Enumerable.Range(23, 5).Select(day => ShopRules.OnHoliday(away, new DateOnly(2026, 12, day))));
        Assert.Equal("holidays", ShopRules.Check(Profile with { Holidays = [new ShopHoliday(new DateOnly(2026, 12, 26), new DateOnly(2026, 12, 24), "")] }));
    }
}
