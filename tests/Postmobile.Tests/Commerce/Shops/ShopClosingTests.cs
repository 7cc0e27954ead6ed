using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Orders;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Shops;

/// <summary>A shop closes only when nobody waits for anything from it.</summary>
[Collection(ApiHost.Collection)]
public sealed class ShopClosingTests(ApiHost host)
{
    [Fact]
    public async Task An_open_order_a_return_of_a_completed_one_a_dispute_and_takings_each_keep_it_open()
    {
        OrderWorld world = await OrderWorld.OpenAsync(host);
        Person owner = world.Shop.Owner, buyer = world.Buyer;
        OrderId id = await world.BuyAsync();
        await RefusedAsync(world); // an open order
        await world.DeliverAsync(id);
        await RefusedAsync(world); // delivered is not over
        await world.DoAsync(id, OrderAct.Confirm, world.Me);
        await world.SettledAsync(id);
        await RefusedAsync(world); // money lies in its takings
        await (await owner.PostAsync($"/api/v1/shops/{world.Shop.Id}/payouts", null, "all")).DemandAsync(200);
        await Eventually.GetAsync(() => world.HoldsAsync(world.Takings), left => left == 0);

        JsonObject wish = new()
        {
            ["reason"] = "damaged", ["words"] = "Déchiré", ["lines"] = new JsonArray(new JsonObject { ["product"] = world.Product.Value, ["sku"] = world.Sku, ["quantity"] = 1 }),
        };
        JsonElement asked = await (await buyer.PostAsync($"/api/v1/orders/{id}/returns", wish, "back")).DemandAsync(201);
        Assert.Equal(OrderStatus.Completed, (await world.Order(id).Look())!.Status);
        await RefusedAsync(world); // a return that is asked for
        string back = "/api/v1/returns/" + asked.GetProperty("id").GetString();
        await (await owner.PostAsync(back + "/accept", null)).DemandAsync(200);
        await RefusedAsync(world); // a return that is on its way
        await (await buyer.PostAsync(back + "/end", null)).DemandAsync(200);

        await DisputeAsync(world.Shop.Id, "open");
        await RefusedAsync(world);
        await DisputeAsync(world.Shop.Id, "withPost");
        await RefusedAsync(world);
        await DisputeAsync(world.Shop.Id, "decided");
        JsonElement closed = await (await owner.PostAsync($"/api/v1/shops/{world.Shop.Id}/close", new JsonObject())).DemandAsync(200);
        Assert.Equal("closed", closed.GetProperty("shop").GetProperty("status").GetString());
    }

    private static async Task RefusedAsync(OrderWorld world)
    {
        await (await world.Shop.Owner.PostAsync($"/api/v1/shops/{world.Shop.Id}/close", new JsonObject())).DemandProblemAsync(409, "shop_not_settled");
        await (await world.Shop.Operator.PostAsync($"/api/v1/operator/shops/{world.Shop.Id}/close", new JsonObject { ["reason"] = "Demande du propriétaire" })).DemandProblemAsync(409, "shop_not_settled");
    }

    // The rules of orders let no dispute outlive its order today; should they one day, the shop still waits for it.
    private async Task DisputeAsync(string shop, string status)
    {
        await using NpgsqlCommand command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            """
            insert into document (type, id, version, body) values ('commerce.dispute', 'dp-test-' || $1, 1, jsonb_build_object('state', jsonb_build_object('shop', $1, 'status', $2, 'openedAtMs', 1)))
            on conflict (type, id) do update set body = excluded.body
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = status });
        await command.ExecuteNonQueryAsync();
    }
}
