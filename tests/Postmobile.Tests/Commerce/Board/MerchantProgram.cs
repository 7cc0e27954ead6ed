using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Board;

/// <summary>A merchant's own software: it has a key, gets itself a token, and asks.</summary>
internal sealed record MerchantProgram(ApiHost Host, string Id, string Secret, HttpClient Http)
{
    /// <summary>The owner makes a key with these scopes, and the program signs in with it.</summary>
    public static async Task<MerchantProgram> JoinAsync(TestShop shop, params string[] scopes)
    {
        JsonElement key = await MakeAsync(shop.Owner, shop.Id, scopes);
        var program = new MerchantProgram(shop.Owner.Host, key.GetProperty("id").GetString()!, key.GetProperty("secret").GetString()!, shop.Owner.Host.NewClient());
        await program.SignInAsync();
        return program;
    }

    /// <summary>Somebody makes a key.</summary>
    public static async Task<JsonElement> MakeAsync(Person person, string shop, string[] scopes, string? request = null) => await (await person.PostAsync(
        $"/api/v1/shops/{shop}/keys", new JsonObject { ["name"] = "Caisse " + string.Join(' ', scopes), ["scopes"] = new JsonArray([.. scopes.Select(one => JsonValue.Create(one))]) },
        request ?? Guid.NewGuid().ToString())).DemandAsync(201);

    /// <summary>Takes a token with the secret, and uses it from now on.</summary>
    public async Task<JsonElement> SignInAsync(string? scope = null)
    {
        using HttpResponseMessage answer = await TokenAsync(Host, Id, Secret, scope);
        JsonElement token = await answer.DemandAsync(200);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
        return token;
    }

    /// <summary>Asks for a token; the answer as it came.</summary>
    public static async Task<HttpResponseMessage> TokenAsync(ApiHost host, string id, string secret, string? scope = null)
    {
        using HttpClient client = host.NewClient();
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        using var content = new FormUrlEncodedContent(form);
        HttpResponseMessage answer = await client.PostAsync("/connect/token", content);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    /// <summary>Sends a body.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return Http.SendAsync(request);
    }

    /// <summary>Posts a body.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, JsonNode? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    /// <summary>Whether the token is still taken.</summary>
    public async Task<bool> IsKnownAsync(string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync(path);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer.StatusCode.ToString());
        return answer.StatusCode is HttpStatusCode.OK;
    }
}
