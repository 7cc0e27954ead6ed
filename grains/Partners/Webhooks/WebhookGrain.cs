using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Partners;

/// <summary>
/// One endpoint. A message waits in the document until it was taken; each try is an item of the outbox, made beside the grain's
/// calls, and comes back as a call that says what became of it. A crash between the two repeats the try under the same id.
/// </summary>
[GrainType("partners.webhook")]
internal sealed class WebhookGrain(
    [PersistentState("partners.webhook")] IPersistentState<Document<WebhookState>> document,
    WebhookSender sender, IdentityKeys keys, EntryLog entries, WebhookLog log, IOptions<WebhookOptions> options)
    : DurableGrain<WebhookState>(document), IWebhookGrain
{
    private const string TryKind = "try";
    private const string NoteKind = "note";
    private const string TellKind = "tell";
    private const int AttemptsAtOnce = 16;

    private WebhookId Id => new(this.GetPrimaryKeyString());

    private string Stream => WebhookLog.StreamOf(Id);

    private bool IsThere => State.Wish is not null && State.Status != WebhookStatus.Deleted;

    protected override DateTimeOffset? NextWake =>
        State.Status == WebhookStatus.Enabled && State.Waiting.Where(message => !message.OnItsWay).Select(message => message.NextAtMs).DefaultIfEmpty(-1).Min() is >= 0 and long due
        && State.Waiting.Count(message => message.OnItsWay) < AttemptsAtOnce
            ? DateTimeOffset.FromUnixTimeMilliseconds(due)
            : null;

    public async Task<WebhookOutcome> Create(string owner, WebhookWish wish, CustomerId by)
    {
        if (WebhookRules.Check(wish, options.Value.Trusted) is { } refusal)
        {
            return refusal;
        }

        if (State.Wish is not null)
        {
            return new WebhookOutcome(View(), null, null);
        }

        string secret = WebhookSignature.NewSecret();
        State = new WebhookState
        {
            Owner = owner,
            By = by.Value,
            Wish = wish,
            Secrets = [new SealedSecret(keys.Seal(secret), 0)],
            CreatedAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await Save();
        return new WebhookOutcome(View(), secret, null);
    }

    public Task<Webhook?> Look() => Task.FromResult(View());

    public async Task<WebhookOutcome> Change(WebhookWish wish)
    {
        if (!IsThere)
        {
            return WebhookRefusal.Unknown;
        }

        if (WebhookRules.Check(wish, options.Value.Trusted) is { } refusal)
        {
            return refusal;
        }

        State = State with { Wish = wish };
        await Save();
        return new WebhookOutcome(View(), null, null);
    }

    public async Task<WebhookOutcome> SetEnabled(bool enabled)
    {
        if (!IsThere)
        {
            return WebhookRefusal.Unknown;
        }

        long now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        State = State with
        {
            Status = enabled ? WebhookStatus.Enabled : WebhookStatus.Paused,
            Waiting = enabled ? [.. State.Waiting.Select(message => message with { Tries = 0, NextAtMs = now })] : State.Waiting,
        };
        StartTries();
        await Save();
        return new WebhookOutcome(View(), null, null);
    }

    public async Task<WebhookOutcome> Rotate()
    {
        if (!IsThere)
        {
            return WebhookRefusal.Unknown;
        }

        string secret = WebhookSignature.NewSecret();
        long until = (Clock.GetUtcNow() + WebhookRules.OldSecretLasts).ToUnixTimeMilliseconds();
        State = State with { Secrets = [new SealedSecret(keys.Seal(secret), 0), State.Secrets[0] with { UntilMs = until }] };
        await Save();
        return new WebhookOutcome(View(), secret, null);
    }

    public async Task Delete()
    {
        State = State with { Status = WebhookStatus.Deleted, Waiting = [], Secrets = [] };
        await Save();
    }

    public async Task Tell(WebhookEvent happened)
    {
        if (!IsThere || State.Status == WebhookStatus.Gone || !WebhookRules.Wants(State.Wish!, happened.Type) || State.Seen.Contains(happened.Id))
        {
            return;
        }

        if (happened.Data.Length > WebhookRules.DataMax)
        {
            throw new ArgumentException("An event's data must be smaller than 16 kB.", nameof(happened));
        }

        State = State with { Seen = [.. State.Seen.TakeLast(WebhookRules.SeenMax - 1), happened.Id] };
        Send(NoteKind, new Note(happened.Id, WebhookLog.EventKind, happened, null));
        await Take(happened, 0);
    }

    public Task<IReadOnlyList<WebhookMessage>> Messages(int limit) => log.Read(Id, limit);

    public async Task<WebhookRefusal?> Replay(string message)
    {
        if (!IsThere)
        {
            return WebhookRefusal.Unknown;
        }

        if (State.Waiting.FirstOrDefault(waiting => waiting.Event.Id == message) is { } there)
        {
            Replace(there with { Tries = 0, NextAtMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() });
            StartTries();
            await Save();
            return null;
        }

        if (await log.Find(Id, message) is not { } found)
        {
            return WebhookRefusal.UnknownMessage;
        }

        await Take(found.Event, found.Attempts.Count);
        return null;
    }

    public async Task Attempted(string message, WebhookAttempt attempt)
    {
        if (State.Waiting.FirstOrDefault(waiting => waiting.Event.Id == message) is not { OnItsWay: true } there || there.Number + 1 != attempt.Number)
        {
            return;
        }

        Send(NoteKind, new Note($"{message}#{attempt.Number}", WebhookLog.AttemptKind, null, attempt with { NotBefore = null }));
        DateTimeOffset now = Clock.GetUtcNow();
        if (attempt.Taken)
        {
            State = State with { Waiting = [.. State.Waiting.Where(waiting => waiting != there)] };
        }
        else if (attempt.Status == 410)
        {
            Rest(WebhookStatus.Gone, there);
        }
        else if (WebhookRules.Next(there.Tries + 1, now, RandomNumberGenerator.GetInt32(1_000) / 1_000.0, attempt.NotBefore) is { } next)
        {
            Replace(there with { Tries = there.Tries + 1, Number = attempt.Number, NextAtMs = next.ToUnixTimeMilliseconds(), OnItsWay = false });
        }
        else
        {
            Rest(WebhookStatus.Failing, there);
        }

        StartTries();
        await Save();
    }

    protected override Task OnWake(DateTimeOffset now)
    {
        StartTries();
        return Task.CompletedTask;
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        TryKind => Try(item.Read<TryOrder>()),
        NoteKind => Append(item.Read<Note>(), item),
        TellKind => GrainFactory.GetGrain<ICustomerGrain>(State.By).Tell(MessageKey(item), WebhookWords.Failing(State.Wish!.Url)),
        _ => base.Deliver(item),
    };

    private async Task Take(WebhookEvent happened, int number)
    {
        State = State with { Waiting = [.. State.Waiting, new WaitingMessage(happened, 0, number, Clock.GetUtcNow().ToUnixTimeMilliseconds(), false)] };
        if (State.Waiting.Count > WebhookRules.WaitingMax && State.Status == WebhookStatus.Enabled)
        {
            Rest(WebhookStatus.Failing, null);
        }

        StartTries();
        await Save();
    }

    /// <summary>It is told no more until its owner says so; what waits stays, and what has worn out its tries can be replayed.</summary>
    private void Rest(WebhookStatus status, WaitingMessage? worn)
    {
        State = State with { Status = status, Waiting = [.. State.Waiting.Where(waiting => waiting != worn).TakeLast(WebhookRules.WaitingMax)] };
        Send(TellKind, status);
    }

    private void Replace(WaitingMessage message) =>
        State = State with { Waiting = [.. State.Waiting.Select(waiting => waiting.Event.Id == message.Event.Id ? message : waiting)] };

    /// <summary>Puts a try of what is due into the outbox, a few at once.</summary>
    private void StartTries()
    {
        if (State.Status != WebhookStatus.Enabled)
        {
            return;
        }

        long now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        int room = AttemptsAtOnce - State.Waiting.Count(message => message.OnItsWay);
        foreach (WaitingMessage due in State.Waiting.Where(message => !message.OnItsWay && message.NextAtMs <= now).Take(room).ToList())
        {
            Replace(due with { OnItsWay = true });
            Send(TryKind, new TryOrder(due.Event, due.Number + 1));
        }
    }

    private async Task Try(TryOrder wanted)
    {
        if (IsThere)
        {
            long now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
            string[] secrets = [.. State.Secrets.Where(secret => secret.UntilMs == 0 || secret.UntilMs > now).Select(secret => keys.Unseal(secret.Sealed))];
            WebhookAttempt attempt = await sender.Send(State.Wish!.Url, wanted.Event, wanted.Number, secrets);
            await GrainFactory.GetGrain<IWebhookGrain>(Id.Value).Attempted(wanted.Event.Id, attempt);
        }
    }

    private Task Append(Note note, OutboxItem item) => note.Event is { } happened
        ? entries.Append(Stream, note.Id, note.Kind, happened, happened.At)
        : entries.Append(Stream, note.Id, note.Kind, note.Attempt!, note.Attempt!.At);

    private Webhook? View() => !IsThere ? null : new Webhook
    {
        Id = Id,
        Owner = State.Owner,
        Wish = State.Wish!,
        Status = State.Status,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(State.CreatedAtMs),
        Waiting = State.Waiting.Count,
    };

    private sealed record TryOrder(WebhookEvent Event, int Number);

    private sealed record Note(string Id, string Kind, WebhookEvent? Event, WebhookAttempt? Attempt);
}
