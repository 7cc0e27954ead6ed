using Microsoft.Extensions.Options;
using Postmobile.Documents;
using Postmobile.Live;

namespace Postmobile.Identity;

/// <inheritdoc cref="IIdentityCaseGrain"/>
[GrainType("identity.case")]
internal sealed class IdentityCaseGrain(
    [PersistentState("identity.case")] IPersistentState<Document<CaseState>> document, IOptions<KycOptions> options)
    : DurableGrain<CaseState>(document), IIdentityCaseGrain
{
    private const string DecidedKind = "decided";
    private const string ScreenKind = "screen";
    private const string QueueKind = "queue";
    private const string TidyKind = "tidy";

    private string Key => this.GetPrimaryKeyString();

    private CustomerId Customer => new(Key);

    private DateTimeOffset Now => Clock.GetUtcNow();

    private IPictureGrain PictureStore => GrainFactory.GetGrain<IPictureGrain>(0);

    private ICustomerStandingGrain Standing => GrainFactory.GetGrain<ICustomerStandingGrain>(Key);

    public Task<IdentityCase> Look() => Task.FromResult(State.View(Key, Now));

    public async Task<CaseOutcome> Attach(PictureKind kind, byte[] file)
    {
        if (!KycRules.MayAttach(State))
        {
            return KycRefusal.CaseUnderReview;
        }

        if (await Standing.Standing() is null)
        {
            return KycRefusal.UnknownCustomer;
        }

        KeptPicture kept = await PictureStore.Keep(Customer, kind, file);
        if (kept.Picture is not { } picture)
        {
            return kept.Refusal!.Value;
        }

        State = KycRules.Attach(State, picture);
        Send(TidyKind, new Tidying([.. State.Kept().Select(one => one.Id)]));
        await Save();
        return new CaseOutcome { Case = State.View(Key, Now) };
    }

    public async Task<CaseOutcome> Submit(IdentityPapers papers)
    {
        if (await Standing.Standing() is not { } standing)
        {
            return KycRefusal.UnknownCustomer;
        }

        KycRules.Decision decision = KycRules.Submit(State, papers, standing.Tier, options.Value, Now);
        if (decision.Next is { } next)
        {
            Send(ScreenKind, new ScreeningOrder(next.Papers!.Name, next.Papers.BirthDate));
            Send(QueueKind, new QueueChange("case.submitted"));
        }

        CaseOutcome outcome = await Apply(decision);
        return outcome.Refusal is KycRefusal.PictureMissing
            ? outcome with { Missing = KycRules.Missing(options.Value, State, papers.Tier, papers.Paper) }
            : outcome;
    }

    public Task<CaseOutcome> Claim(CustomerId by)
    {
        KycRules.Decision decision = KycRules.Claim(State, Key, by, options.Value.ClaimLife, Now);
        if (decision.Next is not null && State.Claim?.By != by.Value)
        {
            Record(by.Value, "identity.claim");
            Send(QueueKind, new QueueChange("case.claimed"));
        }

        return Apply(decision);
    }

    public Task<CaseOutcome> Release(CustomerId by)
    {
        KycRules.Decision decision = KycRules.Release(State, by);
        if (decision.Next is not null)
        {
            Record(by.Value, "identity.release");
            Send(QueueKind, new QueueChange("case.released"));
        }

        return Apply(decision);
    }

    public Task<CaseOutcome> Approve(CustomerId by) => Decide(by, null, null);

    public Task<CaseOutcome> Reject(CustomerId by, RejectionReason reason, string? note) => Decide(by, reason, note);

    public async Task<PictureOutcome> Show(string picture, CustomerId by)
    {
        if (by == Customer)
        {
            return new PictureOutcome { Refusal = KycRefusal.OwnCase };
        }

        if (State.Kept().FirstOrDefault(one => one.Id == picture) is not { } known || await PictureStore.Open(Customer, picture) is not { } jpeg)
        {
            return new PictureOutcome { Refusal = KycRefusal.NotFound };
        }

        // Nobody has seen it before it is written down that they have.
        Record(by.Value, "identity.view-picture", $"{known.Kind} {picture}");
        await Save();
        return new PictureOutcome { Jpeg = jpeg };
    }

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        DecidedKind => Follow(MessageKey(item), item.Read<CaseDecision>()),
        ScreenKind => Screen(item.Read<ScreeningOrder>()),
        QueueKind => TellQueue(item.Read<QueueChange>().Kind),
        TidyKind => PictureStore.KeepOnly(Customer, item.Read<Tidying>().Pictures),
        _ => base.Deliver(item),
    };

    private async Task<CaseOutcome> Decide(CustomerId by, RejectionReason? reason, string? note)
    {
        KycRules.Decision decision = KycRules.Decide(State, Key, by, reason, note, Now);
        if (decision.Next is { } next)
        {
            CaseDecision made = next.Decisions[^1];
            Send(DecidedKind, made);
            Send(QueueKind, new QueueChange("case.decided"));
            Record(by.Value, made.Approved ? "identity.approve" : "identity.reject", $"tier {made.Tier} {reason} {made.Note}".TrimEnd());
        }

        return await Apply(decision);
    }

    // The tier first: who reads the message finds the limits raised. All three can be repeated.
    private async Task Follow(string messageKey, CaseDecision decision)
    {
        if (decision.Approved && await Standing.RaiseTier(decision.Tier) is { } refusal)
        {
            throw new InvalidOperationException($"The tier of {Key} was refused: {refusal}.");
        }

        await GrainFactory.Topic(Topics.Of(Customer)).Tell(new Notice { Kind = "identity.decided", Subject = Key, At = Now });
        await GrainFactory.GetGrain<ICustomerGrain>(Key).Tell(messageKey, KycWords.Decided(decision));
    }

    private Task Screen(ScreeningOrder order) =>
        GrainFactory.GetGrain<IScreeningGrain>(0).Screen(Customer, order.Name, order.BirthDate, ScreeningOccasion.Papers);

    private async Task TellQueue(string kind)
    {
        var notice = new Notice { Kind = kind, Subject = Key, At = Now };
        await GrainFactory.Topic(Topics.For(Role.Clerk, KycTopics.Identity)).Tell(notice);
        await GrainFactory.Topic(Topics.For(Role.Operator, KycTopics.Identity)).Tell(notice);
    }

    private async Task<CaseOutcome> Apply(KycRules.Decision decision)
    {
        if (decision.Next is { } next)
        {
            State = next;
            await Save();
        }

        return new CaseOutcome { Case = State.View(Key, Now), Refusal = decision.Refusal };
    }

    internal sealed record ScreeningOrder(string Name, DateOnly BirthDate);

    internal sealed record QueueChange(string Kind);

    internal sealed record Tidying(IReadOnlyList<string> Pictures);
}

/// <summary>Names of the queues.</summary>
internal static class KycTopics
{
    public const string Identity = "identity";
    public const string Screening = "screening";
    public const string Monitoring = "monitoring";
}
