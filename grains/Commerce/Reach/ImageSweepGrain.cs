using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Postmobile.Documents;

namespace Postmobile.Commerce;

/// <summary>Up to when pictures have been looked at; and when the next look is due.</summary>
public sealed record ImageSweepState
{
    /// <summary>Pictures taken in before this have been looked at.</summary>
    public long UpToMs { get; init; }

    /// <summary>When the next look is due; 0 until it has begun.</summary>
    public long NextMs { get; init; }

    /// <summary>How many have been removed.</summary>
    public long Removed { get; init; }
}

/// <inheritdoc cref="IImageSweepGrain"/>
/// <remarks>Each picture is looked at once, when it is a week old: what is in use then has been chosen by a shop and is kept for ever, since orders show it.</remarks>
[GrainType("commerce.image-sweep")]
internal sealed class ImageSweepGrain([PersistentState("commerce.image-sweep")] IPersistentState<Document<ImageSweepState>> document, NpgsqlDataSource database, IOptions<ReachOptions> options)
    : DurableGrain<ImageSweepState>(document), IImageSweepGrain
{
    private static readonly TimeSpan s_every = TimeSpan.FromHours(6);

    protected override DateTimeOffset? NextWake => State.NextMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(State.NextMs);

    public async Task Begin()
    {
        if (State.NextMs == 0)
        {
            State = State with { NextMs = (Clock.GetUtcNow() + s_every).ToUnixTimeMilliseconds() };
            await Save();
        }
    }

    public async Task<int> Sweep()
    {
        int removed = await Look(Clock.GetUtcNow());
        await Save();
        return removed;
    }

    protected override Task OnWake(DateTimeOffset now) => Look(now);

    private async Task<int> Look(DateTimeOffset now)
    {
        DateTimeOffset upTo = now - options.Value.UnusedPictures;
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with old as (select distinct id from image where created_at > $1 and created_at <= $2),
            used as (
                select jsonb_array_elements_text(body #> '{state,images}') as id from document where type = 'commerce.product'
                union all select body #>> '{state,profile,logo}' from document where type = 'commerce.shop'
                union all select body #>> '{state,profile,banner}' from document where type = 'commerce.shop'
                union all select line ->> 'image' from document o, jsonb_array_elements(o.body #> '{state,placement,lines}') line
                    where o.type = 'commerce.order' and (o.body #>> '{state,placedAtMs}')::bigint >= $3),
            gone as (delete from image where id in (select id from old where not exists (select 1 from used where used.id = old.id)) and created_at <= $2 returning id)
            select count(distinct id)::int from gone
            """);
        command.CommandTimeout = 300;
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = DateTimeOffset.FromUnixTimeMilliseconds(State.UpToMs).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = upTo.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = State.UpToMs });
        int removed = (int)(await command.ExecuteScalarAsync())!;

        await ForgetUploads(upTo);

        // A millisecond less: a picture of that very moment is looked at again rather than never.
        State = State with { UpToMs = Math.Max(State.UpToMs, upTo.ToUnixTimeMilliseconds() - 1), NextMs = (now + s_every).ToUnixTimeMilliseconds(), Removed = State.Removed + removed };
        return removed;
    }

    // Of files that were sent and never sealed; an import that runs still needs its own.
    private async Task ForgetUploads(DateTimeOffset upTo)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            delete from catalogue_import_picture p where p.at <= $1 and not exists (
                select from document where type = 'commerce.import' and id = p.import and body #>> '{state,status}' = 'running')
            """);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = upTo.UtcDateTime });
        await command.ExecuteNonQueryAsync();
    }
}
