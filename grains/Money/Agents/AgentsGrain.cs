using System.Text.Json;
using Npgsql;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>Reads all agents from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.agents")]
internal sealed class AgentsGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IAgentsGrain
{
    private const string All = "select id, body -> 'state' from document where type = 'money.agent' and body #>> '{state,float}' is not null";

    // Everybody asks; what they see may be this old.
    private static readonly TimeSpan s_old = TimeSpan.FromSeconds(2);

    private IReadOnlyList<(string Id, AgentState State)> _known = [];
    private long _readAt;

    public async Task<IReadOnlyList<AgentView>> Board()
    {
        DateTimeOffset now = time.GetUtcNow();
        return [.. (await Read()).Select(agent => agent.State.View(agent.Id, now)).OfType<AgentView>()
            .OrderByDescending(agent => agent.Need).ThenBy(agent => agent.Settings?.Town ?? "~", StringComparer.Ordinal).ThenBy(agent => agent.PersonName, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<NearbyAgent>> Nearby(NearbyQuestion question)
    {
        if (_readAt == 0 || time.GetElapsedTime(_readAt) > s_old)
        {
            _known = await Read();
            _readAt = time.GetTimestamp();
        }

        DateTimeOffset now = time.GetUtcNow();
        return [.. _known.Select(agent => Public(agent.State, question, now)).OfType<NearbyAgent>()
            .Where(agent => (!question.OpenNow || agent.OpenNow) && (question.Amount <= 0 || AgentRules.IsEnough(agent.Cash, question.Amount)))
            .OrderBy(agent => agent.Kilometres).Take(Math.Clamp(question.Limit, 1, 50))];
    }

    private static NearbyAgent? Public(AgentState state, NearbyQuestion question, DateTimeOffset now)
    {
        if (state.Settings is not { } settings || Congo.Find(settings.Town) is not { } town)
        {
            return null;
        }

        double latitude = settings.Latitude ?? town.Latitude, longitude = settings.Longitude ?? town.Longitude;
        return new NearbyAgent
        {
            Name = settings.Name,
            Kind = settings.Kind,
            Town = town.Name,
            Department = town.Department,
            Landmark = settings.Landmark,
            Latitude = latitude,
            Longitude = longitude,
            Hours = settings.Hours,
            OpenNow = AgentRules.IsOpen(settings.Hours, now),
            Kilometres = Math.Round(Congo.Kilometres(question.Latitude, question.Longitude, latitude, longitude), 1),
            Cash = AgentRules.Band(state.Cash),
        };
    }

    private async Task<IReadOnlyList<(string Id, AgentState State)>> Read()
    {
        await using NpgsqlCommand command = database.CreateCommand(All);
        var agents = new List<(string, AgentState)>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            agents.Add((rows.GetString(0), JsonSerializer.Deserialize<AgentState>(rows.GetString(1), DocumentSerializer.Options)!));
        }

        return agents;
    }
}
