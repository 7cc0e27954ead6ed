using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Money;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Money.Requests;

/// <summary>Short sentences for tests of requests and mandates.</summary>
internal static class RequestWorld
{
    /// <summary>A person as a side of a request.</summary>
    public static SideState Side(this Person person) => new(person.Id, person.Wallet.Value, "Client de test", person.Phone);

    /// <summary>
    /// A document as it lies there when a silo has died: no activation knows it, its time has come and its messages wait.
    /// </summary>
    public static async Task LeaveBehindAsync<TState>(this ApiHost host, string type, string id, TState state, params (string Kind, object Body)[] outbox)
    {
        DateTimeOffset past = DateTimeOffset.UtcNow.AddMinutes(-1);
        var items = new JsonArray([.. outbox.Select((item, i) => (JsonNode)new JsonObject
        {
            ["id"] = i + 1, ["kind"] = item.Kind, ["body"] = JsonSerializer.SerializeToNode(item.Body, DocumentSerializer.Options), ["attempts"] = 0, ["nextAt"] = past.ToString("O"),
        })]);
        string body = new JsonObject
        {
            ["state"] = JsonSerializer.SerializeToNode(state, DocumentSerializer.Options), ["outbox"] = items, ["lastOutboxId"] = outbox.Length, ["wakeAt"] = past.ToUnixTimeMilliseconds(),
        }.ToJsonString();
        await using NpgsqlCommand insert = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "insert into document (type, id, version, body, wake_at) values ($1, $2, 1, $3::jsonb, now())");
        insert.Parameters.Add(new() { Value = type });
        insert.Parameters.Add(new() { Value = id });
        insert.Parameters.Add(new() { Value = body });
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>The lines of a kind on a wallet's statement.</summary>
    public static async Task<JsonElement[]> LinesAsync(this Person person, string kind) =>
        [.. (await person.GetAsync("/api/v1/wallet/statement")).GetProperty("lines").EnumerateArray().Where(line => line.GetProperty("kind").GetString() == kind)];

    /// <summary>What was created, which must be 201.</summary>
    public static async Task<JsonElement> CreatedAsync(this Task<HttpResponseMessage> asked)
    {
        using HttpResponseMessage answer = await asked;
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    /// <summary>What was answered, which must be 200.</summary>
    public static async Task<JsonElement> OkAsync(this Task<HttpResponseMessage> asked)
    {
        using HttpResponseMessage answer = await asked;
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    /// <summary>A member as text.</summary>
    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
