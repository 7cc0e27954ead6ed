using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postmobile.Api.Commerce;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Orders;

/// <summary>Orders, parcels, returns, disputes and payouts over REST, with the right person and the wrong one.</summary>
[Collection(ApiHost.Collection)]
public sealed class OrderEndpointTests(ApiHost host)
{
    [Fact]
    public async Task Shop_packs_courier_delivers_buyer_confirms_and_the_owner_is_paid_out_and_reads_it_in_the_statement()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        (Person owner, Person buyer, Person courier) = (world.Shop.Owner, world.Buyer, world.Courier);
        await (await owner.PutAsync($"/api/v1/shops/{world.Shop.Id}/payouts", new JsonObject { ["schedule"] = "at_completion" })).DemandAsync(200);
        await (await buyer.PutAsync($"/api/v1/shops/{world.Shop.Id}/payouts", new JsonObject { ["schedule"] = "daily" })).DemandProblemAsync(403, "not_shop_staff");
        OrderId id = await world.BuyAsync();
        string sold = $"/api/v1/shops/{world.Shop.Id}/orders/{id}", bought = $"/api/v1/orders/{id}";
        await (await buyer.PostAsync(sold + "/accept", null)).DemandProblemAsync(404, "unknown_order");
        await (await courier.Http.GetAsync(bought)).DemandProblemAsync(404, "unknown_order");
        await (await owner.PostAsync(sold + "/accept", null)).DemandAsync(200);
        Assert.Equal("packed", (await (await owner.PostAsync(sold + "/pack", null)).DemandAsync(200)).GetProperty("status").GetString());
        await (await owner.PostAsync(sold + "/accept", null)).DemandAsync(200);
        string code = (await Eventually.GetAsync(async () => (await buyer.GetAsync(bought + "/code")).GetProperty("code").GetString(), found => found is not null))!;
        await (await buyer.PostAsync($"/api/v1/deliveries/{id.Number}/deliver", new JsonObject { ["code"] = code })).DemandProblemAsync(404, "unknown_delivery");
        await (await courier.PostAsync($"/api/v1/deliveries/{id.Number}/moves", new JsonObject { ["stage"] = "handed_over" })).DemandAsync(200);
        Assert.Equal(1, (await courier.GetAsync("/api/v1/deliveries")).GetProperty("deliveries").GetArrayLength());
        await (await courier.PostAsync($"/api/v1/deliveries/{id.Number}/deliver", new JsonObject { ["code"] = "x" })).DemandProblemAsync(422, "code_wrong");
        JsonElement done = await (await courier.PostAsync($"/api/v1/deliveries/{id.Number}/deliver", new JsonObject { ["code"] = code })).DemandAsync(200);
        Assert.Equal(("delivered", ""), (done.GetProperty("stage").GetString(), done.GetProperty("recipientName").GetString()));
        await world.UntilAsync(id, OrderStatus.Delivered);
        using HttpResponseMessage first = await buyer.Http.GetAsync(bought);
        using var again = new HttpRequestMessage(HttpMethod.Get, bought) { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };
        Assert.Equal(HttpStatusCode.NotModified, (await buyer.Http.SendAsync(again)).StatusCode);
        await (await buyer.PostAsync(bought + "/confirm", null)).DemandAsync(200);
        Order order = await world.SettledAsync(id);
        long net = order.ShopLines.Sum(line => line.Amount);
        await Eventually.GetAsync(() => owner.BalanceAsync(), balance => balance == net);
        JsonElement sales = await owner.GetAsync($"/api/v1/shops/{world.Shop.Id}/sales");
        Assert.Equal((0, 20_000, -net), (sales.GetProperty("sum").GetInt64(), sales.GetProperty("totals").GetProperty("goods").GetInt64(), sales.GetProperty("totals").GetProperty("payout").GetInt64()));
        Assert.Contains(id.Number + ";goods;20000", await owner.Http.GetStringAsync($"/api/v1/shops/{world.Shop.Id}/sales.csv"), StringComparison.Ordinal);
        await (await buyer.Http.GetAsync($"/api/v1/shops/{world.Shop.Id}/sales")).DemandProblemAsync(403, "not_shop_staff");
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_before_ended()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId[] ids = [await world.BuyAsync(), await world.BuyAsync(), await world.BuyAsync()];
        foreach (string path in new[] { "/api/v1/orders", $"/api/v1/shops/{world.Shop.Id}/orders" })
        {
            Person person = path.Contains("shops", StringComparison.Ordinal) ? world.Shop.Owner : world.Buyer;
            JsonElement one = await person.GetAsync(path + "?limit=2");
            JsonElement two = await person.GetAsync(path + "?limit=2&cursor=" + Uri.EscapeDataString(one.GetProperty("nextCursor").GetString()!));
            Assert.Equal(
                ids.Select(id => id.Value).Order(),
                one.GetProperty("orders").EnumerateArray().Concat(two.GetProperty("orders").EnumerateArray()).Select(order => order.GetProperty("id").GetString()!).Order());
        }

        Assert.Equal(0, (await world.Shop.Owner.GetAsync($"/api/v1/shops/{world.Shop.Id}/orders?status=packed")).GetProperty("orders").GetArrayLength());
        await (await world.Shop.Owner.Http.GetAsync($"/api/v1/shops/{world.Shop.Id}/orders?status=lost")).DemandProblemAsync(400, "invalid_field");
    }

    [Fact]
    public async Task A_return_with_a_photo_is_accepted_received_and_refunded_once()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync();
        await world.DeliverAsync(id);
        using var file = new ByteArrayContent(Pictures.Make());
        using HttpResponseMessage kept = await world.Buyer.Http.PostAsync($"/api/v1/orders/{id}/photos", file);
        string photo = (await kept.DemandAsync(201)).GetProperty("id").GetString()!;
        Assert.Equal("image/jpeg", (await world.Shop.Owner.Http.GetAsync($"/api/v1/orders/{id}/photos/{photo}")).Content.Headers.ContentType!.MediaType);
        await (await world.Courier.Http.GetAsync($"/api/v1/orders/{id}/photos/{photo}")).DemandProblemAsync(404, "not_found");
        JsonObject wish = new()
        {
            ["reason"] = "damaged", ["words"] = "Déchiré", ["photos"] = new JsonArray(photo),
            ["lines"] = new JsonArray(new JsonObject { ["product"] = world.Product.Value, ["sku"] = world.Sku, ["quantity"] = 1 }),
        };
        JsonElement asked = await (await world.Buyer.PostAsync($"/api/v1/orders/{id}/returns", wish.DeepClone(), "k1")).DemandAsync(201);
        await (await world.Buyer.PostAsync($"/api/v1/orders/{id}/returns", wish.DeepClone(), "k1")).DemandAsync(201);
        await (await world.Buyer.PostAsync($"/api/v1/orders/{id}/returns", wish.DeepClone(), "k2")).DemandProblemAsync(409, "order_state");
        string back = "/api/v1/returns/" + asked.GetProperty("id").GetString();
        Assert.Equal(OrderStatus.Returning, (await world.Order(id).Look())!.Status);
        await (await world.Buyer.PostAsync(back + "/accept", null)).DemandProblemAsync(404, "unknown_case");
        await (await world.Shop.Owner.PostAsync(back + "/refuse", null)).DemandProblemAsync(422, "reason_missing");
        await (await world.Shop.Owner.PostAsync(back + "/accept", null)).DemandAsync(200);
        await (await world.Shop.Owner.PostAsync(back + "/received", new JsonObject { ["amount"] = 10_000_000 })).DemandProblemAsync(422, "refund_too_large");
        await (await world.Shop.Owner.PostAsync(back + "/received", new JsonObject { ["amount"] = 10_000 })).DemandAsync(200);
        await (await world.Shop.Owner.PostAsync(back + "/received", new JsonObject { ["amount"] = 10_000 })).DemandAsync(200);
        await world.DoAsync(id, OrderAct.Confirm, world.Me);
        Order order = await world.SettledAsync(id);
        Assert.Equal((10_000, 1_000_000 - 21_500 + 10_000), (order.Refunded, await world.Buyer.BalanceAsync()));
        Assert.Equal(10_000L * order.CommissionBasisPoints / 10_000, -order.ShopLines.Single(line => line.Kind == "commission").Amount);
    }

    [Fact]
    public async Task A_dispute_hears_both_sides_freezes_the_money_and_is_decided_by_the_post_alone()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync();
        await world.DeliverAsync(id);
        JsonElement opened = await (await world.Buyer.PostAsync($"/api/v1/orders/{id}/disputes", new JsonObject { ["reason"] = "wrong", ["words"] = "Ce n'est pas la bonne couleur" }, "d1")).DemandAsync(201);
        string name = opened.GetProperty("id").GetString()!, path = "/api/v1/disputes/" + name;
        await (await world.Buyer.PostAsync($"/api/v1/orders/{id}/confirm", null)).DemandProblemAsync(409, "order_disputed");
        await (await world.Courier.Http.GetAsync(path)).DemandProblemAsync(404, "unknown_case");
        await (await world.Courier.PostAsync(path + "/messages", new JsonObject { ["words"] = "x" }, "m0")).DemandProblemAsync(404, "unknown_case");
        await (await world.Shop.Owner.PostAsync(path + "/messages", new JsonObject { ["words"] = "La photo montre la même" }, "m1")).DemandAsync(200);
        JsonElement said = await (await world.Shop.Owner.PostAsync(path + "/messages", new JsonObject { ["words"] = "La photo montre la même" }, "m1")).DemandAsync(200);
        Assert.Equal(["buyer", "shop"], said.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("who").GetString()));
        await (await world.Buyer.PostAsync(path + "/escalate", null)).DemandAsync(200);
        JsonElement queue = await world.Shop.Operator.GetAsync("/api/v1/operator/disputes");
        Assert.Contains(queue.GetProperty("disputes").EnumerateArray(), one => one.GetProperty("id").GetString() == name);
        JsonObject decision = new() { ["toBuyer"] = 21_500, ["reason"] = "La couleur diffère" };
        await (await world.Shop.Owner.PostAsync($"/api/v1/operator/disputes/{name}/decision", decision.DeepClone())).DemandProblemAsync(403, "forbidden");
        await (await world.Shop.Operator.PostAsync($"/api/v1/operator/disputes/{name}/decision", decision.DeepClone())).DemandAsync(200);
        await (await world.Shop.Operator.PostAsync($"/api/v1/operator/disputes/{name}/decision", decision.DeepClone())).DemandAsync(200);
        Order order = await world.SettledAsync(id);
        Assert.Equal((OrderStatus.Refunded, 1_000_000), (order.Status, await world.Buyer.BalanceAsync()));
    }

    [Fact]
    public async Task A_link_shows_where_an_order_is_and_nothing_of_the_buyer()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        OrderId id = await world.BuyAsync();
        using HttpClient stranger = host.NewClient();
        string link = host.Services.GetRequiredService<OrderLinks>().For(id);
        string page = await stranger.GetStringAsync(link);
        Assert.Contains(id.Number, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Poto-Poto", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Client de test", page, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Buyer.Phone, page, StringComparison.Ordinal);
        Assert.InRange(link.Length, 1, 45);
        string[] madeUp =
        [
            "/suivi/" + id, link[..^1], link + "A", link[..^1] + (link[^1] == 'A' ? 'B' : 'A'), link[..8] + (link[8] == 'A' ? 'B' : 'A') + link[9..], "/suivi/" + new string('A', 36), "/suivi/" + new string('~', 36),
        ];
        foreach (string other in madeUp)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(other)).StatusCode);
        }
    }
}
