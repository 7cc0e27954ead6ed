using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <inheritdoc cref="IRequestBookGrain"/>
[GrainType("money.request-book")]
internal sealed class RequestBookGrain([PersistentState("money.request-book")] IPersistentState<Document<RequestBookState>> document, IOptions<RequestOptions> options)
    : DurableGrain<RequestBookState>(document), IRequestBookGrain
{
    // More than anybody is pestered by; the oldest are forgotten.
    private const int BlockedMax = 500;

    public async Task<bool> Take(IReadOnlyList<RequestLeave> leaves)
    {
        if (RequestBookRules.Take(State, leaves, Clock.GetUtcNow(), options.Value) is not { } next)
        {
            return false;
        }

        State = next;
        await Save();
        return true;
    }

    public async Task Ended(string request)
    {
        if (RequestBookRules.Ended(State, request) is var next && next != State)
        {
            State = next;
            await Save();
        }
    }

    public async Task Block(CustomerId person, string maskedName)
    {
        if (State.Blocked.All(one => one.Person != person.Value))
        {
            State = State with { Blocked = [new BlockedState(person.Value, maskedName, Clock.GetUtcNow().ToUnixTimeMilliseconds()), .. State.Blocked.Take(BlockedMax - 1)] };
            await Save();
        }
    }

    public async Task Unblock(CustomerId person)
    {
        if (State.Blocked.Any(one => one.Person == person.Value))
        {
            State = State with { Blocked = [.. State.Blocked.Where(one => one.Person != person.Value)] };
            await Save();
        }
    }

    public Task<bool> Blocks(CustomerId person) => Task.FromResult(State.Blocked.Any(one => one.Person == person.Value));

    public Task<IReadOnlyList<BlockedRequester>> Blocked() => Task.FromResult<IReadOnlyList<BlockedRequester>>(
        [.. State.Blocked.Select(one => new BlockedRequester(new CustomerId(one.Person), one.Name, DateTimeOffset.FromUnixTimeMilliseconds(one.AtMs)))]);
}
