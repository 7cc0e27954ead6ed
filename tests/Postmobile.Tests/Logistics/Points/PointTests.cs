using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Logistics;
using Postmobile.Tests.Commerce.Cart;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Logistics.Points;

/// <summary>Post offices and pickup points over REST, with the right person and the wrong one.</summary>
[Collection(ApiHost.Collection)]
public sealed class PointTests(ApiHost host)
{
    [Fact]
    public async Task Operators_open_change_pause_and_close_a_point_on_record()
    {
        Person post = await Person.JoinAsync(host, 0, Role.Operator), runner = await Person.JoinAsync(host);
        string code = await post.OpenPointAsync("Kellé", runner.Phone), path = "/api/v1/operator/points/" + code;
        await (await post.PostAsync("/api/v1/operator/points", new JsonObject { ["code"] = code, ["point"] = PointWorld.Body("Kellé", null, "post_office") })).DemandProblemAsync(409, "point_taken");
        await (await post.PostAsync("/api/v1/operator/points", new JsonObject { ["code"] = "X", ["point"] = PointWorld.Body("Kellé", null) })).DemandProblemAsync(400, "invalid_field");
        await (await runner.PostAsync("/api/v1/operator/points", new JsonObject { ["code"] = code, ["point"] = PointWorld.Body("Kellé", null) })).DemandProblemAsync(403, "forbidden");
        JsonElement own = await post.GetAsync(path);
        Assert.Equal((runner.Id, 0), (own.Text("runBy"), own.GetProperty("parcels").GetInt32()));
        JsonObject changed = PointWorld.Body("Kellé", runner.Id);
        changed["waitDays"] = 4;
        await (await post.PutAsync(path, changed.DeepClone(), "\"9\"")).DemandProblemAsync(412, "precondition_failed");
        Assert.Equal(4, (await (await post.PutAsync(path, changed.DeepClone(), "\"1\"")).DemandAsync(200)).GetProperty("point").GetProperty("waitDays").GetInt32());
        await (await post.PostAsync(path + "/close", null)).DemandProblemAsync(409, "point_state");
        await (await post.PostAsync(path + "/pause", null)).DemandAsync(200);
        await (await post.PostAsync(path + "/pause", null)).DemandAsync(200);
        Assert.Equal("closed", (await (await post.PostAsync(path + "/close", null)).DemandAsync(200)).GetProperty("point").Text("status"));
        await (await post.PostAsync(path + "/reopen", null)).DemandProblemAsync(409, "point_state");
        await (await post.PostAsync("/api/v1/operator/points/ZZ-999/pause", null)).DemandProblemAsync(404, "unknown_point");
        JsonElement acts = await Eventually.GetAsync(() => post.GetAsync("/api/v1/operator/audit?subject=pt-" + code), page => page.GetProperty("acts").GetArrayLength() == 4);
        Assert.Equal(["point.change", "point.close", "point.open", "point.pause"], acts.GetProperty("acts").EnumerateArray().Select(act => act.Text("act")).Order());
    }

    [Fact]
    public async Task Everybody_finds_the_points_of_a_town_and_the_nearest_first()
    {
        Person post = await Person.JoinAsync(host, 0, Role.Operator), runner = await Person.JoinAsync(host);
        string code = await post.OpenPointAsync("Dongou", runner.Phone);
        using HttpClient stranger = host.NewClient();
        JsonElement town = await (await stranger.GetAsync("/api/v1/points?town=Dongou")).DemandAsync(200);
        Assert.Contains(town.GetProperty("points").EnumerateArray(), point => point.Text("code") == code);
        JsonElement near = await (await stranger.GetAsync("/api/v1/points?near=2.05,18.05&limit=200")).DemandAsync(200);
        double[] far = [.. near.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("kilometres").GetDouble())];
        Assert.Equal(0, far[0]);
        Assert.Equal(far.Order(), far);
        Assert.Equal("Oyo", (await (await stranger.GetAsync("/api/v1/points/oyo-01")).DemandAsync(200)).Text("town"));
        await (await stranger.GetAsync("/api/v1/points?near=48,2")).DemandProblemAsync(400, "invalid_field");
        await (await stranger.GetAsync("/api/v1/points?town=Atlantide")).DemandProblemAsync(422, "place_invalid");
        await (await stranger.GetAsync("/api/v1/points/ZZ-999")).DemandProblemAsync(404, "unknown_point");
        string page = await stranger.GetStringAsync("/points?ville=Dongou");
        Assert.Contains("/point/" + code, page, StringComparison.Ordinal);
        Assert.Contains("En face du marché", await stranger.GetStringAsync("/point/" + code), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_checkout_one_says_which_point_and_a_paused_one_is_refused_until_the_last_moment()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        string product = await shop.StockAsync("P", 5_000, 9);
        Person buyer = await Person.JoinAsync(host, 100_000), post = shop.Operator;
        string first = await post.OpenPointAsync("Souanké", shop.Owner.Phone), second = await post.OpenPointAsync("Souanké", shop.Owner.Phone);
        await buyer.PutInAsync(product);
        JsonElement begun = await buyer.BeginAsync();
        string path = $"/api/v1/checkouts/{begun.Text("id")}";
        JsonElement prices = await buyer.GetAsync(path + "/prices?town=Souanké");
        Assert.Equal(["home", "pickup_point"], prices.GetProperty(shop.Id).EnumerateObject().Select(price => price.Name).Order());
        await (await buyer.PutAsync(path + "/delivery", Buying.Delivery(begun, "post_office", "Souanké"))).DemandProblemAsync(422, "delivery_unavailable");
        await (await buyer.PutAsync(path + "/delivery", At(begun, null))).DemandProblemAsync(422, "point_missing");
        await (await buyer.PutAsync(path + "/delivery", At(begun, "OYO-01"))).DemandProblemAsync(404, "unknown_point");
        await (await buyer.PutAsync(path + "/delivery", At(begun, "nowhere"))).DemandProblemAsync(404, "unknown_point");
        JsonElement chosen = await (await buyer.PutAsync(path + "/delivery", At(begun, first))).DemandAsync(200);
        Assert.Equal(first, chosen.GetProperty("parcels")[0].Text("pointCode"));
        await (await post.PostAsync($"/api/v1/operator/points/{first}/pause", null)).DemandAsync(200);
        await (await buyer.PayAsync(chosen)).DemandProblemAsync(409, "point_closed");
        await (await buyer.PutAsync(path + "/delivery", At(begun, first))).DemandProblemAsync(409, "point_closed");
        Assert.Equal(100_000, await buyer.BalanceAsync());

        // Only one is left: it chooses itself, and the order names it.
        chosen = await (await buyer.PutAsync(path + "/delivery", At(begun, null))).DemandAsync(200);
        JsonElement paid = await (await buyer.PayAsync(chosen)).DemandAsync(200);
        DeliveryChoice to = (await host.Grains.GetGrain<IOrderGrain>(paid.GetProperty("parcels")[0].Text("order")).Look())!.Placement.Delivery;
        Assert.Equal((second, "Point de test de Souanké", "En face du marché"), (to.PointCode.ToString(), to.Point, to.To.Address));
        await (await post.PostAsync($"/api/v1/operator/points/{second}/pause", null)).DemandAsync(200);
        await (await post.PostAsync($"/api/v1/operator/points/{second}/close", null)).DemandProblemAsync(409, "point_has_parcels");
    }

    [Fact]
    public async Task Who_runs_the_point_takes_the_parcel_in_and_hands_it_over_and_nobody_else_does()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        Person runner = await Person.JoinAsync(host), other = await Person.JoinAsync(host, 0, Role.Agent), clerk = await Person.JoinAsync(host, 0, Role.Clerk);
        Point point = await host.PointAsync("Boundji", runner), elsewhere = await host.PointAsync("Boundji", other);
        OrderId id = await world.BuyAsync(point: point);
        string parcels = $"/api/v1/points/{point.Code}/parcels", deliver = $"/api/v1/deliveries/{id.Number}/deliver";
        await world.PackAsync(id);
        JsonElement coming = await Eventually.GetAsync(() => runner.GetAsync(parcels), page => page.GetProperty("parcels").GetArrayLength() == 1);
        Assert.Equal("expected", coming.GetProperty("parcels")[0].Text("place"));
        foreach (Person wrong in new[] { other, world.Buyer, clerk })
        {
            await (await wrong.Http.GetAsync(parcels)).DemandProblemAsync(403, "not_point_staff");
            await (await wrong.PostAsync($"{parcels}/{id.Number}/arrived", null)).DemandProblemAsync(403, "not_point_staff");
        }

        await (await other.PostAsync($"/api/v1/points/{elsewhere.Code}/parcels/{id.Number}/arrived", null)).DemandProblemAsync(404, "unknown_delivery");
        await (await other.PostAsync($"/api/v1/deliveries/{id.Number}/moves", new JsonObject { ["stage"] = "handed_over" })).DemandProblemAsync(404, "unknown_delivery");
        Assert.Equal(DeliveryRefusal.NotCarrier, await world.Delivery(id).Move(DeliveryStage.HandedOver, new CustomerId(other.Id), ""));

        JsonElement there = await (await runner.PostAsync($"{parcels}/{id.Number}/arrived", null)).DemandAsync(200);
        await (await runner.PostAsync($"{parcels}/{id.Number}/arrived", null)).DemandAsync(200);
        Assert.Equal("waiting", there.Text("place"));
        Assert.InRange(there.GetProperty("until").GetDateTimeOffset() - there.GetProperty("since").GetDateTimeOffset(), TimeSpan.FromDays(9.99), TimeSpan.FromDays(10.01));
        await (await runner.PostAsync($"{parcels}/{id.Number}/left", null)).DemandProblemAsync(409, "delivery_state");
        Assert.Contains(point.Code.Value, await (await world.Buyer.Http.GetAsync("/api/v1/orders/" + id)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        string code = (await world.Delivery(id).Code())!;
        await (await other.PostAsync(deliver, new JsonObject { ["code"] = code })).DemandProblemAsync(404, "unknown_delivery");
        Assert.Equal(DeliveryRefusal.NotCarrier, await world.Delivery(id).Deliver(code, new CustomerId(other.Id), null));
        await (await runner.PostAsync(deliver, new JsonObject { ["code"] = "x" })).DemandProblemAsync(422, "code_wrong");
        await (await runner.PostAsync(deliver, new JsonObject { ["code"] = code })).DemandAsync(200);
        await world.UntilAsync(id, OrderStatus.Delivered);
        Assert.Equal(0, (await runner.GetAsync(parcels)).GetProperty("parcels").GetArrayLength());
        Assert.Equal(0, await host.Grains.GetGrain<IPointsGrain>(0).Count(point.Code));
    }

    [Fact]
    public async Task The_staff_of_the_shop_that_runs_a_point_and_any_clerk_at_a_post_office_serve_there()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        Person clerk = await Person.JoinAsync(host, 0, Role.Clerk), stranger = await Person.JoinAsync(host);
        Assert.True(PointCode.TryParse(PointWorld.NewCode(), out PointCode code));
        IPointGrain point = host.Grains.GetGrain<IPointGrain>(code.Key), office = host.Grains.GetGrain<IPointGrain>("pt-OYO-01");
        Assert.Null((await point.Open(PointWorld.Facts("Lékana", null) with { RunByShop = new ShopId(shop.Id) }, new CustomerId("c-operator"))).Refusal);
        Assert.Equal((true, false, false), (await point.IsRunBy(new(shop.Owner.Id)), await point.IsRunBy(new(clerk.Id)), await point.IsRunBy(new(stranger.Id))));
        Assert.Equal((false, true, false), (await office.IsRunBy(new(shop.Owner.Id)), await office.IsRunBy(new(clerk.Id)), await office.IsRunBy(new(stranger.Id))));
        Assert.Equal([code], (await host.Grains.GetGrain<IPointsGrain>(0).RunBy(new(shop.Owner.Id))).Select(one => one.Code));
        Assert.Empty(await host.Grains.GetGrain<IPointsGrain>(0).RunBy(new(stranger.Id)));
    }

    private static JsonObject At(JsonElement checkout, string? code)
    {
        JsonObject body = Buying.Delivery(checkout, "pickup_point", "Souanké");
        body["parcels"]![0]!["pointCode"] = code;
        return body;
    }
}
