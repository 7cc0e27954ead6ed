using Postmobile.Api.Money;

namespace Postmobile.Api.Live;

/// <summary>
/// What the hub says to whoever looks. Each message is a hint and may be lost: on <see cref="Watching"/> and after every
/// reconnection a client reads <c>GET /api/v1/events?after=</c> its last cursor, and drops ids it has seen.
/// </summary>
public interface ILiveClient
{
    /// <summary>From now on this connection is told; what happened before is read by cursor.</summary>
    Task Watching();

    /// <summary>Money came in.</summary>
    Task PaymentReceived(LiveEventView happening);

    /// <summary>Money went out.</summary>
    Task PaymentSent(LiveEventView happening);

    /// <summary>The account was blocked, unblocked, closed or given another tier.</summary>
    Task AccountChanged(LiveEventView happening);

    /// <summary>Something changed in the caller's affairs, or in a queue or board that the caller follows. Read it anew.</summary>
    Task Noticed(NoticeView notice);
}
