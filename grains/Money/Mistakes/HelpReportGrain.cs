using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <summary>What lies in the document of one report.</summary>
public sealed record HelpReportState
{
    /// <summary>Null until something is reported.</summary>
    public HelpStatus? Status { get; init; }

    /// <summary>Customer id of who reported.</summary>
    public string By { get; init; } = "";

    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which payment.</summary>
    public string Transfer { get; init; } = "";

    /// <summary>What is wrong.</summary>
    public HelpMatter Matter { get; init; }

    /// <summary>In whose words.</summary>
    public string? Words { get; init; }

    /// <summary>The payment's amount.</summary>
    public long Amount { get; init; }

    /// <summary>Its currency.</summary>
    public Currency Currency { get; init; }

    /// <summary>What it was for.</summary>
    public PostingKind Kind { get; init; }

    /// <summary>When it was reported, in milliseconds since 1970 UTC.</summary>
    public long AtMs { get; init; }

    /// <summary>The answer.</summary>
    public string? Answer { get; init; }

    /// <summary>All that happened.</summary>
    public IReadOnlyList<CaseStep> Trail { get; init; } = [];

    /// <summary>What was asked.</summary>
    internal HelpRequest Request() => new()
    {
        By = new CustomerId(By),
        Transfer = TransferId.TryParse(Transfer, out TransferId id) ? id : default,
        Matter = Matter,
        Words = Words,
    };

    /// <summary>The report as others see it; null when there is none.</summary>
    internal HelpReport? View(string id) => Status is not { } status ? null : new HelpReport
    {
        Id = id,
        Request = Request(),
        Name = Name,
        Amount = Amount,
        Currency = Currency,
        Kind = Kind,
        At = DateTimeOffset.FromUnixTimeMilliseconds(AtMs),
        Status = status,
        Answer = Answer,
        Trail = Trail,
    };
}

/// <summary>One report of a problem with a payment, with its trail.</summary>
[GrainType("money.help-report")]
internal sealed class HelpReportGrain([PersistentState("money.help-report")] IPersistentState<Document<HelpReportState>> document)
    : DurableGrain<HelpReportState>(document), IHelpReportGrain
{
    private const string QueueKind = "queue";
    private const string TellKind = "tell";

    private string Key => this.GetPrimaryKeyString();

    public async Task<HelpOutcome> Open(HelpRequest request)
    {
        if (State.Status is not null)
        {
            return State.Request() == request ? Answer(replayed: true) : MistakeRefusal.IdempotencyConflict;
        }

        if (!MistakeRules.IsPlain(request.Words))
        {
            return MistakeRefusal.MemoInvalid;
        }

        if (await GrainFactory.Account(request.Transfer.Payer).Find(request.Transfer) is not { } receipt || await SideOf(receipt, request.By) is not { } side)
        {
            return MistakeRefusal.NotFound;
        }

        DateTimeOffset now = Clock.GetUtcNow();
        State = new HelpReportState
        {
            Status = HelpStatus.Open,
            By = request.By.Value,
            Name = side.Profile.DisplayName,
            Transfer = request.Transfer.ToString(),
            Matter = request.Matter,
            Words = request.Words,
            Amount = receipt.Amount,
            Currency = receipt.Currency,
            Kind = receipt.Kind,
            AtMs = now.ToUnixTimeMilliseconds(),
            Trail = [new CaseStep(now, request.By.Value, "reported", request.Words)],
        };
        Send(QueueKind, Key);
        await Save();
        return Answer();
    }

    public async Task<HelpOutcome> Answer(CustomerId bySupport, string? words)
    {
        if (State.Status is null)
        {
            return MistakeRefusal.NotFound;
        }

        if (bySupport.Value == State.By || MistakeRules.Demand(words?.Trim()) is not null)
        {
            return bySupport.Value == State.By ? MistakeRefusal.PartyToCase : MistakeRules.Demand(words?.Trim())!.Value;
        }

        string answer = words!.Trim();
        if (State.Answer == answer)
        {
            return Answer(replayed: true);
        }

        State = State with { Status = HelpStatus.Answered, Answer = answer, Trail = [.. State.Trail, new CaseStep(Clock.GetUtcNow(), bySupport.Value, "answered", answer)] };
        Record(bySupport.Value, "help.answer", answer);
        Send(TellKind, new RecallGrain.Message(State.By, Say(answer)));
        Send(QueueKind, Key);
        await Save();
        return Answer();
    }

    public Task<HelpReport?> Look() => Task.FromResult(State.View(Key));

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        QueueKind => GrainFactory.Topic(Topics.For(Role.Support, "reports")).Tell(Notice("help.changed")),
        TellKind => Tell(item.Read<RecallGrain.Message>(), MessageKey(item)),
        _ => base.Deliver(item),
    };

    private async Task Tell(RecallGrain.Message message, string key)
    {
        await GrainFactory.Topic(Topics.Of(new CustomerId(message.To))).Tell(Notice("help.answered"));
        await GrainFactory.GetGrain<ICustomerGrain>(message.To).Tell(key, message.Words);
    }

    // Only whose account is one of the two sides learns that the payment exists.
    private async Task<AccountView?> SideOf(Receipt receipt, CustomerId person)
    {
        foreach (AccountId side in new[] { receipt.Id.Payer, receipt.Payee })
        {
            if (await GrainFactory.Account(side).Look() is { } view && view.Profile.Owner == person.Value)
            {
                return view;
            }
        }

        return null;
    }

    private Notice Notice(string kind) => new() { Kind = kind, Subject = Key, At = Clock.GetUtcNow() };

    private static Words Say(string answer) => new(
        $"Reponse de la poste sur votre paiement : {answer}",
        $"Eyano ya poste na likambo ya lifuti na yo: {answer}",
        $"Mvutu ya poste na diambu ya kufuta na nge: {answer}",
        $"The post's answer about your payment: {answer}");

    private HelpOutcome Answer(bool replayed = false) => new() { Report = State.View(Key), Replayed = replayed };
}
