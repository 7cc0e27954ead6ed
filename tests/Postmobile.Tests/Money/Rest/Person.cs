using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>Somebody signed in, with a client that carries the token.</summary>
public sealed record Person(ApiHost Host, string Id, string Phone, string Token, HttpClient Http, AccountId Wallet, AccountId Float)
{
    /// <summary>Everybody's PIN.</summary>
    public const string Pin = "7294";

    /// <summary>A new person with these roles beside that of a customer, and this much in the wallet.</summary>
    public static async Task<Person> JoinAsync(ApiHost host, long amount = 0, params Role[] roles)
    {
        CustomerId id = CustomerId.New(TimeProvider.System);
        Assert.True(PhoneNumber.TryParse(Identity.NewPhone.Next(), out PhoneNumber phone));
        var grain = host.Grains.GetGrain<ICustomerGrain>(id.Value);
        Assert.Null(await grain.Create(new CustomerCreation
        {
            Phone = phone,
            Name = "Client de test",
            Language = "fr",
            PinHash = await host.Services.GetRequiredService<PinHasher>().Hash(new Pin(Pin)),
            Roles = [.. roles.Append(Role.Customer).Distinct()],
            Tier = 2,
        }));
        CustomerView view = (await grain.Look())!;
        Assert.Null(await host.Grains.GetGrain<IPhoneGrain>(phone.Key).Claim(new PhoneOwner(id, view.Wallet)));
        string token = await SignInAsync(host, phone.E164, Pin);
        var person = new Person(host, id.Value, phone.E164, token, Client(host, token), view.Wallet, view.Float ?? default);
        if (amount > 0)
        {
            await host.FundAsync(person.Wallet, amount);
        }

        return person;
    }

    /// <summary>An access token for number and PIN.</summary>
    public static async Task<string> SignInAsync(ApiHost host, string phone, string pin)
    {
        using HttpClient client = host.NewClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["username"] = phone,
            ["password"] = pin,
            ["device_name"] = "test",
        });
        using HttpResponseMessage answer = await client.PostAsync("/connect/token", form);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Pays; the answer as it came.</summary>
    public Task<HttpResponseMessage> PayAsync(string to, long amount, string? key = null, string? note = null) =>
        PostAsync("/api/v1/transfers", new JsonObject { ["to"] = to, ["amount"] = amount, ["note"] = note }, key ?? Guid.NewGuid().ToString());

    /// <summary>Posts a body with an idempotency key.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, JsonNode? body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return Http.SendAsync(request);
    }

    /// <summary>Reads what a path answers, which must be 200.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage response = await Http.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>What the wallet holds, as REST says.</summary>
    public async Task<long> BalanceAsync() => (await GetAsync("/api/v1/wallet")).GetProperty("balance").GetInt64();

    private static HttpClient Client(ApiHost host, string token)
    {
        HttpClient client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

/// <summary>Short sentences for tests over HTTP.</summary>
internal static class HttpSentences
{
    /// <summary>Money from the trust account.</summary>
    public static async Task FundAsync(this ApiHost host, AccountId account, long amount)
    {
        var request = new TransferRequest { Key = Guid.NewGuid().ToString("N"), Payee = account, Amount = amount, Kind = PostingKind.Demonstration };
        TransferOutcome outcome = await host.Grains.GetGrain<IAccountGrain>(PostAccounts.Trust.Value).Transfer(request);
        Assert.Null(outcome.Refusal);
    }

    /// <summary>The SMS to a number, oldest first; of those whose ids are like a pattern.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(this ApiHost host, string phone, string idLike = "%")
    {
        await using NpgsqlCommand command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select body from dev_sms where recipient = $1 and id like $2 order by sent_at, id");
        command.Parameters.Add(new() { Value = phone });
        command.Parameters.Add(new() { Value = idLike });
        List<string> texts = [];
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }

    /// <summary>The body as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>Demands a problem with this status and code, complete as RFC 9457 and our conventions want it.</summary>
    public static async Task<JsonElement> DemandProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal("/problems/" + code, problem.GetProperty("type").GetString());
        Assert.All(["title", "detail", "instance", "traceId"], member => Assert.NotEqual("", problem.GetProperty(member).GetString()));
        return problem;
    }
}
