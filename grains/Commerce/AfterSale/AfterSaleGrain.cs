using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>Lists returns and disputes from the rows that their own grains wrote, and keeps photos.</summary>
[StatelessWorker, GrainType("commerce.after-sale")]
internal sealed class AfterSaleGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IAfterSaleGrain
{
    private const string Queue =
        """
        select id, (body #>> '{state,openedAtMs}')::bigint, body -> 'state' from document
        where type = 'commerce.dispute' and body #>> '{state,status}' = any ($4)
          and ($1::bigint is null or ((body #>> '{state,openedAtMs}')::bigint, id) > ($1, $2))
        order by (body #>> '{state,openedAtMs}')::bigint, id limit $3
        """;

    private const string OfOrder =
        """
        select id, (body #>> '{state,askedAtMs}')::bigint, body -> 'state' from document
        where type = 'commerce.return' and body #>> '{state,order}' = $1
        order by (body #>> '{state,askedAtMs}')::bigint desc limit 50
        """;

    public async Task<DisputePage> Disputes(bool waiting, int limit, string? cursor)
    {
        string[] states = waiting ? [nameof(DisputeStatus.WithPost)] : [nameof(DisputeStatus.Open), nameof(DisputeStatus.WithPost)];
        (NpgsqlParameter at, NpgsqlParameter after) = MistakeRows.After(cursor);
        (List<Dispute> disputes, string? last) = await database.Read<DisputeState, Dispute>(
            Queue, (state, id) => state.View(id), at, after, MistakeRows.Of(NpgsqlDbType.Integer, limit),
            MistakeRows.Of(NpgsqlDbType.Array | NpgsqlDbType.Text, states.Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray()));
        return new DisputePage(disputes, disputes.Count == limit ? last : null);
    }

    public async Task<IReadOnlyList<Return>> Returns(OrderId order) =>
        (await database.Read<ReturnState, Return>(OfOrder, (state, id) => state.View(id), MistakeRows.Of(NpgsqlDbType.Text, order.Value))).Views;

    public async Task<ExchangeChoices> Choices(OrderId order) =>
        new(await GrainFactory.GetGrain<IOrderGrain>(order.Value).Look() is { } known ? await ExchangeDesk.Choices(GrainFactory, known.Placement) : []);

    public async Task<PhotoOutcome> Keep(OrderId order, CustomerId owner, byte[] file)
    {
        if (file.Length > PictureCleaner.FileMax)
        {
            return new PhotoOutcome(null, "picture_too_large");
        }

        // Decoding takes the processor for a moment; the grains' threads are not for that.
        (CleanPicture? clean, KycRefusal? refusal) = await Task.Run(() => PictureCleaner.Clean(file));
        if (clean is null)
        {
            return new PhotoOutcome(null, JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal!.Value.ToString()));
        }

        Guid id = Guid.CreateVersion7(time.GetUtcNow());
        await using NpgsqlCommand insert = database.CreateCommand("insert into commerce_evidence (id, owner, subject, picture, at) values ($1, $2, $3, $4, $5)");
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = owner.Value });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = order.Value });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = clean.Jpeg });
        insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime });
        await insert.ExecuteNonQueryAsync();
        return new PhotoOutcome(id.ToString("N"), null);
    }

    public async Task<byte[]?> Show(OrderId order, string photo)
    {
        if (!Guid.TryParseExact(photo, "N", out Guid id))
        {
            return null;
        }

        await using NpgsqlCommand select = database.CreateCommand("select picture from commerce_evidence where id = $1 and subject = $2");
        select.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = order.Value });
        return await select.ExecuteScalarAsync() as byte[];
    }
}
