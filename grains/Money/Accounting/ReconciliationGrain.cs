using System.Globalization;
using System.Text.Json;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>
/// One reconciliation. A version that is replaced, and what is closed, goes into a log of its own that only grows, by way of
/// the outbox: in the same write as what took its place.
/// </summary>
[GrainType("money.reconciliation")]
internal sealed class ReconciliationGrain(
    [PersistentState("money.reconciliation")] IPersistentState<Document<ReconciliationState>> document, TrustBook trust, EntryLog log, NpgsqlDataSource database)
    : DurableGrain<ReconciliationState>(document), IReconciliationGrain
{
    private const string VersionKind = "version";
    private const string NoticeKind = "notice";

    private string Id => this.GetPrimaryKeyString();

    public async Task<ReconciliationOutcome> Begin(BankUpload upload)
    {
        if (State.Status is not null)
        {
            return ReconciliationRules.IsSame(State, upload)
                ? new ReconciliationOutcome { Reconciliation = State.View(Id), Replayed = true }
                : ReconciliationRefusal.IdempotencyConflict;
        }

        return await Take(upload, "reconciliation.begin", ReconciliationRules.Begin);
    }

    public Task<ReconciliationOutcome> Replace(BankUpload upload) => State.Status switch
    {
        null => Task.FromResult<ReconciliationOutcome>(ReconciliationRefusal.NotFound),
        ReconciliationStatus.Open => Take(upload, "reconciliation.replace", ReconciliationRules.Replace),
        _ => Task.FromResult<ReconciliationOutcome>(ReconciliationRefusal.ReconciliationNotOpen),
    };

    public Task<ReconciliationOutcome> Match(string by, IReadOnlyList<int> bank, IReadOnlyList<string> book, string note) =>
        Apply(ReconciliationRules.Match(State, by, bank, book, note), by, "reconciliation.match", $"{string.Join(", ", bank)} = {string.Join(", ", book)}; {note}");

    public Task<ReconciliationOutcome> Unmatch(string by, int match) =>
        Apply(ReconciliationRules.Unmatch(State, match), by, "reconciliation.unmatch", match.ToString(CultureInfo.InvariantCulture));

    public Task<ReconciliationOutcome> Explain(string by, IReadOnlyList<string> lines, string note) =>
        Apply(ReconciliationRules.Explain(State, by, lines, note), by, "reconciliation.explain", $"{string.Join(", ", lines)}; {note}");

    public Task<ReconciliationOutcome> Propose(string by) => Apply(ReconciliationRules.Propose(State, by), by, "reconciliation.propose", "");

    public Task<ReconciliationOutcome> Approve(string by)
    {
        var decision = ReconciliationRules.Approve(State, by, Clock.GetUtcNow());
        if (decision.Next is { } next)
        {
            Send(VersionKind, next.View(Id)!);
        }

        return Apply(decision, by, "reconciliation.close", decision.Next is { } closed ? $"{closed.View(Id)!.Difference}" : "");
    }

    public Task<ReconciliationOutcome> Reopen(string by, string? reason) =>
        Apply(ReconciliationRules.Reopen(State, reason), by, "reconciliation.reopen", reason ?? "");

    public Task<Reconciliation?> Look() => Task.FromResult(State.View(Id));

    public async Task<Reconciliation?> Version(int number)
    {
        await using NpgsqlCommand command = database.CreateCommand("select body from entry where stream = $1 and id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name(number) });
        return await command.ExecuteScalarAsync() is string body ? JsonSerializer.Deserialize<Reconciliation>(body, DocumentSerializer.Options)
            : number == State.Version ? State.View(Id)
            : null;
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        VersionKind => Keep(item.Read<Reconciliation>()),
        NoticeKind => GrainFactory.Topic(Topics.For(Role.Accountant, Reconciliations.Topic)).Tell(item.Read<Notice>()),
        _ => base.Deliver(item),
    };

    private static string Name(int version) => string.Create(CultureInfo.InvariantCulture, $"v{version}");

    private Task<long> Keep(Reconciliation view) => log.Append(view.Id, Name(view.Version), "reconciliation.version", view, view.UploadedAt);

    private async Task<ReconciliationOutcome> Take(
        BankUpload upload, string act, Func<ReconciliationState, BankUpload, ReconciliationRules.Books, DateTimeOffset, ReconciliationRules.Decision> take)
    {
        if (ReconciliationRules.Check(upload, BrazzavilleCalendar.Day(Clock.GetUtcNow())) is { } refusal)
        {
            return refusal;
        }

        ReconciliationRules.Books books = await trust.Read(upload.From, upload.To);
        if (books.Lines.Count > ReconciliationRules.LinesMax)
        {
            return ReconciliationRefusal.ReconciliationSize;
        }

        var decision = take(State, upload, books, Clock.GetUtcNow());
        if (decision.Next is not null && State.View(Id) is { } before)
        {
            Send(VersionKind, before);
        }

        return await Apply(decision, upload.By, act, $"{upload.From:O} – {upload.To:O}; {upload.Lines.Count}");
    }

    private async Task<ReconciliationOutcome> Apply(ReconciliationRules.Decision decision, string by, string act, string detail)
    {
        if (decision.Next is { } next)
        {
            State = next;
            Record(by, act, detail.Length > 500 ? detail[..500] : detail);
            Send(NoticeKind, new Notice { Kind = act, Subject = Id, At = Clock.GetUtcNow() });
            await Save();
        }

        return new ReconciliationOutcome { Reconciliation = State.View(Id), Refusal = decision.Refusal };
    }
}
