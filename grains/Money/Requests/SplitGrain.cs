using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <inheritdoc cref="ISplitGrain"/>
/// <remarks>The bill is written before anybody is asked; each share's request has a key that follows from the bill, so each is asked once.</remarks>
[GrainType("money.split")]
internal sealed class SplitGrain([PersistentState("money.split")] IPersistentState<Document<SplitState>> document)
    : DurableGrain<SplitState>(document), ISplitGrain
{
    private const string AskKind = "ask";

    private string Key => this.GetPrimaryKeyString();

    public async Task<SplitOutcome> Divide(SplitWish wish)
    {
        if (State.Requester is not null)
        {
            return SplitRules.IsSame(State, wish) ? new SplitOutcome { Split = await View(), Replayed = true } : RequestRefusal.IdempotencyConflict;
        }

        (SplitState? next, RequestRefusal? refusal, string? whom) = SplitRules.Begin(wish, Clock.GetUtcNow());
        if (next is null)
        {
            return new SplitOutcome { Refusal = refusal, Whom = whom };
        }

        List<RequestLeave> leaves = [];
        for (int i = 0; i < next.Shares.Count; i++)
        {
            if (next.Shares[i].Payer is not { } payer)
            {
                continue;
            }

            if (await GrainFactory.RequestBook(new CustomerId(payer.Id)).Blocks(wish.Requester.Id))
            {
                return new SplitOutcome { Refusal = RequestRefusal.RequestBlocked, Whom = payer.Phone };
            }

            leaves.Add(new RequestLeave(Requests.ShareKey(Key, i), new CustomerId(payer.Id)));
        }

        if (!await GrainFactory.RequestBook(wish.Requester.Id).Take(leaves))
        {
            return RequestRefusal.RequestLimit;
        }

        State = next;
        for (int i = 0; i < next.Shares.Count; i++)
        {
            if (next.Shares[i].Payer is not null)
            {
                Send(AskKind, new AskOrder(i));
            }
        }

        await Save();
        return new SplitOutcome { Split = await View() };
    }

    public async Task<Split?> Look() => State.Requester is null ? null : await View();

    public async Task Refused(int share, RequestRefusal refusal)
    {
        State = State with { Shares = [.. State.Shares.Select((one, i) => i == share ? one with { Refusal = refusal } : one)] };
        await Save();
    }

    protected override async Task Deliver(OutboxItem item)
    {
        if (item.Kind != AskKind)
        {
            await base.Deliver(item);
            return;
        }

        int share = item.Read<AskOrder>().Share;
        ShareState asked = State.Shares[share];
        RequestOutcome outcome = await GrainFactory.Request(Requests.ShareKey(Key, share)).Ask(new RequestWish
        {
            Requester = State.Requester!.View(), Payer = asked.Payer!.View(), Amount = asked.Amount, Note = State.Note, Split = Key,
        });
        if (outcome.Refusal is { } refusal)
        {
            await this.AsReference<ISplitGrain>().Refused(share, refusal);
        }
    }

    private Task<Split> View() => State.View(Key, GrainFactory);

    internal sealed record AskOrder(int Share);
}

/// <summary>Reads a bill together with the requests of its shares.</summary>
internal static class SplitViews
{
    public static async Task<Split> View(this SplitState state, string id, IGrainFactory grains)
    {
        MoneyRequest?[] requests = await Task.WhenAll(state.Shares.Select((share, i) =>
            share.Payer is null ? Task.FromResult<MoneyRequest?>(null) : grains.Request(Requests.ShareKey(id, i)).Look()));
        return new Split
        {
            Id = id,
            Requester = new CustomerId(state.Requester!.Id),
            Total = state.Total,
            Note = state.Note,
            At = DateTimeOffset.FromUnixTimeMilliseconds(state.AtMs),
            Shares = [.. state.Shares.Select((share, i) => new SplitShare
            {
                Payer = share.Payer?.View(), Amount = share.Amount, Remainder = share.Remainder, Request = requests[i], Refusal = share.Refusal,
            })],
        };
    }
}

/// <summary>Finds bills in the rows that their own grains wrote.</summary>
[StatelessWorker, GrainType("money.splits")]
internal sealed class SplitsGrain(NpgsqlDataSource database) : Grain, ISplitsGrain
{
    private const string Mine =
        """
        select id, (body #>> '{state,atMs}')::bigint, body -> 'state' from document
        where type = 'money.split' and body #>> '{state,requester,id}' = $1
        order by (body #>> '{state,atMs}')::bigint desc limit $2
        """;

    public async Task<IReadOnlyList<Split>> Of(CustomerId requester, int limit)
    {
        (List<Found> found, _) = await database.Read<SplitState, Found>(
            Mine, (state, id) => new Found(id, state), MistakeRows.Of(NpgsqlDbType.Text, requester.Value), MistakeRows.Of(NpgsqlDbType.Integer, Math.Clamp(limit, 1, 50)));
        return await Task.WhenAll(found.Select(one => one.State.View(one.Id, GrainFactory)));
    }

    private sealed record Found(string Id, SplitState State);
}
