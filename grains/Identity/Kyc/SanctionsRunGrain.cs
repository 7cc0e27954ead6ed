using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Live;

namespace Postmobile.Identity;

/// <summary>How far a comparison of all customers with one list is.</summary>
public sealed record SanctionsRunState
{
    /// <summary>When the list was announced.</summary>
    public DateTimeOffset? AnnouncedAt { get; init; }

    /// <summary>The last customer that was compared.</summary>
    public string Cursor { get; init; } = "";

    /// <summary>How many were.</summary>
    public long Screened { get; init; }

    /// <summary>How many new hits that made.</summary>
    public long Hits { get; init; }

    /// <summary>Nothing is left to do.</summary>
    public bool Done { get; init; }

    /// <summary>When to go on.</summary>
    public DateTimeOffset? NextAt { get; init; }
}

/// <inheritdoc cref="ISanctionsRunGrain"/>
[GrainType("identity.sanctions-run")]
internal sealed class SanctionsRunGrain(
    [PersistentState("identity.sanctions-run")] IPersistentState<Document<SanctionsRunState>> document,
    NpgsqlDataSource database,
    SanctionsBook book,
    IOptions<KycOptions> options)
    : DurableGrain<SanctionsRunState>(document), ISanctionsRunGrain
{
    private const int PageSize = 500;
    private const string Customers =
        """
        select c.id, c.body #>> '{state,name}', k.body #>> '{state,papers,name}', k.body #>> '{state,papers,birthDate}'
        from document c
        left join document k on k.type = 'identity.case' and k.id = c.id
        where c.type = 'identity.customer' and c.id > $1 and c.body #>> '{state,createdAt}' is not null
        order by c.id limit $2
        """;

    // So that whoever asks how far it is gets an answer soon.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);

    // An upload that broke off stores nothing any more.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    protected override DateTimeOffset? NextWake => State.Done ? null : State.NextAt;

    public async Task Announce(string title, CustomerId by)
    {
        if (State.AnnouncedAt is null || (State.Done && await book.VersionOf(this.GetPrimaryKeyString()) is null))
        {
            State = new SanctionsRunState { AnnouncedAt = Clock.GetUtcNow(), NextAt = Clock.GetUtcNow() + TimeSpan.FromMinutes(1) };
            Record(by.Value, "sanctions.upload", title);
            await Save();
        }
    }

    public async Task Begin()
    {
        if (!State.Done)
        {
            State = State with { NextAt = Clock.GetUtcNow() };
            await Save();
        }
    }

    public Task<SanctionsProgress> Progress() => Task.FromResult(new SanctionsProgress(State.Screened, State.Hits, State.Done));

    protected override async Task OnWake(DateTimeOffset now)
    {
        if (await book.VersionOf(this.GetPrimaryKeyString()) is not { } version)
        {
            State = State with { NextAt = now + TimeSpan.FromMinutes(1), Done = now - State.AnnouncedAt > Abandoned };
            return;
        }

        // A newer list has its own run over everybody; this one would only find what is no longer said.
        SanctionsIndex? index = await book.Current();
        while (!State.Done && Clock.GetUtcNow() - now < AtOnce)
        {
            State = index?.Version == version ? await NextPage(index) : State with { Done = true };
            await Save();
        }

        await GrainFactory.Topic(Topics.For(Role.Operator, KycTopics.Screening)).Tell(new Notice { Kind = "list.screened", Subject = this.GetPrimaryKeyString(), At = Clock.GetUtcNow() });
    }

    private async Task<SanctionsRunState> NextPage(SanctionsIndex index)
    {
        List<(string Id, string Name, DateOnly? Birth)> page = await ReadPage();
        int fresh = 0;
        foreach ((string id, string name, DateOnly? birth) in page)
        {
            fresh += (await ScreeningHits.Raise(GrainFactory, index, options.Value.HitScore, new CustomerId(id), name, birth, ScreeningOccasion.NewList)).Fresh;
        }

        string[] people = [.. page.Select(one => one.Id).Distinct()];
        return State with
        {
            Cursor = people.LastOrDefault() ?? State.Cursor,
            Screened = State.Screened + people.Length,
            Hits = State.Hits + fresh,
            Done = people.Length < PageSize,
        };
    }

    // A person is compared by the name they go by and, where papers say another, by that too.
    private async Task<List<(string Id, string Name, DateOnly? Birth)>> ReadPage()
    {
        await using NpgsqlCommand command = database.CreateCommand(Customers);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = State.Cursor });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageSize });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        var page = new List<(string, string, DateOnly?)>();
        while (await rows.ReadAsync())
        {
            DateOnly? birth = await rows.IsDBNullAsync(3) ? null : DateOnly.ParseExact(rows.GetString(3), "yyyy-MM-dd", CultureInfo.InvariantCulture);
            string name = rows.GetString(1);
            page.Add((rows.GetString(0), name, birth));
            if (!await rows.IsDBNullAsync(2) && rows.GetString(2) is { } papers && papers != name)
            {
                page.Add((rows.GetString(0), papers, birth));
            }
        }

        return page;
    }
}
