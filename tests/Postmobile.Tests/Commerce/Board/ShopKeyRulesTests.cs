using Postmobile.Commerce;
using Postmobile.Identity;
using Xunit;

namespace Postmobile.Tests.Commerce.Board;

/// <summary>Keys of shops' programs: what opens when, and who gives what; without a cluster.</summary>
public sealed class ShopKeyRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly CustomerId s_owner = Person(1), s_manager = Person(2), s_packer = Person(3), s_stranger = Person(4);
    private static readonly ShopId s_shop = ShopId.Of(1234);

    private static readonly ShopState s_open = new()
    {
        Owner = s_owner.Value, Status = ShopStatus.Open, Staff = [new ShopStaff(s_manager, ShopRole.Manager, "Gérante"), new ShopStaff(s_packer, ShopRole.Packer, "Préparateur")],
    };

    [Theory]
    [InlineData(1, "Caisse", "stock", null, null)]
    [InlineData(1, "Caisse", "products stock orders webhooks", null, null)]
    [InlineData(2, "Caisse", "products stock orders", null, null)]
    [InlineData(2, "Caisse", "orders webhooks", ShopRefusal.NotShopStaff, null)]
    [InlineData(3, "Caisse", "orders", ShopRefusal.NotShopStaff, null)]
    [InlineData(4, "Caisse", "orders", ShopRefusal.NotShopStaff, null)]
    [InlineData(1, "C", "orders", ShopRefusal.InvalidField, "name")]
    [InlineData(1, "Caisse\n", "orders", ShopRefusal.InvalidField, "name")]
    [InlineData(1, "Caisse", "", ShopRefusal.InvalidField, "scopes")]
    [InlineData(1, "Caisse", "orders money", ShopRefusal.InvalidField, "scopes")]
    public void Who_gives_which_key(int person, string name, string scopes, ShopRefusal? refusal, string? field)
    {
        ShopRules.Decision decision = Make(s_open, name, Person(person), 0, scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((refusal, field), (decision.Refusal, decision.Field));
        Assert.Equal(refusal is null, decision.Next?.Keys is [{ } key] && key.Scopes.All(ShopScopes.All.Contains));
    }

    [Fact]
    public void Ten_stand_at_a_time_and_a_closed_shop_makes_none()
    {
        ShopState state = s_open;
        for (int i = 0; i < ShopKeyRules.KeysMax; i++)
        {
            state = Make(state, "Caisse", s_owner, i, ["stock"]).Next!;
        }

        Assert.Equal(ShopRefusal.ShopKeyLimit, Make(state, "Caisse", s_owner, 10, ["stock"]).Refusal);
        state = ShopKeyRules.With(state, ShopKeyRules.Revoke(state.Keys[3], s_now));
        Assert.NotNull(Make(state, "Caisse", s_owner, 10, ["stock"]).Next);
        Assert.Equal(ShopRefusal.ShopState, Make(s_open with { Status = ShopStatus.Closed }, "Caisse", s_owner, 0, ["stock"]).Refusal);
    }

    [Fact]
    public void The_old_secret_opens_for_a_day_and_a_revoked_key_never()
    {
        ShopKeyState key = Make(s_open, "Caisse", s_owner, 0, ["stock"], "one").Next!.Keys[0];
        Assert.DoesNotContain("one", key.ToString(), StringComparison.Ordinal);
        Assert.Equal((true, false), (Opens(key, "one"), Opens(key, "two")));

        key = ShopKeyRules.Rotate(key, "two", s_now);
        Assert.Equal((true, true), (Opens(key, "one"), Opens(key, "two")));
        Assert.Equal((true, true), (Opens(key, "one", 23.9), Opens(key, "two", 23.9)));
        Assert.Equal((false, true), (Opens(key, "one", 24), Opens(key, "two", 24)));

        key = ShopKeyRules.Rotate(key, "three", s_now.AddHours(1));
        Assert.Equal((false, true, true), (Opens(key, "one", 1), Opens(key, "two", 1), Opens(key, "three", 1)));

        key = ShopKeyRules.Revoke(key, s_now.AddHours(2));
        Assert.Equal((false, false, false), (Opens(key, "two", 2), Opens(key, "three", 2), Opens(key, "", 2)));
        Assert.Equal(key, ShopKeyRules.Revoke(key, s_now.AddHours(3)));
    }

    [Fact]
    public void A_use_is_noted_once_a_minute()
    {
        ShopKeyState used = ShopKeyRules.Used(Make(s_open, "Caisse", s_owner, 0, ["stock"]).Next!.Keys[0], s_now);
        Assert.Same(used, ShopKeyRules.Used(used, s_now.AddSeconds(59)));
        Assert.NotSame(used, ShopKeyRules.Used(used, s_now.AddSeconds(60)));
    }

    [Fact]
    public void A_program_may_what_its_scopes_stand_for_until_it_is_revoked()
    {
        ShopState state = Make(s_open with { Profile = Profile() }, "Caisse", s_owner, 0, ["orders"]).Next!;
        CustomerId key = new(state.Keys[0].Id);
        Shop shop = state.View(s_shop, s_now);
        Assert.True(shop.Employs(key, ShopRole.Manager, ShopRole.Packer));
        Assert.False(shop.Employs(key, ShopRole.Manager, ShopRole.Cataloguer));
        Assert.False(shop.Employs(key));
        Assert.False(shop.Employs(s_stranger, ShopRole.Packer));
        Assert.False(ShopKeyRules.With(state, ShopKeyRules.Revoke(state.Keys[0], s_now)).View(s_shop, s_now).Employs(key, ShopRole.Packer));
        Assert.False((state with { Status = ShopStatus.Closed }).View(s_shop, s_now).Employs(key, ShopRole.Packer));
    }

    [Theory]
    [InlineData("k-1234-0123456789abcdef", true)]
    [InlineData("k-1234-0123456789ABCDEF", false)]
    [InlineData("k-1234-0123", false)]
    [InlineData("k--0123456789abcdef", false)]
    [InlineData("k-12x4-0123456789abcdef", false)]
    [InlineData("c-0193500000007000800000000000abcd", false)]
    [InlineData("p-0123456789abcdef", false)]
    [InlineData(null, false)]
    public void An_id_names_its_shop_and_nothing_else(string? text, bool good)
    {
        Assert.Equal(good, ShopKeyId.TryParse(text, out ShopKeyId id));
        Assert.Equal(good ? s_shop : default, good ? id.Shop : default);
        Assert.False(CustomerId.TryParse(good ? text : "k-1", out _));
    }

    private static ShopRules.Decision Make(ShopState state, string name, CustomerId by, int number, string[] scopes, string secret = "s") =>
        ShopKeyRules.Make(state, ShopKeyId.Of(s_shop, number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture)), name, scopes, by, secret, s_now);

    private static bool Opens(ShopKeyState key, string secret, double hours = 0) => ShopKeyRules.Opens(key, secret, s_now.AddHours(hours));

    private static ShopProfile Profile() => new() { Name = "Boutique", Origin = new Place { Department = "Brazzaville", Town = "Brazzaville" } };

    private static CustomerId Person(int number) => new("c-" + number.ToString("D32", System.Globalization.CultureInfo.InvariantCulture));
}
