using Orleans.Concurrency;

namespace Postmobile.Identity;

/// <summary>
/// One person: profile, roles, PIN, devices, accounts. Keyed by <see cref="CustomerId"/>. Attempts at the PIN are taken one
/// after another and each is counted durably before it is compared, so that guesses made side by side gain nothing.
/// </summary>
[Alias("identity.customer"), GrainInterfaceType("identity.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Creates the person and opens the wallet (and float, merchant account by role). Repeating it changes nothing.</summary>
    /// <returns>Null, or ledger_pending; it then goes on by itself.</returns>
    [Alias("create")]
    Task<IdentityRefusal?> Create(CustomerCreation creation);

    /// <summary>The person; null when never created.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<CustomerView?> Look();

    /// <summary>Which sessions are good now.</summary>
    [AlwaysInterleave, Alias("session")]
    Task<SessionState> Session();

    /// <summary>Checks the PIN and notes the device; an unknown device is told to the owner by SMS.</summary>
    /// <returns>The person, or wrong_credentials, locked, wallet_blocked, pin_not_set, too_many_requests.</returns>
    [Alias("sign-in")]
    Task<SignInOutcome> SignIn(SignInAttempt attempt);

    /// <summary>Checks the PIN again, for what is grave. Counted like a sign-in.</summary>
    /// <returns>Null, or wrong_credentials, locked, wallet_blocked.</returns>
    [Alias("prove")]
    Task<IdentityRefusal?> Prove(Pin pin);

    /// <summary>Changes the PIN, ends the sessions of all other devices, and tells the owner by SMS.</summary>
    /// <returns>Null, or wrong_credentials, locked, pin_format, pin_too_common, same_pin.</returns>
    [Alias("change-pin")]
    Task<IdentityRefusal?> ChangePin(Pin old, Pin fresh, string deviceId);

    /// <summary>Sends a code for a new PIN. Says nothing about whether it did, beyond resend_too_soon.</summary>
    [Alias("forgot-pin")]
    Task<IdentityRefusal?> ForgotPin();

    /// <summary>
    /// Sets a new PIN by code. The SMS alone is not enough: the device must be one this person has used, or an operator must have
    /// checked their identity within a day. Ends all sessions, lifts the lock.
    /// </summary>
    /// <returns>Null, or code_wrong, code_expired, pin_format, pin_too_common, identity_check_needed, wallet_blocked.</returns>
    [Alias("reset-pin")]
    Task<IdentityRefusal?> ResetPin(OneTimeCode code, Pin fresh, DeviceHello device);

    /// <summary>An operator has checked the person's identity: for a day a code by SMS is enough for a new PIN.</summary>
    [Alias("allow-pin-reset")]
    Task<IdentityRefusal?> AllowPinReset(CustomerId byOperator);

    /// <summary>Ends every session on every device.</summary>
    [Alias("sign-out-everywhere")]
    Task SignOutEverywhere();

    /// <summary>The devices, last seen first.</summary>
    [AlwaysInterleave, Alias("devices")]
    Task<IReadOnlyList<DeviceView>> Devices();

    /// <summary>Between grains only: keyed digests by which two people's devices can be told to be the same one.</summary>
    [AlwaysInterleave, Alias("device-marks")]
    Task<IReadOnlyList<string>> DeviceMarks();

    /// <summary>Forgets a device and ends its sessions.</summary>
    /// <returns>Null, or unknown_device.</returns>
    [Alias("remove-device")]
    Task<IdentityRefusal?> RemoveDevice(string deviceId);

    /// <summary>Blocks: no debit from any of the person's accounts, no session. Blocking again succeeds.</summary>
    /// <returns>Null, or unknown_customer; ledger_pending when the freeze is still on its way (sessions have ended).</returns>
    [Alias("block")]
    Task<IdentityRefusal?> Block(BlockedBy by, CustomerId? actor);

    /// <summary>Blocks by PIN, from any telephone.</summary>
    /// <returns>Null, or wrong_credentials, locked, ledger_pending.</returns>
    [Alias("block-by-pin")]
    Task<IdentityRefusal?> BlockByPin(Pin pin, PhoneNumber phone);

    /// <summary>Lifts a block. Only for operators, and never one's own.</summary>
    [Alias("unblock")]
    Task<IdentityRefusal?> Unblock(CustomerId byOperator);

    /// <summary>Begins a change of number: a code goes to the new one. A number that is somebody else's gets the same answer and no code.</summary>
    /// <returns>Null, or wrong_credentials, locked, same_number, resend_too_soon.</returns>
    [Alias("change-number")]
    Task<IdentityRefusal?> ChangeNumber(PhoneNumber fresh, Pin pin);

    /// <summary>Completes it: the wallet stays, the old number is told and then gives nothing.</summary>
    /// <returns>Null, or no_change_pending, code_wrong, code_expired, number_taken.</returns>
    [Alias("confirm-number")]
    Task<IdentityRefusal?> ConfirmNumber(OneTimeCode code);

    /// <summary>An operator takes a number away that its network has given to somebody else. The wallet stays with the person.</summary>
    [Alias("detach-number")]
    Task<IdentityRefusal?> DetachNumber(CustomerId byOperator);

    /// <summary>Whether this number is this person's, or is about to be.</summary>
    [AlwaysInterleave, Alias("holds")]
    Task<bool> Holds(PhoneNumber phone);

    /// <summary>Changes the name or language.</summary>
    /// <returns>Null, or invalid_name, invalid_language.</returns>
    [Alias("set-profile")]
    Task<IdentityRefusal?> SetProfile(string name, string language);

    /// <summary>Gives a role, and the account that belongs to it. Operator and accountant take two operators: the first call proposes.</summary>
    /// <returns>Null, or second_operator_needed, not_allowed.</returns>
    [Alias("grant")]
    Task<IdentityRefusal?> Grant(Role role, CustomerId byOperator);

    /// <summary>Takes a role away and ends all sessions. The account stays.</summary>
    [Alias("revoke")]
    Task<IdentityRefusal?> Revoke(Role role, CustomerId byOperator);

    /// <summary>
    /// Sends the person an SMS in their language; nothing when they have no number. Writes nothing: the caller keeps the
    /// message in its outbox and repeats the call with the same key until it succeeds.
    /// </summary>
    /// <param name="key">Names the message, the same at each attempt: what the gateway knows already it does not send again.</param>
    /// <param name="words">What to say.</param>
    /// <exception cref="TimeoutException">The gateway did not take it.</exception>
    [AlwaysInterleave, Alias("tell")]
    Task Tell(string key, Words words);

    /// <summary>How the person's e-mail stands.</summary>
    [AlwaysInterleave, Alias("email")]
    Task<EmailView> Email();

    /// <summary>
    /// Sends a code to an address, which counts once the code was typed. Several people may have the same address, so the answer never
    /// depends on whose it is already.
    /// </summary>
    /// <returns>Null, or unknown_customer, email_unavailable, resend_too_soon, too_many_requests.</returns>
    [Alias("begin-email")]
    Task<IdentityRefusal?> BeginEmail(EmailAddress address);

    /// <summary>Takes the code: from now on mail goes there.</summary>
    /// <returns>Null, or no_change_pending, code_wrong, code_expired.</returns>
    [Alias("confirm-email")]
    Task<IdentityRefusal?> ConfirmEmail(OneTimeCode code);

    /// <summary>Forgets the address, and one that waits for its code. Again succeeds.</summary>
    [Alias("remove-email")]
    Task RemoveEmail();

    /// <summary>Between the person's own calls only: mail to this address was refused for good.</summary>
    /// <param name="address">Where it was for.</param>
    /// <param name="dead">Because there is no such mailbox.</param>
    [Alias("mail-refused")]
    Task MailRefused(EmailAddress address, bool dead);

    /// <summary>Sends an e-mail to the person's confirmed address. Writes nothing of it: whoever calls repeats it with the same key.</summary>
    /// <param name="key">Names the mail, the same at each attempt: its Message-ID follows from it.</param>
    /// <param name="letter">What it says.</param>
    [AlwaysInterleave, Alias("mail")]
    Task<MailFate> Mail(string key, Letter letter);

    /// <summary>Whether the person gets an SMS for money that comes in; until they say otherwise, yes.</summary>
    [AlwaysInterleave, Alias("hears-of-credits")]
    Task<bool> HearsOfCredits();

    /// <summary>Says whether they want one.</summary>
    [Alias("hear-of-credits")]
    Task HearOfCredits(bool wanted);

    /// <summary>
    /// The person leaves: closes the empty wallet, ends every session, frees the number. What the law wants kept stays. Again
    /// succeeds. Ask for the PIN before.
    /// </summary>
    /// <returns>Nothing; or unknown_customer, not_allowed (other roles end first), wallet_blocked; or recall_open; or of the ledger: not_empty, account_frozen, ledger_unavailable, outcome_unknown.</returns>
    [Alias("close")]
    Task<ClosingOutcome> Close();

    /// <summary>At the first start only: the digest of a code with which the first PIN is chosen.</summary>
    [Alias("await-first-pin")]
    Task AwaitFirstPin(OneTimeCode code);
}

/// <summary>What came of closing: nothing said is success.</summary>
[GenerateSerializer, Immutable, Alias("identity.closing-outcome")]
public readonly record struct ClosingOutcome
{
    /// <summary>Why the person cannot leave.</summary>
    [Id(0)] public IdentityRefusal? Identity { get; init; }

    /// <summary>Why the ledger does not close the wallet.</summary>
    [Id(1)] public Money.Refusal? Ledger { get; init; }

    /// <summary>What must come to its end first: <c>recall_open</c>, money of this person is set aside or asked back.</summary>
    [Id(2)] public Money.MistakeRefusal? Mistake { get; init; }
}
