using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;

namespace Postmobile.Identity;

/// <inheritdoc cref="IScreeningGrain"/>
[StatelessWorker, GrainType("identity.screening")]
internal sealed class ScreeningGrain(NpgsqlDataSource database, SanctionsBook book, IOptions<KycOptions> options) : Grain, IScreeningGrain
{
    private const int TitleMax = 80;

    // What waits is read oldest first, what is decided newest first.
    private const string Pending =
        """
        select id, body -> 'state' from document
        where type = 'identity.hit' and body #>> '{state,status}' = $1
          and ($2::bigint is null or ((body #>> '{state,foundAtMs}')::bigint, id) > ($2, $3))
        order by (body #>> '{state,foundAtMs}')::bigint, id limit $4
        """;

    private const string Decided =
        """
        select id, body -> 'state' from document
        where type = 'identity.hit' and body #>> '{state,status}' = $1
          and ($2::bigint is null or ((body #>> '{state,foundAtMs}')::bigint, id) < ($2, $3))
        order by (body #>> '{state,foundAtMs}')::bigint desc, id desc limit $4
        """;

    public async Task<int> Screen(CustomerId customer, string name, DateOnly? birthDate, ScreeningOccasion occasion)
    {
        if (await book.Current() is not { } index)
        {
            return 0;
        }

        (int hits, _) = await ScreeningHits.Raise(GrainFactory, index, options.Value.HitScore, customer, name, birthDate, occasion);
        return hits;
    }

    public async Task<SanctionsOutcome> Upload(string title, byte[] csv, CustomerId by)
    {
        string clean = title.Trim();
        (IReadOnlyList<ListedName> names, int? fault) = await Task.Run(() => SanctionsCsv.Read(csv));
        if (fault is not null || clean.Length is 0 or > TitleMax || clean.Any(char.IsControl))
        {
            return new SanctionsOutcome { Refusal = KycRefusal.ListInvalid, Line = fault };
        }

        // Announced, stored, begun: a crash after any of the three leaves nothing stored that nobody compares with.
        string id = SanctionsBook.IdOf(csv);
        ISanctionsRunGrain run = GrainFactory.GetGrain<ISanctionsRunGrain>(id);
        await run.Announce(clean, by);
        await book.Store(id, clean, by.Value, names);
        await run.Begin();
        return new SanctionsOutcome { List = (await Lists(50)).First(list => list.Id == id) };
    }

    public async Task<IReadOnlyList<SanctionsList>> Lists(int limit) =>
        await Task.WhenAll((await book.Lists(limit)).Select(async list =>
        {
            SanctionsProgress progress = await GrainFactory.GetGrain<ISanctionsRunGrain>(list.Id).Progress();
            return list with { Screened = progress.Screened, Hits = progress.Hits, Done = progress.Done };
        }));

    public async Task<HitPage> Hits(HitStatus status, int limit, string? cursor)
    {
        (long At, string Id)? after = QueueCursor.Read(cursor);
#pragma warning disable CA2100 // The two above.
        await using NpgsqlCommand command = database.CreateCommand(status is HitStatus.Pending ? Pending : Decided);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonNamingPolicy.CamelCase.ConvertName(status.ToString()) });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = after?.At ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = after?.Id ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var hits = new List<ScreeningHit>();
        string? next = null;
        while (await rows.ReadAsync())
        {
            HitState state = JsonSerializer.Deserialize<HitState>(rows.GetString(1), DocumentSerializer.Options)!;
            hits.Add(state.View(rows.GetString(0))!);
            next = QueueCursor.Write(state.FoundAtMs.GetValueOrDefault(), rows.GetString(0));
        }

        return new HitPage(hits, hits.Count == limit ? next : null);
    }
}
