using Postmobile.Money;
using Xunit;
using static Postmobile.Tests.Money.Tariffs.TariffSentences;

namespace Postmobile.Tests.Money.Tariffs;

/// <summary>Who may decide what about a tariff, and which table holds when: pure.</summary>
public sealed class TariffDecisionTests
{
    private static readonly TimeSpan s_lead = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly TariffLine s_line = Line(PostingKind.CashOut, ChargeKind.Fee, 100);

    private TariffsState _state = new();

    [Fact]
    public void Two_people_and_a_look_at_what_it_would_have_cost()
    {
        string id = Propose(s_line);
        Assert.Equal(TariffRefusal.SameOperator, Approve(id, Proposer));
        Assert.Equal(TariffRefusal.TariffNotSimulated, Approve(id, Approver));
        Simulate(id);
        Assert.Equal(TariffRefusal.SameOperator, Approve(id, Proposer));
        Assert.Null(Approve(id, Approver));
        Assert.Null(Approve(id, Approver));
        Assert.Equal(TariffRefusal.AlreadyDecided, Approve(id, "c-third"));
        Assert.Equal(TariffRefusal.AlreadyDecided, Reject(id, Approver));
        Assert.Equal(TariffRefusal.NotFound, Approve("tf-nothing", Approver));
        TariffVersion version = _state.Find(id)!.Version;
        Assert.Equal((1, s_now + s_lead, TariffStatus.Approved, Approver), (version.Number, version.EffectiveFrom, version.Status, version.DecidedBy));
    }

    [Fact]
    public void The_proposer_withdraws_and_another_rejects()
    {
        string first = Propose(s_line), second = Propose(s_line with { Fixed = 2 });
        Assert.Null(Reject(first, Proposer));
        Assert.Null(Reject(second, Approver));
        Assert.Equal((TariffStatus.Withdrawn, TariffStatus.Rejected), (_state.Find(first)!.Version.Status, _state.Find(second)!.Version.Status));
        Assert.Equal(TariffRefusal.AlreadyDecided, Approve(first, Approver));
        Assert.Equal(TariffRefusal.MemoInvalid, Reject(Propose(s_line), Approver, "a\u0001"));
    }

    [Fact]
    public void Two_proposals_from_the_same_table_cannot_both_be_approved()
    {
        string first = Propose(s_line), second = Propose(s_line with { Fixed = 200 });
        Simulate(first);
        Simulate(second);
        Assert.Null(Approve(first, Approver));
        Assert.Equal(TariffRefusal.TariffStale, Approve(second, Approver));
        Assert.Equal(TariffRefusal.TariffStale, Refused(Proposal([s_line with { Fixed = 3 }]) with { Base = 0 }));
        Assert.Null(Refused(Proposal([s_line with { Fixed = 3 }]) with { Base = 1 }));
        Assert.Equal(TariffRefusal.TariffUnchanged, Refused(Proposal([s_line])));
    }

    [Fact]
    public void A_repetition_is_the_same_proposal_and_another_one_under_its_key_is_not()
    {
        TariffProposal proposal = Proposal([s_line], "k");
        Assert.Null(Refused(proposal));
        TariffRules.Decision again = TariffRules.Propose(_state, proposal, s_now, s_lead);
        Assert.True(again.Next is null && again.Outcome.Replayed && again.Outcome.Version!.Id == proposal.Id);
        Assert.Equal(TariffRefusal.IdempotencyConflict, Refused(proposal with { Note = "autre" }));
    }

    [Fact]
    public void Nothing_holds_before_every_silo_can_know_it()
    {
        Assert.Equal(TariffRefusal.TariffDatePast, Refused(Proposal([s_line]) with { EffectiveFrom = s_now + TimeSpan.FromSeconds(59) }));
        TariffProposal proposal = Proposal([s_line]) with { EffectiveFrom = s_now + TimeSpan.FromMinutes(2) };
        Assert.Null(Refused(proposal));
        Simulate(proposal.Id);
        Assert.Equal(TariffRefusal.TariffDatePast, TariffRules.Approve(_state, proposal.Id, Approver, s_now + TimeSpan.FromSeconds(61), s_lead).Outcome.Refusal);
        Assert.Null(TariffRules.Approve(_state, proposal.Id, Approver, s_now + TimeSpan.FromSeconds(60), s_lead).Outcome.Refusal);
    }

    [Fact]
    public void The_last_approved_whose_date_has_come_holds_and_the_past_stays()
    {
        TariffVersion Version(int number, int minutes) => new()
        {
            Id = "tf-" + number, Number = number, Lines = [s_line with { Fixed = number }], EffectiveFrom = s_now.AddMinutes(minutes), Status = TariffStatus.Approved, ProposedBy = "", ProposedAt = s_now,
        };
        TariffSchedule schedule = new([Version(1, 0), Version(2, 100), Version(3, 50), Version(4, 60)]);
        int At(int minutes) => schedule.At(s_now.AddMinutes(minutes)).View().Number;
        Assert.Equal([0, 1, 1, 3, 4, 4], new[] { -1, 0, 49, 50, 60, 200 }.Select(At));
        Assert.Equal(s_now.AddMinutes(50), schedule.At(s_now).View().Until);
        Assert.Equal([0, 1, 3, 1, 4], new[] { -1, 0, 50, 49, 60 }.Select(minutes => schedule.Now(s_now.AddMinutes(minutes)).Charge(PostingKind.CashOut, 1, 10).Fee).Select(fee => (int)fee));
    }

    [Fact]
    public void Of_what_was_not_approved_the_last_fifty_are_kept()
    {
        for (int i = 0; i < 60; i++)
        {
            string id = Propose(s_line with { Fixed = i });
            Assert.Null(Apply(TariffRules.Reject(_state, id, Proposer, null, s_now.AddSeconds(i))));
        }

        Assert.Equal(TariffRules.DroppedMax, _state.Versions.Count);
    }

    private string Propose(TariffLine line)
    {
        TariffProposal proposal = Proposal([line]);
        Assert.Null(Refused(proposal));
        return proposal.Id;
    }

    private TariffRefusal? Refused(TariffProposal proposal) => Apply(TariffRules.Propose(_state, proposal, s_now, s_lead));

    private TariffRefusal? Approve(string id, string byOperator) => Apply(TariffRules.Approve(_state, id, byOperator, s_now, s_lead));

    private TariffRefusal? Reject(string id, string byOperator, string? reason = null) => Apply(TariffRules.Reject(_state, id, byOperator, reason, s_now));

    private void Simulate(string id) => _state = TariffRules.Simulated(_state, id, new TariffSimulation { Month = new DateOnly(2026, 10, 1) })!;

    private TariffRefusal? Apply(TariffRules.Decision decision)
    {
        _state = decision.Next ?? _state;
        return decision.Outcome.Refusal;
    }
}
