using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Partners;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Partners.Webhooks;

/// <summary>A shop's system is told: signed, once more when it was not there, and on demand. With a real receiver.</summary>
[Collection(ApiHost.Collection)]
public sealed class WebhookTests(ApiHost host)
{
    [Fact]
    public async Task A_message_is_signed_so_that_its_receiver_can_check_it()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        TestShop shop = await TestShop.OpenAsync(host);
        (string path, string secret) = await AddAsync(shop, receiver, "order.paid");

        await PublishAsync(shop, "msg_signed" + shop.Id, "order.paid");
        await PublishAsync(shop, "msg_signed" + shop.Id, "order.paid");
        await PublishAsync(shop, "msg_other" + shop.Id, "order.packed");
        await Eventually.GetAsync(async () => (await MessagesAsync(shop, path)).Count(message => message.GetProperty("delivered").GetBoolean()) == 1, good => good);

        Receiver.Post post = Assert.Single(receiver.Posts);
        Assert.Equal("msg_signed" + shop.Id, post.Id);
        Assert.Equal(SignatureOf(secret, post), post.Signature);
        JsonElement body = JsonDocument.Parse(post.Body).RootElement;
        Assert.Equal("order.paid", body.GetProperty("type").GetString());
        Assert.Equal("o-1", body.GetProperty("data").GetProperty("order").GetString());
    }

    [Fact]
    public async Task What_was_not_taken_is_tried_again_under_its_id_and_can_be_replayed()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        receiver.Answer = number => number == 1 ? 503 : 200;
        TestShop shop = await TestShop.OpenAsync(host);
        (string path, _) = await AddAsync(shop, receiver, "*");

        string message = (await (await shop.Owner.PostAsync(path + "/test", null)).DemandAsync(202)).GetProperty("message").GetString()!;
        await Eventually.GetAsync(async () => (await MessagesAsync(shop, path)).Any(message => message.GetProperty("attempts").GetArrayLength() == 2), good => good);
        JsonElement sent = (await MessagesAsync(shop, path)).Single();
        Assert.Equal([503, 200], sent.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32()));
        Assert.True(sent.GetProperty("delivered").GetBoolean());

        await (await shop.Owner.PostAsync($"{path}/messages/{message}/replay", null)).DemandAsync(202);
        await Eventually.TrueAsync(() => receiver.Posts.Count == 3);
        Assert.All(receiver.Posts, post => Assert.Equal(message, post.Id));
        await (await shop.Owner.PostAsync($"{path}/messages/msg_never/replay", null)).DemandProblemAsync(404, "unknown_message");
    }

    [Fact]
    public async Task Who_answers_410_is_left_alone_until_the_owner_says_so()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        receiver.Answer = number => number == 1 ? 410 : 200;
        TestShop shop = await TestShop.OpenAsync(host);
        (string path, _) = await AddAsync(shop, receiver, "*");

        await PublishAsync(shop, "msg_gone" + shop.Id, "order.paid");
        await Eventually.GetAsync(async () => (await shop.Owner.GetAsync(path)).GetProperty("status").GetString() == "gone", good => good);
        await PublishAsync(shop, "msg_after" + shop.Id, "order.paid");
        Assert.Equal(0, (await shop.Owner.GetAsync(path)).GetProperty("waiting").GetInt32());

        await (await shop.Owner.PostAsync(path + "/enable", null)).DemandAsync(200);
        await PublishAsync(shop, "msg_back" + shop.Id, "order.paid");
        await Eventually.TrueAsync(() => receiver.Posts.Count == 2);
        Assert.Equal(["msg_gone" + shop.Id, "msg_back" + shop.Id], receiver.Posts.Select(post => post.Id));
    }

    [Fact]
    public async Task A_pause_keeps_messages_and_a_new_secret_leaves_the_old_one_a_day()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        TestShop shop = await TestShop.OpenAsync(host);
        (string path, string old) = await AddAsync(shop, receiver, "*");
        await (await shop.Owner.PostAsync(path + "/pause", null)).DemandAsync(200);
        string fresh = (await (await shop.Owner.PostAsync(path + "/secret", null)).DemandAsync(200)).GetProperty("secret").GetString()!;

        await PublishAsync(shop, "msg_paused" + shop.Id, "order.paid");
        Assert.Equal(1, (await shop.Owner.GetAsync(path)).GetProperty("waiting").GetInt32());
        Assert.Empty(receiver.Posts);

        await (await shop.Owner.PostAsync(path + "/enable", null)).DemandAsync(200);
        await Eventually.TrueAsync(() => !receiver.Posts.IsEmpty);
        Receiver.Post post = receiver.Posts.First();
        Assert.Equal($"{SignatureOf(fresh, post)} {SignatureOf(old, post)}", post.Signature);
    }

    [Fact]
    public async Task Only_the_owner_sees_endpoints_and_nobody_those_of_another_shop()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        TestShop shop = await TestShop.OpenAsync(host), other = await TestShop.OpenAsync(host);
        (string path, _) = await AddAsync(shop, receiver, "*");
        string id = path[(path.LastIndexOf('/') + 1)..];

        foreach (string address in new[] { $"/api/v1/shops/{shop.Id}/webhooks", path, path + "/messages" })
        {
            await (await other.Owner.Http.GetAsync(address)).DemandProblemAsync(403, "not_shop_staff");
        }

        await (await other.Owner.Http.GetAsync($"/api/v1/shops/{other.Id}/webhooks/{id}")).DemandProblemAsync(404, "unknown_webhook");
        await (await other.Owner.PostAsync($"/api/v1/shops/{other.Id}/webhooks/{id}/test", null)).DemandProblemAsync(404, "unknown_webhook");
        Assert.DoesNotContain("whsec_", (await shop.Owner.GetAsync(path)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_are_enough_and_what_is_deleted_is_told_nothing()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        TestShop shop = await TestShop.OpenAsync(host);
        List<string> paths = [];
        for (int i = 0; i < 5; i++)
        {
            paths.Add((await AddAsync(shop, receiver, "*")).Path);
        }

        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/webhooks", Body(receiver.Address, "*"))).DemandProblemAsync(409, "webhook_limit");
        foreach (string path in paths.Skip(1))
        {
            await (await shop.Owner.Http.DeleteAsync(path)).DemandAsync(204);
        }

        await PublishAsync(shop, "msg_one" + shop.Id, "order.paid");
        await Eventually.GetAsync(async () => (await MessagesAsync(shop, paths[0])).Any(message => message.GetProperty("delivered").GetBoolean()), good => good);
        Assert.Single(receiver.Posts);
    }

    private static JsonObject Body(string url, string events) => new() { ["url"] = url, ["events"] = new JsonArray(events), ["description"] = "Caisse" };

    private static async Task<(string Path, string Secret)> AddAsync(TestShop shop, Receiver receiver, string events)
    {
        JsonElement made = await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/webhooks", Body(receiver.Address, events))).DemandAsync(201);
        return ($"/api/v1/shops/{shop.Id}/webhooks/{made.GetProperty("id").GetString()}", made.GetProperty("secret").GetString()!);
    }

    private static async Task<JsonElement[]> MessagesAsync(TestShop shop, string path) =>
        [.. (await shop.Owner.GetAsync(path + "/messages")).GetProperty("messages").EnumerateArray()];

    private static string SignatureOf(string secret, Receiver.Post post) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{post.Id}.{post.Timestamp}.{post.Body}"))));

    private Task PublishAsync(TestShop shop, string id, string type) => host.Grains.GetGrain<IWebhooksGrain>(shop.Id).Publish(
        new WebhookEvent { Id = id, Type = type, At = TimeProvider.System.GetUtcNow(), Data = """{"order":"o-1"}""" });
}
