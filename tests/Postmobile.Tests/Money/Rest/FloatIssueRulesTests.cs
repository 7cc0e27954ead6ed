using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>Who decides what about an issue of e-money.</summary>
public sealed class FloatIssueRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly FloatIssueState Proposed = new() { Status = FloatIssueStatus.Proposed, Agent = 7, Amount = 10, ProposedBy = "a" };

    [Theory]
    [InlineData(FloatIssueStatus.Proposed, "a", FloatIssueRefusal.SameOperator)]
    [InlineData(FloatIssueStatus.Proposed, "b", null)]
    [InlineData(FloatIssueStatus.Approved, "b", null)]
    [InlineData(FloatIssueStatus.Approved, "c", FloatIssueRefusal.AlreadyDecided)]
    [InlineData(FloatIssueStatus.Issued, "b", null)]
    [InlineData(FloatIssueStatus.Issued, "a", FloatIssueRefusal.AlreadyDecided)]
    [InlineData(FloatIssueStatus.Rejected, "b", FloatIssueRefusal.AlreadyDecided)]
    [InlineData(null, "b", FloatIssueRefusal.NotFound)]
    public void Another_operator_approves_once(FloatIssueStatus? status, string by, FloatIssueRefusal? refusal)
    {
        FloatIssueState state = Proposed with { Status = status, DecidedBy = status is FloatIssueStatus.Proposed ? null : "b" };
        var decision = FloatIssueRules.Approve(state, by, Now);
        Assert.Equal(refusal, decision.Refusal);
        Assert.Equal(status == FloatIssueStatus.Proposed && refusal is null, decision.Next is not null);
    }

    [Fact]
    public void Whoever_proposes_may_withdraw_until_it_is_decided()
    {
        Assert.Equal(FloatIssueStatus.Rejected, FloatIssueRules.Reject(Proposed, "a", "erreur", Now).Next!.Status);
        Assert.Equal(FloatIssueRefusal.AlreadyDecided, FloatIssueRules.Reject(Proposed with { Status = FloatIssueStatus.Approved }, "a", null, Now).Refusal);
        Assert.Equal(FloatIssueRefusal.MemoInvalid, FloatIssueRules.Reject(Proposed, "a", "a\0b", Now).Refusal);
    }

    [Theory]
    [InlineData(RefusalCode.OutcomeUnknown, false)]
    [InlineData(RefusalCode.InProgress, false)]
    [InlineData(RefusalCode.LedgerUnavailable, false)]
    [InlineData(RefusalCode.PayeeFrozen, true)]
    [InlineData(RefusalCode.PayeeClosed, true)]
    public void Only_a_definite_answer_settles(RefusalCode code, bool definite) => Assert.Equal(definite, FloatIssueRules.IsDefinite(code));
}
