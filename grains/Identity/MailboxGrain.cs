using Microsoft.Extensions.Options;
using Postmobile.Documents;

namespace Postmobile.Identity;

/// <inheritdoc cref="IMailboxGrain"/>
[GrainType("identity.mailbox")]
internal sealed class MailboxGrain([PersistentState("identity.mailbox")] IPersistentState<Document<MailboxState>> document, IOptions<IdentityOptions> options)
    : DurableGrain<MailboxState>(document), IMailboxGrain
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly Queue<DateTimeOffset> sent = new();

    /// <summary>The key of an address's grain. Not hexadecimal alone, because the storage provider reads such keys as numbers.</summary>
    public static string KeyOf(EmailAddress address, IdentityKeys keys) => "mailbox-" + keys.Digest("mailbox", address.Key);

    public Task<IdentityRefusal?> AdmitCode()
    {
        DateTimeOffset now = Clock.GetUtcNow();
        while (sent.TryPeek(out DateTimeOffset oldest) && oldest <= now - Window)
        {
            sent.Dequeue();
        }

        if (sent.Count >= options.Value.SmsPerNumber)
        {
            return Task.FromResult<IdentityRefusal?>(new(IdentityRefusalCode.TooManyRequests) { RetryAt = sent.Peek() + Window });
        }

        sent.Enqueue(now);
        return Task.FromResult<IdentityRefusal?>(null);
    }

    public async Task Bury()
    {
        State = new MailboxState { DeadSince = Clock.GetUtcNow() };
        await Save();
    }

    public async Task Revive()
    {
        if (State.DeadSince is not null)
        {
            State = new MailboxState();
            await Save();
        }
    }

    public Task<DateTimeOffset?> DeadSince() => Task.FromResult(State.DeadSince);
}

/// <summary>What is remembered of a mailbox.</summary>
public sealed record MailboxState
{
    /// <summary>When its server said that it does not exist; null when it may.</summary>
    public DateTimeOffset? DeadSince { get; init; }
}
