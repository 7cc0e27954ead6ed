using System.Text.Json;
using Npgsql;
using Postmobile.Documents;

namespace Postmobile.Partners;

/// <summary>Reads what was sent to an endpoint back from its log.</summary>
internal sealed class WebhookLog(NpgsqlDataSource database)
{
    public const string EventKind = "event";
    public const string AttemptKind = "attempt";

    public static string StreamOf(WebhookId id) => $"webhook:{id}";

    /// <summary>The last messages, newest first.</summary>
    public Task<IReadOnlyList<WebhookMessage>> Read(WebhookId id, int limit) => Read(
        """
        with last as (select id from entry where stream = $1 and kind = 'event' order by seq desc limit $2)
        select e.kind, e.id, e.body::text from entry e
        where e.stream = $1 and (e.id in (select id from last) or split_part(e.id, '#', 1) in (select id from last))
        order by e.seq
        """,
        id, new NpgsqlParameter<int> { TypedValue = limit });

    /// <summary>One message; null when it was never for this endpoint.</summary>
    public async Task<WebhookMessage?> Find(WebhookId id, string message) => (await Read(
        "select kind, id, body::text from entry where stream = $1 and (id = $2 or split_part(id, '#', 1) = $2) order by seq",
        id, new NpgsqlParameter<string> { TypedValue = message })).FirstOrDefault();

    private async Task<IReadOnlyList<WebhookMessage>> Read(string sql, WebhookId id, NpgsqlParameter second)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StreamOf(id) });
        command.Parameters.Add(second);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<WebhookEvent> events = [];
        Dictionary<string, List<WebhookAttempt>> attempts = [];
        while (await reader.ReadAsync())
        {
            string name = reader.GetString(1).Split('#')[0], body = reader.GetString(2);
            if (reader.GetString(0) == EventKind)
            {
                events.Add(JsonSerializer.Deserialize<WebhookEvent>(body, DocumentSerializer.Options)!);
                attempts.TryAdd(name, []);
            }
            else if (attempts.TryGetValue(name, out List<WebhookAttempt>? tries))
            {
                tries.Add(JsonSerializer.Deserialize<WebhookAttempt>(body, DocumentSerializer.Options)!);
            }
        }

        events.Reverse();
        return [.. events.Select(happened => new WebhookMessage { Event = happened, Attempts = attempts[happened.Id] })];
    }
}
