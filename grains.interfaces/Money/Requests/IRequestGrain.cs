using Orleans.Concurrency;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>One request for money. Key: <see cref="Requests.Key"/>.</summary>
[Alias("money.request"), GrainInterfaceType("money.request")]
public interface IRequestGrain : IGrainWithStringKey
{
    /// <summary>Asks. The payer hears by SMS. Repeating it changes nothing.</summary>
    /// <returns>The request; or amount_not_positive, memo_invalid, request_own, request_blocked, request_limit, idempotency_conflict.</returns>
    [Alias("ask")]
    Task<RequestOutcome> Ask(RequestWish wish);

    /// <summary>The payer says yes, having seen the total. Whatever is repeated, it is paid once.</summary>
    /// <returns>The request, paid, or still open with what the ledger said; or not_found, request_over, quote_changed.</returns>
    [Alias("approve")]
    Task<RequestOutcome> Approve(CustomerId by, long agreedTotal);

    /// <summary>The payer says no.</summary>
    /// <returns>The request; or not_found, request_over.</returns>
    [Alias("decline")]
    Task<RequestOutcome> Decline(CustomerId by);

    /// <summary>The requester takes it back.</summary>
    /// <returns>The request; or not_found, request_over.</returns>
    [Alias("cancel")]
    Task<RequestOutcome> Cancel(CustomerId by);

    /// <summary>The request as it stands; null when nobody asked.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<MoneyRequest?> Look();

    /// <summary>Between the request and itself only: the ledger has answered.</summary>
    [Alias("settle")]
    Task Settle(TransferOutcome outcome);

    /// <summary>Between the request and itself only: what was tried is annulled, or had happened after all.</summary>
    [Alias("closed")]
    Task Closed(TransferOutcome outcome);
}

/// <summary>Finds requests. Key 0.</summary>
[Alias("money.requests"), GrainInterfaceType("money.requests")]
public interface IRequestsGrain : IGrainWithIntegerKey
{
    /// <summary>Those that a person is asked to pay: the open ones first, then newest first.</summary>
    [Alias("received")]
    Task<IReadOnlyList<MoneyRequest>> Received(CustomerId payer, int limit);

    /// <summary>Those that a person has made: the open ones first, then newest first.</summary>
    [Alias("sent")]
    Task<IReadOnlyList<MoneyRequest>> Sent(CustomerId requester, int limit);
}

/// <summary>What a person has asked of others lately, and from whom they take no requests. Key: <see cref="Requests.BookKey"/>.</summary>
[Alias("money.request-book"), GrainInterfaceType("money.request-book")]
public interface IRequestBookGrain : IGrainWithStringKey
{
    /// <summary>Takes leave to ask these people; the same asks again take none. All or none.</summary>
    /// <returns>Whether there was leave for all of them.</returns>
    [Alias("take")]
    Task<bool> Take(IReadOnlyList<RequestLeave> leaves);

    /// <summary>One of them has come to its end: it no longer counts as open.</summary>
    [Alias("ended")]
    Task Ended(string request);

    /// <summary>Takes no more requests from this person. Again succeeds.</summary>
    [Alias("block")]
    Task Block(CustomerId person, string maskedName);

    /// <summary>Takes requests from this person again.</summary>
    [Alias("unblock")]
    Task Unblock(CustomerId person);

    /// <summary>Whether requests from this person are refused.</summary>
    [AlwaysInterleave, Alias("blocks")]
    Task<bool> Blocks(CustomerId person);

    /// <summary>Whose requests are refused, latest first.</summary>
    [AlwaysInterleave, Alias("blocked")]
    Task<IReadOnlyList<BlockedRequester>> Blocked();
}

/// <summary>Leave to ask one person once.</summary>
[GenerateSerializer, Immutable, Alias("money.request-leave")]
public sealed record RequestLeave([property: Id(0)] string Request, [property: Id(1)] CustomerId Payer);

/// <summary>Somebody whose requests are refused.</summary>
[GenerateSerializer, Immutable, Alias("money.blocked-requester")]
public sealed record BlockedRequester([property: Id(0)] CustomerId Person, [property: Id(1)] string Name, [property: Id(2)] DateTimeOffset At);
