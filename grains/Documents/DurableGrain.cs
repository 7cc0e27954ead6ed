using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Postmobile.Documents;

/// <summary>
/// A grain whose state is one row of <c>document</c>, with an outbox in the same row and a time at which it wants to be woken.
/// <example>
/// <code>
/// // deploy/schema: create table document_commerce_order partition of document for values in ('commerce.order');
/// [GrainType("commerce.order")]                                    // the same name three times: the waker finds the grain by it
/// public sealed class OrderGrain([PersistentState("commerce.order")] IPersistentState&lt;Document&lt;OrderState&gt;&gt; document)
///     : DurableGrain&lt;OrderState&gt;(document), IOrderGrain
/// {
///     public async Task&lt;PayResult&gt; Pay(PaymentId payment)
///     {
///         var decision = OrderRules.Pay(State, payment, Clock.GetUtcNow());   // decide: pure
///         if (decision.Refusal is { } refusal) return refusal;
///         State = decision.State;                                           // change, and say what follows from it
///         Send("order-paid", new OrderPaid(Id, payment));
///         await Save();                                                     // persist both in one write
///         return PayResult.Paid;                                            // only now does anybody hear of it
///     }
///
///     protected override Task Deliver(OutboxItem item) => item.Kind switch  // publish: after the write, until it succeeds
///     {
///         "order-paid" => GrainFactory.GetGrain&lt;IShopGrain&gt;(…).OrderPaid(MessageKey(item), item.Read&lt;OrderPaid&gt;()),
///         _ => base.Deliver(item),
///     };
///
///     protected override DateTimeOffset? NextWake => State.ReservedUntil;   // from the state alone
///
///     protected override Task OnWake(DateTimeOffset now) { State = OrderRules.Expire(State, now); return Task.CompletedTask; }
/// }
/// </code>
/// </example>
/// Rules for whoever derives from it:
/// <list type="bullet">
/// <item>Keys are strings with a prefix that is not hexadecimal (<c>o-…</c>, <c>c-…</c>) and without '+'.</item>
/// <item>Change the state and call <see cref="Save"/> without an await in between; answer only after it. A reentrant grain
/// that keeps to this may have many calls waiting for one write: saves coalesce.</item>
/// <item>A failed write makes the activation forget everything and go; every call that waited for it gets a
/// <see cref="DocumentNotSavedException"/>. Do not catch it to go on.</item>
/// <item>Receivers are idempotent by <see cref="MessageKey"/>: a message can come twice, and in another order.</item>
/// </list>
/// </summary>
/// <typeparam name="TState">See <see cref="Document{TState}"/>.</typeparam>
public abstract partial class DurableGrain<TState>(IPersistentState<Document<TState>> document) : Grain, IWakeable
    where TState : class, new()
{
    private const int DeliveriesAtOnce = 32;
    private const string AuditKind = "audit";

    /// <summary>A message that was saved is tried at once; should the silo die first, the waker sees to it after this time.</summary>
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(60);

    private readonly List<(OutboxItem Item, Exception? Failure)> _outcomes = [];
    private TaskCompletionSource? _waiting;
    private Task _writes = Task.CompletedTask;
    private IGrainTimer? _settling;
    private ILogger? _logger;
    private TimeProvider? _clock;
    private string? _lost;
    private long _firstUnsavedId = long.MaxValue;
    private bool _writing;
    private bool _delivering;

    /// <summary>The state as of the last change. Setting it saves nothing yet.</summary>
    /// <exception cref="DocumentNotSavedException">This activation has lost a write and is on its way out.</exception>
    protected TState State
    {
        get => Sound().State;
        set => Sound().State = value;
    }

    /// <summary>Whether the document has ever been saved.</summary>
    protected bool Exists => document.RecordExists;

    /// <summary>The host's clock; a test may give it another.</summary>
    protected TimeProvider Clock => _clock ??= ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>
    /// When the state, by itself, next needs attention: a reservation's end, a deadline, a standing order. Computed from
    /// <see cref="State"/> alone at every save; what the outbox needs is added to it. Null means never.
    /// </summary>
    protected virtual DateTimeOffset? NextWake => null;

    private ILogger Logger => _logger ??= ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(GetType());

    /// <inheritdoc />
    public async Task Wake()
    {
        var now = Clock.GetUtcNow();
        if (NextWake is { } due && due <= now)
        {
            await OnWake(now);
            await Save();
        }
        else if (Sound().WakeAt != WakeAt()?.ToUnixTimeMilliseconds())
        {
            // An older version of the rules asked to be woken here; the present ones ask for another time.
            await Save();
        }

        Flush();
    }

    /// <summary>
    /// Writes the state and the outbox. Changes made while a write is on its way wait together for the next one, and this
    /// task ends with the write that carries the caller's.
    /// </summary>
    /// <exception cref="DocumentNotSavedException">It was not written, or nobody knows. Nothing in memory is kept.</exception>
    protected Task Save()
    {
        Sound();
        var batch = _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_writing)
        {
            _writes = WriteAsync();
        }

        return batch.Task;
    }

    /// <summary>Puts a message into the outbox. It goes out after the next <see cref="Save"/>, and not at all without one.</summary>
    /// <param name="kind">What <see cref="Deliver"/> switches on.</param>
    /// <param name="body">An immutable record; it is kept as JSON.</param>
    protected OutboxItem Send<TBody>(string kind, TBody body)
    {
        var open = Sound();
        var json = JsonSerializer.SerializeToElement(body, DocumentSerializer.Options);
        var item = new OutboxItem(++open.LastOutboxId, kind, json, Attempts: 0, Clock.GetUtcNow() + FirstRetry);
        open.Outbox.Add(item);
        _firstUnsavedId = Math.Min(_firstUnsavedId, item.Id);
        return item;
    }

    /// <summary>
    /// Writes an act of the post's people into the record, together with what it changed: the line goes into the outbox,
    /// and from there into <see cref="Audit.IAuditGrain"/> whatever crashes in between.
    /// </summary>
    /// <param name="actor">The customer id of whoever acts.</param>
    /// <param name="name">What they do, such as <c>tariff.approve</c>.</param>
    /// <param name="detail">Reason, amount, from what to what.</param>
    protected void Record(string actor, string name, string detail = "") =>
        Send(AuditKind, new Audit.Act { Actor = actor, Name = name, Subject = this.GetPrimaryKeyString(), Detail = detail, At = Clock.GetUtcNow() });

    /// <summary>Names a message for its receiver: the same for every try, and of no other message.</summary>
    protected string MessageKey(OutboxItem item) => $"{this.GetGrainId()}#{item.Id}";

    /// <summary>
    /// Sends one message; the task's end confirms it, an exception has it tried again (after 2 s, then twice as long each
    /// time up to ten minutes, for ever). Runs beside the grain's other calls, several at once and in no order: use what
    /// the item says and not <see cref="State"/>. What must change the state belongs into <see cref="OnWake"/> or a call.
    /// </summary>
    protected virtual Task Deliver(OutboxItem item) =>
        throw new NotSupportedException($"{GetType().Name} does not know how to deliver a message of the kind {item.Kind}.");

    /// <summary>
    /// Called when <see cref="NextWake"/> has come, in a turn of its own. Change the state so that <see cref="NextWake"/>
    /// moves on; it is saved afterwards. A document whose time does not move is asked again, less and less often.
    /// </summary>
    protected virtual Task OnWake(DateTimeOffset now) => Task.CompletedTask;

    /// <inheritdoc />
    /// <remarks>Whoever overrides this calls it too: a write that is on its way must end before another activation reads.</remarks>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _writes.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    private Document<TState> Sound() => _lost is null ? document.State : throw new DocumentNotSavedException(_lost);

    /// <summary>Writes until nothing waits. There is one such loop at a time, so writes follow one another.</summary>
    private async Task WriteAsync()
    {
        _writing = true;
        while (_waiting is { } batch)
        {
            _waiting = null;
            try
            {
                var upTo = document.State.LastOutboxId;
                document.State.TakeImage(WakeAt());
                var since = Stopwatch.GetTimestamp();
                await document.WriteStateAsync();
                DocumentMetrics.Written(since);
                _firstUnsavedId = document.State.LastOutboxId > upTo ? upTo + 1 : long.MaxValue;
                batch.SetResult();
            }
            catch (Exception failure)
            {
                Lose(failure, batch);
            }
            finally
            {
                document.State.DropImage();
            }
        }

        _writing = false;
        if (_lost is null)
        {
            Flush();
        }
    }

    /// <summary>
    /// What is in memory may be what is stored, or not. Nothing of it is shown again: every waiting call fails, this
    /// activation goes, and the next one reads.
    /// </summary>
    private void Lose(Exception failure, TaskCompletionSource batch)
    {
        LogLost(Logger, failure, this.GetGrainId());
        _lost = $"A write of {this.GetGrainId()} failed or its outcome is unknown ({failure.GetType().Name}: {failure.Message}).";
        var lost = new DocumentNotSavedException(_lost);
        batch.SetException(lost);
        _waiting?.SetException(lost);
        _waiting = null;
        DeactivateOnIdle();
    }

    private DateTimeOffset? WakeAt()
    {
        DateTimeOffset? earliest = NextWake;
        foreach (var item in document.State.Outbox)
        {
            earliest = earliest is null || item.NextAt < earliest ? item.NextAt : earliest;
        }

        return earliest;
    }

    /// <summary>Sends what is saved and due. Confirmations come back in <see cref="SettleAsync"/>.</summary>
    private void Flush()
    {
        var outbox = Sound().Outbox;
        if (_delivering || outbox.Count == 0)
        {
            return;
        }

        var now = Clock.GetUtcNow();
        var due = outbox.Where(item => item.Id < _firstUnsavedId && (item.Attempts == 0 || item.NextAt <= now)).Take(DeliveriesAtOnce).ToList();
        if (due.Count > 0)
        {
            _delivering = true;
            _ = DeliverAsync(due);
        }
    }

    private async Task DeliverAsync(List<OutboxItem> due)
    {
        _outcomes.AddRange(await Task.WhenAll(due.Select(TryDeliverAsync)));

        // Settling is a turn of its own, never in the midst of a call: that call may be half-way through a change.
        _settling ??= this.RegisterGrainTimer(SettleAsync, new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, KeepAlive = true });
        _settling.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task<(OutboxItem Item, Exception? Failure)> TryDeliverAsync(OutboxItem item)
    {
        try
        {
            Task delivery = item.Kind == AuditKind
                ? GrainFactory.GetGrain<Audit.IAuditGrain>(0).Record(MessageKey(item), item.Read<Audit.Act>())
                : Deliver(item);
            await delivery.WaitAsync(DeliveryLimit, Clock);
            DocumentMetrics.Delivered();
            return (item, null);
        }
        catch (Exception failure)
        {
            DocumentMetrics.DeliveryFailed();
            LogNotDelivered(Logger, failure, item.Kind, item.Id, this.GetGrainId(), item.Attempts + 1);
            return (item, failure);
        }
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        var outbox = Sound().Outbox;
        foreach (var (item, failure) in _outcomes)
        {
            var at = outbox.FindIndex(other => other.Id == item.Id);
            if (failure is null)
            {
                outbox.RemoveAt(at);
            }
            else
            {
                outbox[at] = Postpone(item, failure);
            }
        }

        _outcomes.Clear();
        _delivering = false;
        await Save();
    }

    private OutboxItem Postpone(OutboxItem item, Exception failure)
    {
        var seconds = Math.Min(LongestRetry.TotalSeconds, Math.Pow(2, Math.Min(item.Attempts + 1, 20)));
        var spread = RandomNumberGenerator.GetInt32(75, 126) / 100.0; // so that a thousand messages to one silent partner do not return together
        return item with
        {
            Attempts = item.Attempts + 1,
            NextAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds * spread),
            LastError = Shorten($"{failure.GetType().Name}: {failure.Message}"),
        };
    }

    /// <summary>PostgreSQL refuses U+0000 in jsonb, and nobody reads a page of it.</summary>
    private static string Shorten(string text)
    {
        var clean = text.Replace('\0', ' ');
        return clean.Length <= 200 ? clean : clean[..200];
    }
}
