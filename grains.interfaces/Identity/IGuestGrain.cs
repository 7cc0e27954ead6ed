using Orleans.Concurrency;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>
/// Somebody who buys without an account. Of them a confirmed telephone number is known and nothing else. Keyed by the guest's
/// <see cref="CustomerId"/> (<c>g-…</c>). What is owed to them lies in an account of their own; orders and money go to whoever opens an
/// account with the number. A number that was not confirmed for a long time may have changed hands: then nobody inherits, and the
/// money goes to suspense, where the post's people bring it to its owner.
/// </summary>
[Alias("identity.guest"), GrainInterfaceType("identity.guest")]
public interface IGuestGrain : IGrainWithStringKey
{
    /// <summary>The number was confirmed, for the first time or again.</summary>
    /// <returns>False when this guest has an heir or has lapsed: the number needs another.</returns>
    [Alias("confirmed")]
    Task<bool> Confirmed(PhoneNumber phone, string language);

    /// <summary>The guest; null when there is none, or they have an heir, or have lapsed.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Guest?> Look();

    /// <summary>Sends an SMS in the guest's language; once there is an heir, to them.</summary>
    [AlwaysInterleave, Alias("tell")]
    Task Tell(string key, Words words);

    /// <summary>Between number and guest only: the number has an account now. Orders and money go there, once.</summary>
    [Alias("inherit")]
    Task Inherit(PhoneOwner heir);
}

/// <summary>A guest as the rest of the house sees them.</summary>
/// <param name="Id">Who.</param>
/// <param name="Phone">The confirmed number.</param>
/// <param name="Account">Where money for them waits.</param>
[GenerateSerializer, Immutable, Alias("identity.guest-view")]
public sealed record Guest([property: Id(0)] CustomerId Id, [property: Id(1)] PhoneNumber Phone, [property: Id(2)] AccountId Account);
