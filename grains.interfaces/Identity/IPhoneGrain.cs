using Orleans.Concurrency;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>One telephone number: whose it is now. Keyed by <see cref="PhoneNumber.Key"/>.</summary>
[Alias("identity.phone"), GrainInterfaceType("identity.phone")]
public interface IPhoneGrain : IGrainWithStringKey
{
    /// <summary>Whose number this is and where money for it goes; null when nobody has it.</summary>
    [AlwaysInterleave, Alias("owner")]
    Task<PhoneOwner?> Owner();

    /// <summary>Signs its owner in. A number that nobody has is refused in the same words, the same time and with the same locks.</summary>
    /// <returns>See <see cref="ICustomerGrain.SignIn"/>.</returns>
    [AlwaysInterleave, Alias("sign-in")]
    Task<SignInOutcome> SignIn(SignInAttempt attempt);

    /// <summary>Blocks its owner's wallet by PIN, with the same discretion.</summary>
    [AlwaysInterleave, Alias("block")]
    Task<IdentityRefusal?> Block(Pin pin);

    /// <summary>Whether another SMS that somebody unknown has asked for may go to this number.</summary>
    /// <returns>Null, or too_many_requests.</returns>
    [AlwaysInterleave, Alias("admit-sms")]
    Task<IdentityRefusal?> AdmitSms();

    /// <summary>Binds the number, after its possession was proven. Binding again for the same customer succeeds.</summary>
    /// <returns>Null, or number_taken.</returns>
    [Alias("claim")]
    Task<IdentityRefusal?> Claim(PhoneOwner owner);

    /// <summary>
    /// The guest who buys with this number and has no account; a new one the first time. Asked for after the number's possession was
    /// proven. Whoever claims the number afterwards inherits from that guest, once.
    /// </summary>
    /// <returns>The guest; null when somebody has the number.</returns>
    [Alias("guest")]
    Task<CustomerId?> Guest();

    /// <summary>Between guest and number only: this guest is no longer the number's.</summary>
    [Alias("forget-guest")]
    Task ForgetGuest(CustomerId guest);

    /// <summary>Lets the number go, if it is still this customer's.</summary>
    [Alias("release")]
    Task Release(CustomerId customer);
}

/// <summary>Whose a number is.</summary>
[GenerateSerializer, Immutable, Alias("identity.phone-owner")]
public sealed record PhoneOwner([property: Id(0)] CustomerId Customer, [property: Id(1)] AccountId Wallet);
