using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Shops;

/// <summary>Opening a shop and running it, over REST.</summary>
[Collection(ApiHost.Collection)]
public sealed class ShopTests(ApiHost host)
{
    [Fact]
    public async Task An_application_is_reviewed_and_the_shop_gets_an_account_of_its_own()
    {
        Person owner = await Person.JoinAsync(host), post = await Person.JoinAsync(host, 0, Role.Clerk);
        string id = await TestShop.ApplyAsync(owner, "Au bon pagne");
        await (await owner.PostAsync($"/api/v1/operator/shops/{id}/approve", null)).DemandProblemAsync(403, "forbidden");
        Assert.Contains((await post.GetAsync("/api/v1/operator/shops?limit=100")).GetProperty("shops").EnumerateArray(), line => line.GetProperty("id").GetString() == id);
        await (await host.NewClient().GetAsync($"/api/v1/shops/{id}")).DemandProblemAsync(404, "unknown_shop");

        JsonElement open = await (await post.PostAsync($"/api/v1/operator/shops/{id}/approve", null)).DemandAsync(200);
        Assert.Equal("open", open.GetProperty("shop").GetProperty("status").GetString());
        long account = open.GetProperty("account").GetInt64();
        AccountView? view = await Eventually.GetAsync(() => host.Grains.GetGrain<IAccountGrain>(account).Look(), one => one is not null);
        Assert.Equal((AccountKind.Merchant, owner.Id, "Au bon pagne"), (view!.Kind, view.Profile.Owner, view.Profile.DisplayName));

        JsonElement seen = await (await host.NewClient().GetAsync($"/api/v1/shops/{id}")).DemandAsync(200);
        Assert.True(seen.GetProperty("takesOrders").GetBoolean());
        await (await post.PostAsync($"/api/v1/operator/shops/{id}/approve", null)).DemandAsync(200);
        Assert.Equal(account, (await owner.GetAsync($"/api/v1/shops/{id}/settings")).GetProperty("account").GetInt64());
    }

    [Fact]
    public async Task A_refusal_has_a_reason_and_can_be_answered()
    {
        Person owner = await Person.JoinAsync(host), post = await Person.JoinAsync(host, 0, Role.Operator);
        string id = await TestShop.ApplyAsync(owner);
        await (await post.PostAsync($"/api/v1/operator/shops/{id}/refuse", new JsonObject())).DemandProblemAsync(422, "reason_needed");
        await (await post.PostAsync($"/api/v1/operator/shops/{id}/refuse", new JsonObject { ["reason"] = "Extrait illisible" })).DemandAsync(200);
        JsonElement mine = await owner.GetAsync($"/api/v1/shops/{id}/settings");
        Assert.Equal("Extrait illisible", mine.GetProperty("decisions")[0].GetProperty("reason").GetString());
        await (await owner.PutFileAsync($"/api/v1/shops/{id}/papers/register", "%PDF-1.7 rest"u8.ToArray())).DemandAsync(200);
        await (await owner.PostAsync($"/api/v1/shops/{id}/submit", null)).DemandAsync(200);
        await (await owner.PutFileAsync($"/api/v1/shops/{id}/papers/register", Pictures.Make())).DemandProblemAsync(409, "shop_state");
        await (await post.PostAsync($"/api/v1/operator/shops/{id}/approve", null)).DemandAsync(200);
    }

    [Fact]
    public async Task Papers_are_for_the_owner_and_the_post_alone_and_each_view_is_on_record()
    {
        Person owner = await Person.JoinAsync(host), stranger = await Person.JoinAsync(host), post = await Person.JoinAsync(host, 0, Role.Operator);
        string id = await TestShop.ApplyAsync(owner);
        await (await stranger.Http.GetAsync($"/api/v1/shops/{id}/settings")).DemandProblemAsync(403, "not_shop_staff");
        string paper = (await owner.GetAsync($"/api/v1/shops/{id}/settings")).GetProperty("papers")[0].GetProperty("id").GetString()!;
        await (await stranger.Http.GetAsync($"/api/v1/shops/{id}/papers/{paper}")).DemandProblemAsync(404, "not_found");
        Assert.True((await owner.Http.GetAsync($"/api/v1/shops/{id}/papers/{paper}")).IsSuccessStatusCode);
        using HttpResponseMessage shown = await post.Http.GetAsync($"/api/v1/operator/shops/{id}/papers/{paper}");
        Assert.Equal([0xFF, 0xD8], (await shown.Content.ReadAsByteArrayAsync())[..2]);
        Assert.Equal("attachment", shown.Content.Headers.ContentDisposition!.DispositionType);
        await Eventually.GetAsync(
            async () => (await post.GetAsync("/api/v1/operator/audit?limit=50")).GetRawText(), text => text.Contains("shop.view-paper", StringComparison.Ordinal) && text.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_opens_their_own_shop_or_one_without_papers_or_identity()
    {
        Person owner = await Person.JoinAsync(host, 0, Role.Operator);
        JsonElement shop = await (await owner.PostAsync("/api/v1/shops", TestShop.Body(), "k")).DemandAsync(201);
        string id = shop.GetProperty("shop").GetProperty("id").GetString()!;
        await (await owner.PostAsync($"/api/v1/shops/{id}/submit", null)).DemandProblemAsync(422, "papers_missing");
        await (await owner.PutFileAsync($"/api/v1/shops/{id}/papers/register", Pictures.Make())).DemandAsync(200);
        await (await owner.PostAsync($"/api/v1/operator/shops/{id}/approve", null)).DemandProblemAsync(409, "shop_state");
        await (await owner.PostAsync($"/api/v1/shops/{id}/submit", null)).DemandAsync(200);
        await (await owner.PostAsync($"/api/v1/operator/shops/{id}/approve", null)).DemandProblemAsync(403, "own_case");
        await (await owner.PutFileAsync($"/api/v1/shops/{id}/papers/tax", "MZ not a paper"u8.ToArray())).DemandProblemAsync(409, "shop_state");
    }

    [Fact]
    public async Task A_request_that_is_repeated_opens_one_shop()
    {
        Person owner = await Person.JoinAsync(host);
        JsonElement first = await (await owner.PostAsync("/api/v1/shops", TestShop.Body(), "one")).DemandAsync(201);
        JsonElement again = await (await owner.PostAsync("/api/v1/shops", TestShop.Body(), "one")).DemandAsync(201);
        Assert.Equal(first.GetProperty("shop").GetProperty("id").GetString(), again.GetProperty("shop").GetProperty("id").GetString());
        await (await owner.PostAsync("/api/v1/shops", TestShop.Body("Autre"), "one")).DemandProblemAsync(422, "idempotency_conflict");
        Assert.Single((await owner.GetAsync("/api/v1/shops/mine")).GetProperty("shops").EnumerateArray());
    }

    [Fact]
    public async Task Staff_come_by_invitation_and_do_what_their_role_allows()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        Person packer = await Person.JoinAsync(host), stranger = await Person.JoinAsync(host);
        string path = $"/api/v1/shops/{shop.Id}";
        await (await stranger.PostAsync(path + "/staff/accept", null)).DemandProblemAsync(404, "unknown_shop");
        await (await shop.Owner.PostAsync(path + "/staff", new JsonObject { ["phone"] = packer.Phone, ["role"] = "owner" })).DemandProblemAsync(400, "invalid_field");
        await (await stranger.PostAsync(path + "/staff", new JsonObject { ["phone"] = packer.Phone, ["role"] = "packer" })).DemandProblemAsync(403, "not_shop_staff");
        await (await shop.Owner.PostAsync(path + "/staff", new JsonObject { ["phone"] = packer.Phone, ["role"] = "packer" })).DemandAsync(200);
        Assert.False((await shop.Grain.Look())!.Employs(new CustomerId(packer.Id), ShopRole.Packer));
        await (await packer.PostAsync(path + "/staff/accept", null)).DemandAsync(200);
        Assert.True((await shop.Grain.Look())!.Employs(new CustomerId(packer.Id), ShopRole.Packer));

        await (await packer.PutAsync(path, TestShop.Body("À moi"))).DemandProblemAsync(403, "not_shop_staff");
        var product = new JsonObject { ["shop"] = shop.Id, ["product"] = TestShop.Product("P-1") };
        await (await packer.PostAsync("/api/v1/products", product.DeepClone(), "k")).DemandProblemAsync(403, "not_shop_staff");
        await (await stranger.PostAsync("/api/v1/products", product.DeepClone(), "k")).DemandProblemAsync(403, "not_shop_staff");
        await (await shop.Owner.PostAsync(path + "/staff", new JsonObject { ["phone"] = packer.Phone, ["role"] = "cataloguer" })).DemandAsync(200);
        await (await packer.PostAsync("/api/v1/products", product.DeepClone(), "k")).DemandAsync(201);
        Assert.Equal(204, (int)(await packer.Http.DeleteAsync($"{path}/staff/{packer.Id}")).StatusCode);
        Assert.False((await shop.Grain.Look())!.Employs(new CustomerId(packer.Id), ShopRole.Cataloguer));
    }

    [Fact]
    public async Task Its_name_and_standing_reach_its_products()
    {
        TestShop shop = await TestShop.OpenAsync(host, "Ancien nom");
        string product = (await shop.SellAsync(TestShop.Product("N-1"))).GetProperty("id").GetString()!;
        using HttpClient anyone = host.NewClient();
        await (await anyone.GetAsync($"/api/v1/products/{product}")).DemandAsync(200);
        await (await shop.Owner.PutAsync($"/api/v1/shops/{shop.Id}", TestShop.Body("Nouveau nom"))).DemandAsync(200);
        IProductGrain grain = host.Grains.GetGrain<IProductGrain>(product);
        await Eventually.GetAsync(async () => (await grain.Details())!.ShopName, name => name == "Nouveau nom");

        await (await shop.Operator.PostAsync($"/api/v1/operator/shops/{shop.Id}/suspend", new JsonObject { ["reason"] = "Contrefaçons" })).DemandAsync(200);
        await Eventually.GetAsync(async () => (await grain.Details())!.Visible, visible => !visible);
        await (await anyone.GetAsync($"/api/v1/products/{product}")).DemandProblemAsync(404, "unknown_product");
        Assert.False((await shop.Grain.Look())!.TakesOrders);
        await (await shop.Operator.PostAsync($"/api/v1/operator/shops/{shop.Id}/reopen", null)).DemandAsync(200);
        await Eventually.GetAsync(async () => (await grain.Details())!.Visible, visible => visible);
    }

    [Fact]
    public async Task It_closes_only_when_its_takings_are_paid_out()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        AccountId account = await shop.FundAsync(700);
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/close", null)).DemandProblemAsync(409, "shop_not_settled");
        TransferOutcome paid = await host.Grains.GetGrain<IAccountGrain>(account.Value).Transfer(
            new TransferRequest { Key = "out", Payee = shop.Owner.Wallet, Amount = 700, Kind = PostingKind.Settlement });
        Assert.NotNull(paid.Receipt);
        Person stranger = await Person.JoinAsync(host);
        await (await stranger.PostAsync($"/api/v1/shops/{shop.Id}/close", null)).DemandProblemAsync(403, "not_shop_staff");
        await (await shop.Owner.PostAsync($"/api/v1/shops/{shop.Id}/close", null)).DemandAsync(200);
        Assert.Equal(ShopStatus.Closed, (await shop.Grain.Look())!.Status);
        await (await shop.Operator.PostAsync($"/api/v1/operator/shops/{shop.Id}/reopen", null)).DemandProblemAsync(409, "shop_state");
    }

    [Fact]
    public async Task On_its_holidays_it_takes_no_orders_and_an_old_version_changes_nothing()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        JsonObject body = TestShop.Body();
        DateOnly today = BrazzavilleCalendar.Day(DateTimeOffset.UtcNow);
        body["holidays"] = new JsonArray(new JsonObject { ["first"] = today.AddDays(-1).ToString("O"), ["last"] = today.AddDays(1).ToString("O"), ["why"] = "Deuil" });
        body["hours"] = new JsonArray(new JsonObject { ["day"] = "monday", ["from"] = "08:00", ["to"] = "17:30" });
        long version = (await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/settings")).GetProperty("version").GetInt64();
        await (await shop.Owner.PutAsync($"/api/v1/shops/{shop.Id}", body, $"\"{version}\"")).DemandAsync(200);
        Assert.False((await shop.Grain.Look())!.TakesOrders);
        await (await shop.Owner.PutAsync($"/api/v1/shops/{shop.Id}", TestShop.Body(), $"\"{version}\"")).DemandProblemAsync(412, "precondition_failed");
        body["hours"] = new JsonArray(new JsonObject { ["day"] = "monday", ["from"] = "18:00", ["to"] = "17:30" });
        await (await shop.Owner.PutAsync($"/api/v1/shops/{shop.Id}", body)).DemandProblemAsync(400, "invalid_field");
    }
}
