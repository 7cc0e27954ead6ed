using Postmobile.Documents;

namespace Postmobile.Identity;

// The address is not what one signs in with, nor a way to a new PIN: it costs no PIN to set it.
internal sealed partial class CustomerGrain
{
    private const int EmailCodesPerDay = 6;

    // After this time a mailbox that did not exist may be asked again, by somebody who wants a code there.
    private static readonly TimeSpan Buried = TimeSpan.FromDays(30);

    public Task<EmailView> Email() => Task.FromResult(new EmailView
    {
        Address = State.Email is { } email ? new EmailAddress(email.Address) : null,
        ConfirmedAt = State.Email?.ConfirmedAt,
        Undeliverable = State.Email?.Undeliverable ?? false,
        Pending = State.EmailChange is { } change ? new EmailAddress(change.Address) : null,
        PendingRefused = State.EmailChange?.Refused ?? false,
        Available = mail.IsOn,
    });

    public async Task<IdentityRefusal?> BeginEmail(EmailAddress address)
    {
        if (State.CreatedAt is null || State.ClosedAt is not null)
        {
            return IdentityRefusalCode.UnknownCustomer;
        }

        if (!mail.IsOn)
        {
            return IdentityRefusalCode.EmailUnavailable;
        }

        if (CustomerRules.CheckEmailCode(State, Now, EmailCodesPerDay) is { } early)
        {
            return early;
        }

        if (await Mailbox(address).AdmitCode() is { } busy)
        {
            return busy;
        }

        (OneTimeCode code, PendingCode wait) = NewCode();
        State.EmailCodes.RemoveAll(at => at <= Now - CustomerRules.EmailCodesWindow);
        State.EmailCodes.Add(Now);
        State.EmailChange = new EmailChange { Address = address.Value, Code = wait };
        Send(MailOutbox.Kind, SealedMail.Of(address, MailTexts.Code(State.Language, code), wait.ExpiresAt, keys));
        await Save();
        return null;
    }

    public async Task<IdentityRefusal?> ConfirmEmail(OneTimeCode code)
    {
        if (State.EmailChange is not { } change)
        {
            return IdentityRefusalCode.NoChangePending;
        }

        (PendingCode taken, IdentityRefusal? refusal) = change.Code.Try(keys.Digest("code", code.Digits ?? ""), Now);
        if (refusal is not null)
        {
            State.EmailChange = change with { Code = taken };
            await Save();
            return refusal;
        }

        State.Email = new ConfirmedEmail { Address = change.Address, ConfirmedAt = Now };
        State.EmailChange = null;
        Send(MailboxRead, change.Address);
        await Save();
        LogEmailConfirmed(Key);
        return null;
    }

    public async Task RemoveEmail()
    {
        if (State.Email is not null || State.EmailChange is not null)
        {
            (State.Email, State.EmailChange) = (null, null);
            await Save();
            LogEmailRemoved(Key);
        }
    }

    public async Task MailRefused(EmailAddress address, bool dead)
    {
        bool pending = State.EmailChange is { Refused: false } change && change.Address == address.Value;
        bool confirmed = dead && State.Email is { Undeliverable: false } email && email.Address == address.Value;
        if (pending)
        {
            State.EmailChange = State.EmailChange! with { Refused = true };
        }

        if (confirmed)
        {
            State.Email = State.Email! with { Undeliverable = true };
        }

        if (pending || confirmed)
        {
            await Save();
        }
    }

    public async Task<MailFate> Mail(string key, Letter letter)
    {
        if (!mail.IsOn || State.Email is not { Undeliverable: false } email)
        {
            return MailFate.NoAddress;
        }

        var address = new EmailAddress(email.Address);
        MailFate fate = await Mailbox(address).DeadSince() is null ? await mail.Send(new MailMessage(key, address, letter), CancellationToken.None) : MailFate.NoMailbox;
        if (fate is MailFate.NoMailbox)
        {
            await Bury(address);
        }

        return fate;
    }

    private async Task DeliverMail(OutboxItem item)
    {
        SealedMail sealedMail = item.Read<SealedMail>();
        if (Now >= sealedMail.ExpiresAt)
        {
            return; // nobody can use its code any more
        }

        var address = new EmailAddress(sealedMail.To);
        bool buried = await Mailbox(address).DeadSince() is { } since && since > Now - Buried;
        switch (buried ? MailFate.NoMailbox : await MailOutbox.Deliver(sealedMail, MessageKey(item), mail, keys))
        {
            case MailFate.NoMailbox when !buried:
                await Bury(address);
                break;
            case MailFate.NoMailbox:
                await this.AsReference<ICustomerGrain>().MailRefused(address, dead: true);
                break;
            case MailFate.Refused:
                await this.AsReference<ICustomerGrain>().MailRefused(address, dead: false);
                break;
            default:
                break;
        }
    }

    private async Task Bury(EmailAddress address)
    {
        await Mailbox(address).Bury();
        await this.AsReference<ICustomerGrain>().MailRefused(address, dead: true);
    }

    private IMailboxGrain Mailbox(EmailAddress address) => GrainFactory.GetGrain<IMailboxGrain>(MailboxGrain.KeyOf(address, keys));
}
