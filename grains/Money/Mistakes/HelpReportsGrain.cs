using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Lists reports from the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.help-reports")]
internal sealed class HelpReportsGrain(NpgsqlDataSource database) : Grain, IHelpReportsGrain
{
    private const string Mine =
        """
        select id, (body #>> '{state,atMs}')::bigint, body -> 'state' from document
        where type = 'money.help-report' and body #>> '{state,by}' = $1
        order by (body #>> '{state,atMs}')::bigint desc limit 100
        """;

    private const string Waiting =
        """
        select id, (body #>> '{state,atMs}')::bigint, body -> 'state' from document
        where type = 'money.help-report' and body #>> '{state,status}' = $1
        order by (body #>> '{state,atMs}')::bigint limit 100
        """;

    public async Task<IReadOnlyList<HelpReport>> Of(CustomerId person) =>
        (await database.Read<HelpReportState, HelpReport>(Mine, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, person.Value))).Views;

    public async Task<IReadOnlyList<HelpReport>> Queue(HelpStatus status) =>
        (await database.Read<HelpReportState, HelpReport>(
            Waiting, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, JsonNamingPolicy.CamelCase.ConvertName(status.ToString())))).Views;
}
