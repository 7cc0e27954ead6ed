using CsCheck;
using Postmobile.Identity;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Bulk;

/// <summary>The rules of bulk payments, without a cluster.</summary>
public sealed class BulkRulesTests
{
    private static readonly BulkActor Anna = new(new CustomerId("c-a"), "A", false);
    private static readonly BulkActor Bruno = new(new CustomerId("c-b"), "B", false);
    private static readonly BulkActor Carine = new(new CustomerId("c-c"), "C", false);
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData("+242066000001", "+242066000001")]
    [InlineData("066000001", "+242066000001")]
    [InlineData("06 600 00 01", "+242066000001")]
    [InlineData("66000001", "+242066000001")]
    [InlineData("242066000001", "+242066000001")]
    [InlineData("00242066000001", "+242066000001")]
    [InlineData("+242 06\u00a0600\u00a000\u00a001", "+242066000001")]
    [InlineData("06.600.00-01", "+242066000001")]
    [InlineData("+33612345678", "+33612345678")]
    [InlineData("2.42066E+11", null)]
    [InlineData("6600000", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    public void A_telephone_is_read_as_spreadsheets_leave_it(string written, string? phone)
    {
        Assert.Equal(phone is not null, BulkLineRules.TryReadPhone(written, out string read));
        Assert.Equal(phone ?? "", read);
    }

    [Theory]
    [InlineData("150000", 150_000)]
    [InlineData("150 000", 150_000)]
    [InlineData("1\u202f150\u00a0000 FCFA", 1_150_000)]
    [InlineData("150000,00", 150_000)]
    [InlineData("150 000.00 XAF", 150_000)]
    [InlineData("150000F", 150_000)]
    [InlineData("0", 0)]
    [InlineData("12 5", null)]
    [InlineData("1 50 000", null)]
    [InlineData("150.000", null)]
    [InlineData("150,5", null)]
    [InlineData("-5", null)]
    [InlineData("1e6", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("", null)]
    [InlineData("FCFA", null)]
    public void An_amount_is_whole_francs_or_nothing(string written, int? amount)
    {
        Assert.Equal(amount is not null, BulkLineRules.TryReadAmount(written, out long read));
        Assert.Equal(amount ?? 0, read);
    }

    [Fact]
    public void Nothing_that_is_written_breaks_the_judge() => Gen.Select(Gen.String, Gen.String, Gen.String, Gen.String).Sample((phone, amount, name, reference) =>
    {
        BulkLineRules.Judged judged = BulkLineRules.Judge(new BulkLineInput(1, phone, amount, name, reference));
        Assert.True(judged.Problem is not null || judged is { Amount: > 0, Phone.Length: > 8 });
        Assert.All([judged.Phone, judged.Name, judged.Reference], text => Assert.True(PaymentRules.ValidNote(text)));
    });

    [Theory]
    [InlineData("Mabiala Élise", "ELISE MABIALA", false)]
    [InlineData("E. Mabiala", "Elise Mabiala", false)]
    [InlineData("Jean Ngoma", "Elise Mabiala", true)]
    [InlineData("", "Elise Mabiala", false)]
    public void A_name_differs_when_no_word_is_common(string written, string registered, bool differs) => Assert.Equal(differs, BulkLineRules.Differs(written, registered));

    [Fact]
    public void It_takes_two_people_whoever_of_them_does_what()
    {
        BulkState file = Checked(preparer: Anna);
        BulkState byAnna = BulkRules.Submit(file, Anna, false).Next!;
        Assert.Equal(BulkRefusal.SameOperator, BulkRules.Approve(byAnna, Anna, Now).Refusal);
        Assert.Equal(BulkStatus.Reserving, BulkRules.Approve(byAnna, Bruno, Now).Next?.Status);

        // Who brought the file does not approve it because somebody else pressed the button, nor does who pressed it.
        BulkState byBruno = BulkRules.Submit(file, Bruno, false).Next!;
        Assert.Equal(BulkRefusal.SameOperator, BulkRules.Approve(byBruno, Anna, Now).Refusal);
        Assert.Equal(BulkRefusal.SameOperator, BulkRules.Approve(byBruno, Bruno, Now).Refusal);
        Assert.Equal(BulkStatus.Reserving, BulkRules.Approve(byBruno, Carine, Now).Next?.Status);

        BulkState done = byAnna with { Status = BulkStatus.Done, Failed = 2 };
        BulkState again = BulkRules.Retry(done, Bruno).Next!;
        Assert.Equal((BulkStatus.Submitted, 2, 2), (again.Status, again.Round, again.Payees));
        Assert.Equal(BulkRefusal.SameOperator, BulkRules.Approve(again, Bruno, Now).Refusal);
        Assert.Equal(BulkStatus.Reserving, BulkRules.Approve(again, Anna, Now).Next?.Status);
    }

    [Fact]
    public void Lines_to_correct_are_left_out_only_on_purpose()
    {
        BulkState file = Checked(Anna) with { Problems = 1 };
        Assert.Equal(BulkRefusal.HasProblems, BulkRules.Submit(file, Anna, withoutProblems: false).Refusal);
        Assert.Equal(BulkStatus.Submitted, BulkRules.Submit(file, Anna, withoutProblems: true).Next?.Status);
        Assert.Equal(BulkRefusal.NothingToPay, BulkRules.Submit(file with { Payees = 0 }, Anna, withoutProblems: true).Refusal);
    }

    [Fact]
    public void Every_act_has_its_time()
    {
        Dictionary<string, (Func<BulkState, BulkRules.Decision> Act, BulkStatus[] When)> acts = new()
        {
            ["submit"] = (state => BulkRules.Submit(state, Carine, true), [BulkStatus.Checked]),
            ["approve"] = (state => BulkRules.Approve(state, Bruno, Now), [BulkStatus.Submitted]),
            ["reject"] = (state => BulkRules.Reject(state, Bruno, "no", Now), [BulkStatus.Submitted]),
            ["cancel"] = (state => BulkRules.Cancel(state, Now), [BulkStatus.Uploading, BulkStatus.Checked, BulkStatus.Submitted, BulkStatus.Paused]),
            ["pause"] = (BulkRules.Pause, [BulkStatus.Paying]),
            ["resume"] = (state => BulkRules.Resume(state, Now), [BulkStatus.Paused]),
            ["retry"] = (state => BulkRules.Retry(state, Carine), [BulkStatus.Done]),
            ["reopen"] = (state => BulkRules.Reopen(state, Anna, "u", Now), [BulkStatus.Checked, BulkStatus.Uploading]),
        };
        foreach ((string name, (Func<BulkState, BulkRules.Decision> act, BulkStatus[] when)) in acts)
        {
            foreach (BulkStatus status in Enum.GetValues<BulkStatus>())
            {
                BulkRules.Decision decision = act(Checked(Anna) with { Status = status, SubmittedBy = BulkState.Hand.Of(Anna), Failed = 1 });
                Assert.True(when.Contains(status) == decision.Next is not null, $"{name} when {status}: {decision.Refusal}");
            }
        }
    }

    [Fact]
    public void A_key_means_one_payment_from_one_account()
    {
        BulkOpening opening = new() { Payer = new AccountId(10_000_001), Title = "Salaires", By = Anna };
        BulkState begun = BulkRules.Begin(new BulkState(), opening, "Boutique", "u1", Now).Next!;
        Assert.Equal("u2", BulkRules.Begin(begun, opening, "Boutique", "u2", Now).Next?.Upload);
        Assert.Equal(BulkRefusal.IdempotencyConflict, BulkRules.Begin(begun, opening with { Title = "Primes" }, "Boutique", "u2", Now).Refusal);
        Assert.Equal(BulkRefusal.IdempotencyConflict, BulkRules.Begin(begun, opening with { Payer = new AccountId(10_000_002) }, "Boutique", "u2", Now).Refusal);
        Assert.Equal(default, BulkRules.Begin(begun with { Status = BulkStatus.Checked }, opening, "Boutique", "u2", Now));
        Assert.Equal(BulkRefusal.MemoInvalid, BulkRules.Begin(new BulkState(), opening with { Title = " " }, "Boutique", "u", Now).Refusal);
        Assert.Equal(BulkRefusal.MemoInvalid, BulkRules.Begin(new BulkState(), opening with { Title = new string('x', 61) }, "Boutique", "u", Now).Refusal);
        Assert.Equal(BulkRefusal.InProgress, BulkRules.Add(begun, "another", 1));
        Assert.Equal(BulkRefusal.TooManyLines, BulkRules.Add(begun with { Lines = 99_999 }, "u1", 2));
        Assert.Null(BulkRules.Add(begun with { Lines = 99_999 }, "u1", 1));
        Assert.Equal(BulkRefusal.NoLines, BulkRules.Seal(begun, "u1", "d", Now).Refusal);
    }

    private static BulkState Checked(BulkActor preparer) =>
        new() { Status = BulkStatus.Checked, Payer = 10_000_001, Title = "x", PreparedBy = BulkState.Hand.Of(preparer), Payees = 3, Lines = 3, Amount = 300 };
}
