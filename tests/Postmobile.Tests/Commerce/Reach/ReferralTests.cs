using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>Referrals: from a code to the reward, and not twice.</summary>
[Collection(ReachHost.Collection)]
public sealed class ReferralTests(ReachHost world)
{
    private const string Programme = "/api/v1/operator/referrals";

    private ApiHost Host => world.Host;

    [Fact]
    public async Task Both_are_rewarded_once_when_a_first_purchase_can_no_longer_be_sent_back_and_the_budget_holds()
    {
        Person boss = await Person.JoinAsync(Host, 0, Role.Operator), second = await Person.JoinAsync(Host, 0, Role.Operator);
        JsonObject terms = new() { ["referrer"] = 700, ["invitee"] = 400, ["minimum"] = 5_000, ["personMax"] = 5, ["budget"] = 1_500 };
        await (await boss.PutAsync(Programme, new JsonObject { ["referrer"] = 700, ["invitee"] = 400, ["minimum"] = 1_000, ["personMax"] = 5, ["budget"] = 1_500 })).DemandProblemAsync(400, "invalid_field");
        await (await boss.PutAsync(Programme, terms)).DemandAsync(200);
        await (await boss.PostAsync(Programme + "/approve", null)).DemandProblemAsync(409, "second_operator_needed");
        await (await second.PostAsync(Programme + "/approve", null)).DemandAsync(200);

        Person ada = await Person.JoinAsync(Host), stranger = await Person.JoinAsync(Host);
        string code = (await ada.GetAsync("/api/v1/referral")).GetProperty("code").GetString()!;
        Assert.Equal(code, (await ada.GetAsync("/api/v1/referral")).GetProperty("code").GetString());
        Assert.NotEqual(code, (await stranger.GetAsync("/api/v1/referral")).GetProperty("code").GetString());
        await (await ada.PostAsync("/api/v1/referral/claim", Claim(code))).DemandProblemAsync(422, "referral_own");
        await (await stranger.PostAsync("/api/v1/referral/claim", Claim("22222222"))).DemandProblemAsync(422, "referral_code");

        (OrderWorld first, Referral paid) = await BuyAsync(code);
        Assert.Equal((ReferralStatus.Paid, 700, 400), (paid.Status, paid.ReferrerGot, paid.InviteeGot));
        Assert.Equal(700, await ada.BalanceAsync());
        JsonElement mine = await ada.GetAsync("/api/v1/referral");
        Assert.Equal((700, "paid"), (mine.GetProperty("earned").GetInt64(), mine.GetProperty("invited")[0].GetProperty("status").GetString()));
        Assert.DoesNotContain(first.Buyer.Id, mine.GetRawText(), StringComparison.Ordinal);

        // Again and again changes nothing; and what is left of the budget does not pay for a second one.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Grain(first.Buyer).Check()));
        Assert.Equal(700, await ada.BalanceAsync());
        (_, Referral late) = await BuyAsync(code);
        Assert.Equal((ReferralStatus.Refused, "referral_budget"), (late.Status, late.Why));
        Assert.Equal(700, await ada.BalanceAsync());
        JsonElement programme = await boss.GetAsync(Programme);
        Assert.Equal((1_100, 1), (programme.GetProperty("promised").GetInt64(), programme.GetProperty("rewarded").GetInt64()));
        await (await first.Buyer.PostAsync("/api/v1/referral/claim", Claim((await stranger.GetAsync("/api/v1/referral")).GetProperty("code").GetString()!))).DemandProblemAsync(409, "referral_taken");
        await SamePhoneAndDeviceAsync(ada, code);
    }

    // A telephone of whoever invites, and somebody who registered long ago, come by nobody's code.
    private async Task SamePhoneAndDeviceAsync(Person ada, string code)
    {
        Person twin = await Person.JoinAsync(Host), old = await Person.JoinAsync(Host);
        foreach (Person person in new[] { ada, twin })
        {
            using HttpClient client = Host.NewClient();
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "password", ["username"] = person.Phone, ["password"] = Person.Pin, ["device_name"] = "telephone", ["device_id"] = "one-telephone-of-two-wallets",
            });
            using HttpResponseMessage answer = await client.PostAsync("/connect/token", form);
            Assert.True(answer.IsSuccessStatusCode);
        }

        await (await twin.PostAsync("/api/v1/referral/claim", Claim(code))).DemandProblemAsync(409, "referral_same_device");
        await world.RunAsync("insert into referral_mark (mark, referral) values ($1, 'referral-of-an-earlier-wallet')", Mark(old.Phone));
        await (await old.PostAsync("/api/v1/referral/claim", Claim(code))).DemandProblemAsync(409, "referral_same_phone");
    }

    // Comes by a code, buys, receives; then the time in which it could be sent back passes.
    private async Task<(OrderWorld World, Referral Referral)> BuyAsync(string code)
    {
        OrderWorld shop = await OrderWorld.OpenAsync(Host);
        await (await shop.Buyer.PostAsync("/api/v1/referral/claim", Claim(code.ToLowerInvariant()))).DemandAsync(200);
        await (await shop.Buyer.PostAsync("/api/v1/referral/claim", Claim(code))).DemandAsync(200);
        OrderId order = await shop.BuyAsync();
        await shop.DeliverAsync(order);
        await shop.DoAsync(order, OrderAct.Confirm, shop.Me);
        await shop.SettledAsync(order);
        Referral waiting = (await Grain(shop.Buyer).Check())!;
        Assert.Equal(ReferralStatus.Waiting, waiting.Status);
        Assert.InRange(waiting.DueAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));

        // The order may still write what its outbox heard, and with it its own time of delivery: it is put back until the referral has seen it.
        return (shop, (await Eventually.GetAsync(
            async () =>
            {
                await world.RunAsync(
                    "update document set body = jsonb_set(body, '{state,deliveredAtMs}', to_jsonb($2::bigint)) where type = 'commerce.order' and id = $1",
                    order.Value, TimeProvider.System.GetUtcNow().AddDays(-8).ToUnixTimeMilliseconds());
                return await Grain(shop.Buyer).Check();
            },
            one => one!.Status is ReferralStatus.Paid or ReferralStatus.Refused))!);
    }

    private IReferralGrain Grain(Person person) => Host.Grains.GetGrain<IReferralGrain>(Referrals.Key(new CustomerId(person.Id)));

    private string Mark(string phone) => ((IdentityKeys)Host.Services.GetService(typeof(IdentityKeys))!).Digest("referred-phone", phone);

    private static JsonObject Claim(string code) => new() { ["code"] = code };
}
